import Testing

extension WholeServer {
    @Suite("Accounts and presence by IRC")
    struct RegisteringByIRC {
        private func stranger(_ server: ServerProcess, _ nick: String) throws -> IRCProbe {
            let probe = try IRCProbe(port: server.ircPort)
            try probe.register(nick, capabilities: ["standard-replies", "draft/account-registration"])
            return probe
        }

        private func fault(_ probe: IRCProbe, _ command: String) throws -> [String] {
            try probe.say(command)
            return Array(try probe.skip(to: "FAIL", "REGISTER").found.parameters.dropLast())
        }

        @Test("The first account takes the owner's code; the next are made by whoever comes")
        func open() throws {
            try withIRCServer { server in
                let code = try #require(server.ownerCode)
                let probe = try stranger(server, "ada")
                #expect(
                    try fault(probe, "REGISTER * ada@example.org secret-enough")
                        == ["REGISTER", "OWNER_CODE_NEEDED", "ada"])
                try probe.say("REGISTER * ada@example.org secret-enough \(code)")
                #expect(try probe.skip(to: "900").found[2] == "ada")
                #expect(try probe.skip(to: "REGISTER").found.parameters.prefix(2) == ["SUCCESS", "ada"])
                try probe.skip(to: "JOIN")
                #expect(
                    try fault(probe, "REGISTER * b@example.org secret-enough") == [
                        "REGISTER", "ALREADY_AUTHENTICATED", "ada",
                    ])
                #expect(try fault(probe, "VERIFY ada 123") == ["VERIFY", "ALREADY_AUTHENTICATED", "ada"])

