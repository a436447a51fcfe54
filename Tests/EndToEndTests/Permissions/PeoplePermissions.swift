enum PeoplePermissions {
    static let rows =
        [
            PermissionRow("people.list", .insiders),
            // Everybody of the table shares the first room.
            PermissionRow("people.show", on: .person("member"), .everybody),
            PermissionRow("people.show_picture", on: .person("member"), withoutPicture),
            add(["role": "member"], .managers),
            add(["role": "guest"], .managers),
            add(["role": "admin"], .owners),
            add(["role": "owner"], .owners),
            add(["password_hash": hash], .owners),
            PermissionRow("people.list_hashes", .owners),
            PermissionRow("people.make_token", on: .person("member"), .owners),
            PermissionRow("people.list_sessions", on: .person("member"), .managers),
            PermissionRow("people.list_sessions", on: .person("admin"), .owners),
            PermissionRow("people.end_sessions", on: .person("member"), .managers),
            PermissionRow("people.end_sessions", on: .person("admin"), .owners),
            PermissionRow("people.remove", on: .person("member"), .managers),
            PermissionRow("people.remove", on: .person("admin"), .owners),
            PermissionRow("people.remove", on: .person("owner"), .owners),
        ] + change

    private static let withoutPicture = ["not_found", "not_found", "not_found", "not_found", "not_logged_in"]

    private static let change = [
        change("member", ["password_hash": hash], .owners),
        change("member", ["role": "admin"], .owners),
        change("member", ["role": "guest"], .managers),
        change("member", ["active": false], .managers),
        change("member", ["name": "X"], .managers),
        change("member", ["password": "another one"], .managers),
        change("admin", ["role": "member"], .owners),
        change("admin", ["active": false], .owners),
        change("admin", ["name": "X"], .owners),
        change("admin", ["password": "another one"], .owners),
        change("owner", ["role": "admin"], .owners),
    ]

    private static func add(_ form: [String: any Sendable], _ answers: [String]) -> PermissionRow {
        PermissionRow("people.add", form: form.merging(["mail": "#@example.org"]) { first, _ in first }, answers)
    }

    private static func change(_ role: String, _ form: [String: any Sendable], _ answers: [String]) -> PermissionRow {
        PermissionRow("people.change", on: .person(role), form: form, answers)
    }

    /// Of "password", at a low cost.
    private static let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
}
