public import ChatDomain

/// What the service thread is told, in order.
enum ServiceInput: Sendable {
    /// A tick's sends of one loop: the hot path, in one hand-off.
    case sends([SendRequest])
    /// Anything else.
    case run(@Sendable (ServiceCore) -> Void)
    case settled(Settled)
    case commitFailed
    /// Once a second.
    case tick
}

/// A message that a live connection wants to send.
public struct SendRequest: Sendable {
    public var connection: ConnectionID
    /// The client's number for the request.
    public var id: Int64
    public var account: AccountID
    public var room: RoomID
    public var key: SendKey
    /// As ``MessageBody`` makes it.
    public var body: [UInt8]

    public init(
        connection: ConnectionID, id: Int64, account: AccountID, room: RoomID, key: SendKey, body: [UInt8]
    ) {
        self.connection = connection
        self.id = id
        self.account = account
        self.room = room
        self.key = key
        self.body = body
    }
}

/// How long an answer may take is the caller's to know; it comes on a thread of the service and must not block it.
public typealias Answer<Value: Sendable> = @Sendable (Result<Value, Refusal>) -> Void
