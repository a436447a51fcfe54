import Glibc

/// Roost's own way: log in by HTTP, upgrade the same connection to a WebSocket, subscribe, send with UUIDv7 keys
/// (docs/protocol). Deflate is offered, as browsers do.
struct RoostDialect: Dialect {
    let textBytes: Int
    let password: String
    let answersJoining = true
    let numbersMessages = true
    private var keys = SendKeys()

    init(textBytes: Int, password: String) {
        self.textBytes = textBytes
        self.password = password
    }

    // MARK: To the server

    func open(_ client: Client, _ run: Run) {
        client.phase = .logIn
        let body = "{\"login\":\"person\(client.person)@bench.example\",\"password\":\"\(password)\"}"
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
        client.write { LiveFrames.appendUpgrade(token: token, to: &$0) }
    }

    private func subscribe(_ client: Client) {
        client.phase = .subscribe
        let text = Array("{\"op\":\"subscribe\",\"id\":1,\"room\":\(client.room)}".utf8)
        client.write { LiveFrames.append(0x81, text, to: &$0) }
    }

    mutating func send(from client: Client, at time: UInt64, _ run: Run) {
        var text: [UInt8] = []
        text.reserveCapacity(160 + textBytes)
        text.append(contentsOf: "{\"op\":\"send\",\"id\":".utf8)
        text.append(contentsOf: String(client.sent).utf8)
        text.append(contentsOf: ",\"room\":".utf8)
        text.append(contentsOf: String(client.room).utf8)
        text.append(contentsOf: ",\"key\":\"".utf8)
        keys.append(to: &text)
        text.append(contentsOf: "\",\"text\":\"".utf8)
        Stamp.append(of: client, at: time, length: textBytes, to: &text)
        text.append(contentsOf: "\"}".utf8)
        client.write { LiveFrames.append(0x81, text, to: &$0) }
    }

    func markRead(_ number: Int64, by client: Client) {
        let text = Array("{\"op\":\"read\",\"room\":\(client.room),\"seq\":\(number)}".utf8)
        client.write { LiveFrames.append(0x81, text, to: &$0) }
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
        while let frame = LiveFrames.first(of: bytes.part(taken, bytes.count)) {
            switch frame.opcode {
            case 0x81: try takeMessage(frame.payload, for: client, run)
            case 0x89: client.write { LiveFrames.append(0x8A, Array(frame.payload), to: &$0) }
            case 0x88: throw LoadError("closed by the server: \(frame.payload.text)")
            default: throw LoadError("a frame that nobody asked for: \(frame.opcode)")
            }
            taken += frame.length
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
