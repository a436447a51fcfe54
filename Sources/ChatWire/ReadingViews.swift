/// How far one has read in a room.
public struct MarkerView: Sendable, Equatable, Codable {
    public var room: Int64
    public var sequence: Int64
    /// Rises with each change to any of one's markers.
    public var version: Int64
    /// What is behind it; absent where it was not counted.
    public var unread: Int64?
    public var mentions: Int?

    enum CodingKeys: String, CodingKey {
        case room, version, unread, mentions
        case sequence = "seq"
    }

    public init(room: Int64, sequence: Int64, version: Int64) {
        (self.room, self.sequence, self.version) = (room, sequence, version)
    }

    public var json: [UInt8] { JSONObject.make { write(to: &$0) } }

    func write(to object: inout JSONObject) {
        object.set("room", room)
        object.set("seq", sequence)
        object.set("version", version)
        if let unread { object.set("unread", unread) }
        if let mentions { object.set("mentions", mentions) }
    }
}

/// What is unread in a room.
public struct UnreadView: Sendable, Equatable, Codable {
    public var room: Int64
    /// Where the unread begins: everything up to here is read, or not there for him.
    public var sequence: Int64
    public var version: Int64
    public var head: Int64
    public var unread: Int64 = 0
    public var mentions: Int = 0

    enum CodingKeys: String, CodingKey {
        case room, version, head, unread, mentions
        case sequence = "seq"
    }

    public init(room: Int64, sequence: Int64, version: Int64, head: Int64) {
        (self.room, self.sequence, self.version, self.head) = (room, sequence, version, head)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", room)
            object.set("seq", sequence)
            object.set("version", version)
            object.set("head", head)
            object.set("unread", unread)
            object.set("mentions", mentions)
        }
    }
}

/// How far somebody else has read.
public struct ReceiptView: Sendable, Equatable, Codable {
    public var account: Int64
    public var sequence: Int64

    enum CodingKeys: String, CodingKey {
        case account
        case sequence = "seq"
    }

    public init(account: Int64, sequence: Int64) {
        (self.account, self.sequence) = (account, sequence)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("account", account)
            object.set("seq", sequence)
        }
    }
}

/// Of what one wants to be notified, in a room or everywhere else.
public struct NotificationView: Sendable, Equatable, Codable {
    public struct Quiet: Sendable, Equatable, Codable {
        /// Minutes after midnight.
        public var from: Int
        public var to: Int
        public var zone: String

        public init(from: Int, to: Int, zone: String) {
            (self.from, self.to, self.zone) = (from, to, zone)
        }
    }

    /// "all", "mentions" or "none"; nil for the usual.
    public var level: String?
    /// What holds in the room when nothing is set.
    public var usual: String?
    public var mutedUntil: Int64?
    public var quiet: Quiet?

    enum CodingKeys: String, CodingKey {
        case level, usual, quiet
        case mutedUntil = "muted_until"
    }

    public init(level: String?, mutedUntil: Int64?) {
        (self.level, self.mutedUntil) = (level, mutedUntil)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            if let level { object.set("level", level) }
            if let usual { object.set("usual", usual) }
            if let mutedUntil { object.set("muted_until", mutedUntil) }
            if let quiet {
                object.set(
                    "quiet",
                    json: JSONObject.make { inner in
                        inner.set("from", quiet.from)
                        inner.set("to", quiet.to)
                        inner.set("zone", quiet.zone)
                    })
            }
        }
    }
}

/// A message that mentions or answers one.
public struct NoticeView: Sendable {
    public var number: Int64
    /// "mention", "reply" or "everyone".
    public var reason: String
    /// The message, as ``EventJSON`` writes it.
    public var event: [UInt8]

    public init(number: Int64, reason: String, event: [UInt8]) {
        (self.number, self.reason, self.event) = (number, reason, event)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("number", number)
            object.set("reason", reason)
            object.set("event", json: event)
        }
    }
}
