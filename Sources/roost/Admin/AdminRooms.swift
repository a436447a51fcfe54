import ChatClient
import ChatWire

/// `roost admin rooms`: what is done with rooms by those who look after them.
enum AdminRooms {
    private static let roles = ["owner", "moderator", "speaker", "member"]

    static let commands: [AdminCommand] = [
        AdminCommand(
            "rooms", "list",
            flags: [
                .init("--search", "TEXT", "those with TEXT in their name, title or topic"),
                .init("--deleted", "the deleted ones that can be brought back"), .json,
            ], "lists the rooms that you can see", run: list),
        AdminCommand(
            "rooms", "members", arguments: [.one("ROOM")], flags: [.json], "lists who is in a room, and as what",
            run: members),
        AdminCommand(
            "rooms", "join", arguments: [.some("ROOM")], flags: [.json],
            "joins rooms yourself: only who is in a room changes it", run: join),
        AdminCommand(
            "rooms", "add", arguments: [.one("ROOM"), .some("WHO")], flags: [.json], "puts people into a room",
            run: add),
        AdminCommand(
            "rooms", "kick", arguments: [.one("ROOM"), .some("WHO")], "puts people out of a room", run: kick),
        AdminCommand(
            "rooms", "role", arguments: [.one("ROOM"), .one("WHO"), .one("ROLE")], flags: [.json],
            "makes a member owner, moderator, speaker or member of a room", run: role),
        AdminCommand(
            "rooms", "archive", arguments: [.some("ROOM")], flags: [.json], "leaves rooms to be read alone",
            run: archive),
        AdminCommand(
            "rooms", "unarchive", arguments: [.some("ROOM")], flags: [.json], "takes archived rooms into use again",
            run: unarchive),
        AdminCommand(
            "rooms", "delete", arguments: [.some("ROOM")], flags: [.yes],
            "deletes rooms; they can be brought back for room_restore_days", run: delete),
        AdminCommand(
            "rooms", "restore", arguments: [.some("ROOM")], flags: [.json], "brings deleted rooms back", run: restore),
    ]

    static func list(_ errand: AdminErrand) async throws(Admin.Ending) {
        let (isDeleted, text) = (errand.words.has("--deleted"), errand.words["--search"])
        let rooms = try await errand.ask { (api) async throws(ClientError) in
            guard isDeleted else { return try await api.rooms(matching: text) }
            let deleted = try await api.deletedRooms()
            guard let text = text?.lowercased() else { return deleted }
            return deleted.filter { room in
                [room.handle, room.title, room.values?.topic ?? ""].contains { $0.lowercased().contains(text) }
            }
        }
        errand.list(
            rooms, ["NUMBER", "ROOM", "TITLE", "MEMBERS", "KIND", "ENTRY", "STATE"], empty: "There is no such room.",
            json: \.json
        ) { room in
            let state =
                room.deletedAt.map { "deleted \(LocalMoment.text($0))" }
                ?? (room.values?.isArchived == true ? "archived" : "in use")
            return [
                "\(room.id)", room.called, room.title, room.members.map { "\($0)" } ?? "",
                room.values?.kind?.rawValue ?? "", room.values?.entry?.rawValue ?? "", state,
            ]
        }
    }

    static func members(_ errand: AdminErrand) async throws(Admin.Ending) {
        let members = try await errand.ask { (api) async throws(ClientError) in
            let room = try AdminErrand.room(errand.argument(0), in: try await api.rooms())
            var members: [AccountView] = []
            var next: Int64?
            repeat {
                let page = try await api.members(of: room.id, after: next)
                members += page.members
                next = page.next
            } while next != nil
            return members
        }
        errand.list(
            members, ["NUMBER", "USERNAME", "NAME", "ROOM ROLE", "MUTED UNTIL"], empty: "Nobody is in it.", json: \.json
        ) { person in
            [
                "\(person.id)", person.username, person.name, person.roomRole ?? "",
                person.mutedUntil.map(LocalMoment.text) ?? "",
            ]
        }
    }

    // MARK: Members

    static func join(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await change(errand, "joined") { (room) async throws(ClientError) in
            try await errand.api.join(room: room.id)
        }
    }

    static func add(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await forMembers(errand, errand.arguments(from: 1)) { (room, person) async throws(ClientError) in
            let member = try await errand.api.put(person.id, into: room.id)
            errand.tell("\(person.username) is in \(room.called).", json: member.json)
        }
    }

    static func kick(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await forMembers(errand, errand.arguments(from: 1)) { (room, person) async throws(ClientError) in
            try await errand.api.remove(person.id, from: room.id)
            Admin.say("\(person.username) is out of \(room.called).")
        }
    }

    static func role(_ errand: AdminErrand) async throws(Admin.Ending) {
        let role = try errand.choice(errand.argument(2), roles, what: "ROLE")
        try await forMembers(errand, [errand.argument(1)]) { (room, person) async throws(ClientError) in
            let member = try await errand.api.setRole(role, of: person.id, in: room.id)
            errand.tell("\(person.username) is now \(role) of \(room.called).", json: member.json)
        }
    }

    private static func forMembers(
        _ errand: AdminErrand, _ names: [String],
        _ act: (RoomView, AccountView) async throws(ClientError) -> Void
    ) async throws(Admin.Ending) {
        let (people, room) = try await errand.ask { (api) async throws(ClientError) in
            (try await api.people(), try AdminErrand.room(errand.argument(0), in: try await api.rooms()))
        }
        try await errand.forEach(names) { (who) async throws(ClientError) in
            try await act(room, try AdminErrand.person(who, in: people))
        }
    }

    // MARK: Rooms themselves

    static func archive(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await change(errand, "is archived") { (room) async throws(ClientError) in
            try await errand.api.change(room: room.id, .archived(true))
        }
    }

    static func unarchive(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await change(errand, "is in use again") { (room) async throws(ClientError) in
            try await errand.api.change(room: room.id, .archived(false))
        }
    }

    static func restore(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await change(errand, "is back", isDeleted: true) { (room) async throws(ClientError) in
            try await errand.api.restoreRoom(room.id)
        }
    }

    static func delete(_ errand: AdminErrand) async throws(Admin.Ending) {
        let rooms = try await errand.ask { (api) async throws(ClientError) in try await api.rooms() }
        if !errand.words.has("--yes") {
            try Admin.confirm("Delete \(errand.arguments.joined(separator: ", ")) for everybody?")
        }
        try await errand.forEach(errand.arguments) { (name) async throws(ClientError) in
            let room = try AdminErrand.room(name, in: rooms)
            try await errand.api.deleteRoom(room.id)
            Admin.say("\(room.called) is deleted. roost admin rooms restore brings it back, for a while.")
        }
    }

    private static func change(
        _ errand: AdminErrand, _ outcome: String, isDeleted: Bool = false,
        _ act: (RoomView) async throws(ClientError) -> RoomView
    ) async throws(Admin.Ending) {
        let rooms = try await errand.ask { (api) async throws(ClientError) in
            isDeleted ? try await api.deletedRooms() : try await api.rooms()
        }
        try await errand.forEach(errand.arguments) { (name) async throws(ClientError) in
            let changed = try await act(try AdminErrand.room(name, in: rooms))
            errand.tell("\(changed.called): \(outcome).", json: JSONObject.make { $0.set("room", json: changed.json) })
        }
    }
}
