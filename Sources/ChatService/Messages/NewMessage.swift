public import ChatDomain
import ChatText
public import ChatWire

/// A message that somebody wants to send.
public struct NewMessage: Sendable {
    /// A message elsewhere whose text is taken over.
    public struct Source: Sendable, Equatable {
        public var room: RoomID
        public var message: SequenceNumber

        public init(room: RoomID, message: SequenceNumber) {
            (self.room, self.message) = (room, message)
        }
    }

    public var key: SendKey
    /// The text, as ``MessageBody`` makes it. Not looked at when there is a source.
    public var body: [UInt8]
    /// Whom the text calls. Found where the message is made, since that may take milliseconds and the service has one
    /// thread for all.
    let mentions: [Mention]
    /// Any message of the thread that it belongs to, or the one that begins it.
    public var thread: SequenceNumber?
    /// The message that it answers.
    public var replyTo: SequenceNumber?
    public var poll: MessageContent.Poll?
    public var source: Source?

    public init(
        key: SendKey, body: [UInt8], thread: SequenceNumber? = nil, replyTo: SequenceNumber? = nil,
        poll: MessageContent.Poll? = nil, source: Source? = nil
    ) {
        (self.key, self.body, self.thread, self.replyTo) = (key, body, thread, replyTo)
        (self.poll, self.source) = (poll, source)
        mentions = Self.mentions(in: body)
    }

    /// A message of a live connection, whose text was looked at already.
    init(_ request: SendRequest) {
        (key, body, thread, replyTo) = (request.key, request.body, request.thread, request.replyTo)
        (poll, source, mentions) = (nil, nil, request.mentions)
    }

    /// Whether something must be read before it can be sent.
    var needsLook: Bool { thread != nil || replyTo != nil || source != nil }

    /// What no one may change while its text is taken over.
    var sourceKey: HoldKey? { source.map { .message($0.room, $0.message) } }

    /// Whom a body calls. Nothing is looked at in one without an `@`.
    static func mentions(in body: [UInt8]) -> [Mention] {
        guard body.contains(UInt8(ascii: "@")), let text = MessageContent(body: body)?.text else { return [] }
        return Mentions.find(in: text)
    }
}

/// The result of a send.
public struct Posted: Sendable {
    public var room: RoomID
    public var sequence: SequenceNumber
    public var at: Timestamp
    public var duplicate: Bool
}
