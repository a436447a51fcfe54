import ChatClient
public import ChatWire

/// Who lives here, and what those do who manage them.
extension ChatConsole {
    /// Whether one manages people, as far as is known here; the server decides.
    var managesPeople: Bool { account?.role == "owner" || account?.role == "admin" }

    func listPeople() async {
        await attempt { api throws(ClientError) in
            knownPeople = try await api.people()
            screen.show(.people(knownPeople))
        }
    }

    func addPerson(_ argument: String) async {
        let words = argument.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard let login = words.first.map(String.init) else {
            return screen.show(.problem(code: "usage", "Whom? add MAIL NAME"))
        }
        let name = words.count == 2 ? String(words[1]).trimmingBlanks() : nil
        let shown = TerminalText.truncated(TerminalText.line(name ?? login), columns: 40)
        guard let password = await chosenPassword("Password for \(shown) (empty: one is made up): ") else { return }
        let isMail = login.contains("@")
        let person = NewPerson(
            mail: isMail ? login : nil, username: isMail ? nil : login, name: name,
            secret: password.isEmpty ? .madeUp : .password(password))
        await attempt { api throws(ClientError) in
            let added = try await api.addPerson(person)
            screen.show(.added(added.account, password: added.password))
        }
    }

    func removePerson(_ who: String) async {
        await withPerson(who, usage: "remove MAIL-or-USERNAME") { api, person throws(ClientError) in
            let name = TerminalText.truncated(TerminalText.line(person.username), columns: 40)
            if mode == .terminal {
                let answer = await ask("Remove \(name) for good? Messages stay. [y/N] ")
                guard let answer, ["y", "yes"].contains(answer.trimmingBlanks().lowercased()) else {
                    return screen.show(.note("Nothing was changed."))
                }
            }
            try await api.removePerson(person.id)
            screen.show(.note("\(name) is removed."))
        }
    }

    func setActive(_ isActive: Bool, _ who: String) async {
        let verb = isActive ? "reactivate" : "deactivate"
        await withPerson(who, usage: "\(verb) MAIL-or-USERNAME") { api, person throws(ClientError) in
            let changed = try await api.change(person: person.id, .active(isActive))
            let outcome = isActive ? "can log in again" : "is deactivated, and logged out everywhere"
            screen.show(.note("\(changed.username) \(outcome)."))
        }
    }

    func setRole(_ argument: String) async {
        let words = argument.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 else {
            return screen.show(.problem(code: "usage", "Who becomes what? role WHO owner|admin|member|guest"))
        }
        await withPerson(words[0], usage: "role WHO ROLE") { api, person throws(ClientError) in
            let changed = try await api.change(person: person.id, .role(words[1].lowercased()))
            screen.show(.note("\(changed.username) is now \(changed.role ?? words[1])."))
        }
    }

    private func withPerson(
        _ who: String, usage: String, _ body: (ServerAPI, AccountView) async throws(ClientError) -> Void
    ) async {
        guard !who.isEmpty else { return screen.show(.problem(code: "usage", "Whom? \(usage)")) }
        await attempt { api throws(ClientError) in try await body(api, try await person(who, api)) }
    }

    // MARK: Oneself

    func changePassword() async {
        guard let old = await ask("Old password: ", secret: true),
            let new = await chosenPassword("New password: ")
        else { return }
        await attempt { api throws(ClientError) in
            try await api.changePassword(from: old, to: new)
            screen.show(.note("Your password is changed. All your other log-ins have ended."))
        }
    }

    /// A password that is typed unseen on a terminal is typed twice.
    private func chosenPassword(_ question: String) async -> String? {
        while let first = await ask(question, secret: true) {
            if first.isEmpty || mode != .terminal { return first }
            guard let second = await ask("The same again: ", secret: true) else { return nil }
            if first == second { return first }
            screen.show(.problem(code: "password_invalid", "The two are not the same. Once more."))
        }
        return nil
    }

    func sessions(_ argument: String) async {
        let words = argument.lowercased().split(whereSeparator: \.isWhitespace)
        if words.isEmpty {
            return await attempt { api throws(ClientError) in
                shownSessions = try await api.sessions()
                screen.show(.sessions(shownSessions))
            }
        }
        guard words.count == 2, words[0] == "end" else {
            return screen.show(.problem(code: "usage", "sessions, sessions end NUMBER, or sessions end others"))
        }
        if words[1] == "others" {
            return await attempt { api throws(ClientError) in
                try await api.endOtherSessions()
                screen.show(.note("All your other log-ins have ended."))
            }
        }
        // The number is that of the list that was shown, whatever has come since.
        guard let number = Int(words[1]), shownSessions.indices.contains(number - 1) else {
            return screen.show(.problem(code: "usage", "Which one? \"sessions\" lists them with their numbers."))
        }
        await attempt { api throws(ClientError) in
            try await api.endSession(shownSessions[number - 1].id)
            screen.show(.note("That log-in has ended."))
        }
    }
}

extension AccountView {
    /// Whether a person who writes this means the account: its mail address or username, with an @ before it or not.
    public func isMeant(by written: String) -> Bool {
        let written = written.lowercased()
        if let mail, mail.lowercased() == written { return true }
        return username.lowercased() == (written.hasPrefix("@") ? String(written.dropFirst()) : written)
    }
}
