/// A place to talk: a log with a name and members.
public struct Room: Sendable, Equatable {
    public let id: RoomID
    public var handle: Handle
    /// Free text, shown to people.
    public var title: String
    public let createdBy: AccountID
    public let createdAt: Timestamp
    /// Every account joins it when it is made. One room is, from the first start.
    public var joinedByAll: Bool

    public init(
        id: RoomID, handle: Handle, title: String, createdBy: AccountID, createdAt: Timestamp, joinedByAll: Bool
    ) {
        self.id = id
        self.handle = handle
        self.title = title
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.joinedByAll = joinedByAll
    }
}

/// That an account belongs to a room. Without one, the room cannot be reached.
public struct Membership: Sendable, Hashable {
    public let room: RoomID
    public let account: AccountID
    /// The number of the event by which he came in. The store sets it: to that of the unit's first event in the room.
    public var since: SequenceNumber

    public init(room: RoomID, account: AccountID, since: SequenceNumber = .zero) {
        self.room = room
        self.account = account
        self.since = since
    }

    /// Whether it is of the same room and account.
    public func isOf(_ other: Membership) -> Bool { room == other.room && account == other.account }
}
