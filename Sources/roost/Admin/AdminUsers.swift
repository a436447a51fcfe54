import ChatClient
import ChatWire
import Secrets

/// `roost admin users`: the people of a server.
enum AdminUsers {
    private static let password = AdminCommand.Flag(
        "--password-file", "FILE", "the first line of FILE, or of standard input when it is -; made up when absent")
    private static let roles = ["owner", "admin", "member", "guest"]

    static let commands: [AdminCommand] = [
        AdminCommand(
            "users", "list",
            flags: [
                .init("--search", "TEXT", "those with TEXT in their name, username or mail address"),
                .init("--role", "ROLE", "owners, admins, members or guests alone: owner, admin, member, guest"),
                .init("--deactivated", "who is deactivated alone"), .json,
            ], "lists everybody", run: list),
        AdminCommand(
            "users", "add", arguments: [.one("LOGIN")],
            flags: [
                .init("--name", "NAME", "the name that others see; the username when absent"),
                .init("--username", "NAME", "where LOGIN is a mail address; made from that when absent"),
                .init("--role", "ROLE", "owner, admin, member or guest; member when absent"), password,
                .init("--no-password", "only a token opens the account"), .json,
            ], "makes an account for a mail address or username, and prints the password", run: add),
        AdminCommand(
            "users", "remove", arguments: [.some("WHO")], flags: [.yes],
            "removes people for good; their messages stay", run: remove),
        AdminCommand(
            "users", "deactivate", arguments: [.some("WHO")], flags: [.json],
            "logs people out everywhere and lets them in no more", run: deactivate),
        AdminCommand(
            "users", "reactivate", arguments: [.some("WHO")], flags: [.json],
            "lets people in again who were deactivated", run: reactivate),
        AdminCommand(
            "users", "role", arguments: [.one("WHO"), .one("ROLE")], flags: [.json],
            "makes somebody owner, admin, member or guest", run: role),
        AdminCommand(
            "users", "name", arguments: [.one("WHO"), .one("NAME")], flags: [.json],
            "sets the name that others see", run: name),
        AdminCommand(
            "users", "password", arguments: [.one("WHO")], flags: [password, .json],
            "sets a new password, prints it, and ends the person's log-ins", run: setPassword),
        AdminCommand(
            "users", "token", arguments: [.one("WHO")],
            flags: [
                .init("--name", "NAME", "what the token is called in the person's list"),
                .init("--scopes", "LIST", "of read, write and manage, with commas; all when absent"),
                .init("--expires", "WHEN", "a period such as 30d, or a day; never when absent"), .json,
            ], "makes a token that opens somebody's account, and prints it; for owners", run: token),
        AdminCommand(
            "users", "import", arguments: [.one("FILE")],
            flags: [
                .init("--sync", "makes the members exactly those of FILE; shows what would change, and asks"), .yes,
                .init("--tokens", "prints LOGIN:TOKEN for each account made"),
            ], "adds and changes the members in FILE; - is standard input", run: importFile),
        AdminCommand(
            "users", "export", arguments: [.maybe("FILE")],
            "writes the member file, with hashes in place of passwords", run: exportFile),
    ]

    static func list(_ errand: AdminErrand) async throws(Admin.Ending) {
        let role: String? =
            if let word = errand.words["--role"] {
                try errand.choice(word, roles, what: "--role")
            } else { nil }
        let text = errand.words["--search"]?.lowercased()
        let people = try await errand.people().filter { person in
            let names = [person.name, person.username, person.mail ?? ""]
            return (role == nil || person.role == role)
                && (!errand.words.has("--deactivated") || person.state == "deactivated")
                && text.map { text in names.contains { $0.lowercased().contains(text) } } ?? true
        }
        errand.list(
            people, ["NUMBER", "USERNAME", "NAME", "ROLE", "STATE", "MAIL"], empty: "Nobody is like that.",
            json: \.json
        ) { person in
            [
                "\(person.id)", person.username, person.name, person.role ?? "", person.state ?? "",
                person.mail ?? "",
            ]
        }
    }

    static func add(_ errand: AdminErrand) async throws(Admin.Ending) {
        let (login, words) = (errand.argument(0), errand.words)
        let isMail = login.contains("@")
        guard isMail || words["--username"] == nil else {
            throw .usage("\(login) is a username already; --username goes with a mail address.")
        }
        guard !words.has("--no-password") || words["--password-file"] == nil else {
            throw .usage("--no-password and --password-file do not go together.")
        }
        let role: String? =
            if let word = words["--role"] {
                try errand.choice(word, roles, what: "--role")
            } else { nil }
        let secret: NewPerson.Secret =
            if words.has("--no-password") {
                .none
            } else if let file = words["--password-file"] {
                .password(try firstLine(of: file))
            } else {
                .madeUp
            }
        let person = NewPerson(
            mail: isMail ? login : nil, username: isMail ? words["--username"] : login, name: words["--name"],
            secret: secret, role: role)
        let added = try await errand.ask { (api) async throws(ClientError) in try await api.addPerson(person) }
        let json = JSONObject.make { object in
            object.set("account", json: added.account.json)
            if let password = added.password { object.set("password", password) }
        }
        let sentence = "\(login) is added, with the username \(added.account.username)."
        if let password = added.password {
            errand.tell(secret: password, "\(sentence) The password is told here and never again:", json: json)
        } else {
            errand.tell(sentence, json: json)
        }
    }

