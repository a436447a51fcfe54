enum ImportPermissions {
    static let rows = [
        PermissionRow(
            "imports.begin", form: ["source": "#", "handle": "#", "title": "A room", "at": 1_600_000_000_000], .owners),
        PermissionRow(
            "imports.add", on: .importedRoom, form: ["after": 0, "mark": "", "events": [String]()], .owners),
        PermissionRow("imports.finish", on: .importedRoom, form: ["open": false], .owners),
    ]
}

extension PermissionTarget {
    /// The room of an import that has begun, as `{room}`.
    static let importedRoom = PermissionTarget { world, _ in
        let word = world.word()
        let answer = try world.owner.call(
            "POST", "/v1/imports", ["source": word, "handle": word, "title": word, "at": 1_600_000_000_000])
        return ["room": try answer.said.room?.id ?? 0]
    }
}
