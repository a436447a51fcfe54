import Foundation
import Testing

extension ServerProcess {
    /// Runs `roost export` or `roost import` to its end.
    func errand(_ words: String..., token: String) throws -> Run {
        let log = folder + "/errand-\(UUID().uuidString)"
        let process = try ChildProcess(
            Self.program, words + ["--server", "http://127.0.0.1:\(port)"], log: log,
            variables: ["ROOST_TOKEN": token, "HOME": folder])
        let output = try process.output { _ in false }
        return Run(
            exit: try process.wait(), output: output,
            complaints: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }
}

extension WholeServer {
    @Suite("Histories as files")
    struct HistoryTranscripts {
        @Test("Whatever was acknowledged before a crash is in the room's file, once and in order")
        func killed() throws {
            let folder = NSTemporaryDirectory() + "/roost-transcripts-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try withServer("--transcripts", folder) { server in
                let ada = try server.owner()
                var acknowledged: [(seq: Int, text: String)] = []
                for round in 0..<4 {
                    let live = try ada.follow()
                    var texts: [Int: String] = [:]
                    for number in 0..<150 {
                        let id = live.nextID()
                        texts[id] = "round \(round) number \(number)."
                        live.queue(
                            LiveProbe.send(texts[id] ?? "", to: Person.firstRoom, id: id, key: Key.next()))
                    }
                    try live.flush()
                    for _ in 0..<(40 + 30 * round) {
                        let ack = try live.skip(to: "ack").found
                        if let id = ack.id, let seq = ack.seq, let text = texts[id] { acknowledged.append((seq, text)) }
                    }
                    try server.kill9()
                    try server.start()
                }
                try ada.post("the end", to: Person.firstRoom).expectSuccess()
                let export = try server.errand("export", "1", token: ada.token)
                #expect(export.exit == .code(0), "\(export.complaints)")
                var file = ""
                try eventually("the last message in the room's file") {
                    let name = try FileManager.default.contentsOfDirectory(atPath: folder).first {
                        $0.hasSuffix("-1.txt")
                    }
                    file = (try? String(contentsOfFile: folder + "/" + (name ?? ""), encoding: .utf8)) ?? ""
                    return file.contains("the end")
                }
                #expect(file == export.output)
                let lines = file.split(separator: "\n")
                let places = acknowledged.map { message in
                    lines.indices.filter { lines[$0].hasSuffix(": " + message.text) }
                }
                #expect(places.allSatisfy { $0.count == 1 })
                #expect(places.flatMap(\.self) == places.flatMap(\.self).sorted())
            }
        }

