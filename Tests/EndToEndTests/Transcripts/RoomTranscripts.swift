import Testing

extension WholeServer {
    @Suite("Rooms and what is said in them")
    struct RoomTranscripts {
        @Test("Ada speaks, and Ben sees it at once with her name and the time")
        func message() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let (hers, his) = (try ada.follow(), try ben.follow())
                try hers.skip(to: "presence")

                let id = try hers.send("hello, Ben", to: Person.firstRoom)
                let seen = try #require(try his.skip(to: "event").found.event)
                #expect(seen.text == "hello, Ben")
                #expect(seen.by == Said.Account(id: ada.id, name: "Ada"))
                #expect(seen.kind == "message")

                // Her acknowledgement and her own event may come in either order.
                let first = try hers.next(), second = try hers.next()
                var answers: [String: Said] = [:]
                for case .said(let said) in [first, second] { answers[said.op ?? ""] = said }
                let ack = try #require(answers["ack"])
                #expect(ack.id == id)
                #expect(ack.seq == seen.seq)
                #expect(ack.at == seen.at)
                #expect(answers["event"]?.event == seen)
                #expect(try ben.history(of: Person.firstRoom).last == seen)
            }
        }

        @Test("A room is made, found, joined, talked in, and left")
        func room() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let made = try ada.ask("POST", "/v1/rooms", ["handle": "Kitchen", "title": "The kitchen ☕"])
                let kitchen = try #require(made.room)
                #expect(kitchen.handle == "kitchen")
                #expect(kitchen.title == "The kitchen ☕")
                #expect(try ben.call("POST", "/v1/rooms", ["handle": "KITCHEN"]).code == "room_name_taken")

                let listed = try #require(try ben.ask("GET", "/v1/rooms").rooms?.first { $0.id == kitchen.id })
                #expect(listed.joined == false)
                #expect(listed.head == nil, "what is in it is for members")
                #expect(listed.members == 1)

                let hers = try ada.follow(kitchen.id)
                try ben.join(kitchen.id)
                try ben.join(kitchen.id)
                let joined = try hers.expect("event")
                #expect(joined.kind == "joined")
                #expect(joined.by?.id == ben.id)

                let his = try ben.follow(kitchen.id)
                #expect(try hers.expect("presence").online == .flag(true), "he came online")
                try his.send("coffee?", to: kitchen.id)
                #expect(try hers.expect("event").body?.text == "coffee?")
                let members = try ada.ask("GET", "/v1/rooms/\(kitchen.id)/members")
                #expect(members.members?.map(\.username) == ["ada", "ben"])
                #expect(members.members?.map(\.online) == [true, true])

                try ben.leave(kitchen.id)
                try ben.leave(kitchen.id)
                #expect(try hers.expect("event").kind == "left")
                #expect(try his.skip(to: "ended").found.code == "not_a_member")
                #expect(try ada.ask("GET", "/v1/rooms/\(kitchen.id)").room?.members == 1)
                #expect(try ada.history(of: kitchen.id).map(\.kind) == ["created", "joined", "message", "left"])
            }
        }

        @Test("Who comes and who says good-bye is told at once")
        func presence() throws {
            try withServer("--offline-delay", "3600") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let hers = try ada.follow()
                let his = try ben.follow()
                let came = try hers.expect("presence")
                #expect(came.account == Said.Account(id: ben.id, username: "ben", name: "Ben"))
                #expect(came.online == .flag(true))
                // He is there until the last of his connections says good-bye.
                let second = try ben.follow()
                try his.goodbye()
                try second.send("still here", to: Person.firstRoom)
                try hers.expect("event")
                try second.goodbye()
                #expect(try hers.expect("presence").online == .flag(false))
            }
        }

        @Test("Who merely breaks off counts as there for a while")
        func breaksOff() throws {
            try withServer("--offline-delay", "1") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let hers = try ada.follow()
                var broken: LiveProbe? = try ben.follow()
                #expect(try hers.expect("presence").online == .flag(true))
                broken?.socket.breakOnClose()
                broken = nil
                #expect(try hers.expect("presence").online == .flag(false))
            }
            try withServer("--offline-delay", "3600") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let hers = try ada.follow()
                var broken: LiveProbe? = try ben.follow()
                #expect(try hers.expect("presence").online == .flag(true))
                broken?.socket.breakOnClose()
                broken = nil
                // Back before the delay is over: nothing is told of it.
                let again = try ben.follow()
                try again.send("I was never away", to: Person.firstRoom)
                try hers.expect("event")
            }
        }

        @Test("History is read before, after and around a place, and in pages")
        func history() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let room = try ada.createRoom("diary")
                for number in 2...30 { #expect(try ada.post("day \(number)", to: room).status == 200) }
                func page(_ query: String) throws -> [Int]? {
                    try ada.ask("GET", "/v1/rooms/\(room)/events?\(query)").events?.map(\.seq)
                }
                #expect(try page("limit=3") == [28, 29, 30])
                #expect(try page("before=10&limit=3") == [7, 8, 9])
                #expect(try page("after=10&limit=3") == [11, 12, 13])
                #expect(try page("around=10&limit=4") == [8, 9, 10, 11])
                #expect(try page("before=1&limit=3") == [])
                #expect(try page("after=30&limit=3") == [])
                #expect(try page("after=1000000&limit=3") == [])
                #expect(try page("before=1000000&limit=2") == [29, 30])
                #expect(try ada.ask("GET", "/v1/rooms/\(room)/events").head == 30)
                #expect(try ada.history(of: room).map(\.seq) == Array(1...30))
            }
        }

        @Test("A text comes back as it was sent, whatever the script, and what nobody could see is refused")
        func texts() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let live = try ada.follow()
                for text in [
                    "日本語", "😀👩‍👩‍👧‍👦", #"quotes " and \ backslashes"#, "two\nlines\tand a tab", "</script>", "\u{FEFF}bom",
                    "عربي", "a\u{301}", String(repeating: "x", count: 16_384),
                ] {
                    #expect(try ada.post(text, to: Person.firstRoom).status == 200)
                    #expect(try live.expect("event").body?.text == text)
                }
                #expect(try ada.post("", to: Person.firstRoom).code == "text_invalid")
                #expect(try ada.post(" \n\u{3000}", to: Person.firstRoom).code == "text_invalid")
                #expect(try ada.post("bell \u{7}", to: Person.firstRoom).code == "text_invalid")
                let long = try ada.post(String(repeating: "x", count: 16_385), to: Person.firstRoom)
                #expect(long.status == 413)
                #expect(try long.said.error?.limit == Said.Limit(name: "message_bytes", value: 16_384))
            }
        }

        @Test("A large room is not told who comes and goes; one asks")
        func largeRoom() throws {
            try withServer("--presence-members", "2") { server in
                let ada = try server.owner("ada")
                let (ben, cem) = (try server.register("ben"), try server.register("cem"))
                let hers = try ada.live()
                try hers.expect("welcome")
                try hers.subscribe(Person.firstRoom)
                let gap = try hers.expect("gap")
                #expect(gap.snapshot?.memberCount == 3)
                #expect(gap.snapshot?.members == nil)
                #expect(try hers.expect("caught_up").online == nil)
                let his = try ben.follow()
                try his.send("quiet", to: Person.firstRoom)
                try hers.expect("event")
                let members = try cem.ask("GET", "/v1/rooms/\(Person.firstRoom)/members?limit=2")
                #expect(members.members?.map(\.online) == [true, true])
                #expect(members.memberCount == 3)
                let rest = try cem.ask(
                    "GET", "/v1/rooms/\(Person.firstRoom)/members?after=\(try #require(members.next))")
                #expect(rest.members?.map(\.username) == ["cem"])
                #expect(rest.next == nil)
            }
        }
    }
}
