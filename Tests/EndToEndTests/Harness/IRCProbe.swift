import Foundation

/// An IRC connection that a test reads by hand. It does what it is told, also what no client should; only PING is
/// answered by itself.
final class IRCProbe {
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// A batch (IRCv3 batch) from its first line to its last, with what lay in batches within it.
    struct Batch {
        let opening: IRCLine
        /// In the order in which they came, without the lines that open and close batches within.
        let lines: [IRCLine]
        /// The lines that opened batches within.
        let inner: [IRCLine]

        var kind: String { opening[1] }
        /// What stands behind the batch's kind.
        var parameters: [String] { Array(opening.parameters.dropFirst(2)) }
    }

    let socket: RawSocket
    /// Set once the connection is over.
    private(set) var hasEnded = false
    private var heard: ArraySlice<IRCLine> = []
    /// The beginning of a line whose rest has not come.
    private var partial: [UInt8] = []
    private var pings = 0

    /// - Parameters:
    ///   - receiveBuffer: of the socket, in bytes; small for a reader that is to be slow.
    ///   - source: whence it comes: any address of 127.0.0.0/8.
    init(port: UInt16, receiveBuffer: Int32? = nil, source: String? = nil) throws {
        socket = try RawSocket(port: port, receiveBuffer: receiveBuffer, source: source)
    }

    // MARK: Saying

    /// Sends a line; its end is put behind it.
    func say(_ line: String) throws { try socket.write(line + "\r\n") }

    /// Registers: agrees on capabilities, logs in by SASL PLAIN where a password is given, and waits for the welcome.
    ///
    /// - Parameters:
    ///   - secret: a password or an access token. Without one, nobody is logged in.
    ///   - capabilities: all of which the server must have.
    /// - Returns: what the server said, from 001 to the end of its message of the day.
    @discardableResult
    func register(_ nick: String, secret: String? = nil, capabilities: [String] = []) throws -> [IRCLine] {
        try say("CAP LS 302")
        try say("NICK \(nick)")
        try say("USER \(nick) 0 * :\(nick)")
        while try skip(to: "CAP", where: { $0[1] == "LS" }).found[2] == "*" {}
        let wanted = capabilities + (secret == nil ? [] : ["sasl"])
        if !wanted.isEmpty {
            try say("CAP REQ :\(wanted.joined(separator: " "))")
            let answer = try skip(to: "CAP").found
            guard answer[1] == "ACK" else { throw Unexpected(description: "\(answer) came instead of ACK") }
        }
        if let secret { try authenticate(nick, secret) }
        try say("CAP END")
        let welcome = try skip(to: "001").found
        let (last, passed) = try skip(to: "376", "422")
        return [welcome] + passed + [last]
    }

    /// SASL PLAIN (RFC 4616), in pieces of 400 bytes as IRC wants them.
    func authenticate(_ login: String, _ secret: String) throws {
        try say("AUTHENTICATE PLAIN")
        try skip(to: "AUTHENTICATE") { $0[0] == "+" }
        for piece in Self.pieces(of: Data("\(login)\0\(login)\0\(secret)".utf8)) { try say("AUTHENTICATE \(piece)") }
        let answer = try skip(to: "902", "903", "904", "905", "906", "907").found
        guard answer.command == "903" else { throw Unexpected(description: "\(answer) came instead of 903") }
    }

    /// What AUTHENTICATE takes: Base64 in pieces of 400 bytes; the last is shorter, or `+`.
    static func pieces(of secret: Data) -> [String] {
        var rest = secret.base64EncodedString()[...]
        var pieces: [String] = []
        repeat {
            pieces.append(rest.isEmpty ? "+" : String(rest.prefix(400)))
            rest = rest.dropFirst(400)
        } while !rest.isEmpty || pieces.last?.count == 400
        return pieces
    }

    // MARK: Hearing

