import Foundation

/// What the server said, on the live stream or in an answer: every member that the protocol knows, where it was there.
struct Said: Decodable {
    var op: String?
    var id: Int?
    var room: Room?
    var seq: Int?
    var at: Int?
    var kind: String?
    var by: Account?
    var body: Body?
    var code: String?
    var message: String?
    var reason: String?
    var snapshot: Snapshot?
    var online: Online?
    var epoch: String?
    var duplicate: Bool?
    var limit: Limit?
    var retryAfter: Int?
    // Of answers.
    var account: Account?
    var token: String?
    var status: String?
    var rooms: [Room]?
    var sessions: [Session]?
    var people: [Account]?
    var password: String?
    var members: [Account]?
    var memberCount: Int?
    var next: Int?
    var events: [Event]?
    var head: Int?
    var error: Fault?
    var registration: String?
    var ownerNeeded: Bool?
    var link: Link?
    var invitations: [Invitation]?
    var bans: [Ban]?
    var member: Account?

    enum CodingKeys: String, CodingKey {
        case op, id, room, seq, at, kind, by, body, code, message, reason, snapshot, online, epoch, duplicate, limit
        case account, token, status, rooms, sessions, people, password, members, next, events, head, error, registration
        case link, invitations, bans, member
        case retryAfter = "retry_after"
        case memberCount = "member_count"
        case ownerNeeded = "owner_needed"
    }

    struct Session: Decodable {
        var id: Int
        var current: Bool
    }

    struct Link: Decodable {
        var id: Int
        var used: Int
    }

    struct Invitation: Decodable {
        var room: Room?
        var person: Account?
    }

    struct Ban: Decodable {
        var person: Account
        var reason: String
    }

    struct Account: Decodable, Hashable {
        var id: Int
        var username: String?
        var name: String
        var role: String?
        var mail: String?
        var online: Bool?
        var state: String?
        var roomRole: String?

        enum CodingKeys: String, CodingKey {
            case id, username, name, role, mail, online, state
            case roomRole = "room_role"
        }
    }

    struct Body: Decodable, Equatable {
        var text: String?
        var username: String?
        var handle: String?
        var title: String?
    }

    struct Limit: Decodable, Equatable {
        var name: String
        var value: Int
    }

    struct Fault: Decodable {
        var code: String
        var message: String
        var limit: Limit?
        var retryAfter: Int?

        enum CodingKeys: String, CodingKey {
            case code, message, limit
            case retryAfter = "retry_after"
        }
    }

    struct Snapshot: Decodable {
        var room: Room
        var head: Int
        var memberCount: Int
        var members: [Account]?

        enum CodingKeys: String, CodingKey {
            case room, head, members
            case memberCount = "member_count"
        }
    }

    /// In the stream a room is a number, in answers an object.
    struct Room: Decodable {
        var id: Int
        var handle: String?
        var title: String?
        var members: Int?
        var joined: Bool?
        var head: Int?
        var kind: String?
        var role: String?
        var may: [String]?
        var topic: String?
        var person: Account?

        enum CodingKeys: String, CodingKey {
            case id, handle, title, members, joined, head, kind, role, may, topic, person
        }

        init(from decoder: any Decoder) throws {
            if let number = try? decoder.singleValueContainer().decode(Int.self) {
                id = number
                return
            }
            let object = try decoder.container(keyedBy: CodingKeys.self)
            id = try object.decode(Int.self, forKey: .id)
            handle = try object.decodeIfPresent(String.self, forKey: .handle)
            title = try object.decodeIfPresent(String.self, forKey: .title)
            members = try object.decodeIfPresent(Int.self, forKey: .members)
            joined = try object.decodeIfPresent(Bool.self, forKey: .joined)
            head = try object.decodeIfPresent(Int.self, forKey: .head)
            kind = try object.decodeIfPresent(String.self, forKey: .kind)
            role = try object.decodeIfPresent(String.self, forKey: .role)
            may = try object.decodeIfPresent([String].self, forKey: .may)
            topic = try object.decodeIfPresent(String.self, forKey: .topic)
            person = try object.decodeIfPresent(Account.self, forKey: .person)
        }
    }

    /// Of one account, or who of a room.
    enum Online: Decodable, Equatable {
        case flag(Bool)
        case ids([Int])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .ids(try value.decode([Int].self))
            }
        }
    }

    init(_ json: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(Said.self, from: Data(json))
    }
}

/// An event of a room's log, as history and stream give it alike.
struct Event: Decodable, Equatable {
    var room: Int
    var seq: Int
    var at: Int
    var kind: String
    var by: Said.Account
    var body: Said.Body

    var text: String? { body.text }
}

extension Said {
    var event: Event? {
        guard op == "event", let room, let seq, let at, let kind, let by, let body else { return nil }
        return Event(room: room.id, seq: seq, at: at, kind: kind, by: by, body: body)
    }
}

extension Said.Account {
    /// In receipts an account is a number.
    init(from decoder: any Decoder) throws {
        if let number = try? decoder.singleValueContainer().decode(Int.self) {
            (id, name) = (number, "")
            return
        }
        let object = try decoder.container(keyedBy: CodingKeys.self)
        id = try object.decode(Int.self, forKey: .id)
        username = try object.decodeIfPresent(String.self, forKey: .username)
        name = try object.decode(String.self, forKey: .name)
        role = try object.decodeIfPresent(String.self, forKey: .role)
        mail = try object.decodeIfPresent(String.self, forKey: .mail)
        online = try object.decodeIfPresent(Bool.self, forKey: .online)
        state = try object.decodeIfPresent(String.self, forKey: .state)
        roomRole = try object.decodeIfPresent(String.self, forKey: .roomRole)
    }
}
