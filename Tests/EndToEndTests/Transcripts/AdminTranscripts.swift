import Foundation
import Testing

extension WholeServer {
    @Suite("Administration")
    struct AdminTranscripts {
        @Test("An owner runs the house from a script: people, links, rooms, reports, settings, and the log of it all")
        func day() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                try people(server, ada)
                try entry(server, ada)
                try rooms(server, ada)
                try reports(server, ada)
                try log(server, ada)
            }
        }

        /// Runs a command that must succeed, and gives what it printed.
        private func run(_ server: ServerProcess, _ ada: Person, _ words: String...) throws -> String {
            let run = try server.admin(words, token: ada.token)
            #expect(run.exit == .code(0), "\(words): \(run.complaints)")
            return run.output.trimmingCharacters(in: .newlines)
        }

        /// The objects that a command printed, one a line.
        private func objects(_ output: String) throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
        }

        private func people(_ server: ServerProcess, _ ada: Person) throws {
            // What is printed is the password and nothing else.
            let first = try run(server, ada, "users", "add", "ben@example.org", "--name", "Ben B")
            #expect(try server.logIn("ben", first).status == 201)
            let new = try run(server, ada, "users", "password", "BEN@example.org")
            #expect(try server.logIn("ben", first).status == 401)
            let ben = try #require(try server.logIn("ben", new).said.token)
            let file = try server.file("password", "a long password\nand a second line\n")
            #expect(try run(server, ada, "users", "password", "ben", "--password-file", file) == "")
            #expect(try server.logIn("ben", "a long password").status == 201)
            #expect(try server.http.call("GET", "/v1/me", token: ben).status == 401)

            let cid = try objects(run(server, ada, "users", "add", "cid", "--role", "guest", "--no-password", "--json"))
            #expect((cid.first?["account"] as? [String: Any])?["role"] as? String == "guest")
            let token = try run(server, ada, "users", "token", "cid", "--scopes", "read", "--expires", "30d")
            #expect(try server.http.call("GET", "/v1/me", token: token).said.account?.username == "cid")
            #expect(try server.http.call("POST", "/v1/rooms", ["handle": "x"], token: token).status == 403)
            _ = try run(server, ada, "users", "name", "cid", "Cid C")
            _ = try run(server, ada, "users", "role", "cid", "member")

            _ = try run(server, ada, "users", "add", "dora@example.org", "--no-password")
            // Nobody is at the terminal to be asked, and nothing is done without an answer.
            let asked = try server.admin("users", "remove", "dora", token: ada.token)
            #expect(asked.exit == .code(2) && asked.complaints.contains("--yes"))
            #expect(try run(server, ada, "users", "list").contains("dora"))
            _ = try run(server, ada, "users", "remove", "dora@example.org", "--yes")
            // One name is wrong: the rest is done, and the exit code says so.
            let some = try server.admin("users", "deactivate", "nobody", "cid", token: ada.token)
            #expect(some.exit == .code(5) && some.complaints.contains("nobody"))
            #expect(try objects(run(server, ada, "users", "list", "--deactivated", "--json")).count == 1)
            _ = try run(server, ada, "users", "reactivate", "cid")
            let table = try run(server, ada, "users", "list").split(separator: "\n")
            #expect(table.count == 4)
            #expect(table.last?.contains("cid       Cid C  member  active") == true, "\(table)")
            #expect(try server.admin("users", "list", token: "nonsense").exit == .code(3))
            let stranger = try #require(try server.logIn("ben", "a long password").said.token)
            #expect(try server.admin("users", "role", "ben", "owner", token: stranger).exit == .code(5))
        }

        private func entry(_ server: ServerProcess, _ ada: Person) throws {
            #expect(try run(server, ada, "settings", "set", "registration", "link").contains("link"))
            #expect(try run(server, ada, "settings", "set", "mail_domains", "example.org").contains("example.org"))
            let token = try run(
                server, ada, "invites", "make", "--room", "everyone", "--uses", "1", "--expires", "2d", "--note", "Eve")
            let form = [
                "mail": "eve@example.org", "username": "eve", "password": Person.password, "invite": token,
            ]
            #expect(try server.http.call("POST", "/v1/accounts", form).status == 201)
            _ = try run(server, ada, "invites", "make")
            let links = try objects(run(server, ada, "invites", "list", "--json"))
            #expect(links.count == 2)
            for link in links {
                _ = try run(server, ada, "invites", "revoke", "\(link["id"] as? Int ?? 0)")
            }
            #expect(try run(server, ada, "invites", "list") == "")
            _ = try run(server, ada, "settings", "set", "mail_domains", "any")
            let rules = try objects(run(server, ada, "settings", "set", "registration", "default", "--json"))
            #expect(rules.first?["registration"] as? String == "open")
            #expect(try run(server, ada, "settings", "show").contains("mail_domains  any"))
        }

        private func rooms(_ server: ServerProcess, _ ada: Person) throws {
            let eve = try Person(
                server: server, id: 5, username: "eve", token: #require(server.logIn("eve").said.token))
            let room = try eve.createRoom("garden", title: "The Garden")
            // Nothing is done in a room by who is not in it.
            #expect(try server.admin("rooms", "delete", "garden", "--yes", token: ada.token).exit == .code(5))
            _ = try run(server, ada, "rooms", "join", "#garden")
            _ = try run(server, ada, "rooms", "add", "garden", "ben", "cid")
            _ = try run(server, ada, "rooms", "role", "garden", "ben", "moderator")
            _ = try run(server, ada, "rooms", "kick", "garden", "cid")
            let members = try objects(run(server, ada, "rooms", "members", "\(room)", "--json"))
            #expect(members.compactMap { $0["username"] as? String }.sorted() == ["ada", "ben", "eve"])
            _ = try run(server, ada, "rooms", "archive", "garden")
            #expect(try eve.post("hello", to: room).code == "room_archived")
            _ = try run(server, ada, "rooms", "unarchive", "garden")
            _ = try run(server, ada, "rooms", "delete", "garden", "--yes")
            #expect(try run(server, ada, "rooms", "list", "--deleted").contains("garden"))
            _ = try run(server, ada, "rooms", "restore", "garden")
            #expect(try eve.post("hello", to: room).code == nil)
            #expect(try run(server, ada, "rooms", "list", "--search", "gard").contains("The Garden"))
        }

        private func reports(_ server: ServerProcess, _ ada: Person) throws {
            let ben = try #require(try server.logIn("ben", "a long password").said.token)
            for reason in ["shouts", "shouts again"] {
                let form: [String: Any] = ["person": 5, "reason": reason]
                #expect(try server.http.call("POST", "/v1/reports", form, token: ben).status == 201)
                let waiting = try objects(run(server, ada, "reports", "list", "--json"))
                let number = try #require(waiting.last?["id"] as? Int)
                #expect(try run(server, ada, "reports", "list").contains(reason))
                _ = try run(server, ada, "reports", "assign", "\(number)")
                _ = try run(server, ada, "reports", "release", "\(number)")
                _ = try run(server, ada, "reports", "resolve", "\(number)", "dismiss", "--note", "It was a joke.")
            }
            #expect(try run(server, ada, "reports", "list") == "")
            #expect(try objects(run(server, ada, "reports", "list", "--state", "all", "--json")).count == 2)
        }

        private func log(_ server: ServerProcess, _ ada: Person) throws {
            let all = try run(server, ada, "audit").split(separator: "\n")
            let dora = try run(server, ada, "audit", "--person", "dora").split(separator: "\n")
            #expect(dora.count == 2, "\(dora)")
            #expect(dora.first?.contains("person_added") == true && dora.last?.contains("person_removed") == true)
            let kicked = try objects(run(server, ada, "audit", "--act", "member_removed", "--since", "1h", "--json"))
            #expect(kicked.count == 1)
            #expect((kicked.first?["body"] as? [String: Any])?["subject_name"] as? String == "cid")
            #expect(try run(server, ada, "audit", "--until", "1h") == "")
            #expect(try run(server, ada, "audit", "--search", "THE GARDEN").split(separator: "\n").count < all.count)

            // A log of several pages is read to its end.
            for turn in 0..<210 {
                try ada.ask("PATCH", "/v1/people/3", ["name": "Cid \(turn)"])
            }
            let renamed = try objects(run(server, ada, "audit", "--act", "person_renamed", "--json"))
            #expect(renamed.count == 211)
            let counts = try #require(try objects(run(server, ada, "server", "--json")).first)
            #expect(counts["people"] as? Int == 4 && counts["waiting_reports"] as? Int == 0)
            #expect((counts["limits"] as? [String: Any])?["message_bytes"] as? Int == 16_384)
            #expect(try run(server, ada, "server").contains("4: 1 owner, 0 admin, 3 member, 0 guest"))
        }
    }
}
