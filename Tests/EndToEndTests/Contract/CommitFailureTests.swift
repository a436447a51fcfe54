import Foundation
import Testing

extension WholeServer {
    @Suite("Commits that fail (promises 1, 3 and 8)")
    struct CommitFailureTests {
        static let mayInject: ConditionTrait = .enabled(
            if: FaultInjector.isPermitted, "strace is not here, or this machine does not let it trace")

        @Test(
            "Promise 1: while the disk takes its time, nobody is told of the message, neither its sender nor anyone else",
            mayInject)
        func waitsForDisk() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let (hers, his) = (try ada.follow(), try ben.follow())
                try hers.skip(to: "presence")
                let delay = Duration.milliseconds(800)
                let injector = try FaultInjector(server.pid, "fdatasync,fsync", "delay_enter=800000")
                for round in 0..<3 {
                    let sent = ContinuousClock.now
                    try hers.send("patience \(round)", to: Person.firstRoom)
                    _ = try his.skip(to: "event")
                    // Only earlier than the disk would be wrong: later it may always be.
                    #expect(ContinuousClock.now - sent >= delay, "he was shown what the disk did not have")
                    let posted = ContinuousClock.now
                    #expect(try ada.post("patience too \(round)", to: Person.firstRoom).status == 200)
                    #expect(ContinuousClock.now - posted >= delay, "she was told of what the disk did not have")
                    _ = try his.skip(to: "event")
                }
                try injector.stop()
            }
        }

        @Test("Promise 1: the acknowledgement itself waits for the disk", mayInject)
        func acknowledgementWaits() throws {
            try withServer { server in
                let live = try server.owner("ada").live()
                try live.expect("welcome")
                let injector = try FaultInjector(server.pid, "fdatasync,fsync", "delay_enter=800000")
                let sent = ContinuousClock.now
                try live.send("patience", to: Person.firstRoom)
                try live.expect("ack")
                #expect(ContinuousClock.now - sent >= .milliseconds(800))
                try injector.stop()
            }
        }

        @Test(
            "Promise 8: when a commit fails its senders get outcome_unknown, nobody sees it, the server says so and goes on; a retry settles it with one copy",
            mayInject,
            arguments: [
                ("fdatasync,fsync", "error=EIO"), ("pwrite64", "error=ENOSPC"), ("fdatasync,fsync", "error=ENOSPC"),
            ])
        func failedCommit(calls: String, fault: String) throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let (hers, his) = (try ada.follow(), try ben.follow())
                try hers.skip(to: "presence")
                _ = try ada.post("before", to: Person.firstRoom)
                try his.skip(to: "event")
                try hers.skip(to: "event")

                let injector = try FaultInjector(server.pid, calls, fault)
                let keys = (0..<5).map { _ in Key.next() }
                for (number, key) in keys.enumerated() {
                    try hers.send("lost \(number)", to: Person.firstRoom, key: key)
                }
                for _ in keys { #expect(try hers.expect("error").code == "outcome_unknown") }
                let posted = try ada.post("posted", to: Person.firstRoom, key: keys[0])
                #expect(posted.status == 503)
                #expect(posted.code == "outcome_unknown")
                #expect(try ada.call("POST", "/v1/rooms", ["handle": "newroom"]).code == "outcome_unknown")
                #expect(try ben.call("DELETE", "/v1/rooms/1/members/me").code == "outcome_unknown")
                // Reading goes on meanwhile.
                #expect(try ben.history(of: Person.firstRoom).last?.text == "before")
                try injector.stop()
                #expect(server.log.contains("commit failed"))
                try eventually("the server to read its store again") { server.log.contains("reloaded from the store") }

                // The retries settle it. Until the store was read again the answer may be unknown once more.
                for (number, key) in keys.enumerated() {
                    try eventually("the retry of \(number)") {
                        try hers.send("lost \(number)", to: Person.firstRoom, key: key)
                        return try hers.skip(to: "ack", orError: "outcome_unknown")
                    }
                }
                let seen = try (0..<keys.count).map { _ in try his.skip(to: "event").found.body?.text }
                #expect(seen == (0..<keys.count).map { "lost \($0)" })
                let log = try ben.history(of: Person.firstRoom)
                #expect(log.compactMap(\.text) == ["before"] + (0..<keys.count).map { "lost \($0)" })
                #expect(log.map(\.seq) == Array(1...log.count))
                #expect(try ada.createRoom("newroom") > 1, "what failed stands in nobody's way")

                try server.kill9()
                try server.start()
                #expect(try ada.history(of: Person.firstRoom) == log)
            }
        }

        @Test(
            "Promise 8: killed right after a failed commit, the message is there once or not at all, and the retry leaves one copy",
            mayInject, arguments: [("fdatasync,fsync", "error=EIO"), ("pwrite64", "error=ENOSPC")])
        func killedAfterFailure(calls: String, fault: String) throws {
            try withServer { server in
                let ada = try server.owner("ada")
                var acknowledged: [String] = []
                for round in 0..<4 {
                    let live = try ada.live()
                    try live.expect("welcome")
                    try live.send("kept \(round)", to: Person.firstRoom)
                    try live.expect("ack")
                    acknowledged.append("kept \(round)")
                    let injector = try FaultInjector(server.pid, calls, fault)
                    let key = Key.next()
                    try live.send("unsure \(round)", to: Person.firstRoom, key: key)
                    #expect(try live.expect("error").code == "outcome_unknown")
                    try server.kill9()
                    try injector.stop()
                    try server.start()

                    let texts = try ada.history(of: Person.firstRoom).compactMap(\.text)
                    #expect(texts.filter { !$0.hasPrefix("unsure \(round)") } == acknowledged)
                    let isThere = texts.contains("unsure \(round)")
                    let retried = try ada.post("unsure \(round)", to: Person.firstRoom, key: key)
                    #expect(retried.status == 200)
                    #expect((try retried.said.duplicate ?? false) == isThere)
                    acknowledged.append("unsure \(round)")
                    #expect(try ada.history(of: Person.firstRoom).compactMap(\.text) == acknowledged)
                }
            }
        }

        @Test(
            "Promises 1, 3 and 8: commits that fail now and then under load lose nothing that was acknowledged, double nothing and leave no gap",
            mayInject)
        func failingUnderLoad() throws {
            try withServer { server in
                let people = try [server.owner("ada")] + (0..<4).map { try server.register("sender\($0)") }
                let room = try people[0].createRoom("storm")
                for person in people { try person.join(room) }
                var storm = try Storm(server, people: people, rooms: [Person.firstRoom, room], seed: 8)
                let injector = try FaultInjector(server.pid, "fdatasync,fsync", "error=EIO:when=7+13")
                try storm.blow(acknowledging: 600)
                try injector.stop()
                #expect(server.log.contains("commit failed"))
                try storm.settle()
                try storm.check(inOrder: false)
                try server.kill9()
                try server.start()
                try storm.reconnect()
                try storm.settle()
                try storm.check(inOrder: false)
            }
        }
    }
}

extension LiveProbe {
    /// Whether the next answer is of that operation, and not that refusal. Events are passed over.
    func skip(to op: String, orError code: String) throws -> Bool {
        while true {
            guard case .said(let said) = try next() else { throw Unexpected(description: "the stream ended") }
            if said.op == op { return true }
            if said.op == "error" {
                guard said.code == code else { throw Unexpected(description: said.message ?? "") }
                return false
            }
        }
    }
}
