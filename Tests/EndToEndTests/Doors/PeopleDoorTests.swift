import Foundation
import Testing

extension WholeServer {
    /// How people come in, are seen, and go, over HTTP and the live stream.
    @Suite("People at the door")
    struct PeopleDoorTests {
        private func register(_ server: ServerProcess, _ name: String, invite: String?) throws -> Answer {
            var form = ["mail": "\(name)@example.org", "username": name, "password": Person.password]
            form["invite"] = invite
            return try server.http.call("POST", "/v1/accounts", form)
        }

        @Test("One registers by a link as often as it is good for, and not after it was revoked")
        func byLink() throws {
            try withServer("--registration", "link") { server in
                let ada = try server.owner("ada")
                #expect(try register(server, "ben", invite: nil).code == "registration_closed")
                let made = try ada.json("POST", "/v1/invites", ["uses": 1, "role": "guest", "rooms": [1]])
                let token = try #require(made["token"] as? String)
                func check() throws -> String {
                    let answer = try server.http.call("GET", "/v1/invites/check?token=\(token)")
                    return String(decoding: answer.body, as: UTF8.self)
                }
                let told = try check()
                #expect(told.hasPrefix(#"{"good":true,"by":"Ada","role":"guest","rooms":["Everyone"],"until":"#))
                let ben = try register(server, "ben", invite: token)
                #expect(try ben.said.account?.role == "guest")
                #expect(try check() == #"{"good":false}"#)
                #expect(try register(server, "cleo", invite: token).code == "invite_invalid")
                let listed = try ada.call("GET", "/v1/invites")
                #expect(!String(decoding: listed.body, as: UTF8.self).contains(token))
                // It is in no file either.
                let files = try FileManager.default.contentsOfDirectory(atPath: server.data)
                for file in files where file.hasPrefix("roost.db") {
                    let content = try Data(contentsOf: URL(filePath: "\(server.data)/\(file)"))
                    #expect(content.range(of: Data(token.utf8)) == nil)
                }
                try ada.ask("PATCH", "/v1/server/settings", ["registration": "open"])
                #expect(try register(server, "cleo", invite: nil).status == 201)
                #expect(try server.http.call("GET", "/v1/server").said.registration == "open")
            }
        }

        /// Method, path and scope of every operation that needs a log-in.
        private func operations(_ server: ServerProcess) throws -> [(id: String, String, String, scope: String)] {
            let answer = try server.http.call("GET", "/v1/openapi.json")
            let document = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
            let paths = try #require(document?["paths"] as? [String: [String: [String: Any]]])
            return paths.flatMap { path, item in
                item.compactMap { method, operation in
                    guard let scope = (operation["x-scope"] as? [String])?.first else { return nil }
                    return (operation["operationId"] as? String ?? "", method.uppercased(), path, scope)
                }
            }
        }

