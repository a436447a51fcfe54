/// One of one's own log-ins or tokens.
public struct SessionView: Sendable, Equatable, Codable {
    public var id: Int64
    /// "client", "browser", "token" or "connection".
    public var kind: String
    /// What a token was called.
    public var name: String?
    /// What the client called itself.
    public var client: String
    /// From where it was used last.
    public var address: String
    public var createdAt: Int64
    /// When it was used last, to within a few minutes.
    public var usedAt: Int64?
    /// When it ends by itself.
    public var expiresAt: Int64?
    /// Of a token: "read", "write", "manage".
    public var scopes: [String]?
    /// Whether it has a live connection now.
    public var isOnline: Bool
    /// Whether it is the one that asks.
    public var isCurrent: Bool

    enum CodingKeys: String, CodingKey {
        case id, kind, name, client, address, scopes
        case createdAt = "created_at"
        case usedAt = "used_at"
        case expiresAt = "expires_at"
        case isOnline = "online"
        case isCurrent = "current"
    }

    public init(
        id: Int64, kind: String = "client", name: String? = nil, client: String, address: String, createdAt: Int64,
        usedAt: Int64? = nil, expiresAt: Int64? = nil, scopes: [String]? = nil, isOnline: Bool, isCurrent: Bool
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.client = client
        self.address = address
        self.createdAt = createdAt
        self.usedAt = usedAt
        self.expiresAt = expiresAt
        self.scopes = scopes
        self.isOnline = isOnline
        self.isCurrent = isCurrent
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("kind", kind)
            if let name { object.set("name", name) }
            object.set("client", client)
            object.set("address", address)
            object.set("created_at", createdAt)
            if let usedAt { object.set("used_at", usedAt) }
            if let expiresAt { object.set("expires_at", expiresAt) }
            if let scopes { object.set("scopes", array: scopes.map(JSONText.quoted)) }
            object.set("online", isOnline)
            object.set("current", isCurrent)
        }
    }
}

/// A link by which people make their own accounts. Its token is told once, when it is made.
public struct InviteView: Sendable, Equatable, Codable {
    public var id: Int64
    public var by: Int64
    public var createdAt: Int64
    public var expiresAt: Int64
    /// How many accounts may be made with it; nil for any number.
    public var uses: Int?
    public var used: Int
    public var role: String
    public var rooms: [Int64]
    public var note: String

    enum CodingKeys: String, CodingKey {
        case id, by, uses, used, role, rooms, note
        case createdAt = "created_at"
        case expiresAt = "expires_at"
    }

    public init(
        id: Int64, by: Int64, createdAt: Int64, expiresAt: Int64, uses: Int?, used: Int, role: String, rooms: [Int64],
        note: String
    ) {
        self.id = id
        self.by = by
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.uses = uses
        self.used = used
        self.role = role
        self.rooms = rooms
        self.note = note
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("by", by)
            object.set("created_at", createdAt)
            object.set("expires_at", expiresAt)
            if let uses { object.set("uses", uses) }
            object.set("used", used)
            object.set("role", role)
            object.set("rooms", array: rooms.map { Array(String($0).utf8) })
            object.set("note", note)
        }
    }
}