    /// The next line but a PING, which is answered; nil at the end of the connection.
    func next(within patience: Duration = .seconds(30), for what: String = "the server to say something") throws
        -> IRCLine?
    {
        let deadline = Deadline(patience)
        while true {
            while let line = heard.popFirst() {
                guard line.command == "PING" else { return line }
                try say("PONG :\(line.text)")
            }
            guard !hasEnded else { return nil }
            if let bytes = try socket.read(deadline, for: what) { try take(bytes) } else { hasEnded = true }
        }
    }

    /// The next line, which must be that command or numeric.
    @discardableResult
    func expect(
        _ command: String, within patience: Duration = .seconds(30), where fits: (IRCLine) -> Bool = { _ in true }
    ) throws -> IRCLine {
        let line = try next(within: patience, for: command)
        guard let line, line.command == command, fits(line) else {
            throw Unexpected(description: "\(line?.raw ?? "the end") came instead of \(command)")
        }
        return line
    }

    /// Reads on to the line that is one of the commands or numerics and fits, and gives it with what was before it.
    @discardableResult
    func skip(
        to commands: String..., within patience: Duration = .seconds(30), where fits: (IRCLine) -> Bool = { _ in true }
    ) throws -> (found: IRCLine, passed: [IRCLine]) {
        var passed: [IRCLine] = []
        let deadline = Deadline(patience)
        while !deadline.isOver {
            let what = "\(commands.joined(separator: " or ")), after \(passed.suffix(3))"
            guard let line = try next(within: .milliseconds(Int(deadline.milliseconds)), for: what) else {
                throw Unexpected(description: "the end came before \(what)")
            }
            if commands.contains(line.command), fits(line) { return (line, passed) }
            passed.append(line)
        }
        throw Impatient("\(commands.joined(separator: " or ")), after \(passed.suffix(3))")
    }

    /// Reads on to the next batch of that kind and collects it. What else came before its end is read afterwards.
    func batch(_ kind: String, within patience: Duration = .seconds(30)) throws -> Batch {
        let (opening, passed) = try skip(to: "BATCH", within: patience) { $0[0].hasPrefix("+") && $0[1] == kind }
        let reference = String(opening[0].dropFirst())
        var (references, lines, inner, others) = (Set([reference]), [IRCLine](), [IRCLine](), passed)
        let (_, rest) = try skip(to: "BATCH", within: patience) { $0[0] == "-" + reference }
        for line in rest {
            let isInside = line.tags["batch"].map(references.contains) ?? false
            switch (line.command, isInside) {
            case ("BATCH", true):
                references.insert(String(line[0].dropFirst()))
                inner.append(line)
            case (_, true): lines.append(line)
            // The end of a batch within has no tag.
            case ("BATCH", false) where references.contains(String(line[0].dropFirst())): continue
            default: others.append(line)
            }
        }
        heard = others[...] + heard
        return Batch(opening: opening, lines: lines, inner: inner)
    }

    /// To be read again, before what comes.
    func putBack(_ lines: [IRCLine]) { heard = lines[...] + heard }

    /// Everything that the server says before it answers a PING: for what must not be said, without waiting for time
    /// to pass.
    func upToPong() throws -> [IRCLine] {
        pings += 1
        let token = "probe-\(pings)"
        try say("PING \(token)")
        return try skip(to: "PONG") { $0.text == token }.passed
    }

    /// What is said until the server ends the connection.
    func end(within patience: Duration = .seconds(30)) throws -> [IRCLine] {
        var passed: [IRCLine] = []
        while let line = try next(within: patience, for: "the end of the connection") { passed.append(line) }
        return passed
    }

    private func take(_ bytes: [UInt8]) throws {
        partial += bytes
        while let end = partial.firstIndex(of: 10) {
            guard end > 0, partial[end - 1] == 13 else { throw IRCLine.Malformed("a line end without CR: \(partial)") }
            let line = Array(partial[..<(end - 1)])
            partial.removeFirst(end + 1)
            heard.append(try IRCLine(line))
        }
    }
}
