import Foundation
import Testing

extension WholeServer {
    @Suite("Overload (promise 7)")
    struct OverloadTests {
        @Test("Promise 7: what is sent far ahead of its acknowledgements is all acknowledged, once and in order")
        func pipelinedSends() throws {
            try withServer("--sends-in-flight", "4") { server in
                let ada = try server.owner("ada")
                let live = try ada.live()
                try live.expect("welcome")
                for number in 1...2_000 {
                    live.queue(LiveProbe.send("\(number)", to: Person.firstRoom, id: number, key: Key.next()))
                }
                var acknowledged: [Int] = []
                let deadline = Deadline(.seconds(90))
                while acknowledged.count < 2_000 {
                    guard !deadline.isOver else { throw Impatient("2000 acknowledgements, not \(acknowledged.count)") }
                    for case .said(let said) in live.pump() {
                        guard said.op == "ack", let id = said.id else {
                            throw LiveProbe.Unexpected(description: "\(said.op ?? "") \(said.message ?? "")")
                        }
                        acknowledged.append(id)
                    }
                    RawSocket.waitForAny([(live.socket, live.hasUnsent)], milliseconds: 20)
                }
                #expect(acknowledged == Array(1...2_000))
                let texts = try ada.history(of: Person.firstRoom).compactMap(\.text)
                #expect(texts == (1...2_000).map { "\($0)" })
            }
        }

