import FoundationEssentials

/// What a message's body says, besides where it stands.
///
/// The canonical spelling is that of ``MessageBody``: the text first, then what there is of the rest in the order of
/// the properties. What is absent, empty or false is not written.
public struct MessageContent: Sendable, Equatable, Decodable {
    /// Markdown, as it was written.
    public var text: String
    /// The number of the message that this one answers.
    public var replyTo: Int64?
    /// The accounts that are called by name.
    public var mentions: [Int64]
    /// Everybody in the room is called.
    public var mentionsAll: Bool
    /// Those who were there when it was sent are called.
    public var mentionsHere: Bool
    /// Where the text comes from.
    public var forwarded: Forwarded?
    public var poll: Poll?

    public init(text: String = "") {
        self.text = text
        mentions = []
        (mentionsAll, mentionsHere) = (false, false)
    }

    /// The message that a forwarded text was taken from, as it was then.
    public struct Forwarded: Sendable, Equatable, Codable {
        public var room: Int64
        /// Nil for a room that not everybody may know of.
        public var roomTitle: String?
        public var message: Int64
        public var by: Int64
        public var byName: String
        /// In milliseconds since 1970.
        public var at: Int64

        public init(room: Int64, roomTitle: String?, message: Int64, by: Int64, byName: String, at: Int64) {
            (self.room, self.roomTitle, self.message) = (room, roomTitle, message)
            (self.by, self.byName, self.at) = (by, byName, at)
        }

        enum CodingKeys: String, CodingKey {
            case room, message, by, at
            case roomTitle = "room_title"
            case byName = "by_name"
        }
    }

    /// A question, which is the text, with its possible answers.
    public struct Poll: Sendable, Equatable, Decodable {
        public var options: [String]
        /// Whether one may choose several.
        public var isMultiple: Bool
        /// Whether nobody learns who chose what.
        public var isAnonymous: Bool
        /// In milliseconds since 1970; nil until somebody closes it.
        public var closesAt: Int64?

        public init(options: [String], isMultiple: Bool = false, isAnonymous: Bool = false, closesAt: Int64? = nil) {
            (self.options, self.isMultiple, self.isAnonymous) = (options, isMultiple, isAnonymous)
            self.closesAt = closesAt
        }

        enum CodingKeys: String, CodingKey {
            case options
            case isMultiple = "multiple"
            case isAnonymous = "anonymous"
            case closesAt = "closes_at"
        }

        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            options = try values.decode([String].self, forKey: .options)
            isMultiple = try values.decodeIfPresent(Bool.self, forKey: .isMultiple) ?? false
            isAnonymous = try values.decodeIfPresent(Bool.self, forKey: .isAnonymous) ?? false
            closesAt = try values.decodeIfPresent(Int64.self, forKey: .closesAt)
        }
    }

    enum CodingKeys: String, CodingKey {
        case text, mentions, forwarded, poll
        case replyTo = "reply_to"
        case mentionsAll = "mentions_all"
        case mentionsHere = "mentions_here"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        text = try values.decode(String.self, forKey: .text)
        replyTo = try values.decodeIfPresent(Int64.self, forKey: .replyTo)
        mentions = try values.decodeIfPresent([Int64].self, forKey: .mentions) ?? []
        mentionsAll = try values.decodeIfPresent(Bool.self, forKey: .mentionsAll) ?? false
        mentionsHere = try values.decodeIfPresent(Bool.self, forKey: .mentionsHere) ?? false
        forwarded = try values.decodeIfPresent(Forwarded.self, forKey: .forwarded)
        poll = try values.decodeIfPresent(Poll.self, forKey: .poll)
    }

    /// Nil for an erased body, and for one that no Roost wrote.
    public init?(body: [UInt8]) {
        if let text = MessageBody.soleText(of: body) {
            self.init(text: text)
            return
        }
        guard !body.isEmpty, let content = try? JSONDecoder().decode(Self.self, from: Data(body)) else { return nil }
        self = content
    }
}

extension MessageContent {
    /// Whether there is nothing but the text.
    public var isTextOnly: Bool {
        replyTo == nil && mentions.isEmpty && !mentionsAll && !mentionsHere && forwarded == nil && poll == nil
    }

    /// Puts what there is besides the text behind it.
    ///
    /// - Parameter body: `{"text":"…"}`, as ``MessageBody`` makes it.
    public func extend(_ body: [UInt8]) -> [UInt8] {
        guard !isTextOnly, body.last == UInt8(ascii: "}") else { return body }
        var rest = JSONObject()
        if let replyTo { rest.set("reply_to", replyTo) }
        if !mentions.isEmpty { rest.set("mentions", array: mentions.map { JSONText.bytes(of: $0) }) }
        if mentionsAll { rest.set("mentions_all", true) }
        if mentionsHere { rest.set("mentions_here", true) }
        if let forwarded { rest.set("forwarded", json: forwarded.json) }
        if let poll { rest.set("poll", json: poll.json) }
        return body.dropLast() + [UInt8(ascii: ",")] + rest.finish().dropFirst()
    }
}

extension MessageContent.Forwarded {
    var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", room)
            if let roomTitle { object.set("room_title", roomTitle) }
            object.set("message", message)
            object.set("by", by)
            object.set("by_name", byName)
            object.set("at", at)
        }
    }
}

extension MessageContent.Poll {
    var json: [UInt8] {
        JSONObject.make { object in
            object.set("options", array: options.map { JSONText.bytes(of: $0) })
            if isMultiple { object.set("multiple", true) }
            if isAnonymous { object.set("anonymous", true) }
            if let closesAt { object.set("closes_at", closesAt) }
        }
    }
}

extension JSONText {
    static func bytes(of number: Int64) -> [UInt8] {
        var out: [UInt8] = []
        append(number, to: &out)
        return out
    }

    static func bytes(of text: String) -> [UInt8] {
        var out: [UInt8] = []
        append(text, to: &out)
        return out
    }
}
