public import ChatDomain
import ChatStore
import ChatWire

/// A message that waits for its time. Owner: who wrote it; item: its number.
struct ScheduledMessage: RecordValue {
    static var collection: RecordCollection { .scheduled }

    var room: Int64
    /// When it is to be sent, in milliseconds since 1970.
    var at: Int64
    var text: String
    var thread: Int64?
    var replyTo: Int64?
    /// The key of its send, made once: however often it is tried, it is there once.
    var key: String
    /// Why it was not sent. It then waits for its author.
    var failure: String?

    /// Nil for a record that was changed by hand.
    func message() -> NewMessage? {
        guard let key = SendKey(key), let body = try? MessageBody.make(text: Array(text.utf8), limit: .max) else {
            return nil
        }
        return NewMessage(
            key: key, body: body, thread: thread.map(SequenceNumber.init(_:)),
            replyTo: replyTo.map(SequenceNumber.init(_:)))
    }
}

public struct ScheduledView: Sendable, Equatable {
    public var number: Int64
    public var room: RoomID
    public var at: Timestamp
    public var text: String
    public var thread: SequenceNumber?
    public var replyTo: SequenceNumber?
    /// Why it was not sent when its time came. Another time tries it again.
    public var failure: String?

    init(_ number: Int64, _ message: ScheduledMessage) {
        (self.number, room, at) = (number, RoomID(rawValue: message.room), Timestamp(milliseconds: message.at))
        text = message.text
        thread = message.thread.map(SequenceNumber.init(_:))
        replyTo = message.replyTo.map(SequenceNumber.init(_:))
        failure = message.failure
    }
}
