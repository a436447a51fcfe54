import Testing

extension WholeServer {
    @Suite("Who is put out of a room")
    struct RoomRemovalTests {
        @Test(
            "Promise 5: putting out and keeping out cut the stream at the very event, while others write: nothing after it arrives",
            arguments: ["removed", "banned"])
        func cut(kind: String) throws {
            try withServer("--sends-in-flight", "1000", "--account-requests-per-second", "off") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("busy")
                let hers = try ada.live()
                try hers.expect("welcome")
                let his = try ben.live()
                let epoch = try his.expect("welcome").epoch
                var random = Seeded(7)
                let (method, path) =
                    kind == "removed"
                    ? ("DELETE", "/v1/rooms/\(room)/members/\(ben.id)") : ("PUT", "/v1/rooms/\(room)/bans/\(ben.id)")
                var followed = 0
                for round in 0..<20 {
                    try ben.join(room)
                    // Live, or still catching up from the beginning.
                    let isLive = round.isMultiple(of: 2)
                    if isLive {
                        try his.subscribe(room)
                        try his.skip(to: "caught_up")
                    } else {
                        try his.subscribe(room, after: 0, epoch: epoch)
                        try his.expect("event")
                    }
                    let removing = try RawSocket(port: server.port)
                    let place = random.below(100)
                    for number in 0..<100 {
                        hers.queue(LiveProbe.send("\(round).\(number)", to: room, id: hers.nextID(), key: Key.next()))
                        his.queue(LiveProbe.send("his \(number)", to: room, id: his.nextID(), key: Key.next()))
                        if number == place {
                            _ = hers.pump()
                            try his.flush()
                            try removing.write(
                                "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
                                    + "Authorization: Bearer \(ada.token)\r\nContent-Length: 2\r\n\r\n{}")
                        }
                        if random.below(20) == 0 { _ = hers.pump() }
                    }
                    while hers.hasUnsent { _ = hers.pump() }
                    try his.flush()
                    var answers = AnswerReader(removing)
                    #expect(try answers.next().status == 204)
                    let heard = try his.skip(to: "ended")
                    #expect(heard.found.code == "not_a_member")
                    let events = heard.passed.compactMap(\.event)
                    if isLive { #expect(events.last?.kind == kind) }
                    // Whatever else is on its way to him, nothing of it is of this room.
                    try his.subscribe(Person.firstRoom)
                    let after = try his.skip(to: "caught_up").passed
                    #expect(after.compactMap(\.event).allSatisfy { $0.room != room })
                    try his.unsubscribe(Person.firstRoom)
                    #expect(try his.skip(to: "done").passed.compactMap(\.event).allSatisfy { $0.room != room })

                    let log = try ada.history(of: room)
                    let out = try #require(log.lastIndex { $0.kind == kind })
                    #expect(log[out].by.id == ada.id)
                    #expect(events.allSatisfy { $0.seq <= log[out].seq })
                    #expect(log[out...].allSatisfy { $0.by.id != ben.id }, "he wrote behind his removal")
                    if out < log.endIndex - 1 { followed += 1 }
                    #expect(try ben.call("GET", "/v1/rooms/\(room)/events").code == "not_a_member")
                    if kind == "banned" {
                        #expect(try ben.call("PUT", "/v1/rooms/\(room)/members/me").code == "banned")
                        try ada.ask("DELETE", "/v1/rooms/\(room)/bans/\(ben.id)")
                    }
                }
                #expect(followed > 5, "in enough of the rounds others wrote on behind it")
            }
        }

