import Testing

extension WholeServer {
    @Suite("Client tags and labels by IRC")
    struct TagsByIRC {
        @Test("Replies, reactions, edits and typing go both ways as tags; without tags they are words")
        func tags() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("kitchen")
                try ben.join(room)
                let live = try ben.follow(room)
                let writer = try ada.irc(IRCProbe.plain + ["echo-message"], in: "#kitchen")
                let reader = try ben.irc(in: "#kitchen")
                let old = try ben.irc(["draft/chathistory"], in: "#kitchen")
                try writer.say("PRIVMSG #kitchen :What is for lunch?")
                let question = try writer.skip(to: "PRIVMSG").found
                let seq = try #require(try live.skip(to: "event").found.seq)
                #expect(question.sequence == seq)
                for tag in ["+draft/reply", "+reply"] {
                    try writer.say("@\(tag)=\(question.id) PRIVMSG #kitchen :soup")
                    let answer = try reader.skip(to: "PRIVMSG") { $0.text == "soup" }.found
                    #expect(answer.tags["+draft/reply"] == question.id && answer.tags["+reply"] == question.id)
                    #expect(
                        try old.skip(to: "PRIVMSG") { $0.text.hasPrefix(">") }.found.text
                            == "> <ada> What is for lunch?")
                    #expect(try old.skip(to: "PRIVMSG").found.text == "soup")
                }
                try writer.say("@+draft/edit=\(question.id) PRIVMSG #kitchen :What is for dinner?")
                #expect(try live.skip(to: "event") { $0.kind == "edited" }.found.event?.text == "What is for dinner?")
                let edit = try reader.skip(to: "PRIVMSG") { $0.tags["+draft/edit"] != nil }.found
                #expect(edit.tags["+draft/edit"] == question.id && edit.text == "(edited) What is for dinner?")
                #expect(try old.skip(to: "PRIVMSG").found.text == "(edited) What is for dinner?")

                try ben.ask("PUT", "/v1/rooms/\(room)/messages/\(seq)/reactions", ["emoji": "🫖"])
                let reaction = try writer.skip(to: "TAGMSG").found
                #expect(reaction.tags["+draft/react"] == "🫖" && reaction.tags["+draft/reply"] == question.id)
                #expect(reaction.nick == "ben" && reaction[0] == "#kitchen" && !reaction.id.isEmpty)
                try writer.say("@+draft/reply=\(question.id);+draft/react=☕ TAGMSG #kitchen")
                #expect(try live.skip(to: "event") { $0.kind == "reacted" && $0.by?.id == ada.id }.found.seq != nil)
                try writer.say("@+draft/reply=\(question.id);+draft/unreact=☕ TAGMSG #kitchen")
                #expect(try live.skip(to: "event") { $0.kind == "unreacted" }.found.by?.id == ada.id)

