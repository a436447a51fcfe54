public import ChatDomain

/// Changes that happen together or not at all.
public struct CommitUnit: Sendable {
    /// Events for one or more logs, in order.
    public var appends: [LogAppend]
    /// State that goes with them, applied after the events, in order.
    public var changes: [StateChange]

    public init(appends: [LogAppend] = [], changes: [StateChange] = []) {
        self.appends = appends
        self.changes = changes
    }
}

/// Events for the end of one log.
public struct LogAppend: Sendable {
    public var log: LogID
    /// Where the log must end for this to be committed; nil for wherever it ends.
    public var expected: SequenceNumber?
    /// The term of the log's owner. A store that saw a higher one for this log answers `fenced`.
    public var term: Int64
    public var events: [EventDraft]

    public init(log: LogID, expected: SequenceNumber? = nil, term: Int64 = 0, events: [EventDraft]) {
        self.log = log
        self.expected = expected
        self.term = term
        self.events = events
    }
}

/// An event without its number, which the commit gives it.
public struct EventDraft: Sendable {
    public var author: AccountID
    public var kind: EventKind
    public var at: Timestamp
    /// Unique together with the author and the log, for as long as the log exists. At most one event of a unit
    /// carries one.
    public var key: SendKey?
    public var body: [UInt8]

    public init(author: AccountID, kind: EventKind, at: Timestamp, key: SendKey? = nil, body: [UInt8]) {
        self.author = author
        self.kind = kind
        self.at = at
        self.key = key
        self.body = body
    }
}

/// A change to what is not an event.
public enum StateChange: Sendable {
    /// Conflicts with an account of the same id, username key or mail key.
    case addAccount(Account)
    /// Puts the account in the place of the one of its id. Conflicts when there is none, or as adding does.
    case updateAccount(Account)
    /// Conflicts with a room of the same id or handle key.
    case addRoom(Room)
    /// Conflicts when already a member.
    case addMember(Membership)
    /// Conflicts when not a member.
    case removeMember(Membership)
    case addSession(Session)
    /// By digest. Removing what is not there is no conflict.
    case removeSession(digest: [UInt8])
    /// All of the account's, but the one of that digest.
    case removeSessions(of: AccountID, except: [UInt8]?)
    case set(key: String, value: String)
}

/// What became of a unit.
public enum CommitOutcome: Sendable, Equatable {
    /// Durable. The number of the first event of each append, in order; the rest follow it without a gap.
    case committed(first: [SequenceNumber])
    /// The key was there already: nothing was changed. Number and time of what it had led to.
    case duplicate(first: SequenceNumber, at: Timestamp)
    /// Nothing was changed.
    case conflict(CommitConflict)
    /// Nothing was changed: another owner has a higher term.
    case fenced(term: Int64)
}

public enum CommitConflict: Sendable, Equatable {
    case position(LogID, head: SequenceNumber)
    case account
    case username
    case mail
    case room
    case roomHandle
    case member
    case session
}
