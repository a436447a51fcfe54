import Glibc

/// Roost's own way: log in by HTTP, upgrade the same connection to a WebSocket, subscribe, send with UUIDv7 keys
/// (docs/protocol). Deflate is offered, as browsers do.
struct RoostDialect: Dialect {
    let textBytes: Int
    let password: String
    let answersJoining = true
    let numbersMessages = true
    private var nextKey: UInt64 = UInt64.random(in: 0...(1 << 60))
    private var mask: UInt32 = .random(in: 1...(.max))

    init(textBytes: Int, password: String) {
        self.textBytes = textBytes
        self.password = password
    }

    // MARK: To the server

    func open(_ client: Client, _ run: Run) {
        client.phase = .logIn
        let body = "{\"login\":\"person\(client.index + 1)@bench.example\",\"password\":\"\(password)\"}"
        client.write { out in
            out.append(
                contentsOf: """
                    POST /v1/sessions HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Content-Type: application/json\r
                    Content-Length: \(body.utf8.count)\r
                    \r
                    \(body)
                    """.utf8)
        }
    }

    private func upgrade(_ client: Client, token: String) {
        client.phase = .upgrade
        client.write { out in
            out.append(
                contentsOf: """
                    GET /v1/live HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Authorization: Bearer \(token)\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
                    \r\n
                    """.utf8)
        }
    }

    private func subscribe(_ client: Client) {
        client.phase = .subscribe
        let text = Array("{\"op\":\"subscribe\",\"id\":1,\"room\":\(client.room)}".utf8)
        client.write { Self.append(0x81, text, mask: mask, to: &$0) }
    }

    mutating func send(from client: Client, at time: UInt64, _ run: Run) {
        var text: [UInt8] = []
        text.reserveCapacity(160 + textBytes)
        text.append(contentsOf: "{\"op\":\"send\",\"id\":".utf8)
        text.append(contentsOf: String(client.sent).utf8)
        text.append(contentsOf: ",\"room\":".utf8)
        text.append(contentsOf: String(client.room).utf8)
        text.append(contentsOf: ",\"key\":\"".utf8)
        appendKey(to: &text)
        text.append(contentsOf: "\",\"text\":\"".utf8)
        Stamp.append(of: client, at: time, length: textBytes, to: &text)
        text.append(contentsOf: "\"}".utf8)
        mask = mask &* 1_664_525 &+ 1_013_904_223
        client.write { Self.append(0x81, text, mask: mask, to: &$0) }
    }

    func markRead(_ number: Int64, by client: Client) {
        let text = Array("{\"op\":\"read\",\"room\":\(client.room),\"seq\":\(number)}".utf8)
        client.write { Self.append(0x81, text, mask: mask, to: &$0) }
    }

    /// A new UUID of version 7 (RFC 9562, section 5.7): milliseconds, then what makes it unique.
    private mutating func appendKey(to out: inout [UInt8]) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
        nextKey &+= 1
        let high = milliseconds << 16 | 0x7000 | (nextKey >> 48 & 0xFFF)
        let low = 1 << 63 | (nextKey & 0x3FFF_FFFF_FFFF_FFFF)
        for place in 0..<32 {
            if place == 8 || place == 12 || place == 16 || place == 20 { out.append(UInt8(ascii: "-")) }
            let word = place < 16 ? high : low
            let nibble = UInt8(truncatingIfNeeded: word >> UInt64((15 - place % 16) * 4)) & 0xF
            out.append(nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble)
        }
    }

    /// Appends a masked frame (RFC 6455, section 5.2).
    private static func append(_ opcode: UInt8, _ payload: [UInt8], mask: UInt32, to out: inout [UInt8]) {
        out.append(opcode)
        if payload.count < 126 {
            out.append(0x80 | UInt8(payload.count))
        } else {
            out.append(0x80 | 126)
            withUnsafeBytes(of: UInt16(truncatingIfNeeded: payload.count).bigEndian) { out.append(contentsOf: $0) }
        }
        withUnsafeBytes(of: mask) { key in
            out.append(contentsOf: key)
            for place in payload.indices { out.append(payload[place] ^ key[place & 3]) }
        }
    }

    // MARK: From the server

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        switch client.phase {
        case .logIn, .upgrade: return try takeResponse(bytes, for: client)
        case .subscribe, .settle, .live, .gone: return try takeFrames(bytes, for: client, run)
        }
    }

    private func takeResponse(_ bytes: UnsafeRawBufferPointer, for client: Client) throws(LoadError) -> Int {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return 0 }
        let head = text[..<end.lowerBound]
        if client.phase == .upgrade {
            guard head.hasPrefix("HTTP/1.1 101 ") else { throw LoadError("no upgrade: \(text)") }
            subscribe(client)
            return head.utf8.count + 4
        }
        guard let field = head.firstRange(of: "Content-Length: "),
            let length = Int(head[field.upperBound...].prefix { $0.isNumber })
        else { throw LoadError("no length: \(text)") }
        guard bytes.count >= head.utf8.count + 4 + length else { return 0 }
        guard let name = text.firstRange(of: "\"token\":\"") else { throw LoadError("no log-in: \(text)") }
        upgrade(client, token: String(text[name.upperBound...].prefix { $0 != "\"" }))
        return head.utf8.count + 4 + length
    }

    private func takeFrames(
        _ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run
    ) throws(LoadError) -> Int {
        var taken = 0
        while bytes.count - taken >= 2 {
            let left = bytes.count - taken
            var (start, length) = (2, Int(bytes[taken + 1]))
            if length == 126 {
                guard left >= 4 else { break }
                length = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: taken + 2, as: UInt16.self)))
                start = 4
            } else if length == 127 {
                guard left >= 10 else { break }
                length = Int(bytes.loadUnaligned(fromByteOffset: taken + 2, as: UInt64.self).bigEndian & 0xFFFF_FFFF)
                start = 10
            }
            guard left >= start + length else { break }
            let payload = UnsafeRawBufferPointer(rebasing: bytes[(taken + start)..<(taken + start + length)])
            switch bytes[taken] {
            case 0x81: try takeMessage(payload, for: client, run)
            case 0x89: client.write { Self.append(0x8A, Array(payload), mask: mask, to: &$0) }
            case 0x88: throw LoadError("closed by the server: \(String(decoding: payload, as: UTF8.self))")
            default: throw LoadError("a frame that nobody asked for: \(bytes[taken])")
            }
            taken += start + length
        }
        return taken
    }

    private func takeMessage(_ json: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) {
        if json.begins(with: Self.event) {
            // N,"seq":N follow.
            guard let (_, end) = json.number(at: Self.event.utf8CodeUnitCount),
                let (number, _) = json.number(at: end + 7)
            else { throw LoadError("an event without a number: \(json.text)") }
            // The text ends before "}} .
            let last = json.count - 3
            let text = last >= textBytes ? json.part(last - textBytes, last) : json
            return run.delivered(number, text, to: client)
        }
        if json.begins(with: "{\"op\":\"ack\"") { return run.acknowledged(client) }
        let text = String(decoding: json, as: UTF8.self)
        if text.hasPrefix("{\"op\":\"caught_up\""), let field = text.firstRange(of: "\"seq\":") {
            return run.isLive(client, from: Int64(text[field.upperBound...].prefix { $0.isNumber }) ?? -1)
        }
        if text.hasPrefix("{\"op\":\"error\"") { throw LoadError(text) }
        // welcome, gap, marker and presence tell nothing that is counted.
    }

    private static let event: StaticString = "{\"op\":\"event\",\"room\":"
}
