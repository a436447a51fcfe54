import Deflate
import Foundation
import WebSocketWire

/// A live connection that a test reads by hand. It does what it is told, also what no client should.
final class LiveProbe {
    enum Heard {
        case said(Said)
        case ping
        case pong
        /// The server's close frame.
        case closed(UInt16?, String)
        /// The end of the connection.
        case end
        /// What no server may send.
        case fault(String)
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    let socket: RawSocket
    private(set) var answer: Answer
    /// Set once the connection is over.
    private(set) var hasEnded = false
    private var reader: WebSocketReader
    private var heard: [Heard] = []
    private var unsent: [UInt8] = []
    private var lastID = 0

    /// Opens the stream.
    ///
    /// - Parameter receiveBuffer: of the socket, in bytes; small for a reader that is to be slow.
    ///   - deflates: whether it asks for compressed messages.
    init(
        port: UInt16, token: String?, receiveBuffer: Int32? = nil, deflates: Bool = false,
        fields: [(String, String)] = []
    ) throws {
        let limits = WebSocketLimits(messageBytes: 1 << 24)
        reader = WebSocketReader(role: .client, limits: limits, inflater: deflates ? Inflater() : nil)
        socket = try RawSocket(port: port, receiveBuffer: receiveBuffer)
        let random = SystemRandomNumberGenerator()
        let offer = WebSocketOffer(deflates: deflates, using: random)
        var request = "GET /v1/live HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        if let token { request += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in fields + offer.fields.map({ ($0.name, $0.value) }) { request += "\(name): \(value)\r\n" }
        try socket.write(request + "\r\n")
        var answers = AnswerReader(socket)
        let answer = try answers.next()
        self.answer = answer
        guard answer.status == 101 else {
            hasEnded = true
            return
        }
        let agreement = try offer.agreement(status: answer.status) { answer.headers.values($0) }
        guard (agreement.deflateWindowBits != nil) == deflates else {
            throw Unexpected(description: "the server does not agree on compression")
        }
        take(answers.takeRest())
    }

    // MARK: Saying

    /// Sends one text frame, masked.
    func say(_ json: String) throws { try socket.write(Self.frame(json)) }

    static func frame(_ json: String) -> [UInt8] {
        var bytes: [UInt8] = []
        Array(json.utf8).withUnsafeBytes {
            WebSocketFrame.append(.text, $0, mask: .random(in: 1...UInt32.max), to: &bytes)
        }
        return bytes
    }

    /// A number for the next request.
    func nextID() -> Int {
        lastID += 1
        return lastID
    }

