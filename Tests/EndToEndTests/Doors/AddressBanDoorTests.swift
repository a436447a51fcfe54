import Foundation
import Testing

extension WholeServer {
    /// Addresses that are kept out, through HTTP and the live stream, behind a proxy.
    @Suite("Kept out at the door")
    struct AddressBanDoorTests {
        private static func from(_ address: String) -> [(String, String)] { [("X-Forwarded-For", address)] }

        @Test("A banned address is refused whatever it asks for, its live stream is cut, and others are let be")
        func ban() throws {
            try withServer("--trusted-proxies", "127.0.0.1") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let there = try LiveProbe(
                    port: server.port, token: ben.token, fields: Self.from("198.51.100.7"))
                let elsewhere = try LiveProbe(
                    port: server.port, token: ben.token, fields: Self.from("198.51.101.7"))
                for address in ["127.0.0.1", "127.0.0.0/8", "nothing"] {
                    #expect(try ada.call("POST", "/v1/server/bans", ["address": address]).code == "bad_request")
                }
                try elsewhere.expect("welcome")
                let made = try ada.json("POST", "/v1/server/bans", ["address": "198.51.100.0/24", "reason": "spam"])
                let ban = try #require((made["ban"] as? [String: Any])?["id"] as? Int)
                #expect(try there.end().code == 4001)
                for path in ["/v1/me", "/v1/server", "/healthz", "/"] {
                    let answer = try server.http.call(
                        "GET", path, token: ben.token, fields: Self.from("198.51.100.9"))
                    #expect(answer.status == 403 && answer.code == "banned", "\(path)")
                    #expect(String(decoding: answer.body, as: UTF8.self).contains("spam"))
                    #expect(
                        try server.http.call("GET", path, token: ben.token, fields: Self.from("198.51.101.9")).status
                            == 200, "\(path)")
                }
                try elsewhere.subscribe(1)
                try elsewhere.expect("gap")
                // It holds over a restart.
                #expect(try server.stop() == .code(0))
                try server.start()
                #expect(try server.http.call("GET", "/v1/server", fields: Self.from("198.51.100.9")).code == "banned")
                try ada.ask("DELETE", "/v1/server/bans/\(ban)")
                #expect(try server.http.call("GET", "/v1/server", fields: Self.from("198.51.100.9")).status == 200)
            }
        }

        @Test("What one sets for IRC, and of one's homepage, is told over HTTP, at the console and to others")
        func settings() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let before = try ben.json("GET", "/v1/me/irc")
                #expect(before["history_lines"] as? Int == 20 && before["bot"] as? Bool == false)
                #expect(try ben.call("PATCH", "/v1/me/irc", ["history_lines": 201]).code == "bad_request")
                let console = try server.console("ben")
                for (line, shown) in [
                    ("/irc bot on", "bot        on"), ("/irc history 7", "history    7"),
                    ("/scram on", "works after your next log-in"),
                    ("/profile homepage https://example.org/ben", "homepage  https://example.org/ben"),
                ] {
                    try console.type(line)
                    try console.shows(shown)
                }
                let after = try ben.json("GET", "/v1/me/irc")
                #expect(after["history_lines"] as? Int == 7 && after["bot"] as? Bool == true)
                let profile = try ada.json("GET", "/v1/people/\(ben.id)")
                #expect(profile["homepage"] as? String == "https://example.org/ben")
                #expect((profile["account"] as? [String: Any])?["bot"] as? Bool == true)
                #expect(try ben.call("PATCH", "/v1/me", ["homepage": "javascript:1"]).code == "text_invalid")
                #expect(try ben.json("GET", "/v1/me/scram")["ready"] as? Bool == false)
                #expect(try server.logIn("ben").status == 201)
                #expect(try ben.json("GET", "/v1/me/scram")["ready"] as? Bool == true)
                try ben.ask("DELETE", "/v1/me/scram")
                #expect(try ben.json("GET", "/v1/me/scram")["on"] as? Bool == false)
            }
        }
    }
}
