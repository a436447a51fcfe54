import Testing

extension WholeServer {
    @Suite("Slow readers (promise 6)")
    struct SlowReaderTests {
        private static let messages = 1_200
        /// 32 KiB each: 39 MB in all, many times what sockets and the limits below hold.
        private static let text = String(repeating: "x", count: 32_768)

        /// Most bytes that the server may grow by while all that is sent. Unbounded, one copy of it would be kept.
        private static let mostGrowth = 20 << 20

        private func expectBounded(_ server: ServerProcess, since before: Int) throws {
            guard !ServerProcess.isSanitized else { return }
            let growth = try server.residentBytes - before
            #expect(growth < Self.mostGrowth, "it grew by \(growth >> 20) MiB")
        }

        /// Sends all messages at full speed, read by `reader` as they come.
        private func flood(_ sender: LiveProbe, _ reader: LiveProbe, room: Int, from cursor: Int, window: Int = 16)
            throws
        {
            let deadline = Deadline(.seconds(120))
            var (queued, acknowledged, seen) = (0, 0, cursor)
            while acknowledged < Self.messages || seen < cursor + Self.messages {
                guard !deadline.isOver else { throw Impatient("\(acknowledged) acknowledged, \(seen) seen") }
                while queued < min(Self.messages, acknowledged + window) {
                    queued += 1
                    sender.queue(
                        LiveProbe.send("\(queued) \(Self.text.dropLast(5))", to: room, id: queued, key: Key.next()))
                }
                for case .said(let said) in sender.pump() {
                    switch said.op {
                    case "ack": acknowledged += 1
                    case "event", "presence": break
                    default: throw LiveProbe.Unexpected(description: "\(said.op ?? "") \(said.message ?? "")")
                    }
                }
                for case .said(let said) in reader.pump() where said.op == "event" {
                    guard said.seq == seen + 1 else {
                        throw LiveProbe.Unexpected(description: "event \(said.seq ?? 0) after \(seen)")
                    }
                    seen += 1
                }
                RawSocket.waitForAny([(sender.socket, sender.hasUnsent), (reader.socket, false)], milliseconds: 20)
            }
        }

        @Test("Promise 6: a batch that is larger than what may wait for a socket reaches who is behind in parts")
        func largeBatch() throws {
            try withServer("--outbound-bytes", "65536") { server in
                let live = try server.owner("ada").live()
                let epoch = try live.expect("welcome").epoch
                let text = String(repeating: "x", count: 12_000)
                // While the first are at the disk the rest gathers.
                for number in 1...60 {
                    live.queue(LiveProbe.send("\(number) \(text)", to: Person.firstRoom, id: number, key: Key.next()))
                }
                try live.flush()
                for _ in 1...60 { try live.expect("ack") }
                try live.subscribe(Person.firstRoom, after: 2, epoch: epoch)
                #expect(try live.skip(to: "caught_up").passed.compactMap(\.seq) == Array(3...62))
            }
        }

        @Test(
            "Promise 6: while one reads nothing the others go on, memory stays bounded, and he misses nothing when he reads again"
        )
        func stalled() throws {
            try withServer(
                "--slow-reader-timeout", "600", "--message-bytes", "32768", "--outbound-bytes", "262144",
                "--tail-bytes", "2097152"
            ) { server in
                let people = try [server.owner("ada"), server.register("ben"), server.register("cem")]
                let room = Person.firstRoom
                let sender = try people[0].live()
                try sender.expect("welcome")
                let reader = try people[1].follow()
                // Once with nobody in the way: the store's caches are full then.
                try flood(sender, reader, room: room, from: 4)
                let stalled = try people[2].follow(receiveBuffer: 4_096)
                let start = 4 + Self.messages
                let before = try server.residentBytes
                try flood(sender, reader, room: room, from: start)
                try expectBounded(server, since: before)
                // Now he reads, and gets all of it from the log.
                var cursor = start
                while cursor < start + Self.messages {
                    let said = try stalled.next()
                    guard case .said(let said) = said else {
                        throw LiveProbe.Unexpected(description: "\(said) after event \(cursor)")
                    }
                    guard said.op == "event" else { continue }
                    cursor += 1
                    #expect(said.seq == cursor)
                    #expect(said.body?.text?.hasPrefix("\(cursor - start) ") == true)
                }
                // He is live again.
                _ = try people[1].post("the end", to: room)
                #expect(try stalled.skip(to: "event").found.body?.text == "the end")
            }
        }

        @Test("Promise 6: many stalled readers together stay within the bound for all")
        func manyStalled() throws {
            try withServer(
                "--slow-reader-timeout", "600", "--message-bytes", "32768", "--outbound-total-bytes", "4194304",
                "--tail-bytes",
                "2097152"
            ) { server in
                let people = try [server.owner("ada"), server.register("ben"), server.register("cem")]
                let sender = try people[0].live()
                try sender.expect("welcome")
                let reader = try people[1].follow()
                try flood(sender, reader, room: Person.firstRoom, from: 4)
                let stalled = try (0..<40).map { _ in try people[2].follow(receiveBuffer: 4_096) }
                let start = 4 + Self.messages
                let before = try server.residentBytes
                // Small batches, since each of the stalled may hold the one on which it stalled.
                try flood(sender, reader, room: Person.firstRoom, from: start, window: 4)
                try expectBounded(server, since: before)
                let one = stalled[7]
                let last = try one.skip(to: "event", within: .seconds(60)) { $0.seq == start + Self.messages }
                #expect(last.passed.compactMap(\.seq) == Array(start + 1..<start + Self.messages))
            }
        }

        @Test("Promise 6: who takes nothing for too long is closed, and can come back and resume")
        func closed() throws {
            try withServer("--slow-reader-timeout", "2", "--message-bytes", "32768", "--outbound-bytes", "262144") {
                server in
                let people = try [server.owner("ada"), server.register("ben"), server.register("cem")]
                let sender = try people[0].live()
                try sender.expect("welcome")
                let reader = try people[1].follow()
                let stalled = try people[2].live(receiveBuffer: 4_096)
                let epoch = try stalled.expect("welcome").epoch
                try stalled.subscribe(Person.firstRoom)
                let start = try #require(try stalled.skip(to: "caught_up").found.seq)
                try flood(sender, reader, room: Person.firstRoom, from: start)
                try eventually("the server to close the connection") { server.log.contains("reader too slow") }

                let (code, passed) = try stalled.end()
                #expect(code == nil || code == 4008)
                let seen = passed.filter { $0.op == "event" }.compactMap(\.seq)
                #expect(seen == Array(start + 1..<start + 1 + seen.count))
                let again = try people[2].live()
                try again.expect("welcome")
                try again.subscribe(Person.firstRoom, after: start + seen.count, epoch: epoch)
                let missed = try again.skip(to: "caught_up", within: .seconds(60)).passed
                #expect(missed.compactMap(\.seq) == Array(start + seen.count + 1...start + Self.messages))
            }
        }
    }
}