        @Test(
            "Promise 7: while the disk is slow, senders are read from no faster than it writes, and memory stays bounded",
            CommitFailureTests.mayInject,
            arguments: [
                (senders: 1, settings: ["--sends-in-flight", "4"]),
                (48, ["--pending-bytes", "1048576"]),
            ])
        func backPressure(senders: Int, settings: [String]) throws {
            let server = try ServerProcess(settings: settings + ["--tail-bytes", "1048576"])
            try server.start()
            let ada = try server.owner("ada")
            let lives = try (0..<senders).map { _ in try ada.live() }
            for live in lives { try live.expect("welcome") }
            let text = String(repeating: "y", count: 16_000)
            func queue(_ count: Int) {
                for live in lives {
                    for _ in 0..<count / senders {
                        live.queue(LiveProbe.send(text, to: Person.firstRoom, id: live.nextID(), key: Key.next()))
                    }
                }
            }
            /// Pumps until that is enough; gives each acknowledgement's time.
            func pump(until isEnough: () -> Bool, _ acknowledged: (Int) throws -> Void) throws {
                let deadline = Deadline(.seconds(60))
                var count = 0
                while !isEnough() {
                    guard !deadline.isOver else { throw Impatient("more than \(count) acknowledgements") }
                    for live in lives {
                        for case .said(let said) in live.pump() {
                            #expect(said.op == "ack")
                            count += 1
                            try acknowledged(said.at ?? 0)
                        }
                    }
                    RawSocket.waitForAny(lives.map { ($0.socket, $0.hasUnsent) }, milliseconds: 20)
                }
            }
            // Once at full speed, so that the store's cache is full.
            var count = 0
            queue(2_400)
            try pump(until: { count == 2_400 }) { _ in count += 1 }
            let before = try server.residentBytes
            let injector = try FaultInjector(server.pid, "fdatasync,fsync", "delay_enter=400000")
            // 77 MB as fast as they are taken, for a few commits' time.
            queue(4_800)
            var (commits, peak, lastAt, acknowledged) = (0, 0, 0, 0)
            try pump(until: { commits >= 6 }) { at in
                acknowledged += 1
                if at > lastAt + 200 { (commits, lastAt) = (commits + 1, at) }
                peak = max(peak, try server.residentBytes - before)
            }
            try injector.stop()
            // Each commit took what was in flight, and no more was.
            if senders == 1 { #expect(acknowledged <= 4 * 7) }
            // Of 77 MB. What follows the log behind it has caches and batches of its own, of up to 16 MiB, and the
            // allocator keeps pages of what was freed: 38 MiB were seen on a busy machine.
            if !ServerProcess.isSanitized { #expect(peak < 48 << 20, "it grew by \(peak >> 20) MiB") }
        }

        @Test(
            "Promise 7: sends above the rate are refused with the limit's name and a pause, and change nothing; with their keys they go through later"
        )
        func rate() throws {
            try withServer("--account-requests-per-second", "2", "--account-request-burst", "5") { server in
                let ada = try server.owner("ada")
                let live = try ada.live()
                try live.expect("welcome")
                let keys = (0..<20).map { _ in Key.next() }
                for (number, key) in keys.enumerated() {
                    live.queue(LiveProbe.send("text \(number)", to: Person.firstRoom, id: number, key: key))
                }
                try live.flush()
                var refused: [Int] = []
                var acknowledged: [Int] = []
                for _ in keys {
                    guard case .said(let said) = try live.next(), let id = said.id else { continue }
                    if said.op == "ack" {
                        acknowledged.append(id)
                        continue
                    }
                    #expect(said.code == "rate_limited")
                    #expect(said.limit == Said.Limit(name: "account_requests_per_second", value: 2))
                    #expect((said.retryAfter ?? 0) >= 1)
                    refused.append(id)
                }
                #expect(acknowledged.count >= 5)
                #expect(refused.count > 5)
                // One refused, tried until it is let in.
                let again = try #require(refused.first)
                try eventually("the pause to end") {
                    try live.send("text \(again)", to: Person.firstRoom, key: keys[again])
                    guard case .said(let said) = try live.next(), said.op == "ack" else { return false }
                    return said.duplicate == nil
                }
                try server.stop()
                let unlimited = try ServerProcess(settings: ["--account-requests-per-second", "0"])
                try FileManager.default.copyItem(atPath: server.data, toPath: unlimited.data)
                try unlimited.start()
                let reader = Person(server: unlimited, id: ada.id, username: "ada", token: ada.token)
                let numbers = try reader.history(of: Person.firstRoom).compactMap(\.text)
                #expect(numbers == (acknowledged + [again]).map { "text \($0)" })
            }
        }

        @Test("Promise 7: requests above an address's rate are refused, those of another address are not")
        func addressRate() throws {
            try withServer("--address-requests-per-second", "1", "--address-request-burst", "10") { server in
                let answers = try (0..<30).map { _ in try server.http.call("GET", "/v1/me", token: Key.next()) }
                // Without a token that could be one nothing is looked up; the log-in is.
                let logIns = try (0..<30).map { _ in
                    try server.http.call("POST", "/v1/sessions", ["login": "x", "password": "yyyyyyyyyy"])
                }
                let refused = try #require((answers + logIns).first { $0.status == 429 })
                #expect(try refused.said.error?.limit?.name == "address_requests_per_second")
                #expect(Int(refused.headers["retry-after"] ?? "") ?? 0 >= 1)
                let elsewhere = HTTPCaller(port: server.port, source: "127.0.0.9")
                #expect(
                    try elsewhere.call("POST", "/v1/sessions", ["login": "x", "password": "yyyyyyyyyy"]).status == 401)
            }
        }

        @Test("Promise 7: a text over the limit is refused by name through both doors, and nothing is stored")
        func tooLarge() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let live = try ada.live()
                try live.expect("welcome")
                for text in [String(repeating: "x", count: 16_385), String(repeating: "😀", count: 4_097)] {
                    let id = try live.send(text, to: Person.firstRoom)
                    let error = try live.expect("error")
                    #expect(error.id == id)
                    #expect(error.code == "too_large")
                    #expect(error.limit == Said.Limit(name: "message_bytes", value: 16_384))
                    #expect(try ada.post(text, to: Person.firstRoom).code == "too_large")
                }
                let body = try ada.call("POST", "/v1/rooms/1/messages", ["key": String(repeating: "x", count: 300_000)])
                #expect(body.status == 413)
                #expect(try ada.history(of: Person.firstRoom).count == 2)
                try live.send(String(repeating: "😀", count: 4_096), to: Person.firstRoom)
                try live.expect("ack")
            }
        }

