/// Of `accounts`, `sessions`, `account`, `me` and `tokens`.
enum AccountPermissions {
    static let rows = [
        PermissionRow(
            "accounts.register", form: ["mail": "#@example.org", "username": "#", "password": Person.password], .anybody
        ),
        PermissionRow("sessions.log_in", form: ["login": "ada", "password": Person.password], .anybody),
        PermissionRow("sessions.log_out", .everybody),
        PermissionRow("sessions.list", .everybody),
        PermissionRow("sessions.end_others", .everybody),
        PermissionRow("sessions.end", on: .ownSession, .everybody),
        PermissionRow(
            "account.change_password", form: ["old": Person.password, "new": Person.password], .everybody),
        PermissionRow("account.export", .everybody),
        PermissionRow("account.export_events", .everybody),
        // The owner of the table is another.
        PermissionRow("account.remove", form: ["password": Person.password], .everybody),
        PermissionRow("me.show", .everybody),
        PermissionRow("me.change", form: ["pronouns": "they"], .everybody),
        PermissionRow("me.set_picture", notPictured),
        PermissionRow("me.remove_picture", .everybody),
        PermissionRow("account.show_scram", .everybody),
        PermissionRow("account.allow_scram", .everybody),
        PermissionRow("account.forbid_scram", .everybody),
        PermissionRow("me.change", form: ["homepage": "https://example.org/"], .everybody),
        PermissionRow("me.show_irc", .everybody),
        PermissionRow("me.change_irc", form: ["history_lines": 5], .everybody),
        PermissionRow("me.list_blocks", .everybody),
        PermissionRow("me.block", on: .person("member"), .everybody),
        PermissionRow("me.unblock", on: .person("member"), .everybody),
        PermissionRow("tokens.list", .everybody),
        PermissionRow("tokens.make", form: ["name": "script"], .everybody),
        PermissionRow("tokens.revoke", on: .ownToken, .everybody),
    ]

    /// The table sends no pictures; that they are let as far as to be asked for one is enough.
    private static let notPictured = ["bad_request", "bad_request", "bad_request", "bad_request", "not_logged_in"]
}
