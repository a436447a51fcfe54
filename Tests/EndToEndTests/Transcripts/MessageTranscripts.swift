import Foundation
import Testing

extension WholeServer {
    @Suite("What becomes of messages")
    struct MessageTranscripts {
        /// An answer as plain JSON.
        private func json(_ answer: Answer) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        }

        private func lines(_ person: Person, _ query: String, in room: Int) throws -> [[String: Any]] {
            let page = try json(person.call("GET", "/v1/rooms/\(room)/messages\(query)"))
            return try #require(page["messages"] as? [[String: Any]])
        }

        @Test("Ada asks, Ben answers on the stream, both react and vote; one request shows it all")
        func page() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("garden")
                try ben.join(room)
                let live = try ben.follow(room)
                let poll: [String: Any] = ["options": ["tea", "coffee"]]
                let question = try #require(
                    try ada.ask(
                        "POST", "/v1/rooms/\(room)/messages", ["key": Key.next(), "text": "What, @ben?", "poll": poll]
                    ).seq)
                #expect(try live.skip(to: "event").found.seq == question)
                let id = live.nextID()
                try live.say(
                    #"{"op":"send","id":\#(id),"room":\#(room),"key":"\#(Key.next())","text":"tea","reply_to":\#(question)}"#
                )
                let answer = try #require(try live.skip(to: "event").found.seq)
                let message = "/v1/rooms/\(room)/messages/\(question)"
                try ben.ask("PUT", message + "/vote", ["options": [0]])
                try ben.ask("PUT", message + "/reactions", ["emoji": "🫖"])
                try ada.ask("PATCH", message, ["text": "What now, @ben?"])
                try ada.ask("POST", message + "/close")
                for kind in ["voted", "reacted", "edited", "closed"] {
                    #expect(try live.skip(to: "event").found.kind == kind)
                }

                let found = try lines(ben, "?after=\(question - 1)", in: room)
                #expect(found.map { $0["seq"] as? Int } == [question, answer])
                let now = try #require(found.first?["now"] as? [String: Any])
                let body = try #require(now["body"] as? [String: Any])
                #expect(body["text"] as? String == "What now, @ben?")
                #expect(body["mentions"] as? [Int] == [ben.id])
                let results = try #require(now["poll"] as? [String: Any])
                #expect(results["mine"] as? [Int] == [0])
                #expect(results["closed"] as? Bool == true)
                let reaction = try #require((now["reactions"] as? [[String: Any]])?.first)
                #expect(reaction["emoji"] as? String == "🫖")
                #expect(reaction["by"] as? [Int] == [ben.id])
                let page = try json(ben.call("GET", "/v1/rooms/\(room)/messages"))
                let quote = try #require((page["quotes"] as? [[String: Any]])?.first)
                #expect(quote["seq"] as? Int == question)
                #expect(quote["excerpt"] as? String == "What now, @ben?")

                // Jumping to a day: today's begins before, tomorrow's after everything.
                let day = ISO8601DateFormatter()
                day.formatOptions = [.withFullDate]
                let today = day.string(from: .now)
                #expect(try lines(ben, "?around_date=\(today)&limit=2", in: room).first?["seq"] as? Int == 1)
                let last = try lines(ben, "?around_date=4102444800000&limit=2", in: room)
                #expect(last.last?["seq"] as? Int == answer)
                let messages = try lines(ben, "?messages_only=true&after=0", in: room)
                #expect(messages.map { $0["seq"] as? Int } == [question, answer])
                #expect(try lines(ben, "?before_date=4102444800000&limit=2", in: room).last?["seq"] as? Int == answer)
                #expect(try lines(ben, "?before_date=\(today)", in: room).isEmpty)
                #expect(try lines(ben, "?after_date=\(today)&limit=2", in: room).first?["seq"] as? Int == 1)
                #expect(try lines(ben, "?after_date=4102444800000", in: room).isEmpty)
                let both = try ben.call("GET", "/v1/rooms/\(room)/messages?after_date=\(today)&before=\(answer)")
                #expect(both.code == "bad_request")
                for wrong in ["yesterday", "2026-13-01", "2026-1-1", "-1", ""] {
                    let refused = try ben.call("GET", "/v1/rooms/\(room)/messages?around_date=\(wrong)")
                    #expect(refused.code == "bad_request", "\(wrong)")
                }
            }
        }

        @Test("A scheduled message is sent by the server that runs when its time comes, once")
        func scheduled() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let room = try ada.createRoom("garden")
                let soon = Int(Date().timeIntervalSince1970 * 1_000) + 2_000
                let form: [String: Any] = ["room": room, "at": soon, "key": Key.next(), "text": "on time"]
                for _ in 0..<2 { #expect(try ada.call("POST", "/v1/me/scheduled", form).status == 201) }
                try server.kill9()
                try server.start()
                try eventually("the message to be sent") { try ada.history(of: room).last?.text == "on time" }
                let waiting = try json(ada.call("GET", "/v1/me/scheduled"))
                #expect((waiting["scheduled"] as? [Any])?.isEmpty == true)
                try server.stop()
                try server.start()
                #expect(try ada.history(of: room).count { $0.text == "on time" } == 1)
            }
        }
    }
}
