import Foundation

/// Of `messages`, `reactions`, `polls`, `saved`, `drafts` and `scheduled`.
enum MessagePermissions {
    static let rows = reading + changing + taking + keeping

    private static let reading = [
        PermissionRow("rooms.list_events", on: .room, .outsiders),
        PermissionRow("rooms.list_events", on: .joinedRoom, .everybody),
        PermissionRow("messages.list", on: .room, .outsiders),
        PermissionRow("messages.list", on: .joinedRoom, .everybody),
        PermissionRow("messages.show", on: .unseenMessage, .outsiders),
        PermissionRow("messages.show", on: .message, .everybody),
        PermissionRow("messages.list_versions", on: .unseenMessage, .outsiders),
        PermissionRow("messages.list_versions", on: .message, .everybody),
        PermissionRow("messages.list_pins", on: .room, .outsiders),
        PermissionRow("messages.list_pins", on: .joinedRoom, .everybody),
    ]

    private static let changing = [
        PermissionRow("messages.post", on: .room, form: message, .outsiders),
        PermissionRow("messages.post", on: .joinedRoom, form: message, .everybody),
        PermissionRow("messages.edit", on: .ownMessage, form: ["text": "#"], .everybody),
        PermissionRow("messages.edit", on: .message, form: ["text": "#"], .nobody),
        PermissionRow("messages.edit", on: .unseenMessage, form: ["text": "#"], .outsiders),
        PermissionRow("messages.delete", on: .ownMessage, .everybody),
        PermissionRow("messages.delete", on: .message, .managers),
        PermissionRow("messages.delete", on: .unseenMessage, .outsiders),
        PermissionRow("messages.pin", on: .message, .everybody),
        PermissionRow("messages.pin", on: .unseenMessage, .outsiders),
        PermissionRow("messages.unpin", on: .message, .everybody),
        PermissionRow("messages.unpin", on: .unseenMessage, .outsiders),
    ]

    private static let taking = [
        PermissionRow("reactions.add", on: .message, form: ["emoji": "👍"], .everybody),
        PermissionRow("reactions.add", on: .unseenMessage, form: ["emoji": "👍"], .outsiders),
        PermissionRow("reactions.remove", on: .message, query: "emoji=%F0%9F%91%8D", .everybody),
        PermissionRow("reactions.remove", on: .unseenMessage, query: "emoji=%F0%9F%91%8D", .outsiders),
        PermissionRow("polls.vote", on: .message, form: ["options": [1]], .everybody),
        PermissionRow("polls.vote", on: .unseenMessage, form: ["options": [1]], .outsiders),
        PermissionRow("polls.close", on: .ownMessage, .everybody),
        PermissionRow("polls.close", on: .message, .managers),
        PermissionRow("polls.close", on: .unseenMessage, .outsiders),
    ]

    private static let keeping = [
        PermissionRow("saved.list", .everybody),
        PermissionRow("saved.add", on: .message, .everybody),
        PermissionRow("saved.add", on: .unseenMessage, .outsiders),
        PermissionRow("saved.remove", on: .unseenMessage, .everybody),
        PermissionRow("drafts.list", .everybody),
        PermissionRow("drafts.set", on: .joinedRoom, form: ["text": "#"], .everybody),
        PermissionRow("drafts.set", on: .room, form: ["text": "#"], .outsiders),
        PermissionRow("drafts.remove", on: .room, .everybody),
        PermissionRow("scheduled.list", .everybody),
        PermissionRow("scheduled.add", form: scheduled, .everybody),
        PermissionRow("scheduled.change", on: .scheduled, form: ["text": "#"], .everybody),
        PermissionRow("scheduled.change", on: .othersScheduled, form: ["text": "#"], unknown),
        PermissionRow("scheduled.remove", on: .scheduled, .everybody),
    ]

    private static let unknown = [
        "message_unknown", "message_unknown", "message_unknown", "message_unknown", "not_logged_in",
    ]

    private static let message: [String: any Sendable] = ["key": Key.next(), "text": "hello"]

    /// In the room that everybody is in, in an hour.
    static let scheduled: [String: any Sendable] = [
        "room": Person.firstRoom, "text": "later", "key": Key.next(),
        "at": Int(Date().timeIntervalSince1970 * 1_000) + 3_600_000,
    ]
}

extension PermissionTarget {
    /// A message of the owner's, a poll, in a room that the caller is not in, as `{room}` and `{message}`.
    static let unseenMessage = PermissionTarget { world, _ in
        let room = try world.room()
        return ["room": room, "message": try world.owner.ask(room)]
    }

    /// The same, with the caller in the room.
    static let message = PermissionTarget { world, caller in
        let values = try unseenMessage.make(world, caller)
        if let caller, let room = values["room"] { try world.put(caller, in: room) }
        return values
    }

    /// A poll of the caller's own.
    static let ownMessage = PermissionTarget { world, caller in
        let room = try world.room()
        guard let caller else { return ["room": room, "message": 2] }
        try world.put(caller, in: room)
        return ["room": room, "message": try caller.ask(room)]
    }

    /// A message of the caller's that waits, as `{scheduled}`.
    static let scheduled = PermissionTarget { _, caller in
        guard let caller else { return ["scheduled": 1] }
        return ["scheduled": try caller.schedule()]
    }

    static let othersScheduled = PermissionTarget { world, _ in
        ["scheduled": try world.owner.schedule() + 1_000]
    }
}

extension Person {
    /// Begins a poll, and gives its number.
    fileprivate func ask(_ room: Int) throws -> Int {
        let poll: [String: Any] = ["options": ["tea", "coffee"]]
        let form: [String: Any] = ["key": Key.next(), "text": "What?", "poll": poll]
        return try ask("POST", "/v1/rooms/\(room)/messages", form).seq ?? 0
    }

    fileprivate func schedule() throws -> Int {
        var form: [String: Any] = MessagePermissions.scheduled
        form["key"] = Key.next()
        let answer = try call("POST", "/v1/me/scheduled", form)
        let read = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: [String: Any]]
        return read?["scheduled"]?["id"] as? Int ?? 0
    }
}