        @Test("A token does what its scopes say: each operation is refused to tokens with the other scopes")
        func scopes() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let tokens = ["read": try ada.script("read"), "write": try ada.script("write")]
                    .merging(["manage": try ada.script("manage")]) { first, _ in first }
                let operations = try operations(server)
                #expect(operations.count > 30)
                for (id, method, path, scope) in operations {
                    // What changes something is no reading, whatever it is called.
                    #expect(method == "GET" || scope != "read", "\(id)")
                    let place = path.replacing(/\{[a-z_]+\}/, with: "1")
                    for (name, person) in tokens where name != scope {
                        #expect(try person.call(method, place, [:]).code == "scope_needed", "\(id) by \(name)")
                    }
                    if scope == "read", id != "live.open" {
                        #expect(try tokens["read"]?.call(method, place).code != "scope_needed", "\(id)")
                    }
                }
                #expect(try ada.history(of: Person.firstRoom).count == 2)
            }
        }

        @Test("On the live stream a token that reads follows and sends nothing; one that only writes does not come in")
        func liveScopes() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let live = try ada.script("read").follow()
                try live.say(LiveProbe.send("hello", to: Person.firstRoom, id: 9, key: Key.next()))
                #expect(try live.expect("error").code == "scope_needed")
                _ = try ada.post("hello", to: Person.firstRoom)
                #expect(try live.expect("event").kind == "message")
                #expect(try ada.script("write").call("GET", "/v1/live").code == "scope_needed")
            }
        }

        @Test("Of who is invisible nothing is told but what he writes")
        func invisible() throws {
            try withServer("--offline-delay", "0") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                try ben.ask("PATCH", "/v1/me", ["presence": "invisible"])
                let live = try ada.follow()
                let his = try ben.follow()
                let people = try #require(try ada.ask("GET", "/v1/people").people)
                #expect(people.first { $0.id == ben.id }?.online == false)
                _ = try ben.post("boo", to: Person.firstRoom)
                try live.expect("event")
                try his.goodbye()
                _ = try ada.post("who was that?", to: Person.firstRoom)
                try live.expect("event")
            }
        }

        @Test(
            "Whom one has blocked cannot write to one directly, over either door, and is not told why; in rooms he can")
        func blocked() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try #require(try ben.ask("POST", "/v1/direct", ["person": ada.id]).room?.id)
                #expect(try ben.post("hello", to: room).status == 200)
                try ada.ask("PUT", "/v1/me/blocks/\(ben.id)")
                let refused = try ben.post("hello?", to: room)
                #expect(refused.code == "not_allowed")
                let live = try ben.follow(room)
                try live.say(LiveProbe.send("hello??", to: room, id: 9, key: Key.next()))
                let heard = try live.expect("error")
                #expect(heard.code == "not_allowed")
                #expect(heard.message == (try refused.said.error?.message))
                try ada.ask("DELETE", "/v1/me/blocks/\(ben.id)")
                try ada.ask("PATCH", "/v1/me", ["may_write_to_me": "nobody"])
                #expect(try ben.post("and now?", to: room).said.error?.message == heard.message)
                #expect(try ben.post("hello all", to: Person.firstRoom).status == 200)
                #expect(try ada.history(of: room).filter { $0.kind == "message" }.count == 1)
            }
        }

        @Test("A picture is sent as it is, served small and privately, and is the same until another one comes")
        func picture() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let gif = Array(
                    Data(base64Encoded: "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7") ?? Data())
                func put(_ bytes: [UInt8]) throws -> Answer {
                    try server.http.call("PUT", "/v1/me/picture", token: ben.token, bytes: bytes)
                }
                #expect(try put(gif).status == 200)
                let path = "/v1/people/\(ben.id)/picture"
                let shown = try ada.call("GET", path)
                #expect(shown.headers["content-type"] == "image/webp")
                #expect(shown.headers["x-content-type-options"] == "nosniff")
                #expect(shown.headers["cache-control"] == "private, no-cache")
                let tag = try #require(shown.headers["etag"])
                let again = try server.http.call("GET", path, token: ada.token, fields: [("If-None-Match", tag)])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                let named = try ada.call("GET", "\(path)?tag=\(tag.filter { $0 != "\"" })")
                #expect(named.headers["cache-control"]?.contains("immutable") == true)
                #expect(try server.http.call("GET", path).code == "not_logged_in")
                #expect(try put(Array("<svg/>".utf8)).code == "picture_invalid")
                // Larger than other bodies may be, and larger than a picture may be.
                #expect(try put([UInt8](repeating: 7, count: 500_000)).code == "picture_invalid")
                #expect(try put([UInt8](repeating: 7, count: 1_100_000)).code == "too_large")
                let other = try server.http.call(
                    "PATCH", "/v1/me", token: ben.token, bytes: [UInt8](repeating: 32, count: 500_000))
                #expect(other.code == "too_large")
            }
        }

        @Test("One takes out what is kept of one, goes, and cannot come back")
        func exportThenGo() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                try ben.ask("PATCH", "/v1/me", ["about": "tea", "status": ["text": "busy", "emoji": "🐝"]])
                for number in 1...5 { _ = try ben.post("mine \(number)", to: Person.firstRoom) }
                _ = try ada.post("hers", to: Person.firstRoom)
                let exported = try ben.json("GET", "/v1/me/export")
                #expect((exported["profile"] as? [String: Any])?["about"] as? String == "tea")
                var (texts, query, pages) = ([String](), "", 0)
                repeat {
                    let page = try ben.json("GET", "/v1/me/export/events\(query)")
                    let events = page["events"] as? [[String: Any]] ?? []
                    texts += events.compactMap { ($0["body"] as? [String: Any])?["text"] as? String }
                    let next = page["next"] as? [String: Int]
                    query = next.map { "?room=\($0["room"] ?? 0)&after=\($0["after"] ?? 0)" } ?? ""
                    pages += 1
                } while !query.isEmpty && pages < 100
                #expect(texts == (1...5).map { "mine \($0)" })
                #expect(try ben.call("DELETE", "/v1/me", ["password": "wrong password"]).code == "bad_credentials")
                #expect(try ada.call("DELETE", "/v1/me", ["password": Person.password]).code == "last_owner")
                #expect(try ben.call("DELETE", "/v1/me", ["password": Person.password]).status == 204)
                #expect(try ben.call("GET", "/v1/me").code == "not_logged_in")
                let login = ["login": "ben", "password": Person.password]
                #expect(try server.http.call("POST", "/v1/sessions", login).code == "bad_credentials")
                let log = try ada.history(of: Person.firstRoom)
                #expect(log.filter { $0.by.id == ben.id }.allSatisfy { $0.by.name == "Removed account" })
                #expect(log.last?.kind == "left")
            }
        }
    }
}
