public import ChatDomain

/// What can be set of a room, as it is named on the wire: in views all of it, in `changed` what did change.
public struct RoomValues: Sendable, Equatable, Codable {
    public var handle: String?
    public var title: String?
    public var kind: RoomSettings.Kind?
    public var topic: String?
    public var summary: String?
    public var isListed: Bool?
    public var admitsGuests: Bool?
    public var entry: RoomSettings.Entry?
    public var history: RoomSettings.History?
    public var mayPost: RoomRole?
    public var mayInvite: RoomRole?
    public var mayMentionAll: RoomRole?
    public var mayPin: RoomRole?
    public var slowModeSeconds: Int?
    public var retentionDays: Int?
    public var isArchived: Bool?
    public var isDeleted: Bool?

    enum CodingKeys: String, CodingKey {
        case handle, title, kind, topic, entry, history
        case summary = "description"
        case isListed = "listed"
        case admitsGuests = "guests"
        case mayPost = "may_post"
        case mayInvite = "may_invite"
        case mayMentionAll = "may_mention_all"
        case mayPin = "may_pin"
        case slowModeSeconds = "slow_mode"
        case retentionDays = "retention_days"
        case isArchived = "archived"
        case isDeleted = "deleted"
    }

    public init(_ room: Room, _ settings: RoomSettings) {
        self.init(settings)
        handle = room.handle.text
        title = room.title
        isDeleted = settings.deletedAt != nil
    }

    /// Without what views have at their top.
    public init(_ settings: RoomSettings) {
        kind = settings.kind
        topic = settings.topic
        summary = settings.summary
        isListed = settings.isListed
        admitsGuests = settings.admitsGuests
        entry = settings.entry
        history = settings.history
        mayPost = settings.mayPost
        mayInvite = settings.mayInvite
        mayMentionAll = settings.mayMentionAll
        mayPin = settings.mayPin
        slowModeSeconds = settings.slowModeSeconds
        retentionDays = settings.retentionDays
        isArchived = settings.isArchived
    }

    /// Takes out what both have alike.
    mutating func subtract(_ other: inout RoomValues) {
        func drop<Value: Equatable>(_ path: WritableKeyPath<RoomValues, Value?>) {
            guard self[keyPath: path] == other[keyPath: path] else { return }
            self[keyPath: path] = nil
            other[keyPath: path] = nil
        }
        drop(\.handle)
        drop(\.title)
        drop(\.kind)
        drop(\.topic)
        drop(\.summary)
        drop(\.isListed)
        drop(\.admitsGuests)
        drop(\.entry)
        drop(\.history)
        drop(\.mayPost)
        drop(\.mayInvite)
        drop(\.mayMentionAll)
        drop(\.mayPin)
        drop(\.slowModeSeconds)
        drop(\.retentionDays)
        drop(\.isArchived)
        drop(\.isDeleted)
    }

    func write(to object: inout JSONObject) {
        if let kind { object.set("kind", kind.rawValue) }
        if let topic { object.set("topic", topic) }
        if let summary { object.set("description", summary) }
        if let isListed { object.set("listed", isListed) }
        if let admitsGuests { object.set("guests", admitsGuests) }
        if let entry { object.set("entry", entry.rawValue) }
        if let history { object.set("history", history.rawValue) }
        if let mayPost { object.set("may_post", mayPost.rawValue) }
        if let mayInvite { object.set("may_invite", mayInvite.rawValue) }
        if let mayMentionAll { object.set("may_mention_all", mayMentionAll.rawValue) }
        if let mayPin { object.set("may_pin", mayPin.rawValue) }
        if let slowModeSeconds { object.set("slow_mode", slowModeSeconds) }
        if let retentionDays { object.set("retention_days", retentionDays) }
        if let isArchived { object.set("archived", isArchived) }
    }
}

/// Of `changed`: the new values of what changed, and under `was` the old ones.
public struct ChangedBody: Sendable, Equatable, Codable {
    public var now: RoomValues
    public var was: RoomValues

    private enum CodingKeys: String, CodingKey {
        case was
    }

    /// Nil when nothing did.
    public init?(from old: RoomValues, to new: RoomValues) {
        (now, was) = (new, old)
        now.subtract(&was)
        if now == was { return nil }
    }

    public init(from decoder: any Decoder) throws {
        now = try RoomValues(from: decoder)
        was = try decoder.container(keyedBy: CodingKeys.self).decode(RoomValues.self, forKey: .was)
    }

    public func encode(to encoder: any Encoder) throws {
        try now.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(was, forKey: .was)
    }

    /// The names of what changed.
    public var names: [String] {
        let changes: [(String, Bool)] = [
            ("handle", now.handle != nil), ("title", now.title != nil), ("topic", now.topic != nil),
            ("description", now.summary != nil), ("listed", now.isListed != nil),
            ("guests", now.admitsGuests != nil), ("entry", now.entry != nil),
            ("history", now.history != nil), ("may_post", now.mayPost != nil), ("may_invite", now.mayInvite != nil),
            ("may_mention_all", now.mayMentionAll != nil), ("may_pin", now.mayPin != nil),
            ("slow_mode", now.slowModeSeconds != nil), ("retention_days", now.retentionDays != nil),
            ("archived", now.isArchived != nil), ("deleted", now.isDeleted != nil),
        ]
        return changes.filter(\.1).map(\.0)
    }
}
