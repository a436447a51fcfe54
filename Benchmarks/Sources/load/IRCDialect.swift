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
        let nick = "person\(client.person)"
        if !capabilities.isEmpty { say("CAP REQ :\(capabilities)", client) }
        say("NICK \(nick)", client)
        say("USER \(nick) 0 * :Person \(client.person)", client)
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
        var taken = 0
        while let (line, next) = bytes.line(at: taken) {
            try takeLine(line, client, run)
            taken = next
        }
        return taken
    }

    private func takeLine(_ line: UnsafeRawBufferPointer, _ client: Client, _ run: Run) throws(LoadError) {
        var rest = line
        let tags = rest.first == UInt8(ascii: "@") ? rest.takeWord() : nil
        if rest.first == UInt8(ascii: ":") { rest.takeWord() }
        guard client.phase == .live, rest.begins(with: "PRIVMSG ") else {
            return try takeOther(rest.text, client, run)
        }
        rest.takeWord()
        rest.takeWord()
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
            let name = "person\(client.person)"
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
        var place = 1
        while place < tags.count {
            let end = tags.place(of: UInt8(ascii: ";"), from: place) ?? tags.count
            let tag = tags.part(place, end)
            place = end + 1
            guard tag.begins(with: "msgid=") else { continue }
            guard let (id, dash) = tag.number(at: 6), let (number, rest) = tag.number(at: dash + 1) else { return nil }
            return id == Int64(room) && rest < tag.count && tag[rest] == UInt8(ascii: "-") ? number : nil
        }
        return nil
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
