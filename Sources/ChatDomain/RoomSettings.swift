/// What a member is in a room. The order is that of rights.
public enum RoomRole: String, Sendable, Codable, CaseIterable, Comparable {
    case member
    /// May write where moderators say who does.
    case speaker
    /// Pins, invites, mutes, puts out, keeps out, and deletes what others wrote.
    case moderator
    /// Everything, and who is moderator or owner.
    case owner

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .member: 0
        case .speaker: 1
        case .moderator: 2
        case .owner: 3
        }
    }
}

/// How a room is run. What a stored form lacks has the value of a new channel.
public struct RoomSettings: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case channel
        /// Of two people, for good.
        case direct
        /// Of a few people, without a name of its own that would have to be unique.
        case group
    }

    /// Who comes in without being asked.
    public enum Entry: String, Sendable, Codable, CaseIterable {
        case open
        case invited
    }

    /// What who joins may read of what was written before.
    public enum History: String, Sendable, Codable, CaseIterable {
        case everything = "all"
        case sinceJoining = "since_joining"
    }

    public var kind = Kind.channel
    /// Whether who is no member finds it in the list of rooms.
    public var isListed = true
    /// Whether the server's guests find it and come in as its members do.
    public var admitsGuests = false
    public var entry = Entry.open
    public var history = History.everything
    public var topic = ""
    /// The account of who set the topic last, and when, in milliseconds since 1970; nil where that was not kept.
    public var topicSetBy: Int64?
    public var topicSetAt: Int64?
    public var summary = ""
    /// The least role that may do it.
    public var mayPost = RoomRole.member
    public var mayInvite = RoomRole.member
    public var mayMentionAll = RoomRole.member
    public var mayPin = RoomRole.member
    /// Seconds that a member waits between two messages; 0 for none.
    public var slowModeSeconds = 0
    /// After how many days texts are erased; 0 for never.
    public var retentionDays = 0
    /// Events up to here are gone.
    public var floor: Int64 = 0
    public var isArchived = false
    /// When it was deleted, in milliseconds since 1970. It can be brought back for a while.
    public var deletedAt: Int64?
    /// Deleted for good: its texts are gone, and its name is free again.
    public var isPurged = false

    public init(kind: Kind = .channel) {
        self.kind = kind
        if kind != .channel {
            isListed = false
            entry = .invited
        }
    }

    /// Notes who set the topic, if it is another one than before.
    public mutating func noteTopic(after old: RoomSettings, by author: AccountID, at now: Timestamp) {
        guard topic != old.topic else { return }
        (topicSetBy, topicSetAt) = (author.rawValue, now.rawValue)
    }

    enum CodingKeys: String, CodingKey {
        case kind, entry, history, topic, floor
        case isListed = "listed"
        case admitsGuests = "guests"
        case summary = "description"
        case topicSetBy = "topic_set_by"
        case topicSetAt = "topic_set_at"
        case mayPost = "may_post"
        case mayInvite = "may_invite"
        case mayMentionAll = "may_mention_all"
        case mayPin = "may_pin"
        case slowModeSeconds = "slow_mode"
        case retentionDays = "retention_days"
        case isArchived = "archived"
        case deletedAt = "deleted_at"
        case isPurged = "purged"
    }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, _ standard: Value) throws -> Value {
            try stored.decodeIfPresent(Value.self, forKey: key) ?? standard
        }
        kind = try value(.kind, kind)
        isListed = try value(.isListed, isListed)
        admitsGuests = try value(.admitsGuests, admitsGuests)
        entry = try value(.entry, entry)
        history = try value(.history, history)
        topic = try value(.topic, topic)
        topicSetBy = try stored.decodeIfPresent(Int64.self, forKey: .topicSetBy)
        topicSetAt = try stored.decodeIfPresent(Int64.self, forKey: .topicSetAt)
        summary = try value(.summary, summary)
        mayPost = try value(.mayPost, mayPost)
        mayInvite = try value(.mayInvite, mayInvite)
        mayMentionAll = try value(.mayMentionAll, mayMentionAll)
        mayPin = try value(.mayPin, mayPin)
        slowModeSeconds = try value(.slowModeSeconds, slowModeSeconds)
        retentionDays = try value(.retentionDays, retentionDays)
        floor = try value(.floor, floor)
        isArchived = try value(.isArchived, isArchived)
        deletedAt = try stored.decodeIfPresent(Int64.self, forKey: .deletedAt)
        isPurged = try value(.isPurged, isPurged)
    }
}
