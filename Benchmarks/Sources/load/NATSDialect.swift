/// NATS' client protocol (https://docs.nats.io/reference/reference-protocols/nats-protocol), not verbose. A room is a
/// subject. A sender's own message is its acknowledgement.
struct NATSDialect: Dialect {
    let textBytes: Int
    let answersJoining = true
    let numbersMessages = false

    func open(_ client: Client, _ run: Run) {
        client.write { out in
            let hello = "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":true}\r\n"
            // What stands before the PING was done when it is answered.
            out.append(contentsOf: "\(hello)SUB room\(client.room) 1\r\nPING\r\n".utf8)
        }
    }

    func send(from client: Client, at time: UInt64, _ run: Run) {
        client.write { out in
            out.append(contentsOf: "PUB room\(client.room) \(textBytes)\r\n".utf8)
            Stamp.append(of: client, at: time, length: textBytes, to: &out)
            out.append(contentsOf: "\r\n".utf8)
        }
    }

    func markRead(_ number: Int64, by client: Client) {}

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        var taken = 0
        while let (line, next) = bytes.line(at: taken) {
            guard line.begins(with: "MSG ") else {
                try takeOther(line, client, run)
                taken = next
                continue
            }
            // MSG subject sid length
            var rest = line
            for _ in 0..<3 { rest.takeWord() }
            guard let length = rest.length else { throw LoadError("not a message: \(line.text)") }
            guard bytes.count - next >= length + 2 else { break }
            run.echoed(bytes.part(next, next + length), to: client)
            taken = next + length + 2
        }
        return taken
    }

    private func takeOther(_ line: UnsafeRawBufferPointer, _ client: Client, _ run: Run) throws(LoadError) {
        if line.begins(with: "PING") {
            client.write { $0.append(contentsOf: "PONG\r\n".utf8) }
        } else if line.begins(with: "PONG"), client.phase != .live {
            run.isLive(client)
        } else if line.begins(with: "-ERR") {
            throw LoadError("refused: \(line.text)")
        }
        // INFO tells nothing that is needed.
    }
}
