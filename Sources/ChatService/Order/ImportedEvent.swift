public import ChatDomain
import ChatWire

/// Something that happened elsewhere, to be put into a room's log with its author and time.
public struct ImportedEvent: Sendable {
    public enum What: Sendable {
        /// Without a text: a message that is gone.
        case message(text: String?, thread: SequenceNumber?, reply: SequenceNumber?)
        /// With what the message answers, which its texts all say.
        case edited(SequenceNumber, text: String, reply: SequenceNumber?)
        case deleted(SequenceNumber)
        case reacted(SequenceNumber, emoji: String)
        case joined
        case left
    }

    public var at: Timestamp
    public var author: AccountID
    public var what: What

    public init(at: Timestamp, author: AccountID, what: What) {
        (self.at, self.author, self.what) = (at, author, what)
    }

    /// What it refers to, which must come before it.
    var references: [SequenceNumber] {
        switch what {
        case .message(_, let thread, let reply): [thread, reply].compactMap(\.self)
        case .edited(let message, _, let reply): [message, reply].compactMap(\.self)
        case .deleted(let message), .reacted(let message, _): [message]
        case .joined, .left: []
        }
    }
}

/// The room that a history is taken into.
public struct ImportForm: Sendable {
    /// Names the history for good, so that the same is not taken in twice: 1 to 200 bytes.
    public var source: String
    public var handle: String
    public var title: String
    public var topic: String
    /// When the room was made, or its history begins.
    public var at: Timestamp

    public init(source: String, handle: String, title: String, topic: String, at: Timestamp) {
        (self.source, self.handle, self.title, self.topic, self.at) = (source, handle, title, topic, at)
    }
}

/// How far an import has come.
public struct ImportProgress: Sendable, Equatable {
    public var room: RoomID
    public var handle: String
    /// The room's last event: the next one that is taken in has the number after it.
    public var head: SequenceNumber
    /// What the last batch was called by who sent it; empty before the first.
    public var mark: String
    public var isFinished: Bool
}

/// What is kept of an import, beside its room.
struct ImportRecord: Codable, Sendable {
    var source: String
    var mark = ""
    /// The time of the last event, in milliseconds since 1970: times rise.
    var at: Int64
    var isFinished = false

    private static let prefix = "import "

    /// The name of the setting that keeps it.
    static func key(_ room: RoomID) -> String { prefix + String(room.rawValue) }

    static func room(ofKey key: String) -> RoomID? {
        key.hasPrefix(prefix) ? Int64(key.dropFirst(prefix.count)).map(RoomID.init(rawValue:)) : nil
    }

    var value: String { String(decoding: JSONCoding.encode(self), as: UTF8.self) }

    init(source: String, at: Timestamp) {
        (self.source, self.at) = (source, at.rawValue)
    }

    init?(value: String) {
        guard let record = JSONCoding.decode(Self.self, from: Array(value.utf8)) else { return nil }
        self = record
    }
}
