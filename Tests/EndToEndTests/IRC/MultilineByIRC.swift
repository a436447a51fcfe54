import Testing

extension WholeServer {
    @Suite("Texts of several lines by IRC")
    struct MultilineByIRC {
        private static let multiline = IRCProbe.plain + ["draft/multiline", "echo-message"]

        @Test("A text comes in lines and is one; others get it as a batch, or line by line")
        func both() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("kitchen")
                try ben.join(room)
                let writer = try ada.irc(Self.multiline, in: "#kitchen")
                let reader = try ben.irc(Self.multiline, in: "#kitchen")
                let plain = try ben.irc(in: "#kitchen")
                let live = try ben.follow(room)
                _ = try ben.post("What is for lunch?", to: room)
                let question = try writer.skip(to: "PRIVMSG").found
                try writer.say("@label=soup;+draft/reply=\(question.id) BATCH +1 draft/multiline #kitchen")
                try writer.say("@batch=1 PRIVMSG #kitchen :There is")
                try writer.say("@batch=1 PRIVMSG #kitchen :")
                try writer.say("@batch=1 PRIVMSG #KITCHEN :soup, and ")
                try writer.say("@batch=1;draft/multiline-concat PRIVMSG #kitchen :bread")
                try writer.say("BATCH -1")
                #expect(
                    try live.skip(to: "event") { $0.by?.id == ada.id }.found.event?.text
                        == "There is\n\nsoup, and bread")
                for probe in [writer, reader] {
                    let batch = try probe.batch("draft/multiline")
                    #expect(batch.parameters == ["#kitchen"] && batch.opening.nick == "ada")
                    #expect(batch.lines.map(\.text) == ["There is", "", "soup, and bread"])
                    #expect(batch.opening.tags["+draft/reply"] == question.id && !batch.opening.id.isEmpty)
                    #expect(batch.lines.allSatisfy { $0.id.isEmpty && $0.tags["label"] == nil })
                    #expect(batch.opening.tags["label"] == (probe === writer ? "soup" : nil))
                }
                // Blank lines are not for those who see each line by itself, and one line alone has the id.
                let lines = try [0, 1].map { _ in try plain.skip(to: "PRIVMSG") { $0.nick == "ada" }.found }
                #expect(lines.map(\.text) == ["There is", "soup, and bread"])
                #expect(!lines[0].id.isEmpty && lines[1].id.isEmpty && lines[1].tags["+draft/reply"] == nil)
            }
        }

        @Test("A line that is too long for one is cut, and put together again")
        func long() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                let room = try ada.createRoom("kitchen")
                let reader = try ada.irc(Self.multiline, in: "#kitchen")
                let text = (1...200).map { "word \($0)" }.joined(separator: " ")
                _ = try ada.post(text, to: room)
                let batch = try reader.batch("draft/multiline")
                #expect(batch.lines.count > 2 && batch.lines.map(\.text).joined() == text)
                #expect(batch.lines.dropFirst().allSatisfy { $0.tags["draft/multiline-concat"] == "" })
            }
        }

        @Test("What is wrong with a batch is told once, with its label, and nothing is said")
        func faults() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                let room = try ada.createRoom("kitchen")
                let probe = try ada.irc(Self.multiline, in: "#kitchen")
                func fault(_ lines: String...) throws -> [String] {
                    try probe.say("@label=text BATCH +1 draft/multiline #kitchen")
                    for line in lines { try probe.say("@batch=1" + line) }
                    try probe.say("BATCH -1")
                    let said = try probe.upToPong()
                    #expect(said.count == 1 && said.first?.tags["label"] == "text", "\(said)")
                    return Array((said.first?.parameters ?? []).dropLast())
                }
                #expect(
                    try fault(" PRIVMSG #attic :hello", " PRIVMSG #kitchen :more")
                        == ["BATCH", "MULTILINE_INVALID_TARGET", "#kitchen", "#attic"])
                #expect(try fault(" NOTICE #kitchen :hello") == ["BATCH", "MULTILINE_INVALID"])
                #expect(try fault(" PRIVMSG #kitchen :") == ["BATCH", "MULTILINE_INVALID"])
                #expect(
                    try fault(" PRIVMSG #kitchen :a", ";draft/multiline-concat PRIVMSG #kitchen :")
                        == ["BATCH", "MULTILINE_INVALID"])
                try probe.say("@label=text BATCH +1 draft/multiline #kitchen")
                for _ in 1...201 { try probe.say("@batch=1 PRIVMSG #kitchen :x") }
                #expect(try probe.expect("FAIL").parameters.prefix(3) == ["BATCH", "MULTILINE_MAX_LINES", "200"])
                try probe.say("BATCH -1")
                try probe.say("BATCH +2 draft/multiline #kitchen")
                for _ in 1...41 { try probe.say("@batch=2 PRIVMSG #kitchen :" + String(repeating: "x", count: 400)) }
                #expect(try probe.expect("FAIL").parameters.prefix(3) == ["BATCH", "MULTILINE_MAX_BYTES", "16384"])
                try probe.say("BATCH -2")
                #expect(try probe.upToPong().isEmpty)
                #expect(try ada.history(of: room).allSatisfy { $0.kind != "message" })
            }
        }
    }
}
