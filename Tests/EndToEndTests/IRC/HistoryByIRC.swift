import Foundation
import Testing

extension WholeServer {
    @Suite("History by IRC")
    struct HistoryByIRC {
        /// One way to go through a room's past.
        struct Paging: CustomTestStringConvertible {
            var isBackward: Bool
            var byTime: Bool
            var limit: Int
            var withEvents: Bool

            var testDescription: String {
                "\(isBackward ? "back" : "on") by \(byTime ? "time" : "id"), \(limit) at a time\(withEvents ? ", with events" : "")"
            }

            static let all = [true, false].flatMap { back in
                [true, false].flatMap { time in
                    [true, false].map { Paging(isBackward: back, byTime: time, limit: back ? 50 : 37, withEvents: $0) }
                }
            }
        }

        /// A room in which much was said, edited, deleted and reacted to, while people came and went.
        private func fill(_ server: ServerProcess) throws -> (ada: Person, room: Int) {
            let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
            let room = try ada.createRoom("kitchen")
            // In one write, so that many share a millisecond.
            let writer = try ada.irc(in: "#kitchen")
            try writer.say((1...400).map { "PRIVMSG #kitchen :message \($0)" }.joined(separator: "\r\n"))
            for number in 1...50 {
                try ben.join(room)
                _ = try ben.post("ben's \(number)", to: room)
                try ben.leave(room)
            }
            try writer.say((401...450).map { "PRIVMSG #kitchen :message \($0)" }.joined(separator: "\r\n"))
            _ = try writer.ask("PING done")
            try eventually("all is stored") { try ada.history(of: room).count { $0.kind == "message" } == 500 }
            let messages = try ada.history(of: room).filter { $0.kind == "message" }
            for message in messages where message.by.id == ada.id {
                let path = "/v1/rooms/\(room)/messages/\(message.seq)"
                if message.seq % 29 == 0 { try ada.ask("PATCH", path, ["text": "edited \(message.seq)"]) }
                if message.seq % 31 == 0 { try ada.ask("DELETE", path) }
                if message.seq % 37 == 0, message.seq % 31 != 0 {
                    try ada.ask("PUT", path + "/reactions", ["emoji": "👍"])
                }
            }
            // A whole page of deleted ones hides nothing behind it.
            for message in messages[100..<170] { try ada.ask("DELETE", "/v1/rooms/\(room)/messages/\(message.seq)") }
            return (ada, room)
        }

        private func page(_ probe: IRCProbe, _ command: String) throws -> [IRCLine] {
            try probe.say("CHATHISTORY " + command)
            return try probe.batch("chathistory").lines
        }

        /// Page by page, until there is nothing more.
        private func all(_ probe: IRCProbe, _ paging: Paging) throws -> [[IRCLine]] {
            var pages: [[IRCLine]] = []
            var place = paging.isBackward ? "LATEST #kitchen *" : "AFTER #kitchen timestamp=2001-01-01T00:00:00.000Z"
            while true {
                let lines = try page(probe, "\(place) \(paging.limit)")
                guard let end = paging.isBackward ? lines.first : lines.last else { return pages }
                pages = paging.isBackward ? [lines] + pages : pages + [lines]
                place = "\(paging.isBackward ? "BEFORE" : "AFTER") #kitchen "
                place += paging.byTime ? "timestamp=\(end.tags["time"] ?? "")" : "msgid=\(end.id)"
            }
        }

        @Test("Whoever goes through it page by page gets all of it, and nothing twice")
        func paging() throws {
            try withIRCServer { server in
                let (ada, room) = try fill(server)
                let events = try ada.history(of: room)
                #expect(Set(events.map(\.at)).count < events.count - 100, "Many share a millisecond")
                let shown = try messagesNow(ada, room)
                #expect(shown.count > 400)
                let plain = try ada.irc(in: "#kitchen")
                let playback = try ada.irc(IRCProbe.plain + ["draft/event-playback"], in: "#kitchen")
                for paging in Paging.all {
                    let pages = try all(paging.withEvents ? playback : plain, paging)
                    let lines = pages.flatMap { $0 }
                    let places = lines.compactMap(\.sequence)
                    #expect(places == places.sorted() && Set(places).count == places.count, "\(paging.testDescription)")
                    if paging.withEvents {
                        // Whatever has a line on IRC. Of the deleted ones the deletion is left.
                        let gone = Set(events.filter { $0.kind == "message" }.map(\.seq)).subtracting(shown.map(\.seq))
                        let expected = events.filter { event in
                            event.kind != "created" && !gone.contains(event.seq)
                                && !(event.kind == "edited" && event.body.text == nil)
                        }
                        #expect(places == expected.map(\.seq), "\(paging.testDescription)")
                    } else {
                        #expect(places == shown.map(\.seq), "\(paging.testDescription)")
                        #expect(lines.map(\.text) == shown.map(\.text), "\(paging.testDescription)")
                    }
                    if !paging.byTime, !paging.isBackward {
                        #expect(pages.dropFirst().dropLast().allSatisfy { $0.count == paging.limit })
                    }
                }
            }
        }

