public import ChatWire

/// What a server says of itself.
public struct ServerInfo: Sendable, Equatable, Decodable {
    public var name: String
    public var version: String
    /// "open", "link" or "closed".
    public var registration: String
    /// Nobody has registered yet: the first account needs the one-time code and becomes the owner.
    public var ownerNeeded: Bool

    enum CodingKeys: String, CodingKey {
        case name, version, registration
        case ownerNeeded = "owner_needed"
    }
}

/// A new account.
public struct Registration: Sendable {
    public var mail: String
    public var username: String
    /// The display name; the username when absent.
    public var name: String?
    public var password: String
    /// The one-time code that the server printed, for its first account.
    public var code: String?
    /// The token of an invitation link.
    public var invite: String?

    public init(
        mail: String, username: String, name: String? = nil, password: String, code: String? = nil,
        invite: String? = nil
    ) {
        self.mail = mail
        self.username = username
        self.name = name
        self.password = password
        self.code = code
        self.invite = invite
    }

    var json: [UInt8] {
        JSONObject.make { object in
            object.set("mail", mail)
            object.set("username", username)
            if let name { object.set("name", name) }
            object.set("password", password)
            if let code { object.set("code", code) }
            if let invite { object.set("invite", invite) }
        }
    }
}

/// Who one is, and the token that says so.
public struct LogIn: Sendable, Equatable, Decodable {
    public var account: AccountView
    public var token: String
}

public struct OwnAccount: Sendable, Equatable, Decodable {
    public var account: AccountView
    /// Nil from a server that knows of none.
    public var profile: OwnProfileView?
    /// The rooms that one belongs to.
    public var rooms: [RoomView]
}

public struct MembersPage: Sendable, Equatable, Decodable {
    public var members: [AccountView]
    public var memberCount: Int
    /// Where the next page begins; nil on the last.
    public var next: Int64?

    enum CodingKeys: String, CodingKey {
        case members, next
        case memberCount = "member_count"
    }
}

public struct EventsPage: Sendable, Equatable, Decodable {
    /// Oldest first.
    public var events: [EventView]
    public var head: Int64
    public var epoch: String
}

/// Which part of a room's log to read.
public enum HistoryPlace: Sendable, Equatable {
    case latest
    case before(Int64)
    case after(Int64)
    case around(Int64)

    var query: Query {
        var query = Query()
        switch self {
        case .latest: break
        case .before(let seq): query.set("before", seq)
        case .after(let seq): query.set("after", seq)
        case .around(let seq): query.set("around", seq)
        }
        return query
    }
}

/// Where a message ended up.
public struct PostedMessage: Sendable, Equatable, Decodable {
    public var room: Int64
    public var seq: Int64
    public var at: Int64
    /// The message was there already, from an earlier call.
    public var duplicate: Bool?
}

struct RoomList: Decodable {
    var rooms: [RoomView]
    var next: Int64?
}
struct OneRoom: Decodable { var room: RoomView }
