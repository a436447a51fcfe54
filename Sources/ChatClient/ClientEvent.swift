public import ChatDomain
public import ChatWire

/// What a client tells the program that uses it, in the order in which it happened.
public enum ClientEvent: Sendable, Equatable {
    /// The live connection stands.
    case connected(account: AccountView, epoch: String, messageBytes: Int)
    /// There is no connection. `retry` is when the next attempt begins; nil when none will be made.
    case disconnected(ConnectionLoss, retry: Duration?)
    /// A room starts from a snapshot: what was shown of it before ends here. `history` are the latest events up to the
    /// snapshot's head, oldest first. `reason` is one of docs/protocol/live.md.
    case restarted(snapshot: RoomSnapshot, reason: String, history: [EventView])
    /// The next event of a room: each once, in order. Not `live` when it was missed and is told now.
    case event(EventView, live: Bool)
    /// All that was missed in a room has been told.
    case caughtUp(room: Int64)
    /// Somebody came online or went offline.
    case presence(room: Int64, account: AccountView, online: Bool)
    /// How far one has read in a room, on whatever device, and what is unread behind it.
    case marker(MarkerView)
    /// How far somebody else has read.
    case receipt(room: Int64, ReceiptView)
    /// Somebody writes; to be shown for so long.
    case typing(room: Int64, account: AccountView, for: Duration)
    /// A message that one wants to be told of, perhaps of a room that is not followed.
    case notify(room: Int64, seq: Int64, by: AccountView, reason: String)
    /// The room is followed no more.
    case ended(room: Int64, code: String, message: String)
    /// The message is in the room, and on the server's disk.
    case acknowledged(OutgoingMessage, seq: Int64, at: Int64, duplicate: Bool)
    /// The message cannot be sent; it is kept no longer.
    case refused(OutgoingMessage, RefusalView)
    /// The message is tried again after the pause.
    case delayed(OutgoingMessage, RefusalView, retry: Duration)
    /// A fault that concerns no message and no room.
    case problem(String)
}

/// A message on its way, with the key that makes it exactly one.
public struct OutgoingMessage: Sendable, Hashable {
    public let key: SendKey
    public let room: Int64
    public let text: String
    /// A message of the thread that it belongs to.
    public let thread: Int64?
    /// The message that it answers.
    public let replyTo: Int64?

    public init(key: SendKey, room: Int64, text: String, thread: Int64? = nil, replyTo: Int64? = nil) {
        self.key = key
        self.room = room
        self.text = text
        self.thread = thread
        self.replyTo = replyTo
    }
}
