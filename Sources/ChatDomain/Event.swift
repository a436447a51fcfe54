/// What an event tells. The numbers are stored: they may be added to, never changed.
public enum EventKind: Int16, Sendable, CaseIterable {
    /// The room was made, by the event's author, who is its first member. Always number 1.
    case created = 1
    /// The author became a member.
    case joined = 2
    /// The author stopped being a member. Nothing after it in the log reaches him.
    case left = 3
    /// The author wrote a message.
    case message = 4

    /// The name on the wire.
    public var name: String {
        switch self {
        case .created: "created"
        case .joined: "joined"
        case .left: "left"
        case .message: "message"
        }
    }

    public init?(name: some StringProtocol) {
        guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }
}

/// An event that has its place in the log. Header fields never change; the body can be erased.
public struct Event: Sendable, Equatable {
    public let log: LogID
    public let sequence: SequenceNumber
    public let at: Timestamp
    public let author: AccountID
    public let kind: EventKind
    /// What the event carries, as one JSON object in UTF-8 that goes to readers as it is. Opaque to the log.
    public let body: [UInt8]

    public init(
        log: LogID, sequence: SequenceNumber, at: Timestamp, author: AccountID, kind: EventKind, body: [UInt8]
    ) {
        self.log = log
        self.sequence = sequence
        self.at = at
        self.author = author
        self.kind = kind
        self.body = body
    }

    public var room: RoomID { RoomID(log) }
}
