import Testing

extension WholeServer {
    @Suite("Who may read (promise 5)")
    struct PermissionTests {
        @Test("Promise 5: who is no member can neither follow, read, list nor write, by any door")
        func outsider() throws {
            try withServer { server in
                let (ada, eve) = (try server.owner("ada"), try server.register("eve"))
                let room = try ada.createRoom("council")
                _ = try ada.post("the secret", to: room)
                let live = try eve.live()
                let epoch = try live.expect("welcome").epoch
                for (after, epoch) in [(nil, nil), (0, epoch), (1, epoch), (1, nil)] as [(Int?, String?)] {
                    let id = try live.subscribe(room, after: after, epoch: epoch)
                    let error = try live.expect("error")
                    #expect(error.id == id)
                    #expect(error.code == "not_a_member")
                }
                try live.send("hello?", to: room)
                #expect(try live.expect("error").code == "not_a_member")
                for path in ["events", "events?after=0", "events?around=2", "members"] {
                    let answer = try eve.call("GET", "/v1/rooms/\(room)/\(path)")
                    #expect(answer.status == 403)
                    #expect(answer.code == "not_a_member")
                }
                #expect(try eve.post("hello?", to: room).code == "not_a_member")
                #expect(try eve.ask("GET", "/v1/rooms/\(room)").room?.head == nil)

                try live.subscribe(room + 1)
                #expect(try live.expect("error").code == "room_unknown")
                #expect(try eve.call("GET", "/v1/rooms/\(room + 1)/events").code == "room_unknown")
                #expect(try ada.history(of: room).count == 2)
                // Nothing of it came meanwhile.
                try live.unsubscribe(room)
                try live.expect("done")
            }
        }

