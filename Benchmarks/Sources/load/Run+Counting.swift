/// What the dialects tell of each message, and what is missing in the end.
extension Run {
    /// - Parameter number: of the last message before those that the client will read, where they have numbers.
    func isLive(_ client: Client, from number: Int64 = -1) {
        client.phase = .live
        client.heard = Array(repeating: 0, count: dialect.numbersMessages ? 0 : options.senders)
        client.base = number
        client.last = number
        opening -= 1
        live += 1
    }

    func acknowledged(_ client: Client) {
        client.acknowledged += 1
        tally.acknowledged += 1
        client.outstanding -= 1
        mayWrite(client)
    }

    /// A message that came to a reader who stands for its sender.
    func acknowledged(byReaderOf sender: Int) {
        guard clients.indices.contains(sender) else { return }
        acknowledged(clients[sender])
    }

    /// A message without a number, of a server from which a sender's own, come back, is its acknowledgement.
    func echoed(_ text: UnsafeRawBufferPointer, to client: Client) {
        delivered(text, to: client)
        if client.isSender, Stamp.sender(of: text) == client.index { acknowledged(client) }
    }

    /// A message without a number.
    func delivered(_ text: UnsafeRawBufferPointer, to client: Client) {
        let place = Stamp.sender(of: text) - (client.index - client.index % options.people)
        // What is older than this run has no stamp.
        guard client.heard.indices.contains(place) else { return }
        tally.deliveries += 1
        let (count, heard) = (Stamp.count(of: text), client.heard[place])
        if count > heard {
            tally.lost += count - heard - 1
            client.heard[place] = count
        } else if count == heard {
            tally.doubled += 1
        } else {
            tally.outOfOrder += 1
        }
        noteLatency(text)
    }

    /// The number that a message had beside its text must be the next; nil tells nothing.
    func numbered(_ number: Int64?, _ client: Client) {
        guard let number else { return }
        if client.last >= 0, number != client.last &+ 1 { tally.outOfOrder += 1 }
        client.last = number
    }

    func delivered(_ number: Int64, _ text: UnsafeRawBufferPointer, to client: Client) {
        tally.deliveries += 1
        if number == client.last &+ 1 {
            client.last = number
        } else if number > client.last {
            tally.lost &+= Int(number &- client.last &- 1)
            client.last = number
        } else if number == client.last {
            tally.doubled += 1
        } else {
            tally.outOfOrder += 1
        }
        if options.isReading {
            dialect.markRead(number, by: client)
            tally.marks += 1
        }
        noteLatency(text)
    }

    private func noteLatency(_ text: UnsafeRawBufferPointer) {
        guard options.rate > 0, case let sent = Stamp.time(of: text), measured.contains(sent) else { return }
        let now = monotonicNow()
        tally.latency.add(now &- min(now, sent))
    }

    // MARK: The end

    private func sentByRoom() -> [Int: Int] {
        clients.reduce(into: [:]) { $0[$1.room, default: 0] += $1.sent }
    }

    /// How many messages the client has not read; less than 0 when it has read more than were sent.
    private func missing(_ client: Client, _ sent: [Int: Int]) -> Int {
        if dialect.numbersMessages { return Int(client.base &- client.last) &+ (sent[client.room] ?? 0) }
        let first = client.index - client.index % options.people
        return client.heard.indices.reduce(0) { missing, place in
            let isOwn = first + place == client.index
            return missing + (isOwn && !options.hasEcho ? 0 : clients[first + place].sent - client.heard[place])
        }
    }

    /// Whether everybody has everything.
    var isComplete: Bool {
        let sent = sentByRoom()
        return clients.allSatisfy { missing($0, sent) <= 0 && $0.acknowledged == $0.sent }
    }

    func settle(_ result: inout Result) {
        let sent = sentByRoom()
        for client in clients {
            let missing = missing(client, sent)
            tally.lost &+= max(0, missing)
            // More than were sent: somebody's message is there twice.
            tally.doubled &+= max(0, 0 &- missing)
        }
        result.sent = clients.reduce(0) { $0 + $1.sent }
        result.unacknowledged = clients.reduce(0) { $0 + $1.sent - $1.acknowledged }
        result.tally = tally
    }
}
