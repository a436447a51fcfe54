/// A row of the permission table: one operation, by each kind of caller.
struct PermissionRow: Sendable {
    let operation: String
    let target: PermissionTarget
    let query: String
    let form: [String: any Sendable]?
    let fields: [(String, String)]
    /// By owner, admin, member, guest and stranger: what it is refused with, or "done".
    let answers: [String]

    /// - Parameters:
    ///   - operation: its id; method and path come from `/v1/openapi.json`.
    ///   - target: what the path's placeholders stand for, made anew for each caller.
    ///   - query: as `limit=1`.
    ///   - form: the body. `#` in a string becomes something new for each caller.
    ///   - fields: header fields.
    init(
        _ operation: String, on target: PermissionTarget = .nothing, query: String = "",
        form: [String: any Sendable]? = nil,
        fields: [(String, String)] = [], _ answers: [String]
    ) {
        self.operation = operation
        self.target = target
        self.query = query
        self.form = form
        self.fields = fields
        self.answers = answers
    }
}

/// Common rows of answers.
extension [String] {
    /// Also those without an account.
    static let anybody = ["done", "done", "done", "done", "done"]
    static let everybody = ["done", "done", "done", "done", "not_logged_in"]
    /// All but guests.
    static let insiders = ["done", "done", "done", "not_allowed", "not_logged_in"]
    static let managers = ["done", "done", "not_allowed", "not_allowed", "not_logged_in"]
    static let owners = ["done", "not_allowed", "not_allowed", "not_allowed", "not_logged_in"]
    /// In a room of which none of them is a member: guests do not even learn that it is there.
    static let outsiders = ["not_a_member", "not_a_member", "not_a_member", "room_unknown", "not_logged_in"]
    static let nobody = ["not_allowed", "not_allowed", "not_allowed", "not_allowed", "not_logged_in"]
}

/// What an operation is done to.
struct PermissionTarget: Sendable {
    /// Makes it, for this caller (nil: the stranger), and gives the values of the path's placeholders.
    let make: @Sendable (PermissionWorld, Person?) throws -> [String: Int]

    static let nothing = PermissionTarget { _, _ in [:] }

    /// Somebody else of this role, as `{person}`.
    static func person(_ role: String) -> PermissionTarget {
        PermissionTarget { world, _ in ["person": try world.somebody(role).id] }
    }

    /// Another session of the caller, as `{session}`.
    static let ownSession = PermissionTarget { world, caller in
        guard let caller else { return ["session": 1] }
        _ = try world.server.http.call(
            "POST", "/v1/sessions", ["login": caller.username, "password": Person.password])
        let sessions = try caller.ask("GET", "/v1/me/sessions").sessions ?? []
        return ["session": sessions.first { !$0.current }?.id ?? 0]
    }

    /// A token of the caller's own, as `{token}`.
    static let ownToken = PermissionTarget { _, caller in
        guard let caller else { return ["token": 1] }
        let made = try caller.json("POST", "/v1/me/tokens", ["name": "script"])
        return ["token": (made["session"] as? [String: Any])?["id"] as? Int ?? 0]
    }

    /// A link of the owner's, as `{invite}`.
    static let link = PermissionTarget { world, _ in
        let made = try world.owner.json("POST", "/v1/invites", [:])
        return ["invite": (made["invite"] as? [String: Any])?["id"] as? Int ?? 0]
    }

    /// A ban of addresses that the owner made, as `{ban}`.
    static let addressBan = PermissionTarget { world, _ in
        let made = try world.owner.json("POST", "/v1/server/bans", ["address": "203.0.113.0/24"])
        return ["ban": (made["ban"] as? [String: Any])?["id"] as? Int ?? 0]
    }

    /// An open room of the owner's, as `{room}`. The caller is not in it.
    static let room = PermissionTarget { world, _ in ["room": try world.room()] }

    /// The same, open to guests.
    static let guestRoom = PermissionTarget { world, _ in
        let room = try world.room()
        try world.owner.ask("PATCH", "/v1/rooms/\(room)", ["guests": true])
        return ["room": room]
    }

    /// An open room of the owner's with the caller in it.
    static let joinedRoom = PermissionTarget { world, caller in
        let room = try world.room()
        if let caller { try world.put(caller, in: room) }
        return ["room": room]
    }
}

/// The server on which the table is tried.
final class PermissionWorld {
    let server: ServerProcess
    let owner: Person
    private var number = 0
    private var roles: [Int: String] = [:]

    init(_ server: ServerProcess) throws {
        self.server = server
        owner = try server.owner()
    }

    /// A word that was never given before.
    func word() -> String {
        number += 1
        return "x\(number)"
    }

    /// A new person of this role.
    func somebody(_ role: String) throws -> Person {
        let person = try server.register(word())
        roles[person.id] = role
        try give(role, to: person)
        return person
    }

    func room() throws -> Int { try owner.createRoom(word()) }

    /// Joins as a member would, whatever the role is: guests do not join by themselves.
    func put(_ person: Person, in room: Int) throws {
        let role = roles[person.id] ?? "member"
        if role == "guest" { try owner.ask("PATCH", "/v1/people/\(person.id)", ["role": "member"]) }
        try person.join(room)
        if role == "guest" { try give(role, to: person) }
    }

    private func give(_ role: String, to person: Person) throws {
        if role != "member" { try owner.ask("PATCH", "/v1/people/\(person.id)", ["role": role]) }
    }
}
