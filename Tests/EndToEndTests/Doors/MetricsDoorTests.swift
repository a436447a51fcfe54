import Foundation
import SQLite
import Testing

extension WholeServer {
    @Suite("The figures at /metrics")
    struct MetricsDoorTests {
        /// How much figures have grown while something was done.
        private struct Growth {
            let before: Exposition
            let after: Exposition

            func of(_ name: String, _ labels: [String: String] = [:]) throws -> Double {
                try after.value(name, labels) - before.value(name, labels)
            }
        }

        @Test("Ten messages to three readers are ten messages, thirty deliveries, and bytes both ways")
        func traffic() throws {
            try withServer("--metrics", "127.0.0.1:0") { server in
                let ada = try server.owner("ada")
                let readers = try [ada, server.register("ben"), server.register("cem")].map { try $0.follow() }
                let before = try server.figures()
                for number in 1...10 { #expect(try ada.post("number \(number)", to: Person.firstRoom).status < 300) }
                for reader in readers {
                    for number in 1...10 {
                        let said = try reader.skip(to: "event").found
                        #expect(said.body?.text == "number \(number)")
                    }
                }
                // What a turn delivered is told when it ends, a moment after the sockets have it.
                try eventually("the deliveries are counted") {
                    try server.figures().value("roost_deliveries_total", ["door": "live"])
                        == before.value("roost_deliveries_total", ["door": "live"]) + 30
                }
                let growth = Growth(before: before, after: try server.figures())
                #expect(try growth.of("roost_messages_committed_total") == 10)
                #expect(try growth.of("roost_events_committed_total") == 10)
                #expect(try growth.of("roost_commit_events_sum") == 10)
                #expect(try growth.of("roost_commit_seconds_count") >= 1)
                #expect(try growth.of("roost_sync_seconds_count") >= growth.of("roost_commit_seconds_count"))
                #expect(try growth.of("roost_turn_deliveries_sum", ["door": "live"]) == 30)
                #expect(try growth.of("roost_http_answers_total", ["class": "2xx"]) == 10)
                #expect(try growth.of("roost_connections_accepted_total") == 10)
                #expect(try growth.of("roost_sent_bytes_total") > 30 * 9)
                #expect(try growth.of("roost_received_bytes_total") > 10 * 9)
                #expect(try growth.of("roost_deliveries_total", ["door": "irc"]) == 0)
                #expect(try growth.after.value("roost_connections", ["door": "live"]) == 3)
                try eventually("what is looked at once a second") {
                    let figures = try server.figures()
                    return try figures.value("roost_readers", ["door": "live"]) == 3
                        && figures.value("roost_accounts") == 3 && figures.value("roost_accounts_online") == 3
                        && figures.value("roost_rooms") == 1
                }
                // The same key once more is a repeat, and no message.
                let key = Key.next()
                for _ in 0..<2 { _ = try ada.post("twice", to: Person.firstRoom, key: key) }
                let last = Growth(before: growth.after, after: try server.figures())
                #expect(try last.of("roost_messages_committed_total") == 1)
                #expect(try last.of("roost_sends_repeated_total") == 1)
                for reader in readers { try reader.goodbye() }
                try eventually("they have gone") {
                    try server.figures().value("roost_connections", ["door": "live"]) == 0
                }
            }
        }

        @Test("Deliveries by IRC are counted apart")
        func irc() throws {
            try withIRCServer("--metrics", "127.0.0.1:0") { server in
                let ada = try server.owner("ada")
                let ben = try server.register("ben").irc(in: "#everyone")
                let before = try server.figures()
                #expect(before.families["roost_connections"] != nil)
                #expect(try before.value("roost_connections", ["door": "irc"]) == 1)
                _ = try ada.post("hello", to: Person.firstRoom)
                try ben.skip(to: "PRIVMSG")
                try eventually("the delivery is counted") {
                    try server.figures().value("roost_deliveries_total", ["door": "irc"])
                        == before.value("roost_deliveries_total", ["door": "irc"]) + 1
                }
            }
        }

        @Test("Refusals are counted by their codes, whichever door they leave by; wrong passwords apart")
        func refusals() throws {
            try withServer("--metrics", "127.0.0.1:0") { server in
                let ada = try server.owner("ada")
                let live = try ada.follow()
                let before = try server.figures()
                for _ in 0..<3 {
                    let form = ["login": "ada", "password": "wrong horse battery"]
                    #expect(try server.http.call("POST", "/v1/sessions", form).code == "bad_credentials")
                }
                #expect(try server.http.call("GET", "/v1/nowhere").status == 404)
                #expect(try server.http.call("PUT", "/healthz").status == 405)
                try live.say("{}")
                #expect(try live.skip(to: "error").found.code == "bad_request")
                try live.subscribe(99)
                #expect(try live.skip(to: "error").found.code == "room_unknown")
                let growth = Growth(before: before, after: try server.figures())
                #expect(try growth.of("roost_login_failures_total") == 3)
                #expect(try growth.of("roost_logins_total") == 0)
                for (code, count) in [
                    ("bad_credentials", 3.0), ("not_found", 1), ("method_not_allowed", 1), ("bad_request", 1),
                    ("room_unknown", 1), ("banned", 0),
                ] {
                    #expect(try growth.of("roost_refusals_total", ["code": code]) == count, "\(code)")
                }
                #expect(try growth.of("roost_http_answers_total", ["class": "4xx"]) == 5)
            }
        }

        @Test("A reader whose socket takes nothing shows as behind, until he reads again")
        func behind() throws {
            try withServer("--metrics", "127.0.0.1:0", "--slow-reader-timeout", "600") { server in
                let ada = try server.owner("ada")
                let slow = try server.register("ben").follow(receiveBuffer: 4_096)
                #expect(try server.figures().value("roost_readers_fell_behind_total", ["door": "live"]) == 0)
                let text = String(repeating: "x", count: 16_000)
                var sent = 0
                try eventually("the reader falls behind", within: .seconds(60)) {
                    for _ in 0..<20 { _ = try ada.post(text, to: Person.firstRoom) }
                    sent += 20
                    return try server.figures().value("roost_readers_fell_behind_total", ["door": "live"]) > 0
                }
                try eventually("he shows as behind") {
                    try server.figures().value("roost_readers_behind", ["door": "live"]) == 1
                }
                #expect(try server.figures().value("roost_sockets_blocked_total") > 0)
                #expect(try server.figures().value("roost_outbound_bytes") > 0)
                for _ in 0..<sent { try slow.skip(to: "event") }
                try eventually("he has caught up") {
                    let figures = try server.figures()
                    return try figures.value("roost_readers_behind", ["door": "live"]) == 0
                        && figures.value("roost_outbound_bytes") == 0
                }
            }
        }

        @Test("What holds up the committing thread is in the log while it lasts, and in the figures")
        func stall() throws {
            try withServer("--metrics", "127.0.0.1:0", "--stall-ms", "20") { server in
                let ada = try server.owner("ada")
                let live = try ada.follow()
                // Another program has the store: no commit gets past it.
                let intruder = try SQLiteConnection(path: server.data + "/roost.db", access: .readWrite)
                try intruder.beginImmediate()
                try live.send("held up", to: Person.firstRoom)
                try eventually("the log says so") {
                    server.log.contains(/warning a thread is held up thread=committer doing="a commit" milliseconds=/)
                }
                let during = try server.figures()
                #expect(try during.value("roost_turn_age_seconds", ["thread": "committer"]) > 0.02)
                #expect(try during.value("roost_pending_bytes") > 0)
                intruder.rollback()
                try live.skip(to: "ack")
                try eventually("the log says that it goes on") {
                    server.log.contains(/warning a thread goes on thread=committer milliseconds=/)
                }
                #expect(try server.figures().value("roost_stalls_total", ["thread": "committer"]) >= 1)
                #expect(try server.figures().value("roost_pending_bytes") == 0)
            }
        }

        @Test("The door gives the figures and nothing else, to GET and HEAD")
        func methods() throws {
            try withServer("--metrics", "127.0.0.1:0") { server in
                let door = HTTPCaller(port: try #require(server.metricsPort))
                let answer = try door.call("GET", "/metrics")
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
                let head = try door.call("HEAD", "/metrics")
                #expect((head.status, head.body.isEmpty) == (200, true))
                for method in ["POST", "PUT", "DELETE"] {
                    let answer = try door.call(method, "/metrics")
                    #expect((answer.status, answer.headers["allow"]) == (405, "GET, HEAD"))
                }
                for path in ["/", "/v1/server", "/metrics/x", "/healthz"] {
                    #expect(try door.call("GET", path).status == 404)
                }
                #expect(try door.call("POST", "/metrics", fields: [("Content-Length", "5")]).status == 413)
                let rubbish = try RawSocket(port: door.port)
                try rubbish.write("what is this\r\n\r\n")
                #expect(String(decoding: try rubbish.readToEnd(), as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
                // Nothing of it shows at the door for everybody.
                let open = try server.http.call("GET", "/metrics")
                #expect(!String(decoding: open.body, as: UTF8.self).contains("roost_"))
                #expect(open.status == 404)
                // One after the other, in any pieces.
                let slow = try RawSocket(port: door.port)
                for piece in ["GET /met", "rics HTTP/1.1\r\nHo", "st: x\r\n", "\r\n"] { try slow.write(piece) }
                #expect(String(decoding: try slow.readToEnd(), as: UTF8.self).contains("\nroost_build_info{"))
            }
        }

        @Test("Without the setting there is no such door; where somebody else is, the server does not start")
        func setting() throws {
            try withServer { server in
                #expect(server.metricsPort == nil)
                #expect(try server.http.call("GET", "/metrics").status == 404)
                let taken = "127.0.0.1:\(server.port)"
                let other = try server.tryAnother(
                    "--listen", "127.0.0.1:0", "--data", server.folder + "/other", "--metrics", taken)
                #expect(other.exit == .code(2))
                #expect(other.sentence.contains("Cannot listen on \(taken)"))
                #expect(other.sentence.contains("--metrics"))
                let bad = try server.tryAnother("--metrics", "9464")
                #expect(bad.exit == .code(2))
                #expect(bad.sentence.contains("--metrics"))
            }
        }
    }
}
