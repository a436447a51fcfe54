/// MQTT 3.1.1 (OASIS), every message with quality of service 0, its fastest. A room is a topic. A sender's own message is
/// its acknowledgement.
struct MQTTDialect: Dialect {
    let textBytes: Int
    let answersJoining = true
    let numbersMessages = false

    // MARK: To the server

    func open(_ client: Client, _ run: Run) {
        client.write { out in
            // Section 3.1: version 4, a clean session, never a ping.
            Self.append(0x10, Self.string("MQTT") + [4, 2, 0, 0] + Self.string("person\(client.person)"), to: &out)
            // Section 3.8: packet 1.
            Self.append(0x82, [0, 1] + Self.string("room\(client.room)") + [0], to: &out)
        }
    }

    func send(from client: Client, at time: UInt64, _ run: Run) {
        client.write { out in
            var body = Self.string("room\(client.room)")
            Stamp.append(of: client, at: time, length: textBytes, to: &body)
            Self.append(0x30, body, to: &out)
        }
    }

    func markRead(_ number: Int64, by client: Client) {}

    private static func string(_ text: String) -> [UInt8] {
        [UInt8(truncatingIfNeeded: text.utf8.count >> 8), UInt8(truncatingIfNeeded: text.utf8.count)] + Array(text.utf8)
    }

    private static func append(_ kind: UInt8, _ body: [UInt8], to out: inout [UInt8]) {
        out.append(kind)
        // Section 2.2.3: seven bits a byte, the lowest first.
        var left = body.count
        repeat {
            out.append(UInt8(left & 0x7F) | (left > 0x7F ? 0x80 : 0))
            left >>= 7
        } while left > 0
        out.append(contentsOf: body)
    }

    // MARK: From the server

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        var taken = 0
        while let (length, start) = try Self.length(bytes, at: taken + 1), bytes.count - start >= length {
            try takePacket(bytes[taken], bytes.part(start, start + length), client, run)
            taken = start + length
        }
        return taken
    }

    private func takePacket(
        _ kind: UInt8, _ body: UnsafeRawBufferPointer, _ client: Client, _ run: Run
    ) throws(LoadError) {
        switch kind & 0xF0 {
        case 0x30:
            guard body.count >= 2 else { throw LoadError("a message without a topic") }
            let topic = Int(body[0]) << 8 | Int(body[1])
            run.echoed(body.part(2 + topic, body.count), to: client)
        case 0x20:
            guard body.last == 0 else { throw LoadError("not let in: \(body.last ?? 255)") }
        case 0x90:
            guard body.last == 0 else { throw LoadError("not subscribed: \(body.last ?? 255)") }
            if client.phase != .live { run.isLive(client) }
        default: throw LoadError("a packet that nobody asked for: \(kind)")
        }
    }

    /// What a packet has after its length, and where; nil when the length is not whole.
    private static func length(
        _ bytes: UnsafeRawBufferPointer, at start: Int
    ) throws(LoadError) -> (length: Int, start: Int)? {
        var length = 0
        for place in 0..<4 {
            guard start + place < bytes.count else { return nil }
            let byte = bytes[start + place]
            length |= Int(byte & 0x7F) << (7 * place)
            if byte & 0x80 == 0 { return (length, start + place + 1) }
        }
        throw LoadError("a length of more than four bytes")
    }
}
