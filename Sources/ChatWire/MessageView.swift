public import ChatDomain

/// One line of what people read: an event that is no change to a message, and for a message what became of it.
public struct LineView: Sendable, Equatable {
    public var event: Event
    /// The display name of who did it.
    public var author: String
    /// Of messages alone.
    public var now: MessageNow?

    public init(event: Event, author: String, now: MessageNow? = nil) {
        self.event = event
        self.author = author
        self.now = now
    }

    /// The event's own form, with a member `now` at its end.
    public var json: [UInt8] {
        var out: [UInt8] = []
        EventJSON.append(event, author: author, live: false, to: &out)
        guard let now else { return out }
        out.removeLast()
        out.append(contentsOf: ",\"now\":".utf8)
        out.append(contentsOf: now.json)
        out.append(UInt8(ascii: "}"))
        return out
    }
}

/// A message as it is now, for one reader. What is usual is not written.
public struct MessageNow: Sendable, Equatable {
    public struct Reaction: Sendable, Equatable {
        public var emoji: String
        public var count: Int
        /// The first of those who reacted.
        public var by: [Int64]
        public var isMine: Bool

        public init(emoji: String, count: Int, by: [Int64], isMine: Bool) {
            (self.emoji, self.count, self.by, self.isMine) = (emoji, count, by, isMine)
        }
    }

    public struct Results: Sendable, Equatable {
        /// How many chose each option.
        public var counts: [Int]
        /// The first of those who did, by option; nil where nobody is to learn it.
        public var by: [[Int64]]?
        /// How many voted.
        public var voters: Int
        /// What the reader chose.
        public var mine: [Int]
        public var isClosed: Bool

        public init(counts: [Int], by: [[Int64]]?, voters: Int, mine: [Int], isClosed: Bool) {
            (self.counts, self.by, self.voters, self.mine, self.isClosed) = (counts, by, voters, mine, isClosed)
        }
    }

    public struct Deletion: Sendable, Equatable {
        public var by: Int64
        public var at: Int64

        public init(by: Int64, at: Int64) {
            (self.by, self.at) = (by, at)
        }
    }

    public struct Thread: Sendable, Equatable {
        public var messages: Int
        public var last: Int64

        public init(messages: Int, last: Int64) {
            (self.messages, self.last) = (messages, last)
        }
    }

    /// The body that holds, where it is not the event's own.
    public var body: [UInt8]?
    public var edits = 0
    public var editedAt: Int64?
    public var deletion: Deletion?
    public var reactions: [Reaction] = []
    public var isPinned = false
    public var results: Results?
    public var thread: Thread?

    public init() {}

    public var json: [UInt8] {
        JSONObject.make { object in
            if let body { object.set("body", json: body) }
            if edits > 0 { object.set("edits", edits) }
            if let editedAt { object.set("edited_at", editedAt) }
            if let deletion {
                object.set(
                    "deleted",
                    json: JSONObject.make {
                        $0.set("by", deletion.by)
                        $0.set("at", deletion.at)
                    })
            }
            if !reactions.isEmpty { object.set("reactions", array: reactions.map(\.json)) }
            if isPinned { object.set("pinned", true) }
            if let results { object.set("poll", json: results.json) }
            if let thread {
                object.set(
                    "thread",
                    json: JSONObject.make {
                        $0.set("messages", thread.messages)
                        $0.set("last", thread.last)
                    })
            }
        }
    }
}

extension MessageNow.Reaction {
    var json: [UInt8] {
        JSONObject.make { object in
            object.set("emoji", emoji)
            object.set("count", count)
            object.set("by", array: by.map { JSONText.bytes(of: $0) })
            if isMine { object.set("mine", true) }
        }
    }
}

extension MessageNow.Results {
    var json: [UInt8] {
        JSONObject.make { object in
            object.set(
                "options",
                array: counts.indices.map { place in
                    JSONObject.make { option in
                        option.set("count", counts[place])
                        if let by { option.set("by", array: by[place].map { JSONText.bytes(of: $0) }) }
                    }
                })
            object.set("voters", voters)
            object.set("mine", array: mine.map { JSONText.bytes(of: Int64($0)) })
            if isClosed { object.set("closed", true) }
        }
    }
}

/// What is shown of a message that another one answers.
public struct QuoteView: Sendable, Equatable {
    public var message: Int64
    public var author: Int64
    public var authorName: String
    /// One line of plain text; nil when it was deleted.
    public var excerpt: String?

    public init(message: Int64, author: Int64, authorName: String, excerpt: String?) {
        (self.message, self.author, self.authorName, self.excerpt) = (message, author, authorName, excerpt)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("seq", message)
            object.set(
                "by",
                json: JSONObject.make {
                    $0.set("id", author)
                    $0.set("name", authorName)
                })
            if let excerpt { object.set("excerpt", excerpt) } else { object.set("deleted", true) }
        }
    }
}
