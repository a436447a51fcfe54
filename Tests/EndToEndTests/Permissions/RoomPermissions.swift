/// Of `rooms`.
enum RoomPermissions {
    static let rows = [
        PermissionRow("rooms.list", .everybody),
        PermissionRow("rooms.create", form: ["handle": "#"], .insiders),
        PermissionRow("rooms.show", on: .room, unseenByGuests),
        PermissionRow("rooms.show", on: .guestRoom, .everybody),
        PermissionRow("rooms.show", on: .joinedRoom, .everybody),
        PermissionRow("rooms.change", on: .room, form: ["topic": "beans"], .outsiders),
        PermissionRow("rooms.change", on: .joinedRoom, form: ["topic": "beans"], moderators),
        PermissionRow("rooms.change", on: .joinedRoom, form: ["retention_days": 30], .owners),
        PermissionRow("rooms.change", on: .joinedRoom, form: ["archived": true], .owners),
        PermissionRow("rooms.delete", on: .room, .outsiders),
        PermissionRow("rooms.delete", on: .joinedRoom, .owners),
        PermissionRow(
            "rooms.restore", on: .deletedRoom, ["done", "room_gone", "room_gone", "room_gone", "not_logged_in"]),
        PermissionRow("rooms.list_deleted", .everybody),
        PermissionRow("rooms.open_direct", form: ["person": Person.first], .everybody),
        PermissionRow("rooms.create_group", form: ["people": [Person.first]], .insiders),
        PermissionRow("rooms.join", on: .room, unseenByGuests),
        PermissionRow("rooms.join", on: .guestRoom, .everybody),
        PermissionRow("rooms.join", on: .joinedRoom, .everybody),
        PermissionRow("rooms.leave", on: .room, unseenByGuests),
        PermissionRow("rooms.leave", on: .joinedRoom, .everybody),
        PermissionRow("rooms.list_members", on: .room, .outsiders),
        PermissionRow("rooms.list_members", on: .joinedRoom, .everybody),
    ]

    /// Who manages people is at least a moderator of each channel that he is in.
    static let moderators = [String].managers

    /// Guests see only the rooms that they were put in, and those that let guests in.
    private static let unseenByGuests = ["done", "done", "done", "room_unknown", "not_logged_in"]
}