        @Test("What was exported from one server is the same history on another; twice adds nothing")
        func moved() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner(), try server.register("ben"))
                let room = try ada.createRoom("plans", title: "The Plans")
                try ben.join(room)
                func say(_ person: Person, _ form: [String: Any]) throws -> Int {
                    let answer = try person.ask(
                        "POST", "/v1/rooms/\(room)/messages", form.merging(["key": Key.next()]) { a, _ in a })
                    return answer.seq ?? 0
                }
                let first = try say(ada, ["text": "# Start\n*now*"])
                _ = try say(ben, ["text": "in a thread", "thread": first])
                let wrong = try say(ben, ["text": "worng"])
                try ben.ask("PATCH", "/v1/rooms/\(room)/messages/\(wrong)", ["text": "wrong"])
                let secret = try say(ada, ["text": "secret"])
                try ada.ask("DELETE", "/v1/rooms/\(room)/messages/\(secret)")
                try ben.ask("PUT", "/v1/rooms/\(room)/messages/\(first)/reactions", ["emoji": "👍"])
                _ = try say(ada, ["text": "bye", "reply_to": wrong])
                let file = server.folder + "/plans.jsonl"
                let export = try server.errand(
                    "export", "#plans", "--format", "jsonl", "--output", file, token: ada.token)
                #expect(export.exit == .code(0), "\(export.complaints)")
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600)

                try withServer { other in
                    let eve = try other.owner("eve")
                    let dry = try other.errand("import", file, token: eve.token)
                    #expect(dry.exit == .code(2), "nobody is there to be asked: \(dry.complaints)")
                    let run = try other.errand("import", file, "--yes", "--map", "ada=eve", token: eve.token)
                    #expect(run.exit == .code(0), "\(run.complaints)")
                    let again = try other.errand("import", file, "--yes", "--map", "ada=eve", token: eve.token)
                    #expect(again.exit == .code(0) && again.complaints.contains("nothing was added"))
                    let rooms = try eve.ask("GET", "/v1/me").rooms ?? []
                    let moved = try #require(rooms.first { $0.handle == "plans" })
                    let (old, new) = (try shown(room, ada), try shown(moved.id, eve))
                    // The importer comes in last, which is an event of its own.
                    #expect(old.map(\.text) == new.map(\.text))
                    #expect(old.map(\.at) == new.map(\.at))
                    #expect(old.map(\.edited) == new.map(\.edited))
                    #expect(old.map(\.deleted) == new.map(\.deleted))
                    #expect(old.map(\.reactions) == new.map(\.reactions))
                    #expect(old.map(\.thread) == new.map(\.thread))
                    #expect(old.map(\.reply) == new.map(\.reply))
                    #expect(old.map { $0.by == "Ada" ? "Eve" : $0.by } == new.map(\.by))
                    let ben = try eve.ask("GET", "/v1/people").people?.first { $0.username == "ben" }
                    #expect(try other.logIn("ben").status == 401 && ben != nil)
                }
            }
        }

        @Test("A Slack export becomes rooms of their own, and says what stays behind")
        func slack() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner(), try server.register("ben"))
                let folder = server.folder + "/slack"
                for part in ["general", "D1"] {
                    try FileManager.default.createDirectory(
                        atPath: folder + "/" + part, withIntermediateDirectories: true)
                }
                for (path, text) in Self.sample {
                    try text.write(toFile: folder + "/" + path, atomically: true, encoding: .utf8)
                }
                let run = try server.errand("import", folder, "--yes", token: ada.token)
                #expect(run.exit == .code(0), "\(run.complaints)")
                #expect(run.complaints.contains("1 × direct conversations were left out"))
                #expect(run.complaints.contains("1 × reactions with emoji of the other house's own"))
                let rooms = try ben.ask("GET", "/v1/me").rooms ?? []
                let room = try #require(rooms.first { $0.handle == "general" })
                let lines = try shown(room.id, ben)
                #expect(lines.map(\.by) == ["Ada", "Cleo", "Ben", "deploybot"])
                #expect(
                    lines.map(\.text) == [
                        "hello **all**", "a reply to @ada", "[plan.pdf](https://files.example/1)", "done",
                    ])
                #expect(
                    lines.map(\.at) == [1_700_000_000_000, 1_700_000_060_000, 1_700_000_120_000, 1_700_000_180_000])
                #expect(lines[1].thread != nil && lines[0].reactions == ["🎉 1"])
                // What the import made cannot be used, and nobody is called by it.
                #expect(try server.logIn("cleo").status == 401)
                #expect(try ada.ask("GET", "/v1/me").rooms?.contains { $0.handle == "d1" } == false)
                let member = try server.errand("import", folder, "--yes", token: ben.token)
                #expect(member.exit == .code(5), "\(member.complaints)")
            }
        }

        @Test("An export that is refused leaves no file; days choose what is in it")
        func refused() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner(), try server.register("ben"))
                let room = try ada.createRoom("plans")
                try ada.post("hello", to: room).expectSuccess()
                let file = server.folder + "/out.txt"
                let refused = try server.errand("export", "plans", "--output", file, token: ben.token)
                #expect(refused.exit != .code(0))
                #expect(
                    !FileManager.default.fileExists(atPath: file)
                        && !FileManager.default.fileExists(atPath: file + ".new"))
                let early = try server.errand("export", "plans", "--until", "2001-01-01", token: ada.token)
                #expect(early.exit == .code(0) && early.output == "# plans (#plans). Times are UTC.\n")
                let page = try server.errand(
                    "export", "plans", "--format", "html", "--zone", "+02:00", token: ada.token)
                #expect(page.output.hasPrefix("<!") && page.output.contains("hello") && page.output.contains("+02:00"))
                #expect(
                    try server.errand("export", "plans", "--since", "2026-02-30", token: ada.token).exit == .code(2))
            }
        }

        // MARK: What people see

        private struct Line {
            var by: String
            var text: String?
            var at: Int
            var edited: Int?
            var deleted: Bool
            var reactions: [String]
            /// Texts, for numbers differ.
            var thread: String?
            var reply: String?
        }

        /// The messages of a room as they are now.
        private func shown(_ room: Int, _ person: Person) throws -> [Line] {
            let answer = try person.call("GET", "/v1/rooms/\(room)/messages?after=0&limit=200")
            let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
            let lines = (json?["messages"] as? [[String: Any]] ?? []).filter { $0["kind"] as? String == "message" }
            func first(_ number: Any?) -> String? {
                guard let number = number as? Int else { return nil }
                guard let line = lines.first(where: { $0["seq"] as? Int == number }) else { return nil }
                let now = line["now"] as? [String: Any]
                return (now?["body"] as? [String: Any] ?? line["body"] as? [String: Any])?["text"] as? String
            }
            return lines.map { line in
                let (body, now) = (line["body"] as? [String: Any] ?? [:], line["now"] as? [String: Any] ?? [:])
                let current = now["body"] as? [String: Any] ?? body
                let reactions = now["reactions"] as? [[String: Any]] ?? []
                return Line(
                    by: (line["by"] as? [String: Any])?["name"] as? String ?? "", text: current["text"] as? String,
                    at: line["at"] as? Int ?? 0, edited: now["edited_at"] as? Int, deleted: now["deleted"] != nil,
                    reactions: reactions.map { "\($0["emoji"] ?? "") \($0["count"] ?? "")" },
                    thread: first(line["subject"]), reply: first(body["reply_to"]))
            }
        }

        private static let sample = [
            (
                "users.json",
                #"""
                [{"id":"U1","name":"ada","profile":{"display_name":"Ada","email":"ADA@example.org"}},
                 {"id":"U2","name":"ben","profile":{"display_name":"Benjamin"}},
                 {"id":"U3","name":"cleo","profile":{"display_name":"Cleo"}}]
                """#
            ),
            ("channels.json", #"[{"id":"C1","name":"general","members":["U1","U2","U3"]}]"#),
            ("dms.json", #"[{"id":"D1","members":["U1","U3"]}]"#),
            ("D1/2023-11-14.json", #"[{"type":"message","user":"U1","ts":"1700000000.0","text":"psst"}]"#),
            (
                "general/2023-11-14.json",
                #"""
                [{"type":"message","user":"U1","ts":"1700000000.000100","thread_ts":"1700000000.000100",
                  "text":"hello *all*","reactions":[{"name":"tada","users":["U2"]},{"name":"parrot","users":["U2"]}]},
                 {"type":"message","user":"U3","ts":"1700000060.000100","thread_ts":"1700000000.000100",
                  "text":"a reply to <@U1>"},
                 {"type":"message","user":"U2","ts":"1700000120.000100","text":"",
                  "files":[{"name":"plan.pdf","mimetype":"application/pdf","url_private":"https://files.example/1"}]},
                 {"type":"message","subtype":"bot_message","username":"deploybot","ts":"1700000180.000100","text":"done"}]
                """#
            ),
        ]
    }
}

extension Answer {
    func expectSuccess() throws {
        guard (200...299).contains(status) else { throw Person.Refused(status: status, code: code) }
    }
}
