/// Of `reports`, `audit`, and the personal log.
enum OrderPermissions {
    static let rows = [
        PermissionRow("reports.make", form: ["person": Person.first, "reason": "#"], .everybody),
        PermissionRow("reports.list", .everybody),
        PermissionRow("reports.list_own", .everybody),
        PermissionRow("reports.assign", on: .report, form: ["person": Person.first], handlers),
        PermissionRow("reports.resolve", on: .report, form: ["action": "dismiss"], handlers),
        PermissionRow("audit.list", ["done", "done", "room_unknown", "room_unknown", "not_logged_in"]),
        PermissionRow("me.list_events", .everybody),
    ]

    private static let handlers = ["done", "done", "not_found", "not_found", "not_logged_in"]
}

extension PermissionTarget {
    /// A member's report about another, as `{report}`.
    fileprivate static let report = PermissionTarget { world, _ in
        let (one, other) = (try world.somebody("member"), try world.somebody("member"))
        let made = try one.json("POST", "/v1/reports", ["person": other.id, "reason": "shouts"])
        return ["report": made["id"] as? Int ?? 0]
    }
}
