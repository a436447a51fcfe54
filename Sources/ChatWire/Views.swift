public import ChatDomain

/// An account as others see it, and as it sees itself.
public struct AccountView: Sendable, Equatable, Codable {
    public var id: Int64
    public var username: String
    public var name: String
    /// "owner", "admin", "member" or "guest".
    public var role: String?
    /// Only for oneself and for those who manage people; nil also for who has none.
    public var mail: String?
    /// Only in lists of members.
    public var online: Bool?
    /// "active" or "deactivated"; only for those who manage people.
    public var state: String?

    public init(
        id: Int64, username: String, name: String, role: String? = nil, mail: String? = nil, online: Bool? = nil
    ) {
        self.id = id
        self.username = username
        self.name = name
        self.role = role
        self.mail = mail
        self.online = online
    }

    public init(_ account: Account, online: Bool? = nil) {
        self.init(
            id: account.id.rawValue, username: account.username.text, name: account.displayName, online: online)
    }

    /// How an account sees itself.
    public static func own(_ account: Account) -> AccountView {
        var view = AccountView(account)
        view.role = account.role.name
        view.mail = account.knownMail
        return view
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("username", username)
            object.set("name", name)
            if let role { object.set("role", role) }
            if let mail { object.set("mail", mail) }
            if let online { object.set("online", online) }
            if let state { object.set("state", state) }
        }
    }
}

extension ServerRole {
    /// The name on the wire.
    public var name: String {
        switch self {
        case .member: "member"
        case .owner: "owner"
        case .admin: "admin"
        case .guest: "guest"
        }
    }

    public init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }
}

extension AccountState {
    /// The name on the wire.
    public var name: String {
        switch self {
        case .active: "active"
        case .deactivated: "deactivated"
        case .removed: "removed"
        }
    }
}

/// One of one's own log-ins.
public struct SessionView: Sendable, Equatable, Codable {
    public var id: Int64
    /// What the client called itself.
    public var client: String
    public var address: String
    public var createdAt: Int64
    /// Whether it has a live connection now.
    public var isOnline: Bool
    /// Whether it is the one that asks.
    public var isCurrent: Bool

    enum CodingKeys: String, CodingKey {
        case id, client, address
        case createdAt = "created_at"
        case isOnline = "online"
        case isCurrent = "current"
    }

    public init(id: Int64, client: String, address: String, createdAt: Int64, isOnline: Bool, isCurrent: Bool) {
        self.id = id
        self.client = client
        self.address = address
        self.createdAt = createdAt
        self.isOnline = isOnline
        self.isCurrent = isCurrent
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("client", client)
            object.set("address", address)
            object.set("created_at", createdAt)
            object.set("online", isOnline)
            object.set("current", isCurrent)
        }
    }
}

/// A room in a list.
public struct RoomView: Sendable, Equatable, Codable {
    public var id: Int64
    public var handle: String
    public var title: String
    /// How many members; absent in snapshots, which count apart.
    public var members: Int?
    public var joined: Bool?
    /// The newest event; only for members.
    public var head: Int64?

    public init(id: Int64, handle: String, title: String, members: Int? = nil, joined: Bool? = nil, head: Int64? = nil)
    {
        self.id = id
        self.handle = handle
        self.title = title
        self.members = members
        self.joined = joined
        self.head = head
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("handle", handle)
            object.set("title", title)
            if let members { object.set("members", members) }
            if let joined { object.set("joined", joined) }
            if let head { object.set("head", head) }
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