    @discardableResult
    func subscribe(_ room: Int, after: Int? = nil, epoch: String? = nil) throws -> Int {
        let id = nextID()
        var cursor = ""
        if let after { cursor += #","after":\#(after)"# }
        if let epoch { cursor += #","epoch":"\#(epoch)""# }
        try say(#"{"op":"subscribe","id":\#(id),"room":\#(room)\#(cursor)}"#)
        return id
    }

    @discardableResult
    func unsubscribe(_ room: Int) throws -> Int {
        let id = nextID()
        try say(#"{"op":"unsubscribe","id":\#(id),"room":\#(room)}"#)
        return id
    }

    @discardableResult
    func send(_ text: String, to room: Int, key: String = Key.next()) throws -> Int {
        let id = nextID()
        try say(Self.send(text, to: room, id: id, key: key))
        return id
    }

    /// - Parameter text: without anything that JSON escapes.
    static func send(_ text: String, to room: Int, id: Int, key: String) -> String {
        #"{"op":"send","id":\#(id),"room":\#(room),"key":"\#(key)","text":"\#(text)"}"#
    }

    /// Says good-bye and waits until the server has done so too.
    func goodbye() throws {
        try close(.normal)
        while true {
            if case .end = try next() { return }
        }
    }

    func close(_ code: WebSocketCloseCode) throws {
        var bytes: [UInt8] = []
        WebSocketFrame.appendClose(code, mask: 0x1234_5678, to: &bytes)
        try socket.write(bytes)
    }

    // MARK: Hearing

    /// The next thing that the server says. Pings are answered and passed over.
    func next(within patience: Duration = .seconds(30), for what: String = "the server to say something") throws
        -> Heard
    {
        let deadline = Deadline(patience)
        while true {
            if !heard.isEmpty {
                let first = heard.removeFirst()
                if case .ping = first { continue }
                return first
            }
            guard !hasEnded else { return .end }
            if let bytes = try socket.read(deadline, for: what) { take(bytes) } else { end() }
        }
    }

    /// What is told beside the log, a second or so after its cause. Passed over, unless one listens to it.
    private static let asides: Set<String?> = ["marker", "receipt", "notify", "typing"]
    var hearsAsides = false

    /// The next message, which must be of that operation.
    @discardableResult
    func expect(_ op: String, within patience: Duration = .seconds(30)) throws -> Said {
        let heard = try next(within: patience, for: op)
        guard case .said(let said) = heard, said.op == op else {
            throw Unexpected(description: "\(heard) came instead of \(op)")
        }
        return said
    }

    /// Reads on to the message that fits, and gives it; the last of `passed` is before it.
    @discardableResult
    func skip(
        to op: String, within patience: Duration = .seconds(30), where fits: (Said) -> Bool = { _ in true }
    ) throws -> (found: Said, passed: [Said]) {
        var passed: [Said] = []
        let deadline = Deadline(patience)
        while !deadline.isOver {
            let heard = try next(within: .milliseconds(Int(deadline.milliseconds)), for: op)
            guard case .said(let said) = heard else {
                throw Unexpected(description: "\(heard) came before \(op), after \(passed.suffix(3))")
            }
            if said.op == op, fits(said) { return (said, passed) }
            passed.append(said)
        }
        throw Impatient(op)
    }

    /// How the stream ends: the close code, or nil when it breaks without.
    func end(within patience: Duration = .seconds(30)) throws -> (code: UInt16?, passed: [Said]) {
        var passed: [Said] = []
        while true {
            switch try next(within: patience, for: "the end of the stream") {
            case .said(let said): passed.append(said)
            case .closed(let code, _): return (code, passed)
            case .end: return (nil, passed)
            case .fault(let reason): throw Unexpected(description: reason)
            case .ping, .pong: continue
            }
        }
    }

    // MARK: Without waiting

    /// Queues a frame; ``pump()`` writes it.
    func queue(_ json: String) { unsent += Self.frame(json) }

    /// Writes all that is queued, and reads nothing.
    func flush() throws {
        try socket.write(unsent)
        unsent = []
    }

    var hasUnsent: Bool { !unsent.isEmpty }

    /// Writes and reads what goes without waiting, and gives what the server said.
    func pump() -> [Heard] {
        if !unsent.isEmpty {
            if let taken = socket.offer(unsent[...]) { unsent.removeFirst(taken) } else { unsent = [] }
        }
        reading: while !hasEnded {
            switch socket.readAvailable() {
            case .bytes(let bytes): take(bytes)
            case .nothing: break reading
            case .end: end()
            }
        }
        defer { heard = [] }
        return heard
    }

    private func end() {
        hasEnded = true
        heard.append(.end)
    }

    private func take(_ bytes: [UInt8]) {
        var bytes = bytes
        bytes.withUnsafeMutableBytes { buffer in
            var input = buffer
            while let event = reader.next(&input) {
                switch event {
                case .text(let text):
                    do {
                        let said = try Said(text)
                        if hearsAsides || !Self.asides.contains(said.op) { heard.append(.said(said)) }
                    } catch {
                        heard.append(.fault("not the protocol's JSON: \(String(decoding: text, as: UTF8.self))"))
                    }
                case .binary: heard.append(.fault("a binary message"))
                case .ping(let payload):
                    heard.append(.ping)
                    var frame: [UInt8] = []
                    WebSocketFrame.append(.pong, payload, mask: 0x0BAD_CAFE, to: &frame)
                    _ = socket.offer(frame[...])
                case .pong: heard.append(.pong)
                case .close(let code, let reason): heard.append(.closed(code?.rawValue, reason))
                case .failure(let failure): heard.append(.fault(failure.sentence))
                }
            }
        }
    }
}
