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
    /// See ``Event/subject``.
    public var subject: Int64?
    public var at: Timestamp
    /// Unique together with the author and the log, for as long as the log exists. At most one event of a unit
    /// carries one.
    public var key: SendKey?
    public var body: [UInt8]

    public init(
        author: AccountID, kind: EventKind, subject: Int64? = nil, at: Timestamp, key: SendKey? = nil, body: [UInt8]
    ) {
        self.author = author
        self.kind = kind
        self.subject = subject
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
    /// Puts the room in the place of the one of its id, but for who made it and when. Conflicts when there is none, or as
    /// adding does.
    case updateRoom(Room)
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
    /// Puts the record in the place of the one of its key, if there is one.
    case put(Record)
    /// Removing what is not there is no conflict.
    case removeRecord(RecordKey)
    /// All of a collection's that belong to one owner.
    case removeRecords(RecordCollection, owner: Int64)
    /// Empties the bodies of a message and of its edits so far, also from the files (see ``ChatStore/finishErasing()``),
    /// and removes their notices. What is not there, or no message, is no conflict.
    case erase(LogID, message: SequenceNumber)
    /// Empties the bodies of all events up to and including a place, and removes their notices. The commit takes as long as
    /// there are events that are not empty yet: a long log is to be erased in portions, places rising, of a thousand or
    /// so: each may lie on a page of its own.
    case eraseAll(LogID, through: SequenceNumber)
    /// Notes that the first event of the unit's first append concerns people. Noting twice is no conflict; the first
    /// reason stays. Without such an event the whole commit throws `misuse`.
    case notice(NoticeReason, [NoticeAddressee])
}

extension CommitUnit {
    /// A change as it is kept once the events have their numbers: a membership begins with the unit's first event in its
    /// room, unless it says where.
    ///
    /// - Parameter first: the number of the first event of each append.
    public func kept(_ change: StateChange, first: [SequenceNumber]) -> StateChange {
        guard case .addMember(var member) = change, member.since == .zero else { return change }
        for (append, start) in zip(appends, first) where append.log == member.room.log && member.since == .zero {
            member.since = start
        }
        return .addMember(member)
    }
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
