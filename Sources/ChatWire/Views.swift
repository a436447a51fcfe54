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
    /// "away" or "dnd", of who is online and wants it known.
    public var presence: String?
    public var status: StatusView?
    /// Names the picture, if there is one: another tag for each picture.
    public var picture: String?
    /// True where no person writes but a program; nil else.
    public var bot: Bool?
    /// "owner", "moderator", "speaker" or "member"; only in lists of a room's members.
    public var roomRole: String?
    /// Until when he is muted in the room, in milliseconds since 1970; likewise.
    public var mutedUntil: Int64?

    enum CodingKeys: String, CodingKey {
        case id, username, name, role, mail, online, state, presence, status, picture, bot
        case roomRole = "room_role"
        case mutedUntil = "muted_until"
    }

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
            if let presence { object.set("presence", presence) }
            if let status { object.set("status", json: status.json) }
            if let picture { object.set("picture", picture) }
            if let bot { object.set("bot", bot) }
            if let roomRole { object.set("room_role", roomRole) }
            if let mutedUntil { object.set("muted_until", mutedUntil) }
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
