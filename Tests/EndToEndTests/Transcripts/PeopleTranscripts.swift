import Foundation
import Testing

extension WholeServer {
    @Suite("People")
    struct PeopleTranscripts {
        @Test("A group's console: members come from a file, talk, are removed and are out at once; strangers stay out")
        func group() throws {
            try withServer("--registration", "closed") { server in
                let ada = try server.owner("ada")
                let users = try server.file(
                    "users.txt",
                    """
                    # the group
                    ben@example.org:ben's password:Ben

                    eve@example.org:"pass:word 12":Eve
                    nonsense
                    """)
                let imported = try server.admin("users", "import", users, token: ada.token)
                #expect(imported.exit == .code(5))
                #expect(imported.complaints.contains("line 5: It needs at least mail:password."))
                #expect(imported.complaints.contains("2 added, 0 checked or changed, 0 removed, 1 lines were bad"))

                let ben = try server.console("ben@example.org", "ben's password")
                try ben.shows("Everyone")
                let eve = try server.console("eve", "pass:word 12")
                try eve.shows("Everyone")
                try eve.type("hello Ben")
                try ben.shows("Eve  hello Ben")

                let owner = try server.console("ada", Person.password)
                try owner.shows("Everyone")
                try owner.type("/people")
                try owner.shows("Ben (ben)  ben@example.org")
                try owner.type("/remove BEN@example.org")
                try owner.shows("ben is removed.")
                try ben.shows("This account was removed.")
                #expect(try ben.process.wait() == .code(3))
                try eve.shows("left the room")

                for (login, password) in [("ben@example.org", "ben's password"), ("mallory", "let me in, please")] {
                    let stranger = try server.console(login, password)
                    try stranger.shows("The name or the password is wrong.")
                    #expect(try stranger.process.wait() == .code(3))
                }
                let form = ["mail": "m@example.org", "username": "mallory", "password": Person.password]
                let refused = try server.http.call("POST", "/v1/accounts", form)
                #expect(refused.code == "registration_closed")
                #expect(try refused.said.error?.message.contains("Ask its owner") == true)
            }
        }

        @Test("Export, then import, changes nobody's log-in, on this server or on another")
        func roundTrip() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let users = try server.file("users.txt", "ben@example.org:\"a:b\"\"c 123\":Ben B.\nbot:\n")
                #expect(try server.admin("users", "import", users, token: ada.token).exit == .code(0))
                let ben = try #require(try server.logIn("ben", "a:b\"c 123").said.token)
                let file = server.folder + "/export.txt"
                #expect(try server.admin("users", "export", file, token: ada.token).exit == .code(0))
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("a:b"))

                let again = try server.admin("users", "import", file, "--sync", token: ada.token)
                #expect(again.exit == .code(0), "\(again.complaints)")
                #expect(again.complaints.contains("0 added") && again.complaints.contains("0 removed"))
                for token in [ada.token, ben] {
                    #expect(try server.http.call("GET", "/v1/me", token: token).status == 200)
                }
                #expect(try server.logIn("ben@example.org", "a:b\"c 123").status == 201)
                #expect(try server.logIn("bot", "").status == 401)

                try withServer { other in
                    let owner = try other.owner("ida")
                    let moved = try other.admin("users", "import", file, token: owner.token)
                    #expect(moved.exit == .code(0), "\(moved.complaints)")
                    #expect(try other.logIn("ada").said.account?.role == "owner")
                    #expect(try other.logIn("ben", "a:b\"c 123").said.account?.name == "Ben B.")
                    #expect(try other.logIn("bot", "").status == 401)
                }
            }
        }

        @Test("A sync makes the members those of the file, cuts off who is absent, and asks before; tokens are printed")
        func sync() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let (ben, eve) = (try server.register("ben"), try server.register("eve"))
                let live = try ben.follow()
                let users = try server.file("users.txt", "eve:\nbot@example.org:\n")
                // Nobody is at the terminal to be asked.
                let asked = try server.admin("users", "import", users, "--sync", token: ada.token)
                #expect(asked.exit == .code(2))
                #expect(asked.complaints.contains("remove   ben@example.org"))
                #expect(try ada.ask("GET", "/v1/people").people?.count == 3)

                let done = try server.admin("users", "import", users, "--sync", "--yes", "--tokens", token: ada.token)
                #expect(done.exit == .code(0), "\(done.complaints)")
                #expect(try live.end().code == 4001)
                #expect(try eve.call("GET", "/v1/me").status == 200)
                #expect(try ada.ask("GET", "/v1/people").people?.map(\.username) == ["ada", "eve", "bot"])
                let line = done.output.split(separator: "\n").first.map(String.init) ?? ""
                #expect(line.hasPrefix("bot@example.org:"))
                let token = String(line.dropFirst("bot@example.org:".count))
                #expect(try server.http.call("GET", "/v1/me", token: token).said.account?.username == "bot")

                // A bad line might be anybody's.
                let bad = try server.file("bad.txt", "eve\n")
                let kept = try server.admin("users", "import", bad, "--sync", "--yes", token: ada.token)
                #expect(kept.exit == .code(5))
                #expect(try ada.ask("GET", "/v1/people").people?.count == 3)
                #expect(try server.admin("users", "import", bad, token: "nonsense").exit == .code(3))
                #expect(try server.admin("users", "import", server.folder + "/none", token: ada.token).exit == .code(2))
            }
        }
    }
}