                try writer.say("@+typing=active TAGMSG #kitchen")
                let typing = try reader.skip(to: "TAGMSG") { $0.tags["+typing"] == "active" }.found
                #expect(typing.nick == "ada" && typing[0] == "#kitchen")
                // In a conversation of two, the other's nick is the target, and the line goes to him.
                let direct = try #require(try ben.ask("POST", "/v1/direct", ["person": ada.id]).room?.id)
                _ = try ben.post("psst", to: direct)
                #expect(try writer.skip(to: "PRIVMSG") { $0.text == "psst" }.found[0] == "ada")
                try writer.say("@+typing=active TAGMSG ben")
                #expect(
                    try reader.skip(to: "TAGMSG") { $0.tags["+typing"] == "active" && $0[0] == "ben" }.found.nick
                        == "ada")
            }
        }

        @Test("Threads, polls and what is forwarded are there in a group too, as they come and in its past")
        func kinds() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let people = [ben.id, try server.register("cem").id]
                let group = try #require(try ada.ask("POST", "/v1/groups", ["people": people, "title": "Us"]).room?.id)
                let channel = "#group:\(group)"
                let probe = try ben.irc(in: channel)
                let messages = "/v1/rooms/\(group)/messages"
                let root = try #require(try ada.post("Soup!", to: group).said.seq)
                try ada.ask("POST", messages, ["key": Key.next(), "text": "With bread?", "thread": root])
                let poll: [String: Any] = ["options": ["yes", "no"]]
                try ada.ask("POST", messages, ["key": Key.next(), "text": "Salt?", "poll": poll])
                try ada.ask("POST", messages, ["key": Key.next(), "forward": ["room": group, "message": root]])
                let lines = try (1...8).map { _ in try probe.skip(to: "PRIVMSG").found }
                #expect(lines.allSatisfy { $0[0] == channel && $0.nick == "ada" })
                #expect(lines[0].text == "Soup!" && lines[1].tags["+draft/reply"] == lines[0].id)
                let texts = lines.map(\.text)
                #expect(texts[1...4] == ["With bread?", "Salt?", "1. yes", "2. no"])
                #expect(texts[5] == "(a poll: /msg roost vote \(lines[2].id) 1)")
                #expect(texts[6].hasPrefix("(forwarded from Ada") && texts[7] == "Soup!")
                try probe.say("CHATHISTORY LATEST \(channel) * 50")
                let past = try probe.batch("chathistory")
                #expect(past.parameters == [channel] && past.lines.map(\.text) == texts)
                #expect(past.lines.map(\.id) == lines.map(\.id))
            }
        }

        @Test("Every command has one answer to its label: a line, a batch, or ACK")
        func labels() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("kitchen")
                try ben.join(room)
                let echo = try ada.irc(IRCProbe.plain + ["echo-message"], in: "#kitchen")
                let silent = try ada.irc(in: "#kitchen")
                func kinds(_ probe: IRCProbe, _ command: String) throws -> [String] {
                    try probe.ask(command).map(\.command)
                }
                #expect(try kinds(echo, "PRIVMSG #kitchen :one") == ["PRIVMSG"])
                #expect(try kinds(silent, "PRIVMSG #kitchen :two") == ["ACK"])
                // The other client sees it too, without the label.
                #expect(try silent.skip(to: "PRIVMSG").found.saying == "ada #kitchen: one")
                let two = try echo.skip(to: "PRIVMSG").found
                #expect(two.saying == "ada #kitchen: two" && two.tags["label"] == nil)
                #expect(try kinds(echo, "PRIVMSG #nowhere :x") == ["404"])
                #expect(try kinds(echo, "PONG x") == ["ACK"])
                #expect(try kinds(echo, "PING x") == ["PONG"])
                #expect(try kinds(echo, "NONSENSE") == ["421"])
                #expect(try kinds(echo, "AWAY :gone") == ["306"])
                #expect(try kinds(echo, "AWAY") == ["305"])
                #expect(try kinds(echo, "TOPIC #kitchen :soup") == ["ACK"])
                try echo.skip(to: "TOPIC")
                #expect(try kinds(echo, "TOPIC #kitchen") == ["BATCH", "332", "333"])
                #expect(try kinds(echo, "CHATHISTORY LATEST #kitchen * 1") == ["BATCH", "PRIVMSG"])
                #expect(try kinds(echo, "CHATHISTORY LATEST #attic * 1") == ["FAIL"])
                #expect(try kinds(echo, "MARKREAD #kitchen") == ["MARKREAD"])
                #expect(try kinds(echo, "REDACT #kitchen \(two.id)") == ["ACK"])
                #expect(try kinds(echo, "TAGMSG #kitchen") == ["ACK"])
                #expect(try kinds(echo, "JOIN #attic") == ["BATCH", "JOIN", "353", "366"])
                #expect(try kinds(echo, "PART #attic") == ["ACK"])
                // What is said right behind a JOIN is said in the room.
                try echo.say("JOIN #cellar\r\nPRIVMSG #cellar :hello\r\nTOPIC #cellar :dark")
                let (said, before) = try echo.skip(to: "PRIVMSG") { $0.saying == "ada #cellar: hello" }
                #expect(before.contains { $0.command == "JOIN" && $0[0] == "#cellar" } && !said.id.isEmpty)
                try echo.skip(to: "TOPIC") { $0.parameters == ["#cellar", "dark"] }
                // Those who know no standard replies are told in words.
                let old = try ben.irc(["message-tags"], in: "#kitchen")
                try old.say("REDACT #kitchen x")
                #expect(try old.skip(to: "NOTICE").found.text.hasPrefix("REDACT #kitchen x:"))
            }
        }

        @Test("Tags, batches and texts that mean nothing here are told")
        func faults() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                let room = try ada.createRoom("kitchen")
                let probe = try ada.irc(IRCProbe.plain + ["draft/multiline"], in: "#kitchen")
                func fault(_ tags: String = "", _ command: String) throws -> [String] {
                    try probe.say("@label=asked\(tags) \(command)")
                    return Array(try probe.skip(to: "FAIL") { $0.tags["label"] == "asked" }.found.parameters.dropLast())
                }
                let reaction = ";+draft/reply=1-2-abcdef;+draft/react=x"
                #expect(
                    try fault(reaction, "TAGMSG #kitchen") == ["TAGMSG", "INVALID_MSGID", "#kitchen", "1-2-abcdef"])
                #expect(
                    try fault(";+draft/edit=nonsense", "PRIVMSG #kitchen :x")
                        == ["PRIVMSG", "INVALID_MSGID", "#kitchen", "nonsense"])
                #expect(try fault("", "BATCH +1 netjoin a b") == ["BATCH", "UNKNOWN_TYPE", "netjoin"])
                #expect(try fault("", "BATCH -9") == ["BATCH", "INVALID_REFERENCE", "9"])
                #expect(try fault(";batch=9", "PRIVMSG #kitchen :x") == ["BATCH", "INVALID_REFERENCE", "9"])
                #expect(
                    try fault("", "PRIVMSG #kitchen :\u{1}VERSION\u{1}") == ["PRIVMSG", "CTCP_UNSUPPORTED", "#kitchen"])
                #expect(try fault("", "JOIN 0") == ["JOIN", "UNSUPPORTED", "0"])
                #expect(try ada.history(of: room).allSatisfy { $0.kind != "message" })
            }
        }

        @Test("Whoever asks too much of the server is told so by what he asked for")
        func limits() throws {
            try withIRCServer("--account-requests-per-second", "1", "--account-request-burst", "40") { server in
                let ada = try server.owner("ada")
                _ = try ada.createRoom("kitchen")
                let probe = try ada.irc(IRCProbe.plain + ["draft/metadata-2"], in: "#kitchen")
                // What he asks for over HTTP counts too.
                func refused(_ command: String, _ code: String) throws {
                    try eventually(code) {
                        while try ada.call("GET", "/v1/me").status != 429 {}
                        let answer = try probe.ask(command).first
                        return answer?.command == "FAIL" && answer?[1] == code
                    }
                }
                try refused("METADATA * SET status :busy", "RATE_LIMITED")
                try refused("MARKREAD #kitchen timestamp=2101-01-01T00:00:00.000Z", "INTERNAL_ERROR")
                try refused("CHATHISTORY LATEST #kitchen * 5", "MESSAGE_ERROR")
            }
        }

        @Test("What the server can do is told in a batch, also before the greeting")
        func support() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                let probe = try IRCProbe(port: server.ircPort)
                try probe.say("CAP REQ :batch draft/extended-isupport sasl draft/no-implicit-names")
                try probe.say("ISUPPORT")
                let early = try probe.batch("draft/isupport")
                #expect(!early.lines.isEmpty && early.lines.allSatisfy { $0.command == "005" && $0[0] == "*" })
                #expect(early.lines.flatMap(\.parameters).contains { $0.hasPrefix("CHATHISTORY=") })
                let greeting = try probe.register("ada", secret: ada.token)
                let told = greeting.filter { $0.command == "005" }
                #expect(!told.isEmpty && told.allSatisfy { $0.tags["batch"] != nil })
                // Nor is it told who is in a room.
                try probe.skip(to: "JOIN")
                #expect(try probe.upToPong().allSatisfy { !["353", "366"].contains($0.command) })
                try probe.say("NAMES #everyone")
                try probe.skip(to: "366")
            }
        }
    }
}
