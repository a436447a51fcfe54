/// Of `reading`, `notifications` and `search`.
enum ReadingPermissions {
    static let rows = [
        PermissionRow("reading.mark", on: .room, form: ["seq": 1], .outsiders),
        PermissionRow("reading.mark", on: .joinedRoom, form: ["seq": 1], .everybody),
        PermissionRow("reading.list_unread", .everybody),
        PermissionRow("reading.list_markers", .everybody),
        PermissionRow("reading.list_receipts", on: .room, .outsiders),
        PermissionRow("reading.list_receipts", on: .joinedRoom, .everybody),
        PermissionRow("reading.list_notices", .everybody),
        PermissionRow("notifications.show", .everybody),
        PermissionRow("notifications.set", form: ["level": "all"], .everybody),
        PermissionRow("notifications.show_room", on: .room, .outsiders),
        PermissionRow("notifications.show_room", on: .joinedRoom, .everybody),
        PermissionRow("notifications.set_room", on: .room, form: ["level": "none"], .outsiders),
        PermissionRow("notifications.set_room", on: .joinedRoom, form: ["level": "none"], .everybody),
        PermissionRow("notifications.explain", on: .unseenMessage, .outsiders),
        PermissionRow("notifications.explain", on: .message, .everybody),
        PermissionRow("search.messages", query: "q=hello", .everybody),
    ]
}