        @Test("Promise 5: without a session, or with one that has ended, nothing is told")
        func noSession() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let made = try server.http.call("POST", "/v1/sessions", ["login": "ada", "password": Person.password])
                let ended = try #require(try made.said.token)
                #expect(try server.http.call("DELETE", "/v1/session", token: ended).status == 204)
                let wrong = String(ada.token.reversed())
                for token in [nil, ended, wrong, "", "x", String(repeating: "A", count: 5_000)] as [String?] {
                    for path in ["/v1/me", "/v1/rooms", "/v1/rooms/1", "/v1/rooms/1/events", "/v1/rooms/1/members"] {
                        let answer = try server.http.call("GET", path, token: token)
                        #expect(answer.status == 401)
                        #expect(answer.code == "not_logged_in")
                    }
                    #expect(try LiveProbe(port: server.port, token: token).answer.status == 401)
                }
            }
        }

        @Test(
            "Promise 5: leaving cuts the stream at the very event, also in the middle of a batch: nothing that was said after it arrives"
        )
        func leavingCuts() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let rooms = (try ada.createRoom("busy"), try ada.createRoom("quiet"))
                try ben.join(rooms.1)
                let hers = try ada.live()
                try hers.expect("welcome")
                let his = try ben.live()
                let epoch = try his.expect("welcome").epoch
                var random = Seeded(5)
                var cutInsideABatch = 0
                for round in 0..<30 {
                    try ben.join(rooms.0)
                    // Live, or still catching up from the beginning.
                    if round.isMultiple(of: 2) {
                        try his.subscribe(rooms.0)
                        try his.skip(to: "caught_up")
                    } else {
                        try his.subscribe(rooms.0, after: 0, epoch: epoch)
                        try his.expect("event")
                    }
                    let leaving = try RawSocket(port: server.port)
                    let place = random.below(100)
                    for number in 0..<100 {
                        hers.queue(
                            LiveProbe.send("\(round).\(number)", to: rooms.0, id: hers.nextID(), key: Key.next()))
                        if number == place {
                            _ = hers.pump()
                            try leaving.write(
                                "DELETE /v1/rooms/\(rooms.0)/members/me HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
                                    + "Authorization: Bearer \(ben.token)\r\n\r\n")
                        }
                        if random.below(20) == 0 { _ = hers.pump() }
                    }
                    while hers.hasUnsent { _ = hers.pump() }
                    var answers = AnswerReader(leaving)
                    #expect(try answers.next().status == 204)

                    let heard = try his.skip(to: "ended")
                    #expect(heard.found.room?.id == rooms.0)
                    let events = heard.passed.compactMap(\.event)
                    // While catching up the stream may end before the event that ended it.
                    if round.isMultiple(of: 2) {
                        #expect(events.last?.kind == "left")
                        #expect(events.last?.by.id == ben.id)
                    }
                    // All that Ada sent is there, and Ben hears of another room, but nothing more of this one.
                    try hers.send("last of \(round)", to: rooms.0)
                    try eventually("her sends") { try ada.history(of: rooms.0).last?.text == "last of \(round)" }
                    try his.subscribe(rooms.1)
                    let after = try his.skip(to: "caught_up").passed
                    #expect(after.compactMap(\.event).filter { $0.room == rooms.0 }.isEmpty)
                    try his.unsubscribe(rooms.1)
                    #expect(try his.skip(to: "done").passed.allSatisfy { $0.room?.id != rooms.0 })

                    let log = try ada.history(of: rooms.0)
                    let left = try #require(log.last { $0.kind == "left" })
                    #expect(events.allSatisfy { $0.seq <= left.seq })
                    if log.count > left.seq + 1 { cutInsideABatch += 1 }
                }
                #expect(cutInsideABatch > 5, "enough of the rounds had messages after the leaving")
            }
        }

        @Test("Promise 5: whoever leaves while he sends has nothing in the log behind his leaving")
        func leavingEndsWriting() throws {
            try withServer("--sends-in-flight", "1000") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("exit")
                let his = try ben.live()
                try his.expect("welcome")
                var (refused, random) = (0, Seeded(3))
                for round in 0..<15 {
                    try ben.join(room)
                    let before = try ada.history(of: room).count
                    for number in 0..<100 {
                        his.queue(LiveProbe.send("\(round).\(number)", to: room, id: number, key: Key.next()))
                    }
                    let leaving = try RawSocket(port: server.port)
                    var (answers, asked) = (0, false)
                    let after = 1 + random.below(60)
                    while answers < 200 {
                        if !asked, answers >= after {
                            asked = true
                            try leaving.write(
                                "DELETE /v1/rooms/\(room)/members/me HTTP/1.1\r\nHost: x\r\n"
                                    + "Authorization: Bearer \(ben.token)\r\n\r\n")
                        }
                        for case .said(let said) in his.pump() {
                            answers += 1
                            if said.op == "error" {
                                #expect(said.code == "not_a_member")
                                refused += 1
                            }
                            // One more for each answer, so that some are on their way at any moment.
                            if answers <= 100 {
                                his.queue(LiveProbe.send("more", to: room, id: 100 + answers, key: Key.next()))
                            }
                        }
                        RawSocket.waitForAny([(his.socket, his.hasUnsent)], milliseconds: 20)
                    }
                    var settled = AnswerReader(leaving)
                    #expect(try settled.next().status == 204)
                    let log = try ada.history(of: room).dropFirst(before)
                    let left = try #require(log.firstIndex { $0.kind == "left" })
                    #expect(log[left...].count == 1, "\(log[left...].count - 1) messages of one who had left")
                }
                #expect(refused > 0, "some were sent after the leaving")
            }
        }

        @Test("Promise 5: what one asked for behind one's own leaving is refused, in the order in which it was asked")
        func afterLeaving() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("door")
                for _ in 0..<20 {
                    try ben.join(room)
                    let before = try ada.history(of: room).count
                    let socket = try RawSocket(port: server.port)
                    let fields = "Host: 127.0.0.1:\(server.port)\r\nAuthorization: Bearer \(ben.token)\r\n"
                    let body = #"{"key":"\#(Key.next())","text":"one more thing"}"#
                    try socket.write(
                        "DELETE /v1/rooms/\(room)/members/me HTTP/1.1\r\n\(fields)\r\n"
                            + "POST /v1/rooms/\(room)/messages HTTP/1.1\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n"
                            + body + "GET /v1/rooms/\(room)/events HTTP/1.1\r\n\(fields)\r\n")
                    var answers = AnswerReader(socket)
                    #expect(try answers.next().status == 204)
                    #expect(try answers.next().code == "not_a_member")
                    #expect(try answers.next().code == "not_a_member")
                    #expect(try ada.history(of: room).count == before + 1)
                }
            }
        }
    }
}
