import ChatClient
import ChatWire

/// `roost admin invites`: links by which people make their own accounts.
enum AdminInvites {
    static let commands: [AdminCommand] = [
        AdminCommand("invites", "list", flags: [.json], "lists the links that have not run out", run: list),
        AdminCommand(
            "invites", "make",
            flags: [
                .init("--role", "ROLE", "what the new people are: member, or guest"),
                .init("--room", "ROOM", "where they are put; may be given several times"),
                .init("--uses", "N", "how many accounts; any number when absent"),
                .init("--expires", "WHEN", "a period such as 2d, or a day; a week from now when absent"),
                .init("--note", "TEXT", "for those who manage links"), .json,
            ], "makes a link, and prints its token", run: make),
        AdminCommand(
            "invites", "revoke", arguments: [.some("NUMBER")],
            "ends links; who came by them stays", run: revoke),
    ]

    static func list(_ errand: AdminErrand) async throws(Admin.Ending) {
        let (links, people, rooms) = try await errand.ask { (api) async throws(ClientError) in
            (try await api.invites(), try await api.people(), try await api.rooms())
        }
        let names = Dictionary(people.map { ($0.id, $0.username) }, uniquingKeysWith: { first, _ in first })
        let handles = Dictionary(rooms.map { ($0.id, $0.called) }, uniquingKeysWith: { first, _ in first })
        errand.list(
            links, ["NUMBER", "MADE BY", "ROLE", "USED", "ENDS", "ROOMS", "NOTE"], empty: "There is no link.",
            json: \.json
        ) { link in
            [
                "\(link.id)", names[link.by] ?? "\(link.by)", link.role,
                "\(link.used)" + (link.uses.map { " of \($0)" } ?? ""), LocalMoment.text(link.expiresAt),
                link.rooms.map { handles[$0] ?? "\($0)" }.joined(separator: " "), link.note,
            ]
        }
    }

    static func make(_ errand: AdminErrand) async throws(Admin.Ending) {
        let words = errand.words
        let role: String? =
            if let word = words["--role"] {
                try errand.choice(word, ["member", "guest"], what: "--role")
            } else { nil }
        var uses: Int?
        if let text = words["--uses"] { uses = Int(clamping: try errand.number(text, of: "accounts")) }
        let end = try errand.moment("--expires")
        let (accounts, names) = (uses, words.all("--room"))
        let made = try await errand.ask { (api) async throws(ClientError) in
            var rooms: [Int64] = []
            if !names.isEmpty {
                let known = try await api.rooms()
                for name in names { rooms.append(try AdminErrand.room(name, in: known).id) }
            }
            return try await api.makeInvite(
                role: role, rooms: rooms, uses: accounts, expiresAt: end, note: words["--note"])
        }
        errand.tell(
            secret: made.token,
            "Link \(made.invite.id) is good until \(LocalMoment.text(made.invite.expiresAt)). Its token is told here "
                + "and never again:",
            json: JSONObject.make { object in
                object.set("invite", json: made.invite.json)
                object.set("token", made.token)
            })
    }

    static func revoke(_ errand: AdminErrand) async throws(Admin.Ending) {
        var numbers: [String: Int64] = [:]
        for word in errand.arguments { numbers[word] = try errand.number(word, of: "a link") }
        let links = numbers
        try await errand.forEach(errand.arguments) { (word) async throws(ClientError) in
            try await errand.api.revokeInvite(links[word] ?? 0)
            Admin.say("Link \(word) is good no more.")
        }
    }
}