        private func messagesNow(_ person: Person, _ room: Int) throws -> [(seq: Int, text: String)] {
            var found: [(seq: Int, text: String)] = []
            var after = 0
            while true {
                let page = try person.json("GET", "/v1/rooms/\(room)/messages?after=\(after)&limit=200")
                let lines = try #require(page["messages"] as? [[String: Any]])
                guard let last = lines.last?["seq"] as? Int else { return found }
                after = last
                for line in lines where line["kind"] as? String == "message" {
                    let now = line["now"] as? [String: Any]
                    guard now?["deleted"] == nil, let seq = line["seq"] as? Int,
                        let body = (now?["body"] ?? line["body"]) as? [String: Any], let text = body["text"] as? String
                    else { continue }
                    found.append((seq, text))
                }
            }
        }

        @Test("AROUND, BETWEEN and LATEST since a place, by id and by time")
        func places() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                let room = try ada.createRoom("kitchen")
                let probe = try ada.irc(in: "#kitchen")
                for number in 1...9 { _ = try ada.post("m\(number)", to: room) }
                let all = try page(probe, "LATEST #kitchen * 50")
                #expect(all.map(\.text) == (1...9).map { "m\($0)" })
                func id(_ number: Int) -> String { "msgid=\(all[number - 1].id)" }
                func texts(_ command: String) throws -> [String] { try page(probe, command).map(\.text) }
                #expect(try texts("AROUND #kitchen \(id(5)) 5") == ["m3", "m4", "m5", "m6", "m7"])
                #expect(try texts("AROUND #kitchen \(id(5)) 1") == ["m5"])
                #expect(try texts("AROUND #kitchen \(id(1)) 4") == ["m1", "m2", "m3", "m4"])
                #expect(try texts("BETWEEN #kitchen \(id(2)) \(id(6)) 50") == ["m3", "m4", "m5"])
                #expect(try texts("BETWEEN #kitchen \(id(6)) \(id(2)) 50") == ["m3", "m4", "m5"])
                #expect(try texts("BETWEEN #kitchen \(id(2)) \(id(6)) 2") == ["m3", "m4"])
                #expect(try texts("BETWEEN #kitchen \(id(6)) \(id(2)) 2") == ["m4", "m5"])
                let early = "timestamp=2001-01-01T00:00:00.000Z"
                #expect(try texts("BETWEEN #kitchen \(early) \(id(3)) 50") == ["m1", "m2"])
                #expect(try texts("BETWEEN #kitchen \(id(3)) \(early) 50") == ["m1", "m2"])
                #expect(try texts("LATEST #kitchen \(id(7)) 50") == ["m8", "m9"])
                #expect(try texts("LATEST #kitchen \(id(7)) 1").last == "m9")
                #expect(try texts("LATEST #kitchen timestamp=2101-01-01T00:00:00.000Z 50") == [])
                #expect(try texts("BEFORE #kitchen \(id(1)) 50") == [])
                #expect(try texts("AFTER #kitchen \(id(9)) 50") == [])
                // Numbers and moments as large as there are.
                let epoch = try #require(all.last?.id.split(separator: "-").last)
                let beyond = "msgid=\(room)-\(Int64.max)-\(epoch)"
                let never = "timestamp=9999-12-31T23:59:59.999Z"
                for place in [beyond, never] {
                    #expect(try texts("AFTER #kitchen \(place) 50") == [])
                    // By time a page may be longer, by what shares its first millisecond.
                    #expect(try texts("BEFORE #kitchen \(place) 2").suffix(2) == ["m8", "m9"])
                    #expect(try texts("AROUND #kitchen \(place) 4") == ["m8", "m9"])
                    #expect(try texts("LATEST #kitchen \(place) 4") == [])
                    #expect(try texts("BETWEEN #kitchen \(place) \(id(7)) 4") == ["m8", "m9"])
                }
                #expect(try texts("AROUND #kitchen timestamp=0001-01-01T00:00:00.000Z 2") == ["m1", "m2"])
                #expect(try probe.ask("REDACT #kitchen \(beyond.dropFirst(6))").first?[1] == "UNKNOWN_MSGID")
                #expect(try probe.ask("PRIVMSG #kitchen :x", tags: "+draft/reply=\(beyond.dropFirst(6))").count == 1)
                #expect(try probe.ask("MARKREAD #kitchen \(never)").first?.command == "MARKREAD")
            }
        }

        @Test("What cannot be asked is told")
        func errors() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                _ = try ada.createRoom("kitchen")
                _ = try server.register("ben").createRoom("cellar")
                let probe = try ada.irc(in: "#kitchen")
                func fault(_ command: String) throws -> [String] {
                    let line = try #require(try probe.ask("CHATHISTORY" + command).first)
                    return line.command == "FAIL" ? Array(line.parameters.dropLast()) : [line.raw]
                }
                #expect(try fault("") == ["CHATHISTORY", "INVALID_PARAMS", "*"])
                #expect(try fault(" SIDEWAYS #kitchen * 5") == ["CHATHISTORY", "INVALID_PARAMS", "SIDEWAYS"])
                #expect(try fault(" LATEST #kitchen * 0") == ["CHATHISTORY", "INVALID_PARAMS", "LATEST"])
                #expect(
                    try fault(" BEFORE #kitchen uuid=5 9") == [
                        "CHATHISTORY", "INVALID_MSGREFTYPE", "BEFORE", "#kitchen",
                    ])
                #expect(try fault(" LATEST #cellar * 5") == ["CHATHISTORY", "INVALID_TARGET", "LATEST", "#cellar"])
                #expect(try fault(" LATEST nobody * 5") == ["CHATHISTORY", "INVALID_TARGET", "LATEST", "nobody"])
                #expect(
                    try fault(" BEFORE #kitchen msgid=1-2-abcdef 5") == [
                        "CHATHISTORY", "MESSAGE_ERROR", "BEFORE", "#kitchen",
                    ])
                // There is such a person: nothing was said.
                let empty = try probe.ask("CHATHISTORY LATEST BEN * 5")
                #expect(empty.count == 1 && empty.first?.command == "BATCH" && empty.first?[2] == "ben")
            }
        }

        @Test("TARGETS names the conversations in which something was said, in the order asked for")
        func targets() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let (kitchen, _) = (try ada.createRoom("kitchen"), try ada.createRoom("attic"))
                let direct = try #require(try ben.ask("POST", "/v1/direct", ["person": ada.id]).room?.id)
                _ = try ben.post("psst", to: direct)
                _ = try ada.post("tea?", to: kitchen)
                let probe = try ada.irc()
                func targets(_ first: String, _ second: String, _ limit: Int) throws -> [String] {
                    try probe.say("CHATHISTORY TARGETS timestamp=\(first) timestamp=\(second) \(limit)")
                    let lines = try probe.batch("draft/chathistory-targets").lines
                    #expect(lines.allSatisfy { $0.command == "CHATHISTORY" && $0[0] == "TARGETS" })
                    return lines.map { $0[1] }
                }
                let (early, late) = ("2001-01-01T00:00:00.000Z", "2101-01-01T00:00:00.000Z")
                // Right after the greeting, before the rooms were shown.
                #expect(try targets(early, late, 50) == ["ben", "#kitchen"])
                #expect(try targets(late, early, 50) == ["#kitchen", "ben"])
                #expect(try targets(late, early, 1) == ["#kitchen"])
                #expect(try targets(early, late, 1) == ["ben"])
                #expect(try targets(late, late, 50) == [])
                let history = try page(probe, "LATEST ben * 5")
                #expect(history.map(\.saying) == ["ben ada: psst"])
            }
        }

        @Test("Who sees history since joining alone is given no more, and replies show what they answer")
        func since() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("kitchen")
                try ada.ask("PATCH", "/v1/rooms/\(room)", ["history": "since_joining"])
                let before = try #require(try ada.post("before", to: room).said.seq)
                try ben.join(room)
                let first = try #require(try ada.post("What is for lunch?", to: room).said.seq)
                try ada.ask(
                    "POST", "/v1/rooms/\(room)/messages", ["key": Key.next(), "text": "soup", "reply_to": first])
                let modern = try ben.irc(in: "#kitchen")
                let lines = try page(modern, "LATEST #kitchen * 50")
                #expect(lines.map(\.text) == ["What is for lunch?", "soup"])
                #expect(
                    lines.last?.tags["+draft/reply"] == lines.first?.id && lines.last?.tags["+reply"] == lines.first?.id
                )
                let epoch = try #require(lines.first?.id.split(separator: "-").last)
                #expect(
                    try page(modern, "AROUND #kitchen msgid=\(room)-\(before)-\(epoch) 50").map(\.text)
                        == lines.map(\.text))
                #expect(try page(modern, "BEFORE #kitchen msgid=\(lines.first?.id ?? "") 50").isEmpty)
                // What is at hand of the room is dropped with each deletion: what is answered comes with the page.
                try ada.ask("DELETE", "/v1/rooms/\(room)/messages/\(before)")
                // Without tags, a line above says what is answered; without times, the hour stands there.
                let old = try ben.irc(["draft/chathistory", "batch"], in: "#kitchen")
                let texts = try page(old, "LATEST #kitchen * 50").map(\.text)
                #expect(texts.count == 3 && texts[1].hasSuffix("> <ada> What is for lunch?") && texts[2] == "soup")
                #expect(texts[0].wholeMatch(of: /\[\d\d:\d\d\] What is for lunch\?/) != nil)
            }
        }
    }
}
