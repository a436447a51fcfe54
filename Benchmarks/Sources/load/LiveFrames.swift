import Glibc

/// What a client of the live stream writes and reads: the request for it, and WebSocket frames (RFC 6455, section 5.2).
/// Nothing is split or compressed.
enum LiveFrames {
    /// Appends the request for the stream, with deflate offered.
    static func appendUpgrade(token: String, to out: inout [UInt8]) {
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

    /// Appends a masked frame. The mask hides nothing on a loopback; it is there because servers must undo it.
    static func append(_ opcode: UInt8, _ payload: [UInt8], to out: inout [UInt8]) {
        let key: [UInt8] = [0x52, 0x6F, 0x73, 0x74]
        out.append(opcode)
        if payload.count < 126 {
            out.append(0x80 | UInt8(payload.count))
        } else {
            out.append(0x80 | 126)
            out.append(UInt8(truncatingIfNeeded: payload.count >> 8))
            out.append(UInt8(truncatingIfNeeded: payload.count))
        }
        out.append(contentsOf: key)
        for place in payload.indices { out.append(payload[place] ^ key[place & 3]) }
    }

    /// The frame at the beginning of the bytes; nil when it is not whole.
    static func first(
        of bytes: UnsafeRawBufferPointer
    ) -> (opcode: UInt8, payload: UnsafeRawBufferPointer, length: Int)? {
        guard bytes.count >= 2 else { return nil }
        var (start, length) = (2, Int(bytes[1]))
        if length == 126 {
            guard bytes.count >= 4 else { return nil }
            length = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
            start = 4
        } else if length == 127 {
            guard bytes.count >= 10 else { return nil }
            length = Int(bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self).bigEndian & 0xFFFF_FFFF)
            start = 10
        }
        guard bytes.count >= start + length else { return nil }
        return (bytes[0], UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]), start + length)
    }
}

/// What a message of the live stream says, as far as it is counted. Roost writes members in a fixed order.
enum LiveMessage {
    /// Of a room's event: its number.
    case event(number: Int64)
    case acknowledged(id: Int64, number: Int64)
    case caughtUp(number: Int64)
    /// A gap, an end or a refusal: with its words.
    case bad(String)
    case other

    private static let eventStart: StaticString = "{\"op\":\"event\",\"room\":"
    private static let ackStart: StaticString = "{\"op\":\"ack\",\"id\":"

    init(_ json: UnsafeRawBufferPointer) {
        if json.begins(with: Self.eventStart) {
            // ROOM,"seq":N
            guard let room = json.number(at: Self.eventStart.utf8CodeUnitCount),
                let number = json.number(at: room.end + 7)
            else {
                self = .bad(json.text)
                return
            }
            self = .event(number: number.value)
        } else if json.begins(with: Self.ackStart) {
            // ID,"room":ROOM,"seq":N
            guard let id = json.number(at: Self.ackStart.utf8CodeUnitCount), let room = json.number(at: id.end + 8),
                let number = json.number(at: room.end + 7)
            else {
                self = .bad(json.text)
                return
            }
            self = .acknowledged(id: id.value, number: number.value)
        } else {
            self = Self.rare(json.text)
        }
    }

    private static func rare(_ text: String) -> LiveMessage {
        if text.hasPrefix("{\"op\":\"caught_up\"") {
            guard let field = text.firstRange(of: "\"seq\":") else { return .bad(text) }
            return .caughtUp(number: Int64(text[field.upperBound...].prefix { $0.isNumber }) ?? -1)
        }
        for word in ["gap", "ended", "error"] where text.hasPrefix("{\"op\":\"\(word)\"") { return .bad(text) }
        return .other
    }
}
