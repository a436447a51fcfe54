import Foundation
import Testing

extension WholeServer {
    @Suite("Crashes (promises 1, 2, 3, 4 and 8)")
    struct CrashTests {
        /// How long the storm of crashes goes on: `E2E_SECONDS`, or half a minute.
        static let seconds = ProcessInfo.processInfo.environment["E2E_SECONDS"].flatMap(Double.init) ?? 25
        /// The same in every run, unless `E2E_SEED` says otherwise.
        static let seed = ProcessInfo.processInfo.environment["E2E_SEED"].flatMap(UInt64.init) ?? 1

        @Test(
            "Promises 1, 3 and 8: killed again and again under load, the server keeps every acknowledged message once and in order; every retry makes one copy; every reader resumes without a gap"
        )
        func killedUnderLoad() throws {
            try withServer { server in
                let owner = try server.owner("ada")
                let rooms = [Person.firstRoom, try owner.createRoom("left"), try owner.createRoom("right")]
                let people = try [owner] + (0..<7).map { try server.register("sender\($0)") }
                for person in people { for room in rooms { try person.join(room) } }
                var storm = try Storm(server, people: people, rooms: rooms, seed: Self.seed)

                let end = Deadline(.seconds(Self.seconds))
                var crashes = 0
                while !end.isOver || crashes < 5 {
                    try storm.blow(acknowledging: 1 + storm.random.below(400))
                    // At any point of a batch's way: the server works on while the clients look on for a while.
                    for _ in 0..<storm.random.below(3) { storm.turn(sending: true) }
                    try server.kill9()
                    try server.start()
                    try storm.reconnect()
                    crashes += 1
                }
                try storm.settle()
                try storm.check()
                #expect(storm.acknowledged > 100)
            }
        }

        @Test(
            "Promise 3: a key that was used answers as the first time, on any connection, by any door, after any restart"
        )
        func keys() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let other = try ada.createRoom("other")
                let live = try ada.follow()
                let key = Key.next()
                try live.send("once", to: Person.firstRoom, key: key)
                let first = try live.skip(to: "ack").found
                #expect(first.duplicate == nil)

                func expectSame(_ said: Said) {
                    #expect(said.seq == first.seq)
                    #expect(said.at == first.at)
                    #expect(said.duplicate == true)
                }
                try live.send("once", to: Person.firstRoom, key: key)
                expectSame(try live.skip(to: "ack").found)
                // Whatever the text is: the key alone counts.
                try live.send("twice", to: Person.firstRoom, key: key.uppercased())
                expectSame(try live.skip(to: "ack").found)
                expectSame(try ada.post("once", to: Person.firstRoom, key: key).said)
                // Many in one batch.
                let batch = Key.next()
                for _ in 0..<20 {
                    live.queue(LiveProbe.send("batch", to: Person.firstRoom, id: live.nextID(), key: batch))
                }
                try live.flush()
                let acks = try (0..<20).map { _ in try live.skip(to: "ack").found }
                #expect(Set(acks.compactMap(\.seq)).count == 1)
                #expect(acks.count { $0.duplicate == nil } == 1)

                try server.kill9()
                try server.start()
                expectSame(try ada.post("once", to: Person.firstRoom, key: key).said)
                // Another room or another account is another matter.
                #expect(try ada.post("once", to: other, key: key).said.duplicate == nil)
                #expect(try ben.post("once", to: Person.firstRoom, key: key).said.duplicate == nil)
                let log = try ada.history(of: Person.firstRoom)
                #expect(log.compactMap(\.text) == ["once", "batch", "once"])
            }
        }
    }
}
