import ChatClient
import ChatWire

/// Tokens for scripts, and how others make their accounts.
extension ChatConsole {
    func tokens(_ argument: String) async {
        var words = Words(argument)
        switch words.next()?.lowercased() {
        case nil:
            await attempt { api throws(ClientError) in
                let tokens = try await api.tokens()
                shownTokens = tokens.map(\.id)
                let rows = tokens.enumerated().map { place, token in
                    var row = "\(place + 1)  \(token.name ?? token.client)"
                    if let scopes = token.scopes { row += " (\(scopes.joined(separator: ", ")))" }
                    if let end = token.expiresAt { row += ", until \(TextTranscript.moment(end))" }
                    return row + (token.usedAt.map { ", used \(TextTranscript.moment($0))" } ?? ", never used")
                }
                screen.show(
                    .listing(
                        Listing("tokens", rows: rows, empty: "You have no tokens. \"tokens new NAME\" makes one.") {
                            $0.set("tokens", array: tokens.map(\.json))
                        }))
            }
        case "new":
            guard let name = words.next() else { return explainUse("tokens", "What shall it be called?") }
            var scopes: [String] = []
            while let scope = words.next({ ["read", "write", "manage"].contains($0.lowercased()) ? $0 : nil }) {
                scopes.append(scope.lowercased())
            }
            let until = words.next { WrittenTime.period($0) }.map { WrittenTime.now + $0 * 1_000 }
            guard words.isEmpty else { return explainUse("tokens", "tokens new NAME [read] [write] [manage] [90d]:") }
            await attempt { api throws(ClientError) in
                let made = try await api.makeToken(
                    name: name, scopes: scopes.isEmpty ? nil : scopes, expiresAt: until)
                screen.show(
                    .listing(
                        Listing(
                            "token_made",
                            rows: ["This token opens your account. It is shown only now:", "  \(made.token)"]
                        ) { object in
                            object.set("session", json: made.session.json)
                            object.set("token", made.token)
                        }))
            }
        case "end":
            guard let number = words.next().flatMap({ Int($0) }), shownTokens.indices.contains(number - 1) else {
                return explainUse("tokens", "Which one? \"tokens\" lists them with their numbers.")
            }
            await attempt { api throws(ClientError) in
                try await api.revokeToken(shownTokens[number - 1])
                screen.show(.note("That token opens nothing any more."))
            }
        default: explainUse("tokens", "tokens, tokens new NAME, or tokens end N:")
        }
    }

    // MARK: For those who manage people

    func invites(_ argument: String) async {
        var words = Words(argument)
        switch words.next()?.lowercased() {
        case nil:
            await attempt { api throws(ClientError) in
                let invites = try await api.invites()
                shownInvites = invites.map(\.id)
                let rows = invites.enumerated().map { place, invite in
                    "\(place + 1)  for a \(invite.role), used \(invite.used) times"
                        + (invite.uses.map { " of \($0)" } ?? "") + ", until \(TextTranscript.moment(invite.expiresAt))"
                        + (invite.note.isEmpty ? "" : "  \(invite.note)")
                }
                screen.show(
                    .listing(
                        Listing("invites", rows: rows, empty: "There are none. \"invites new\" makes one.") {
                            $0.set("invites", array: invites.map(\.json))
                        }))
            }
        case "new":
            let role = words.next { ["member", "guest"].contains($0.lowercased()) ? $0.lowercased() : nil }
            let until = words.next { WrittenTime.period($0) }.map { WrittenTime.now + $0 * 1_000 }
            let uses = words.next { Int($0) }
            var names: [String] = []
            while let name = words.next() { names.append(name) }
            await attempt { api throws(ClientError) in
                var rooms: [Int64] = []
                for name in names { rooms.append(try await room(called: name, api).id) }
                let made = try await api.makeInvite(role: role, rooms: rooms, uses: uses, expiresAt: until)
                screen.show(
                    .listing(
                        Listing(
                            "invite_made",
                            rows: [
                                "Whoever has this can make an account, with \"register\" and --invite. "
                                    + "It is shown only now:", "  \(made.token)",
                            ]
                        ) { object in
                            object.set("invite", json: made.invite.json)
                            object.set("token", made.token)
                        }))
            }
        case "end":
            guard let number = words.next().flatMap({ Int($0) }), shownInvites.indices.contains(number - 1) else {
                return explainUse("invites", "Which one? \"invites\" lists them with their numbers.")
            }
            await attempt { api throws(ClientError) in
                try await api.revokeInvite(shownInvites[number - 1])
                screen.show(.note("That link is good no more."))
            }
        default: explainUse("invites", "invites, invites new [guest] [2d] [USES] [ROOM…], or invites end N:")
        }
    }

    /// Who may make an account: shows it, or sets one thing of it.
    func registration(_ argument: String) async {
        var words = Words(argument)
        let verb = words.next()?.lowercased()
        var domains: [String] = []
        while let domain = words.next() { domains.append(domain) }
        await attempt { api throws(ClientError) in
            let rules: EntryRulesView
            switch verb {
            case nil: rules = try await api.entryRules()
            case "open", "link", "closed": rules = try await api.changeEntryRules(registration: verb)
            case "mail" where !domains.isEmpty:
                rules = try await api.changeEntryRules(mailDomains: domains == ["all"] ? [] : domains)
            case "guests" where domains == ["on"] || domains == ["off"]:
                rules = try await api.changeEntryRules(guests: domains == ["on"])
            default: return explainUse("registration", "open, link, closed, mail DOMAIN…, or guests on|off:")
            }
            let who = ["open": "everybody", "link": "who has a link (\"invites\")", "closed": "nobody by himself"]
            var row = "An account can be made by \(who[rules.registration] ?? rules.registration)"
            if !rules.mailDomains.isEmpty {
                row += ", with a mail address of \(rules.mailDomains.joined(separator: ", "))"
            }
            if rules.guests { row += ". Anyone may come in by IRC as a guest" }
            screen.show(.listing(Listing("registration", rows: [row + "."]) { $0.set("rules", json: rules.json) }))
        }
    }
}
