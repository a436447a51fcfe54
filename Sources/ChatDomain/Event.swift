/// What an event tells. The numbers are stored: they may be added to, never changed.
public enum EventKind: Int16, Sendable, CaseIterable {
    /// The room was made, by the event's author, who is its first member. Always number 1.
    case created = 1
    /// The author became a member.
    case joined = 2
    /// The author stopped being a member. Nothing after it in the log reaches him.
    case left = 3
    /// The author wrote a message. Its subject, if any, is the root of its thread.
    case message = 4

    // About a message: the subject is its number.

    /// Another text takes the place of the one before.
    case edited = 5
    /// The text is gone, with all its versions. The place in the order stays.
    case deleted = 6
    case reacted = 7
    case unreacted = 8
    case pinned = 9
    case unpinned = 10
    /// The author's choice in a poll takes the place of his one before.
    case voted = 11
    /// The poll takes no more votes.
    case closed = 12

    // About the room.

    /// Settings were changed; the body has those that did.
    case changed = 13

    // About a person: the subject is his account.

    /// Another role in the room, or muted until a time.
    case roleChanged = 14
    case invited = 15
    /// The author does not follow an invitation. The subject is who invited him.
    case declined = 16
    /// Put out of the room. Nothing after it in the log reaches him.
    case removed = 17
    /// Put out of the room, if he was in it, and kept out.
    case banned = 18
    case unbanned = 19
    /// An invitation was taken back.
    case uninvited = 20

    // In logs that are no rooms.

    /// Something that concerns the owner of a personal log.
    case told = 32
    /// An act of administration or moderation, in the audit log.
    case audited = 48

    /// The name on the wire.
    public var name: String {
        switch self {
        case .created: "created"
        case .joined: "joined"
        case .left: "left"
        case .message: "message"
        case .edited: "edited"
        case .deleted: "deleted"
        case .reacted: "reacted"
        case .unreacted: "unreacted"
        case .pinned: "pinned"
        case .unpinned: "unpinned"
        case .voted: "voted"
        case .closed: "closed"
        case .changed: "changed"
        case .roleChanged: "role_changed"
        case .invited: "invited"
        case .declined: "declined"
        case .removed: "removed"
        case .banned: "banned"
        case .unbanned: "unbanned"
        case .uninvited: "uninvited"
        case .told: "told"
        case .audited: "audited"
        }
    }

    public init?(name: some StringProtocol) {
        guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }

    /// Whether the subject is the number of a message, whose state the event changes.
    public var isAboutMessage: Bool { (Self.edited.rawValue...Self.closed.rawValue).contains(rawValue) }

    /// Whether the event has a place of its own in what people read. The others change what stands there.
    public var isLine: Bool { !isAboutMessage }
}

/// Which of a log's lines (``EventKind/isLine``) are read.
public enum LineSelection: Sendable, Equatable {
    case all
    /// Without who comes and goes, and what changes.
    case messages
    /// The messages of the thread that begins with one, without that one.
    case thread(SequenceNumber)
}

/// An event that has its place in the log. Header fields never change; the body can be erased.
public struct Event: Sendable, Equatable {
    public let log: LogID
    public let sequence: SequenceNumber
    public let at: Timestamp
    public let author: AccountID
    public let kind: EventKind
    /// What the event is about: the number of a message, or an account, as its kind says.
    public let subject: Int64?
    /// How many messages the log has up to here, this one included.
    public let ordinal: Int64
    /// What the event carries, as one JSON object in UTF-8 that goes to readers as it is. Opaque to the log.
    /// Empty when it was erased.
    public let body: [UInt8]

    public init(
        log: LogID, sequence: SequenceNumber, at: Timestamp, author: AccountID, kind: EventKind, subject: Int64? = nil,
        ordinal: Int64, body: [UInt8]
    ) {
        self.log = log
        self.sequence = sequence
        self.at = at
        self.author = author
        self.kind = kind
        self.subject = subject
        self.ordinal = ordinal
        self.body = body
    }

    public var room: RoomID { RoomID(log) }

    /// The number of the message that the event is about.
    public var message: SequenceNumber? { kind.isAboutMessage ? subject.map(SequenceNumber.init(_:)) : nil }

    /// Who may read nothing that comes after it.
    public var putOut: AccountID? {
        switch kind {
        case .left: author
        case .removed, .banned: subject.map(AccountID.init(rawValue:))
        default: nil
        }
    }
}

/// Where a log ends.
public struct LogHead: Sendable, Equatable {
    public var sequence: SequenceNumber
    /// How many messages it has.
    public var messages: Int64

    public init(sequence: SequenceNumber, messages: Int64) {
        self.sequence = sequence
        self.messages = messages
    }

    public static let empty = LogHead(sequence: .zero, messages: 0)
}