        @Test(
            "Promise 7: more subscriptions than a connection may have are refused by name; one that is given up makes room"
        )
        func subscriptions() throws {
            try withServer("--subscriptions-per-connection", "2", "--rooms-per-account", "3") { server in
                let ada = try server.owner("ada")
                let rooms = try (0..<3).map { try ada.createRoom("room\($0)") }
                let refused = try ada.call("POST", "/v1/rooms", ["handle": "room4"])
                #expect(refused.status == 403)
                #expect(try refused.said.error?.limit == Said.Limit(name: "rooms_per_account", value: 3))

                let live = try ada.live()
                try live.expect("welcome")
                for room in rooms.prefix(2) {
                    try live.subscribe(room)
                    try live.skip(to: "caught_up")
                }
                try live.subscribe(rooms[2])
                let error = try live.skip(to: "error").found
                #expect(error.code == "too_many_subscriptions")
                #expect(error.limit == Said.Limit(name: "subscriptions_per_connection", value: 2))
                try live.unsubscribe(rooms[0])
                try live.skip(to: "done")
                try live.subscribe(rooms[2])
                #expect(try live.skip(to: "caught_up").found.room?.id == rooms[2])
                _ = try ada.post("not for him", to: rooms[0])
                _ = try ada.post("for him", to: rooms[2])
                #expect(try live.expect("event").body?.text == "for him")
            }
        }

        @Test("Promise 7: more connections than an address may have are told so, and others are not concerned")
        func connectionsPerAddress() throws {
            try withServer("--connections-per-address", "3") { server in
                var held = try (0..<3).map { _ in try RawSocket(port: server.port) }
                // Accepting is the server's: each is in when it has answered.
                for socket in held {
                    try socket.write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
                    var answers = AnswerReader(socket)
                    #expect(try answers.next().status == 200)
                }
                let fourth = try server.http.call("GET", "/healthz")
                #expect(fourth.status == 429)
                #expect(try fourth.said.error?.limit == Said.Limit(name: "connections_per_address", value: 3))
                #expect(try HTTPCaller(port: server.port, source: "127.0.0.7").call("GET", "/healthz").status == 200)
                held.removeLast()
                try eventually("the place to be free") { try server.http.call("GET", "/healthz").status == 200 }
                withExtendedLifetime(held) {}
            }
        }

        @Test(
            "Promise 7: requests that never come whole take a bounded part of memory; small and whole ones are served")
        func halves() throws {
            try withServer("--inbound-total-bytes", "1048576", "--loops", "1", "--handshake-timeout", "600") { server in
                let ada = try server.owner("ada")
                let head = "POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                let half = head + "Content-Length: 200000\r\n\r\n" + String(repeating: " ", count: 100_000)
                let sockets = try (0..<20).map { _ in try RawSocket(port: server.port) }
                for socket in sockets { try socket.write(half) }
                // Those that were too much are told so, and no others.
                var refused = 0
                try eventually("some to be refused") {
                    refused = sockets.count { $0.isReadable }
                    return refused > 0
                }
                for socket in sockets where socket.isReadable {
                    var answers = AnswerReader(socket)
                    let answer = try answers.next()
                    #expect(answer.status == 503)
                    #expect(try answer.said.error?.limit == Said.Limit(name: "inbound_total_bytes", value: 1_048_576))
                }
                #expect(sockets.contains { !$0.isReadable })
                let live = try ada.live()
                try live.expect("welcome")
                try live.send(String(repeating: "z", count: 3_000), to: Person.firstRoom)
                try live.expect("ack")
                #expect(try server.http.call("GET", "/healthz").status == 200)
                withExtendedLifetime(sockets) {}
            }
        }

        @Test(
            "Promise 7: beyond max_connections a client is told, whatever it was going to ask, also for the live stream"
        )
        func maxConnections() throws {
            try withServer("--max-connections", "2") { server in
                let ada = try server.owner("ada")
                var one: LiveProbe? = try ada.follow()
                let two = try ada.follow()
                let refused = try server.http.call("GET", "/healthz")
                #expect(refused.status == 503)
                #expect(refused.code == "overloaded")
                #expect(try refused.said.error?.limit == Said.Limit(name: "max_connections", value: 2))
                #expect(refused.headers["retry-after"] != nil)
                #expect(try ada.live().answer.status == 503)
                try two.send("still served", to: Person.firstRoom)
                try two.skip(to: "ack")
                try one?.goodbye()
                one = nil
                try eventually("the place to be free") { try server.http.call("GET", "/healthz").status == 200 }
            }
        }
    }
}