    static func remove(_ errand: AdminErrand) async throws(Admin.Ending) {
        let people = try await errand.people()
        if !errand.words.has("--yes") {
            let names = errand.arguments.map { who in
                people.first { $0.isMeant(by: who) }.map { "\($0.username) (\($0.name))" } ?? who
            }
            try Admin.confirm("Remove \(names.joined(separator: ", ")) for good? The messages stay.")
        }
        try await errand.forEach(errand.arguments) { (who) async throws(ClientError) in
            let person = try AdminErrand.person(who, in: people)
            try await errand.api.removePerson(person.id)
            Admin.say("\(person.username) is removed.")
        }
    }

    static func deactivate(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await change(errand.arguments, .active(false), "is deactivated, and logged out everywhere", errand)
    }

    static func reactivate(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await change(errand.arguments, .active(true), "can log in again", errand)
    }

    static func role(_ errand: AdminErrand) async throws(Admin.Ending) {
        let role = try errand.choice(errand.argument(1), roles, what: "ROLE")
        try await change([errand.argument(0)], .role(role), "is now \(role)", errand)
    }

    static func name(_ errand: AdminErrand) async throws(Admin.Ending) {
        let name = errand.argument(1)
        try await change([errand.argument(0)], .name(name), "is now called \(name)", errand)
    }

    private static func change(
        _ names: [String], _ change: PersonChange, _ outcome: String, _ errand: AdminErrand
    ) async throws(Admin.Ending) {
        let people = try await errand.people()
        try await errand.forEach(names) { (who) async throws(ClientError) in
            let person = try AdminErrand.person(who, in: people)
            let changed = try await errand.api.change(person: person.id, change)
            errand.tell(
                "\(changed.username) \(outcome).", json: JSONObject.make { $0.set("account", json: changed.json) })
        }
    }

    static func setPassword(_ errand: AdminErrand) async throws(Admin.Ending) {
        let file = errand.words["--password-file"]
        let password = if let file { try firstLine(of: file) } else { try madeUpPassword() }
        let people = try await errand.people()
        try await errand.forEach([errand.argument(0)]) { (who) async throws(ClientError) in
            let person = try AdminErrand.person(who, in: people)
            let changed = try await errand.api.change(person: person.id, .password(password))
            let json = JSONObject.make { object in
                object.set("account", json: changed.json)
                if file == nil { object.set("password", password) }
            }
            let sentence = "\(changed.username) has a new password, and is logged out everywhere."
            if file == nil {
                errand.tell(secret: password, "\(sentence) It is told here and never again:", json: json)
            } else {
                errand.tell(sentence, json: json)
            }
        }
    }

    static func token(_ errand: AdminErrand) async throws(Admin.Ending) {
        let words = errand.words
        let scopes = words["--scopes"]?.split(separator: ",").map { String($0).lowercased() }
        for scope in scopes ?? [] { _ = try errand.choice(scope, ["read", "write", "manage"], what: "A scope") }
        let end = try errand.moment("--expires")
        let people = try await errand.people()
        try await errand.forEach([errand.argument(0)]) { (who) async throws(ClientError) in
            let person = try AdminErrand.person(who, in: people)
            let token = try await errand.api.makeToken(
                for: person.id, name: words["--name"], scopes: scopes, expiresAt: end)
            errand.tell(
                secret: token, "This token opens the account of \(person.username). It is told here and never again:",
                json: JSONObject.make { object in
                    object.set("account", json: person.json)
                    object.set("token", token)
                })
        }
    }

    static func importFile(_ errand: AdminErrand) async throws(Admin.Ending) {
        let words = errand.words
        try await MemberImport(
            api: errand.api, path: errand.argument(0), sync: words.has("--sync"), yes: words.has("--yes"),
            tokens: words.has("--tokens")
        ).run()
    }

    static func exportFile(_ errand: AdminErrand) async throws(Admin.Ending) {
        try await MemberExport(api: errand.api, path: errand.arguments.first).run()
    }

    // MARK: Passwords

    private static func firstLine(of file: String) throws(Admin.Ending) -> String {
        let bytes = try WholeFile.read(file, limit: 65_536)
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty, let password = String(validating: line, as: UTF8.self) else {
            throw .usage("\(file) has no password in its first line.")
        }
        return password
    }

    /// As the server makes them for new accounts: two codes, 78 bits.
    private static func madeUpPassword() throws(Admin.Ending) -> String {
        do throws(SecretsError) {
            let random = try SecureRandom()
            return OneTimeCode(from: random).text + "-" + OneTimeCode(from: random).text
        } catch {
            throw .other("No password can be made up: \(error)")
        }
    }
}
