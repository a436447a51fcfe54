/// Redis' publish and subscribe over RESP3, in which a connection that subscribes may publish too
/// (https://redis.io/docs/reference/protocol-spec). A room is a channel. A sender's own message is its acknowledgement.
struct RedisDialect: Dialect {
    let textBytes: Int
    let answersJoining = true
    let numbersMessages = false

    /// More than any answer here has.
    private static let deepest = 8

    // MARK: To the server

    func open(_ client: Client, _ run: Run) {
        client.write { out in
            out.append(contentsOf: "*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n*2\r\n$9\r\nSUBSCRIBE\r\n".utf8)
            Self.append(Self.channel(client.room), to: &out)
        }
    }

    func send(from client: Client, at time: UInt64, _ run: Run) {
        client.write { out in
            out.append(contentsOf: "*3\r\n$7\r\nPUBLISH\r\n".utf8)
            Self.append(Self.channel(client.room), to: &out)
            out.append(contentsOf: "$\(textBytes)\r\n".utf8)
            Stamp.append(of: client, at: time, length: textBytes, to: &out)
            out.append(contentsOf: "\r\n".utf8)
        }
    }

    func markRead(_ number: Int64, by client: Client) {}

    private static func channel(_ room: Int) -> String { "room\(room)" }

    private static func append(_ text: String, to out: inout [UInt8]) {
        out.append(contentsOf: "$\(text.utf8.count)\r\n\(text)\r\n".utf8)
    }

    // MARK: From the server

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        var taken = 0
        while let end = try Self.end(of: bytes, at: taken, depth: 0) {
            switch bytes[taken] {
            case UInt8(ascii: ">"): try takePush(bytes.part(taken, end), client, run)
            case UInt8(ascii: "-"): throw LoadError("refused: \(bytes.part(taken, end).text)")
            default: break  // What HELLO is answered, and to how many a message went.
            }
            taken = end
        }
        return taken
    }

    /// Three elements: what it is, the channel, and the text or a number.
    private func takePush(_ push: UnsafeRawBufferPointer, _ client: Client, _ run: Run) throws(LoadError) {
        guard let (_, first) = push.line(at: 0), let (kind, second) = Self.string(push, at: first),
            let (_, third) = Self.string(push, at: second)
        else { throw LoadError("a push of a form that is not known: \(push.text)") }
        if kind.begins(with: "message"), let (text, _) = Self.string(push, at: third) {
            run.echoed(text, to: client)
        } else if kind.begins(with: "subscribe"), client.phase != .live {
            run.isLive(client)
        }
    }

    /// The bulk string at a place, and what follows it.
    private static func string(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (UnsafeRawBufferPointer, next: Int)? {
        guard let (line, next) = bytes.line(at: start), line.begins(with: "$"),
            let length = line.part(1, line.count).length, bytes.count - next >= length + 2
        else { return nil }
        return (bytes.part(next, next + length), next + length + 2)
    }

    /// Where the value at a place ends; nil when it is not whole.
    private static func end(
        of bytes: UnsafeRawBufferPointer, at start: Int, depth: Int
    ) throws(LoadError) -> Int? {
        guard let (line, next) = bytes.line(at: start) else { return nil }
        guard depth < deepest, let kind = line.first else { throw LoadError("not RESP: \(line.text)") }
        let count = line.part(1, line.count).length
        switch (kind, count) {
        case (UInt8(ascii: "$"), let length?): return bytes.count - next >= length + 2 ? next + length + 2 : nil
        case (UInt8(ascii: "*"), let count?), (UInt8(ascii: ">"), let count?), (UInt8(ascii: "~"), let count?):
            return try end(of: count, values: bytes, at: next, depth: depth)
        case (UInt8(ascii: "%"), let count?): return try end(of: 2 * count, values: bytes, at: next, depth: depth)
        case (UInt8(ascii: "+"), _), (UInt8(ascii: "-"), _), (UInt8(ascii: ":"), _), (UInt8(ascii: "_"), _),
            (UInt8(ascii: "#"), _), (UInt8(ascii: ","), _), (UInt8(ascii: "$"), _), (UInt8(ascii: "*"), _):
            return next
        default: throw LoadError("not RESP: \(line.text)")
        }
    }

    private static func end(
        of count: Int, values bytes: UnsafeRawBufferPointer, at start: Int, depth: Int
    ) throws(LoadError) -> Int? {
        var place = start
        for _ in 0..<count {
            guard let next = try end(of: bytes, at: place, depth: depth + 1) else { return nil }
            place = next
        }
        return place
    }
}
