import Testing

extension WholeServer {
    @Suite("Resuming (promises 2 and 4)")
    struct ResumeTests {
        @Test("Promise 4: without a cursor a reader gets a gap with a snapshot, and everything after the snapshot")
        func noCursor() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                _ = try ada.post("before", to: Person.firstRoom)
                let live = try ben.live()
                try live.expect("welcome")
                let id = try live.subscribe(Person.firstRoom)
                let gap = try live.expect("gap")
                #expect(gap.id == id)
                #expect(gap.reason == "no_cursor")
                let snapshot = try #require(gap.snapshot)
                #expect(snapshot.head == 4)
                #expect(snapshot.memberCount == 2)
                #expect(snapshot.members?.map(\.username) == ["ada", "ben"])
                #expect(snapshot.members?.map(\.online) == [false, true])
                let caughtUp = try live.expect("caught_up")
                #expect(caughtUp.id == id)
                #expect(caughtUp.seq == 4)
                #expect(caughtUp.online == .ids([ben.id]))
                _ = try ada.post("after", to: Person.firstRoom)
                #expect(try live.expect("event").seq == 5)
            }
        }

        @Test("Promise 4: from a cursor a reader gets what it missed, each event once, then caught_up")
        func cursor() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                for number in 3...300 { _ = try ada.post("\(number)", to: Person.firstRoom) }
                let log = try ada.history(of: Person.firstRoom)
                let live = try ada.live()
                let epoch = try live.expect("welcome").epoch
                for after in [0, 1, 150, 299, 300] {
                    try live.subscribe(Person.firstRoom, after: after, epoch: epoch)
                    let missed = try live.skip(to: "caught_up").passed
                    #expect(missed.compactMap(\.event) == Array(log.dropFirst(after)))
                    #expect(missed.allSatisfy { $0.op == "event" })
                }
            }
        }

        @Test("Promise 4: a subscription that is given up before it has begun does not begin behind the answer to that")
        func givenUp() throws {
            try withServer { server in
                let live = try server.owner("ada").live()
                try live.expect("welcome")
                for _ in 0..<20 {
                    let (first, second) = (live.nextID(), live.nextID())
                    live.queue(#"{"op":"subscribe","id":\#(first),"room":\#(Person.firstRoom)}"#)
                    live.queue(#"{"op":"unsubscribe","id":\#(second),"room":\#(Person.firstRoom)}"#)
                    try live.flush()
                    #expect(try live.expect("done").id == second)
                }
                try live.send("nobody follows", to: Person.firstRoom)
                try live.expect("ack")
                try live.subscribe(Person.firstRoom)
                try live.expect("gap")
                try live.expect("caught_up")
            }
        }

        @Test("Promise 4: a cursor that cannot be continued gets a gap that says why, and a snapshot to start from")
        func gaps() throws {
            try withServer("--resume-events", "10") { server in
                let ada = try server.owner("ada")
                for number in 3...20 { _ = try ada.post("\(number)", to: Person.firstRoom) }
                let live = try ada.live()
                let epoch = try #require(try live.expect("welcome").epoch)
                func reason(after: Int?, epoch: String?) throws -> String? {
                    try live.subscribe(Person.firstRoom, after: after, epoch: epoch)
                    let (found, passed) = try live.skip(to: "caught_up")
                    #expect(found.seq == 20)
                    guard let first = passed.first, first.op == "gap" else { return nil }
                    #expect(passed.count == 1)
                    #expect(first.snapshot?.head == 20)
                    #expect(first.snapshot?.members?.map(\.username) == ["ada"])
                    return first.reason
                }
                let foreign = String(epoch.reversed())
                #expect(try reason(after: 20, epoch: epoch) == nil)
                #expect(try reason(after: 10, epoch: epoch) == nil)
                #expect(try reason(after: 9, epoch: epoch) == "too_far")
                #expect(try reason(after: 0, epoch: epoch) == "too_far")
                #expect(try reason(after: 21, epoch: epoch) == "future")
                #expect(try reason(after: 1 << 53 - 1, epoch: epoch) == "future")
                #expect(try reason(after: 15, epoch: foreign) == "epoch")
                #expect(try reason(after: 15, epoch: "") == "epoch")
                #expect(try reason(after: 15, epoch: nil) == "epoch")
                #expect(try reason(after: nil, epoch: epoch) == "no_cursor")
            }
        }

        @Test("Promise 4: a store that was put in the place of another has another epoch")
        func epochs() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let epoch = try #require(try ada.live().expect("welcome").epoch)
                try withServer { other in
                    let live = try other.owner("ada").live()
                    #expect(try live.expect("welcome").epoch != epoch)
                    try live.subscribe(Person.firstRoom, after: 1, epoch: epoch)
                    #expect(try live.expect("gap").reason == "epoch")
                }
            }
        }

        @Test(
            "Promises 2 and 4: over random histories with lost, doubled and delayed frames and cut connections, snapshot plus events equals a fresh snapshot",
            arguments: [(seed: 1, resumeEvents: 10_000), (2, 10_000), (3, 12), (4, 12)])
        func randomHistories(seed: UInt64, resumeEvents: Int) throws {
            // With a tail of 16 KiB much is read from the store.
            try withServer(
                "--resume-events", "\(resumeEvents)", "--tail-bytes", seed.isMultiple(of: 2) ? "16384" : "67108864"
            ) {
                server in
                var random = Seeded(seed)
                let watchers = try [server.owner("ada"), server.register("ben"), server.register("cem")]
                let actors = try (0..<4).map { try server.register("actor\($0)") }
                var replicas = watchers.map { RoomReplica($0, room: Person.firstRoom, seed: random.next()) }
                for step in 0..<400 {
                    let actor = random.pick(actors)
                    switch random.below(10) {
                    case 0: try actor.join(Person.firstRoom)
                    case 1: try actor.leave(Person.firstRoom)
                    default:
                        let padding = random.below(3) == 0 ? String(repeating: " and so on", count: 60) : ""
                        _ = try actor.post("step \(step)\(padding)", to: Person.firstRoom)
                    }
                    for place in replicas.indices where random.below(3) == 0 { try replicas[place].turn() }
                }
                let log = try watchers[0].history(of: Person.firstRoom)
                let fresh = try watchers[0].live()
                try fresh.expect("welcome")
                try fresh.subscribe(Person.firstRoom)
                let snapshot = try #require(try fresh.expect("gap").snapshot)
                #expect(snapshot.head == log.count)
                for place in replicas.indices {
                    try replicas[place].catchUp(to: snapshot.head)
                    let replica = replicas[place]
                    #expect(replica.head == snapshot.head)
                    #expect(replica.members == Set(snapshot.members?.map(\.id) ?? []))
                    #expect(replica.members.count == snapshot.memberCount)
                    #expect(replica.events == Array(log.dropFirst(replica.start)))
                    #expect(replica.faults.isEmpty, "\(replica.faults)")
                    #expect(replica.losses > 5, "the wire was bad enough")
                }
            }
        }
    }
}