        @Test("A deleted room ends its streams with room_gone, and is whole again when it is brought back")
        func deleted() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ben.createRoom("garden")
                try ada.join(room)
                _ = try ada.post("hello", to: room)
                let (hers, his) = (try ada.follow(room), try ben.follow(room))
                try ben.ask("DELETE", "/v1/rooms/\(room)")
                for live in [hers, his] {
                    let end = try live.skip(to: "ended").found
                    #expect(end.room?.id == room)
                    #expect(end.code == "room_gone")
                }
                try hers.subscribe(room)
                #expect(try hers.expect("error").code == "room_gone")
                try hers.send("but", to: room)
                #expect(try hers.expect("error").code == "room_gone")
                #expect(try ada.call("GET", "/v1/rooms/\(room)").status == 410)
                #expect(try ada.ask("GET", "/v1/me").rooms?.map(\.id) == [1])
                #expect(try ada.ask("GET", "/v1/rooms/deleted").rooms?.map(\.id) == [room])
                #expect(try ada.ask("POST", "/v1/rooms/\(room)/restore").room?.handle == "garden")
                #expect(
                    try ben.history(of: room).map(\.kind) == ["created", "joined", "message", "changed", "changed"])
                try hers.subscribe(room, after: 3, epoch: nil)
                #expect(try hers.expect("gap").reason == "epoch")
            }
        }

        @Test("Whoever joins a room with history since joining gets nothing from before, by any door")
        func sinceJoining() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("fresh")
                try ada.ask("PATCH", "/v1/rooms/\(room)", ["history": "since_joining"])
                for number in 0..<10 { _ = try ada.post("secret \(number)", to: room) }
                try ben.join(room)
                for number in 0..<5 { _ = try ada.post("open \(number)", to: room) }
                #expect(try ada.history(of: room).count == 18)
                let came = try #require(try ada.history(of: room).first { $0.kind == "joined" }?.seq)
                #expect(try ben.history(of: room).map(\.seq) == Array(came...18))
                for query in ["before=5", "around=3&limit=10", "limit=200", "after=1&limit=2"] {
                    let events = try ben.ask("GET", "/v1/rooms/\(room)/events?\(query)").events ?? []
                    #expect(events.allSatisfy { $0.seq >= came })
                }
                let live = try ben.live()
                let epoch = try live.expect("welcome").epoch
                try live.subscribe(room, after: 3, epoch: epoch)
                #expect(try live.expect("gap").reason == "floor")
                try live.skip(to: "caught_up")
                try live.unsubscribe(room)
                try live.expect("done")
                try live.subscribe(room, after: came, epoch: epoch)
                #expect(try live.skip(to: "caught_up").passed.compactMap(\.event).map(\.seq) == Array(came + 1...18))
            }
        }

        @Test("Rooms over HTTP: a hidden room, an invitation, a link, a group, a conversation of two")
        func waysIn() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let cleo = try server.register("cleo")
                let made = try ada.ask(
                    "POST", "/v1/rooms", ["handle": "cellar", "listed": false, "entry": "invited", "topic": "wine"])
                let room = try #require(made.room)
                #expect((room.topic, room.role) == ("wine", "owner"))
                #expect(try ben.call("GET", "/v1/rooms/\(room.id)").code == "room_unknown")
                try ada.ask("POST", "/v1/rooms/\(room.id)/invitations", ["person": ben.id])
                #expect(try ben.ask("GET", "/v1/me/invitations").invitations?.map(\.room?.id) == [room.id])
                try ben.join(room.id)
                let link = try ada.ask("POST", "/v1/rooms/\(room.id)/links", ["uses": 1])
                let token = try #require(link.token)
                #expect(try cleo.ask("POST", "/v1/links/join", ["token": token]).room?.id == room.id)
                #expect(
                    try ada.ask("GET", "/v1/rooms/\(room.id)/members").members?.map(\.roomRole) == [
                        "owner", "member", "member",
                    ])
                #expect(
                    try ada.ask("PUT", "/v1/rooms/\(room.id)/members/\(ben.id)", ["role": "moderator"]).member?.roomRole
                        == "moderator")
                #expect(
                    try ben.ask("GET", "/v1/rooms?mine=true&q=CELL").rooms?.first?.may?.contains("moderate") == true)

                let direct = try #require(try ben.ask("POST", "/v1/direct", ["person": cleo.id]).room)
                #expect(direct.person?.username == "cleo")
                #expect(try cleo.ask("POST", "/v1/direct", ["person": ben.id]).room?.id == direct.id)
                let group = try #require(try ben.ask("POST", "/v1/groups", ["people": [ada.id, cleo.id]]).room)
                #expect((group.kind, group.members) == ("group", 3))
                #expect(try ada.call("PATCH", "/v1/rooms/\(direct.id)", ["title": "x"]).code == "room_unknown")
            }
        }
    }
}
