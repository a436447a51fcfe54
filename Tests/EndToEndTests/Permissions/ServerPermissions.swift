enum ServerPermissions {
    static let rows = [
        PermissionRow("server.health", .anybody),
        PermissionRow("server.show", .anybody),
        PermissionRow("server.openapi", .anybody),
        PermissionRow(
            "live.open",
            fields: [
                ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ], .everybody),
        PermissionRow("server.show_health", .managers),
        PermissionRow("server.show_settings", .managers),
        PermissionRow("server.change_settings", form: ["registration": "open"], .owners),
        PermissionRow("server.change_settings", form: ["name": "The Rookery"], .owners),
        PermissionRow("server.change_settings", form: ["guests": false], .owners),
        PermissionRow("server.list_bans", .managers),
        PermissionRow("server.add_ban", form: ["address": "198.51.100.7"], .managers),
        PermissionRow("server.remove_ban", on: .addressBan, .managers),
        PermissionRow("invites.list", .managers),
        PermissionRow("invites.make", form: ["note": "#"], .managers),
        PermissionRow("invites.check", query: "token=x", .anybody),
        PermissionRow("invites.revoke", on: .link, .managers),
    ]
}
