import FoundationEssentials

/// An event as a client reads it; where it was read as a line of a room, with what became of it.
public struct EventView: Sendable, Equatable, Decodable {
    public struct Author: Sendable, Equatable, Decodable {
        public var id: Int64
        public var name: String

        public init(id: Int64, name: String) {
            (self.id, self.name) = (id, name)
        }
    }

    /// What the kind says of it, whole, also where this client does not know the kind.
    public struct Body: Sendable, Equatable, Decodable {
        public var json: JSONValue

        public init(text: String? = nil) {
            json = .object([:])
            self.text = text
        }

        public init(from decoder: any Decoder) throws {
            json = try JSONValue(from: decoder)
        }

        public var text: String? {
            get { self["text"] }
            set { self["text"] = newValue }
        }
        public var username: String? {
            get { self["username"] }
            set { self["username"] = newValue }
        }
        public var handle: String? { self["handle"] }
        public var title: String? { self["title"] }
        /// There was a text, and it is gone.
        public var isErased: Bool {
            if case .object(let members) = json { members["erased"] == .boolean(true) } else { false }
        }

        private subscript(_ name: String) -> String? {
            get {
                guard case .object(let members) = json, case .string(let text)? = members[name] else { return nil }
                return text
            }
            set {
                guard case .object(var members) = json else { return }
                members[name] = newValue.map { .string($0) }
                json = .object(members)
            }
        }

        /// The body as what its kind is known to have. Nil for what no Roost wrote.
        func read<Content: Decodable>(_ type: Content.Type = Content.self) -> Content? {
            try? JSONDecoder().decode(type, from: Data(json.bytes))
        }
    }

    public var room: Int64
    public var seq: Int64
    public var at: Int64
    /// As ``EventKind`` names it, or one that this client does not know yet.
    public var kind: String
    /// The number of the message that the event is about, of the root of a message's thread, or a person.
    public var subject: Int64?
    public var by: Author
    public var body: Body
    /// Of messages, where they were read as lines.
    public var now: CurrentMessage?
    /// What it answers. Not part of the event: it comes beside it.
    public var quote: QuoteView?

    enum CodingKeys: String, CodingKey { case room, seq, at, kind, subject, by, body, now }

    public init(
        room: Int64, seq: Int64, at: Int64, kind: String, subject: Int64? = nil, by: Author, body: Body,
        now: CurrentMessage? = nil
    ) {
        (self.room, self.seq, self.at, self.kind) = (room, seq, at, kind)
        (self.subject, self.by, self.body, self.now) = (subject, by, body, now)
    }

    public var json: [UInt8] { JSONObject.make { write(to: &$0) } }

    public func write(to object: inout JSONObject) {
        object.set("room", room)
        object.set("seq", seq)
        object.set("at", at)
        object.set("kind", kind)
        if let subject { object.set("subject", subject) }
        object.set(
            "by",
            json: JSONObject.make { author in
                author.set("id", by.id)
                author.set("name", by.name)
            })
        object.set("body", json: body.json.bytes)
        if let now { object.set("now", json: now.json.bytes) }
        if let quote { object.set("quote", json: quote.json) }
    }
}

/// What became of a message, as a client reads it (see ``MessageNow``).
public struct CurrentMessage: Sendable, Equatable, Decodable {
    public struct Reaction: Sendable, Equatable, Decodable {
        public var emoji: String
        public var count: Int
    }

    public struct Results: Sendable, Equatable, Decodable {
        public struct Option: Sendable, Equatable, Decodable {
            public var count: Int
        }

        public var options: [Option]
        public var voters: Int
        /// Places of what one chose oneself, from 0.
        public var mine: [Int]
        public var closed: Bool?
    }

    public struct Thread: Sendable, Equatable, Decodable {
        public var messages: Int
        public var last: Int64
    }

    /// All of it, as it came.
    public let json: JSONValue
    /// The body that holds, where it is not the event's own.
    public var body: EventView.Body?
    public var edits: Int
    public var isDeleted: Bool
    public var reactions: [Reaction]
    public var isPinned: Bool
    public var poll: Results?
    public var thread: Thread?

    enum CodingKeys: String, CodingKey { case body, edits, deleted, reactions, pinned, poll, thread }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        json = try JSONValue(from: decoder)
        body = try values.decodeIfPresent(EventView.Body.self, forKey: .body)
        edits = try values.decodeIfPresent(Int.self, forKey: .edits) ?? 0
        isDeleted = values.contains(.deleted)
        reactions = try values.decodeIfPresent([Reaction].self, forKey: .reactions) ?? []
        isPinned = try values.decodeIfPresent(Bool.self, forKey: .pinned) ?? false
        poll = try values.decodeIfPresent(Results.self, forKey: .poll)
        thread = try values.decodeIfPresent(Thread.self, forKey: .thread)
    }
}

extension QuoteView: Decodable {
    enum CodingKeys: String, CodingKey { case seq, by, excerpt }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let by = try values.decode(EventView.Author.self, forKey: .by)
        self.init(
            message: try values.decode(Int64.self, forKey: .seq), author: by.id, authorName: by.name,
            excerpt: try values.decodeIfPresent(String.self, forKey: .excerpt))
    }
}
