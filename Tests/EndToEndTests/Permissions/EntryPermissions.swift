/// Of the ways into a room.
enum EntryPermissions {
    static let rows = [
        PermissionRow("rooms.invite", on: .joinedRoom, form: ["person": Person.first], .everybody),
        PermissionRow("rooms.invite", on: .room, form: ["person": Person.first], .outsiders),
        PermissionRow("rooms.list_invitations", on: .joinedRoom, .everybody),
        PermissionRow("rooms.list_invitations", on: .room, .outsiders),
        PermissionRow("rooms.decline", on: .invitedRoom, .everybody),
        PermissionRow("rooms.uninvite", on: .roomAndInvited, RoomPermissions.moderators),
        PermissionRow("me.list_invitations", .everybody),
        PermissionRow("rooms.create_link", on: .joinedRoom, form: [:], .everybody),
        PermissionRow("rooms.create_link", on: .room, form: [:], .outsiders),
        PermissionRow("rooms.list_links", on: .joinedRoom, .everybody),
        PermissionRow("rooms.list_links", on: .room, .outsiders),
        PermissionRow("rooms.revoke_link", on: .roomLink, RoomPermissions.moderators),
        PermissionRow(
            "rooms.join_by_link", form: ["token": "#"],
            ["link_invalid", "link_invalid", "link_invalid", "link_invalid", "not_logged_in"]),
    ]
}

extension PermissionTarget {
    /// A hidden room that the caller is invited to.
    static let invitedRoom = PermissionTarget { world, caller in
        let room = try world.room()
        try world.owner.ask("PATCH", "/v1/rooms/\(room)", ["listed": false])
        if let caller { try world.owner.ask("POST", "/v1/rooms/\(room)/invitations", ["person": caller.id]) }
        return ["room": room]
    }

    /// The owner's link to a room that the caller is in, as `{link}`.
    static let roomLink = PermissionTarget { world, caller in
        let room = try world.room()
        if let caller { try world.put(caller, in: room) }
        let made = try world.owner.ask("POST", "/v1/rooms/\(room)/links", [:])
        return ["room": room, "link": made.link?.id ?? 0]
    }
}
