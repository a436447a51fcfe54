/// A room as one person sees it.
public struct RoomView: Sendable, Equatable, Codable {
    public var id: Int64
    public var handle: String
    public var title: String
    /// How many members; absent in snapshots, which count apart.
    public var members: Int?
    public var joined: Bool?
    /// The newest event; only for members.
    public var head: Int64?
    /// How it is used; absent for logs that are no rooms.
    public var values: RoomValues?
    /// "owner", "moderator", "speaker" or "member"; only for members.
    public var role: String?
    /// What one may do now: post, invite, mention_all, pin, change, moderate, own; for who is no member, join.
    public var may: [String]?
    /// Until when one is muted, in milliseconds since 1970.
    public var mutedUntil: Int64?
    public var isInvited: Bool?
    /// The other one of a direct conversation.
    public var person: AccountView?
    /// When it was deleted, in milliseconds since 1970.
    public var deletedAt: Int64?

    enum CodingKeys: String, CodingKey {
        case id, handle, title, members, joined, head, role, may, person
        case mutedUntil = "muted_until"
        case isInvited = "invited"
        case deletedAt = "deleted_at"
    }

    public init(id: Int64, handle: String, title: String, members: Int? = nil, joined: Bool? = nil, head: Int64? = nil)
    {
        self.id = id
        self.handle = handle
        self.title = title
        self.members = members
        self.joined = joined
        self.head = head
    }

    public init(from decoder: any Decoder) throws {
        let view = try decoder.container(keyedBy: CodingKeys.self)
        id = try view.decode(Int64.self, forKey: .id)
        handle = try view.decode(String.self, forKey: .handle)
        title = try view.decode(String.self, forKey: .title)
        members = try view.decodeIfPresent(Int.self, forKey: .members)
        joined = try view.decodeIfPresent(Bool.self, forKey: .joined)
        head = try view.decodeIfPresent(Int64.self, forKey: .head)
        role = try view.decodeIfPresent(String.self, forKey: .role)
        may = try view.decodeIfPresent([String].self, forKey: .may)
        mutedUntil = try view.decodeIfPresent(Int64.self, forKey: .mutedUntil)
        isInvited = try view.decodeIfPresent(Bool.self, forKey: .isInvited)
        person = try view.decodeIfPresent(AccountView.self, forKey: .person)
        deletedAt = try view.decodeIfPresent(Int64.self, forKey: .deletedAt)
        // A newer server may use words that this client does not know.
        var values = try? RoomValues(from: decoder)
        values?.handle = nil
        values?.title = nil
        self.values = values?.kind == nil ? nil : values
    }

    public func encode(to encoder: any Encoder) throws {
        try values?.encode(to: encoder)
        var view = encoder.container(keyedBy: CodingKeys.self)
        try view.encode(id, forKey: .id)
        try view.encode(handle, forKey: .handle)
        try view.encode(title, forKey: .title)
        try view.encodeIfPresent(members, forKey: .members)
        try view.encodeIfPresent(joined, forKey: .joined)
        try view.encodeIfPresent(head, forKey: .head)
        try view.encodeIfPresent(role, forKey: .role)
        try view.encodeIfPresent(may, forKey: .may)
        try view.encodeIfPresent(mutedUntil, forKey: .mutedUntil)
        try view.encodeIfPresent(isInvited, forKey: .isInvited)
        try view.encodeIfPresent(person, forKey: .person)
        try view.encodeIfPresent(deletedAt, forKey: .deletedAt)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("handle", handle)
            object.set("title", title)
            if let members { object.set("members", members) }
            if let joined { object.set("joined", joined) }
            if let head { object.set("head", head) }
            values?.write(to: &object)
            if let role { object.set("role", role) }
            if let may { object.set("may", strings: may) }
            if let mutedUntil { object.set("muted_until", mutedUntil) }
            if let isInvited { object.set("invited", isInvited) }
            if let person { object.set("person", json: person.json) }
            if let deletedAt { object.set("deleted_at", deletedAt) }
        }
    }
}

/// What a reader starts from when there is nothing to continue.
public struct RoomSnapshot: Sendable, Equatable, Codable {
    public var room: RoomView
    /// The snapshot is the state after this event.
    public var head: Int64
    public var memberCount: Int
    /// Absent in rooms too large to list.
    public var members: [AccountView]?

    enum CodingKeys: String, CodingKey {
        case room, head, members
        case memberCount = "member_count"
    }

    public init(room: RoomView, head: Int64, memberCount: Int, members: [AccountView]?) {
        self.room = room
        self.head = head
        self.memberCount = memberCount
        self.members = members
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", json: room.json)
            object.set("head", head)
            object.set("member_count", memberCount)
            if let members { object.set("members", array: members.map(\.json)) }
        }
    }
}

/// Somebody who is kept out of a room.
public struct BanView: Sendable, Equatable, Codable {
    public var person: AccountView
    /// The account of who did it.
    public var by: Int64
    /// In milliseconds since 1970.
    public var at: Int64
    /// In milliseconds since 1970; nil for good.
    public var until: Int64?
    public var reason: String

    public init(person: AccountView, by: Int64, at: Int64, until: Int64?, reason: String) {
        self.person = person
        self.by = by
        self.at = at
        self.until = until
        self.reason = reason
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("person", json: person.json)
            object.set("by", by)
            object.set("at", at)
            if let until { object.set("until", until) }
            object.set("reason", reason)
        }
    }
}

/// That somebody is asked into a room: with the room for himself, with him for the room's members.
public struct InvitationView: Sendable, Equatable, Codable {
    public var room: RoomView?
    public var person: AccountView?
    public var by: AccountView?
    /// In milliseconds since 1970.
    public var at: Int64

    public init(by: AccountView?, at: Int64) {
        self.by = by
        self.at = at
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            if let room { object.set("room", json: room.json) }
            if let person { object.set("person", json: person.json) }
            if let by { object.set("by", json: by.json) }
            object.set("at", at)
        }
    }
}

/// A link into a room, without its token.
public struct RoomLinkView: Sendable, Equatable, Codable {
    public var id: Int64
    public var by: AccountView?
    /// In milliseconds since 1970.
    public var at: Int64
    /// In milliseconds since 1970; nil for as long as it is not revoked.
    public var until: Int64?
    /// How many may come in by it; nil for any number.
    public var uses: Int?
    public var used: Int

    public init(id: Int64, by: AccountView?, at: Int64, until: Int64?, uses: Int?, used: Int) {
        self.id = id
        self.by = by
        self.at = at
        self.until = until
        self.uses = uses
        self.used = used
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            if let by { object.set("by", json: by.json) }
            object.set("at", at)
            if let until { object.set("until", until) }
            if let uses { object.set("uses", uses) }
            object.set("used", used)
        }
    }
}
