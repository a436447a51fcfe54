import Foundation
import Testing

extension WholeServer {
    @Suite("The server's own life")
    struct LifeTranscripts {
        @Test("After a restart everything is there as it was: accounts, sessions, rooms, members, messages")
        func restart() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("attic")
                try ben.join(room)
                for number in 1...50 { _ = try ada.post("box \(number)", to: room) }
                let before = try ben.history(of: room)
                let live = try ben.live()
                let epoch = try #require(try live.expect("welcome").epoch)

                #expect(try server.stop() == .code(0))
                try server.start()
                #expect(try ben.history(of: room) == before)
                #expect(try ada.ask("GET", "/v1/me").rooms?.map(\.handle) == ["everyone", "attic"])
                let again = try ben.live()
                #expect(try again.expect("welcome").epoch == epoch)
                try again.subscribe(room, after: before.count - 1, epoch: epoch)
                #expect(try again.expect("event").event == before.last)
                try again.expect("caught_up")
            }
        }

        @Test("SIGTERM: what was sent is settled, clients are told to come back, and the program ends with 0")
        func orderlyStop() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let (hers, his) = (try ada.follow(), try ben.follow())
                let before = try ada.history(of: Person.firstRoom).count
                let keys = (0..<200).map { _ in Key.next() }
                for key in keys { try hers.send(key, to: Person.firstRoom, key: key) }
                try hers.skip(to: "ack")
                server.signal(SIGTERM)

                let (code, passed) = try hers.end()
                #expect(code == 1012)
                #expect(try his.end().code == 1012)
                #expect(try server.wait() == .code(0))
                let acked = passed.filter { $0.op == "ack" }.compactMap(\.seq)
                #expect(server.log.contains("stopped"))

                // Acknowledged is there; and what is there beyond was acknowledged too, unless nobody could be told.
                try server.start()
                let after = try ada.history(of: Person.firstRoom).dropFirst(before)
                #expect(after.map(\.text) == Array(keys.prefix(after.count)))
                #expect(acked.allSatisfy { $0 <= before + after.count })
                #expect(acked.count + 1 == after.count, "what was accepted was answered before the end")
            }
        }

        @Test("SIGTERM with idle and half-open connections does not wait for them")
        func stopsPromptly() throws {
            try withServer { server in
                let idle = try RawSocket(port: server.port)
                let half = try RawSocket(port: server.port)
                try half.write("GET /healthz HT")
                #expect(try server.http.call("GET", "/healthz").status == 200)
                #expect(try server.stop() == .code(0))
                #expect(try idle.readToEnd().isEmpty)
                _ = try half.readToEnd()
            }
        }

        @Test("A second server on the same folder is refused in words that say why, and the first goes on")
        func secondOnFolder() throws {
            try withServer { server in
                let (exit, sentence) = try server.tryAnother("--data", server.data, "--listen", "127.0.0.1:0")
                #expect(exit == .code(2))
                #expect(sentence.contains("Another server"), "\(sentence)")
                #expect(try server.http.call("GET", "/healthz").said.status == "ok")
            }
        }

        @Test("A second server on the same port is refused, instead of taking half of the first one's connections")
        func secondOnPort() throws {
            try withServer { server in
                let other = try ServerProcess(settings: [])
                let (exit, sentence) = try other.tryAnother(
                    "--data", other.data, "--listen", "127.0.0.1:\(server.port)")
                #expect(exit == .code(2))
                #expect(sentence.contains("Cannot listen"), "\(sentence)")
                #expect(sentence.contains("--listen"), "\(sentence)")
            }
        }

        @Test("A setting that is unknown or has a bad value stops the start with a sentence that names it")
        func settings() throws {
            let server = try ServerProcess(settings: [])
            for (arguments, words) in [
                (["--colour", "red"], "--colour"), (["--message-bytes", "many"], "--message-bytes"),
                (["--message-bytes", "-1"], "--message-bytes"), (["--message-bytes"], "--message-bytes"),
                (["--listen", "nowhere"], "--listen"), (["--config", "/does/not/exist"], "/does/not/exist"),
                (["--registration", "maybe"], "--registration"), (["stray"], "stray"),
                (["--data", "/dev/null/x"], "/dev/null/x"),
            ] {
                let file = server.folder + "/complaint"
                try? FileManager.default.removeItem(atPath: file)
                let process = try ChildProcess(ServerProcess.program, ["serve"] + arguments, log: file)
                #expect(try process.wait() == .code(2), "\(arguments)")
                let complaint = try String(contentsOfFile: file, encoding: .utf8)
                #expect(complaint.contains(words), "\(complaint)")
                #expect(complaint.split(separator: "\n").count == 1, "\(complaint)")
            }
        }

        @Test("A store that is none is refused in words that name the file, and is left as it was")
        func foreignStore() throws {
            let server = try ServerProcess(settings: [])
            try FileManager.default.createDirectory(atPath: server.data, withIntermediateDirectories: false)
            let file = server.data + "/roost.db"
            try "these are not the rows you look for\n".write(toFile: file, atomically: true, encoding: .utf8)
            let (exit, sentence) = try server.tryAnother("--data", server.data, "--listen", "127.0.0.1:0")
            #expect(exit == .code(2))
            #expect(sentence.contains("roost.db"), "\(sentence)")
            #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("these are not"))
        }

        @Test("Nothing that was said and no secret is in the log, however much is logged")
        func log() throws {
            try withServer("--log-level", "debug") { server in
                let ada = try server.owner("ada")
                let live = try ada.follow()
                try live.send("the treasure is under the oak", to: Person.firstRoom)
                try live.skip(to: "ack")
                _ = try ada.post("and the key in the well", to: Person.firstRoom)
                _ = try server.http.call("POST", "/v1/sessions", ["login": "ada", "password": "not my password"])
                try server.stop()
                for secret in ["treasure", "key in the well", Person.password, "not my password", ada.token] {
                    #expect(!server.log.contains(secret))
                }
                #expect(server.log.contains("debug"))
            }
        }
    }
}
