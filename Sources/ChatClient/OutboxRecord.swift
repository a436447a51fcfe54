import ChatDomain
import ChatWire
import FoundationEssentials

/// One line of an outbox file: a message that is kept, or that one is kept no longer.
enum OutboxRecord: Equatable {
    case add(OutgoingMessage)
    case settle(SendKey)

    /// The line, with its line feed.
    var line: [UInt8] {
        let object = JSONObject.make { object in
            switch self {
            case .add(let message):
                object.set("add", message.key.text)
                object.set("room", message.room)
                object.set("text", message.text)
                if let thread = message.thread { object.set("thread", thread) }
                if let replyTo = message.replyTo { object.set("reply_to", replyTo) }
            case .settle(let key):
                object.set("done", key.text)
            }
        }
        return object + [UInt8(ascii: "\n")]
    }

    /// Reads a line without its line feed; nil for what no client wrote.
    init?(line: some Sequence<UInt8>) {
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(line)) else { return nil }
        if let key = fields.add.flatMap({ SendKey($0) }), let room = fields.room, let text = fields.text {
            self = .add(
                OutgoingMessage(key: key, room: room, text: text, thread: fields.thread, replyTo: fields.replyTo))
        } else if let key = fields.done.flatMap({ SendKey($0) }) {
            self = .settle(key)
        } else {
            return nil
        }
    }

    private struct Fields: Decodable {
        var add: String?
        var room: Int64?
        var text: String?
        var thread: Int64?
        var replyTo: Int64?
        var done: String?

        enum CodingKeys: String, CodingKey {
            case add, room, text, thread, done
            case replyTo = "reply_to"
        }
    }

    /// What a file keeps, in order, and where its last whole line ends. What follows that was being written when its
    /// process was killed: it never reached the wire.
    static func read(_ content: [UInt8]) -> (messages: [OutgoingMessage], wholeBytes: Int) {
        let wholeBytes = (content.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        var messages: [OutgoingMessage] = []
        var settled: Set<SendKey> = []
        for line in content[..<wholeBytes].split(separator: UInt8(ascii: "\n")) {
            switch OutboxRecord(line: line) {
            case .add(let message): messages.append(message)
            case .settle(let key): settled.insert(key)
            case nil: continue
            }
        }
        return (messages.filter { !settled.contains($0.key) }, wholeBytes)
    }
}
