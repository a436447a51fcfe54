/// Of who is in a room, and who is kept out of it.
enum MemberPermissions {
    static let rows = [
        PermissionRow("rooms.set_member", on: .roomWithMember, form: ["role": "moderator"], .owners),
        PermissionRow("rooms.set_member", on: .roomWithMember, form: mute, RoomPermissions.moderators),
        PermissionRow("rooms.set_member", on: .roomAndInvited, .managers),
        PermissionRow("rooms.set_member", on: .strangeRoomWithMember, form: mute, .outsiders),
        PermissionRow("rooms.remove_member", on: .roomWithMember, RoomPermissions.moderators),
        PermissionRow("rooms.remove_member", on: .strangeRoomWithMember, .outsiders),
        PermissionRow("rooms.hand_over", on: .joinedRoom, form: ["person": Person.first], .owners),
        PermissionRow("rooms.hand_over", on: .room, form: ["person": Person.first], .outsiders),
        PermissionRow("rooms.list_bans", on: .joinedRoom, RoomPermissions.moderators),
        PermissionRow("rooms.list_bans", on: .room, .outsiders),
        PermissionRow("rooms.ban", on: .roomWithMember, form: ["reason": "noise"], RoomPermissions.moderators),
        PermissionRow("rooms.ban", on: .strangeRoomWithMember, form: [:], .outsiders),
        PermissionRow("rooms.unban", on: .roomWithMember, RoomPermissions.moderators),
        PermissionRow("rooms.unban", on: .strangeRoomWithMember, .outsiders),
    ]

    /// Far in the future.
    private static let mute: [String: any Sendable] = ["muted_until": 32_503_680_000_000]
}

extension PermissionTarget {
    /// An open room with the caller and a member in it.
    static let roomWithMember = PermissionTarget { world, caller in
        let room = try world.room()
        if let caller { try world.put(caller, in: room) }
        let person = try world.somebody("member")
        try person.join(room)
        return ["room": room, "person": person.id]
    }

    /// An open room with a member in it, but not the caller.
    static let strangeRoomWithMember = PermissionTarget { world, _ in
        let (room, person) = (try world.room(), try world.somebody("member"))
        try person.join(room)
        return ["room": room, "person": person.id]
    }

    /// An open room with the caller in it, and somebody whom the owner has invited.
    static let roomAndInvited = PermissionTarget { world, caller in
        let (room, person) = (try world.room(), try world.somebody("member"))
        if let caller { try world.put(caller, in: room) }
        try world.owner.ask("POST", "/v1/rooms/\(room)/invitations", ["person": person.id])
        return ["room": room, "person": person.id]
    }

    /// A room that the caller was in and the owner has deleted.
    static let deletedRoom = PermissionTarget { world, caller in
        let room = try world.room()
        if let caller { try world.put(caller, in: room) }
        try world.owner.ask("DELETE", "/v1/rooms/\(room)")
        return ["room": room]
    }
}
