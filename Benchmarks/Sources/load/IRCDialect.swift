import Glibc

/// IRC as any server speaks it (Modern IRC, IRCv3): register, join, PRIVMSG.
///
/// With echo-message a sender's own message, come back, is its acknowledgement. Without it the last person of the room,
/// who only reads, stands for all senders: what came there was taken. No server has more to do for that.
struct IRCDialect: Dialect {
    let answersJoining = true
    let numbersMessages = false
    private let textBytes: Int
    private let people: Int
    private let hasEcho: Bool
    private let secret: String?
    private let capabilities: String

    init(_ options: Options) {
        (textBytes, people, hasEcho) = (options.textBytes, options.people, options.hasEcho)
        secret = options.isKnown ? options.password : nil
        capabilities = (options.capabilities + (options.isKnown ? ["sasl"] : [])).joined(separator: " ")
    }

    /// As the prefilled store names its rooms.
    private static func channel(_ room: Int) -> String {
        switch room {
        case 1: "#everyone"
        case 2: "#hall"
        default: "#room\(room - 2)"
        }
    }

    // MARK: To the server

    func open(_ client: Client, _ run: Run) {
        client.phase = .logIn
        let nick = "person\(client.index + 1)"
        if !capabilities.isEmpty { say("CAP REQ :\(capabilities)", client) }
        say("NICK \(nick)", client)
        say("USER \(nick) 0 * :Person \(client.index + 1)", client)
    }

    func send(from client: Client, at time: UInt64, _ run: Run) {
        client.write { out in
            out.append(contentsOf: "PRIVMSG \(Self.channel(client.room)) :".utf8)
            Stamp.append(of: client, at: time, length: textBytes, to: &out)
            out.append(13)
            out.append(10)
        }
    }

    func markRead(_ number: Int64, by client: Client) {}

    private func say(_ line: String, _ client: Client) {
        client.write { $0.append(contentsOf: "\(line)\r\n".utf8) }
    }

    // MARK: From the server

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var taken = 0
        while let end = memchr(base + taken, 10, bytes.count - taken) {
            let next = end - UnsafeMutableRawPointer(mutating: base) + 1
            // Lines end in CR LF.
            try takeLine(UnsafeRawBufferPointer(rebasing: bytes[taken..<max(taken, next - 2)]), client, run)
            taken = next
        }
        return taken
    }

    private func takeLine(_ line: UnsafeRawBufferPointer, _ client: Client, _ run: Run) throws(LoadError) {
        var rest = line
        let tags = rest.first == UInt8(ascii: "@") ? Self.word(&rest) : nil
        if rest.first == UInt8(ascii: ":") { Self.word(&rest) }
        guard client.phase == .live, Self.begins(rest, with: "PRIVMSG ") else {
            return try takeOther(String(decoding: rest, as: UTF8.self), client, run)
        }
        Self.word(&rest)
        Self.word(&rest)
        let text = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
        run.delivered(text, to: client)
        if let tags { run.numbered(Self.number(in: tags, of: client.room), client) }
        let sender = Stamp.sender(of: text)
        if hasEcho ? sender == client.index : client.index % people == people - 1 {
            run.acknowledged(byReaderOf: sender)
        }
    }

    /// What is said before the run, and beside it.
    private func takeOther(_ line: String, _ client: Client, _ run: Run) throws(LoadError) {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        let channel = Self.channel(client.room)
        switch words.first {
        case "PING": say("PONG \(words.dropFirst().joined(separator: " "))", client)
        case "CAP" where words.count > 2 && words[2] == "ACK":
            say(secret == nil ? "CAP END" : "AUTHENTICATE PLAIN", client)
        case "AUTHENTICATE":
            let name = "person\(client.index + 1)"
            say("AUTHENTICATE \(Base64.text(of: Array("\(name)\0\(name)\0\(secret ?? "")".utf8)))", client)
        case "903": say("CAP END", client)
        case "001":
            client.phase = .subscribe
            if secret == nil { say("JOIN \(channel)", client) }
        // The end of the names: the client is in. What is older than this run comes before the answer.
        case "366" where client.phase == .subscribe && words.count > 2 && words[2] == channel:
            client.phase = .settle
            say("PING settled", client)
        case "PONG" where client.phase == .settle: run.isLive(client)
        case "422": break
        case .some(let word) where Self.tellsFailure(word, words): throw LoadError("refused: \(line)")
        default: break
        }
    }

    private static func tellsFailure(_ word: String, _ words: [String]) -> Bool {
        if word == "CAP" { return words.count > 2 && words[2] == "NAK" }
        return word == "ERROR" || word == "FAIL" || word.count == 3 && (word.first == "4" || word.first == "5")
            || word == "904" || word == "905"
    }

    /// Roost's message ids are `ROOM-SEQ-EPOCH`. Those of others tell no number; nor do those of other rooms, whose
    /// history may come late.
    private static func number(in tags: UnsafeRawBufferPointer, of room: Int) -> Int64? {
        var rest = tags.dropFirst()
        while !rest.isEmpty {
            let tag = rest.prefix { $0 != UInt8(ascii: ";") }
            rest = rest.dropFirst(tag.count + 1)
            guard begins(UnsafeRawBufferPointer(rebasing: tag), with: "msgid=") else { continue }
            let (id, rest) = number(at: tag.dropFirst(6))
            let (number, epoch) = Self.number(at: rest.dropFirst())
            return id == Int64(room) && epoch.first == UInt8(ascii: "-") ? number : nil
        }
        return nil
    }

    /// The digits at the beginning, and what follows them.
    private static func number(
        at bytes: Slice<UnsafeRawBufferPointer>
    ) -> (Int64, rest: Slice<UnsafeRawBufferPointer>) {
        let digits = bytes.prefix { $0 &- 0x30 < 10 }
        return (digits.reduce(0) { $0 &* 10 &+ Int64($1 &- 0x30) }, bytes.dropFirst(digits.count))
    }

    /// Takes what stands before the next space, and that space.
    @discardableResult
    private static func word(_ rest: inout UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let base = rest.baseAddress, let space = memchr(base, 32, rest.count) else {
            defer { rest = UnsafeRawBufferPointer(rebasing: rest[rest.count...]) }
            return rest
        }
        let length = space - UnsafeMutableRawPointer(mutating: base)
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<length])
    }

    private static func begins(_ bytes: UnsafeRawBufferPointer, with prefix: StaticString) -> Bool {
        guard let base = bytes.baseAddress, bytes.count >= prefix.utf8CodeUnitCount else { return false }
        return memcmp(base, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0
    }
}

/// RFC 4648, section 4.
private enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(of bytes: [UInt8]) -> String {
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isThere = place <= group.count
                text.unicodeScalars.append(isThere ? Unicode.Scalar(alphabet[value >> (18 - 6 * place) & 63]) : "=")
            }
        }
        return text
    }
}
