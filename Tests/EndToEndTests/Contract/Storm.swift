import Testing

/// Many clients on one thread, and in the end the question whether the log is what all of them were told.
struct Storm {
    let server: ServerProcess
    var clients: [StormClient]
    var random: Seeded

    init(_ server: ServerProcess, people: [Person], rooms: [Int], window: Int = 8, seed: UInt64) throws {
        self.server = server
        random = Seeded(seed)
        // Every other reader asks for compressed messages: all must see the same.
        clients = people.enumerated().map { place, person in
            StormClient(person, rooms: rooms, window: window, deflates: !place.isMultiple(of: 2))
        }
        for place in clients.indices { try clients[place].connect() }
    }

    var acknowledged: Int { clients.reduce(0) { $0 + $1.acknowledged.count } }
    var faults: [String] { clients.flatMap(\.faults) }

    /// One look at every client.
    mutating func turn(sending: Bool) {
        for place in clients.indices {
            clients[place].send(more: sending, using: &random)
            clients[place].pump()
        }
        let sockets = clients.compactMap { client in
            client.isConnected ? client.live.map { (socket: $0.socket, writes: $0.hasUnsent) } : nil
        }
        RawSocket.waitForAny(sockets, milliseconds: 20)
    }

    /// Sends until so many more were acknowledged.
    mutating func blow(acknowledging count: Int) throws {
        let (goal, deadline) = (acknowledged + count, Deadline(.seconds(60)))
        while acknowledged < goal, faults.isEmpty {
            guard !deadline.isOver else { throw Impatient("\(goal) acknowledgements; there are \(acknowledged)") }
            turn(sending: true)
        }
    }

    /// Comes back with all clients; each resumes, and sends again what got no answer.
    mutating func reconnect() throws {
        for place in clients.indices {
            // What had arrived before the end counts.
            clients[place].pump()
            clients[place].disconnect()
            try clients[place].connect()
        }
    }

    /// Until everything that was sent is acknowledged, and everyone has everything.
    mutating func settle() throws {
        let deadline = Deadline(.seconds(60))
        let rooms = clients.first?.rooms ?? []
        while !clients.allSatisfy(\.isSettled), faults.isEmpty {
            guard !deadline.isOver else { throw Impatient("the last acknowledgements") }
            for place in clients.indices where !clients[place].isConnected {
                clients[place].disconnect()
                try clients[place].connect()
            }
            turn(sending: false)
        }
        for room in rooms {
            let head = try clients.first?.person.ask("GET", "/v1/rooms/\(room)").room?.head ?? 0
            while !clients.allSatisfy({ ($0.seen[room]?.last?.seq ?? $0.start[room] ?? 0) >= head }), faults.isEmpty {
                guard !deadline.isOver else { throw Impatient("event \(head) of room \(room) at everyone") }
                turn(sending: false)
            }
        }
    }

    /// The contract, after the storm.
    /// - Parameter inOrder: whether everyone's messages must stand as they were sent. Where an outcome was unknown, what
    ///   was sent behind may be before the retry.
    func check(inOrder: Bool = true) throws {
        #expect(faults.isEmpty, "\(faults.prefix(5))")
        for room in clients.first?.rooms ?? [] {
            let log = try #require(try clients.first?.person.history(of: room))
            #expect(log.map(\.seq) == Array(1...max(log.count, 1)), "the log has no gap")
            var places: [String: [Int]] = [:]
            for event in log { if let text = event.text { places[text, default: []].append(event.seq) } }
            for client in clients {
                let own = client.acknowledged.filter { $0.sent.room == room }
                for (sent, seq) in own where places[sent.text] != [seq] {
                    Issue.record(
                        "acknowledged at \(seq), but the log has it at \(places[sent.text] ?? []): \(sent.text)")
                }
                // All are acknowledged now, so nothing else may be there of this client's.
                let name = client.person.username + " "
                let there = log.compactMap(\.text).filter { $0.hasPrefix(name) }
                #expect(there.count == own.count)
                let numbers = there.compactMap { Int($0.split(separator: " ")[1]) }
                #expect(!inOrder || numbers == numbers.sorted(), "one's own messages stay in the order of sending")
                let start = client.start[room] ?? 0
                #expect(client.seen[room] ?? [] == Array(log.dropFirst(start)), "what was seen live is the log")
            }
        }
    }
}
