import Testing

extension WholeServer {
    @Suite("Accounts and log-in")
    struct AccountTranscripts {
        @Test("The first account needs the code that the server printed, becomes the owner, and is in the first room")
        func owner() throws {
            try withServer { server in
                let form = ["mail": "ada@example.org", "username": "ada", "password": Person.password]
                #expect(try server.http.call("GET", "/v1/server").said.ownerNeeded == true)
                let without = try server.http.call("POST", "/v1/accounts", form)
                #expect(without.status == 403)
                #expect(without.code == "owner_code_needed")
                let wrong = try server.http.call("POST", "/v1/accounts", form.merging(["code": "AAAA-AAAA"]) { $1 })
                #expect(wrong.code == "owner_code_needed")

                let ada = try server.owner("ada")
                let me = try ada.ask("GET", "/v1/me")
                #expect(me.account?.role == "owner")
                #expect(me.account?.mail == "ada@example.org")
                #expect(me.rooms?.map(\.handle) == ["everyone"])
                #expect(try server.http.call("GET", "/v1/server").said.ownerNeeded == false)
            }
        }

        @Test("The code serves once: after a restart none is printed, and nobody becomes a second owner")
        func oneOwner() throws {
            try withServer { server in
                let code = try #require(server.ownerCode)
                _ = try server.owner("ada")
                let ben = try server.register("ben", code: code)
                #expect(try ben.ask("GET", "/v1/me").account?.role == "member")
                try server.stop()
                try server.start()
                #expect(server.ownerCode == nil)
            }
        }

        @Test("Everyone who registers joins the first room by himself, and those there see him arrive")
        func firstRoom() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let live = try ada.follow()
                let ben = try server.register("ben")
                let joined = try live.expect("event")
                #expect(joined.kind == "joined")
                #expect(joined.by?.id == ben.id)
                #expect(joined.by?.name == "Ben")
                #expect(joined.body?.username == "ben")
                #expect(try ben.ask("GET", "/v1/me").rooms?.map(\.id) == [Person.firstRoom])
            }
        }

        @Test("A username and a mail address are taken whatever their case, and a look-alike is refused")
        func taken() throws {
            try withServer { server in
                _ = try server.owner("ada")
                func refusal(_ username: String, _ mail: String) throws -> String? {
                    try server.http.call(
                        "POST", "/v1/accounts", ["mail": mail, "username": username, "password": Person.password]
                    ).code
                }
                #expect(try refusal("ADA", "other@example.org") == "username_taken")
                #expect(try refusal("аda", "other@example.org") == "name_invalid", "a Cyrillic а among Latin letters")
                #expect(try refusal("ben", "ADA@example.org") == "mail_taken")
                #expect(try refusal("ben", "nonsense") == "mail_invalid")
                #expect(try refusal("be n", "ben@example.org") == "name_invalid")
            }
        }

        @Test("One logs in by username or mail address, and a wrong password and an unknown name have one answer")
        func logIn() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                for login in ["ada", "ADA", "ada@example.org", " Ada@Example.org "] {
                    let answer = try server.http.call(
                        "POST", "/v1/sessions", ["login": login, "password": Person.password])
                    #expect(answer.status == 201)
                    #expect(try answer.said.account?.id == ada.id)
                }
                let wrong = try server.http.call("POST", "/v1/sessions", ["login": "ada", "password": "wrong horse"])
                let unknown = try server.http.call(
                    "POST", "/v1/sessions", ["login": "nobody", "password": "wrong horse"])
                #expect(wrong.status == 401)
                #expect(wrong.code == "bad_credentials")
                #expect(unknown.body == wrong.body)
            }
        }

        @Test("Failed log-ins are slowed, for the account also when the right password comes at last")
        func slowed() throws {
            try withServer("--login-failures", "3") { server in
                _ = try server.owner("ada")
                func tryLogIn(_ password: String) throws -> Answer {
                    try server.http.call("POST", "/v1/sessions", ["login": "ada", "password": password])
                }
                for _ in 0..<3 { #expect(try tryLogIn("wrong horse").code == "bad_credentials") }
                let slowed = try tryLogIn(Person.password)
                #expect(slowed.status == 429)
                #expect(try slowed.said.error?.limit?.name == "login_failures")
                #expect(slowed.headers["retry-after"] != nil)
                try eventually("the pause to end") { try tryLogIn(Person.password).status == 201 }
            }
        }

        @Test("Logging out ends the session and its live connections, and no other session")
        func logOut() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let said = try server.http.call("POST", "/v1/sessions", ["login": "ada", "password": Person.password])
                    .said
                let elsewhere = Person(server: server, id: ada.id, username: "ada", token: try #require(said.token))
                let (here, there) = (try ada.follow(), try elsewhere.follow())

                try ada.ask("DELETE", "/v1/session")
                #expect(try here.end().code == 4001)
                #expect(try ada.call("GET", "/v1/me").status == 401)
                #expect(try ada.live().answer.status == 401)

                try there.send("still here", to: Person.firstRoom)
                try there.skip(to: "ack")
            }
        }

        @Test("Where registration is closed nobody but the owner gets in, and is told so")
        func closed() throws {
            try withServer("--registration", "closed") { server in
                #expect(try server.http.call("GET", "/v1/server").said.registration == "closed")
                _ = try server.owner("ada")
                let refused = try server.http.call(
                    "POST", "/v1/accounts", ["mail": "b@example.org", "username": "ben", "password": Person.password])
                #expect(refused.status == 403)
                #expect(refused.code == "registration_closed")
            }
        }

        @Test("A browser's session is a cookie that scripts cannot read, and only the server's own page may use it")
        func cookie() throws {
            try withServer { server in
                _ = try server.owner("ada")
                let answer = try server.http.call(
                    "POST", "/v1/sessions", ["login": "ada", "password": Person.password, "cookie": true])
                #expect(try answer.said.token == nil)
                let cookie = try #require(answer.headers["set-cookie"])
                #expect(cookie.contains("HttpOnly"))
                #expect(cookie.contains("SameSite=Lax"))
                let pair = String(cookie.prefix { $0 != ";" })
                let own = "http://127.0.0.1:\(server.port)"
                func create(_ handle: String, origin: String?) throws -> Answer {
                    try server.http.call(
                        "POST", "/v1/rooms", ["handle": handle],
                        fields: [("Cookie", pair)] + (origin.map { [("Origin", $0)] } ?? []))
                }
                #expect(try create("mine", origin: own).status == 201)
                #expect(try create("theirs", origin: "https://evil.example").code == "wrong_origin")
                #expect(try create("nobodys", origin: nil).code == "wrong_origin")
                #expect(try create("nulls", origin: "null").code == "wrong_origin")

                func live(_ origin: String?) throws -> Int {
                    try LiveProbe(
                        port: server.port, token: nil,
                        fields: [("Cookie", pair)] + (origin.map { [("Origin", $0)] } ?? [])
                    ).answer.status
                }
                #expect(try live(own) == 101)
                #expect(try live("https://evil.example") == 403)
                #expect(try live(nil) == 403)
            }
        }
    }
}