                // Before the greeting.
                let early = try IRCProbe(port: server.ircPort)
                try early.say("CAP LS 302")
                var offer = try early.skip(to: "CAP").found
                while !offer.text.contains("draft/account-registration=") { offer = try early.skip(to: "CAP").found }
                #expect(
                    offer.text.split(separator: " ").contains(
                        "draft/account-registration=before-connect,email-required,custom-account-name"))
                try early.say("CAP REQ :draft/account-registration standard-replies")
                try early.skip(to: "CAP") { $0[1] == "ACK" }
                #expect(try fault(early, "REGISTER * * secret-enough") == ["REGISTER", "NEED_NICK", "*"])
                try early.say("NICK ben")
                #expect(try fault(early, "REGISTER") == ["REGISTER", "NEED_MORE_PARAMS"])
                #expect(try fault(early, "REGISTER * * secret-enough") == ["REGISTER", "INVALID_EMAIL", "ben"])
                #expect(try fault(early, "REGISTER * nonsense secret-enough") == ["REGISTER", "INVALID_EMAIL", "ben"])
                #expect(try fault(early, "REGISTER * ben@example.org short") == ["REGISTER", "WEAK_PASSWORD", "ben"])
                #expect(
                    try fault(early, "REGISTER * ben@example.org :\(String(repeating: "long", count: 100))")
                        == ["SUCCESS", "ben"])
                try early.say("USER ben 0 * :Ben")
                try early.say("CAP END")
                try early.skip(to: "001")

                let late = try stranger(server, "cem")
                #expect(
                    try fault(late, "REGISTER ADA c@example.org secret-enough") == [
                        "REGISTER", "ACCOUNT_EXISTS", "ADA",
                    ])
                #expect(
                    try fault(late, "REGISTER a:b c@example.org secret-enough") == [
                        "REGISTER", "BAD_ACCOUNT_NAME", "a:b",
                    ])
                #expect(
                    try fault(late, "REGISTER * ada@example.org secret-enough") == [
                        "REGISTER", "UNACCEPTABLE_EMAIL", "cem",
                    ])
                #expect(try fault(late, "VERIFY cem 123") == ["VERIFY", "INVALID_CODE", "cem"])
                // The service does the same.
                try late.say("PRIVMSG roost :register cem@example.org secret-enough")
                #expect(try late.skip(to: "900").found[2] == "cem")
                // And it is an account like any other.
                let answer = try server.http.call(
                    "POST", "/v1/sessions", ["login": "cem", "password": "secret-enough"])
                #expect(answer.status == 201)
            }
        }

        @Test("Where a link is needed, it is said with the rest, or before as PASS; where it is closed, nothing helps")
        func links() throws {
            try withIRCServer("--registration", "link") { server in
                let ada = try server.owner("ada")
                let token = try #require(try ada.json("POST", "/v1/invites")["token"] as? String)
                let probe = try stranger(server, "ben")
                #expect(
                    try fault(probe, "REGISTER * ben@example.org secret-enough")
                        == ["REGISTER", "REGISTRATION_CLOSED", "ben"])
                #expect(
                    try fault(probe, "REGISTER * ben@example.org secret-enough \(token.reversed())")
                        == ["REGISTER", "INVITE_INVALID", "ben"])
                #expect(
                    try fault(probe, "REGISTER * ben@example.org secret-enough http://example.org/#invite=\(token)")
                        == ["SUCCESS", "ben"])
                let other = try IRCProbe(port: server.ircPort)
                let second = try #require(try ada.json("POST", "/v1/invites")["token"] as? String)
                try other.say("CAP REQ :draft/account-registration standard-replies")
                try other.say("PASS \(second)")
                try other.say("NICK cem")
                #expect(try fault(other, "REGISTER * cem@example.org secret-enough") == ["SUCCESS", "cem"])
                try other.say("USER cem 0 * :Cem")
                try other.say("CAP END")
                try other.skip(to: "001")
                try ada.ask("PATCH", "/v1/server/settings", ["registration": "closed"])
                let late = try stranger(server, "dil")
                #expect(
                    try fault(late, "REGISTER * dil@example.org secret-enough \(second)")
                        == ["REGISTER", "REGISTRATION_CLOSED", "dil"])
            }
        }

        @Test("A client that only looks does not make one be there; a text said before the greeting holds")
        func preAway() throws {
            try withIRCServer("--offline-delay", "0") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("kitchen")
                try ben.join(room)
                func isOnline() throws -> Bool {
                    try ada.ask("GET", "/v1/people/\(ben.id)").account?.online ?? false
                }
                func presence() throws -> [String: Any] {
                    try #require(try ada.json("GET", "/v1/people/\(ben.id)")["account"] as? [String: Any])
                }
                func begin(_ away: String) throws -> IRCProbe {
                    let probe = try IRCProbe(port: server.ircPort)
                    try probe.say("CAP REQ :draft/pre-away sasl draft/read-marker standard-replies")
                    try probe.say("NICK ben")
                    try probe.say("USER ben 0 * :Ben")
                    try probe.authenticate("ben", ben.token)
                    try probe.say("AWAY " + away)
                    try probe.skip(to: "306")
                    try probe.say("CAP END")
                    try probe.skip(to: "366") { $0[1] == "#kitchen" }
                    return probe
                }
                let passive = try begin("*")
                #expect(try !isOnline())
                // It hears what its account hears.
                _ = try ada.post("hello", to: room)
                try passive.skip(to: "PRIVMSG")
                // Another one goes, and this one does not keep him there.
                let active = try ben.irc(in: "#kitchen")
                #expect(try isOnline())
                try active.say("QUIT")
                _ = try active.end()
                try eventually("he is gone") { try !isOnline() }
                // It may take it back, and say it again.
                try passive.say("AWAY")
                try passive.skip(to: "305")
                #expect(try isOnline())
                try passive.say("AWAY *")
                try passive.skip(to: "306")
                #expect(try !isOnline())
                try passive.say("QUIT")
                _ = try passive.end()
                let talking = try begin(":at lunch")
                try eventually("it is told") { try presence()["presence"] as? String == "away" }
                #expect((try presence()["status"] as? [String: Any])?["text"] as? String == "at lunch")
                try talking.say("AWAY")
                try talking.skip(to: "305")
                #expect(try presence()["presence"] == nil && (try isOnline()))
            }
        }
    }
}
