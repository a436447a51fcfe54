public import ChatDomain
import ChatText
import Metrics

/// What the service thread is told, in order.
enum ServiceInput: Sendable {
    /// A tick's sends of one loop: the hot path, in one hand-off.
    case sends([SendRequest])
    /// Anything else, and what it is called in the log when it holds the thread up.
    case run(as: ActivityName = "work that it gave itself", @Sendable (ServiceCore) -> Void)
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
    public var thread: SequenceNumber?
    public var replyTo: SequenceNumber?
    /// Whom the text calls.
    let mentions: [Mention]
    /// Whether there is nothing to be looked up for it: no thread, no answered message, nobody called by name.
    let isPlain: Bool

    /// What they count for in the pending budget.
    static func bytes(of requests: [SendRequest]) -> Int { requests.reduce(0) { $0 + $1.body.count } }

    public init(
        connection: ConnectionID, id: Int64, account: AccountID, room: RoomID, key: SendKey, body: [UInt8],
        thread: SequenceNumber? = nil, replyTo: SequenceNumber? = nil
    ) {
        self.connection = connection
        self.id = id
        self.account = account
        self.room = room
        self.key = key
        self.body = body
        self.thread = thread
        self.replyTo = replyTo
        // Here, since this runs on the sender's loop, and the service has one thread for all.
        mentions = NewMessage.mentions(in: body)
        isPlain = thread == nil && replyTo == nil && mentions.isEmpty
    }
}

/// How long an answer may take is the caller's to know; it comes on a thread of the service and must not block it.
public typealias Answer<Value: Sendable> = @Sendable (Result<Value, Refusal>) -> Void
