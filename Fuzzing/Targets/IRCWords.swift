// modules: ChatDomain IRCWire
import ChatDomain
import IRCWire

/// The input is what a command carries, to each reader of such a thing: nothing traps, what was read can be written and
/// means the same, and nothing that is written holds more lines than were meant.
enum IRCWordsTarget {
    static func check(_ input: [UInt8]) -> String? {
        if let bytes = Base64.decode(input), Array(Base64.encode(bytes).utf8) != input {
            return "loose Base64: \(input)"
        }
        _ = PlainCredentials(input)
        guard let text = String(validating: input, as: UTF8.self) else { return nil }
        return names(text) ?? requests(text) ?? pieces(text) ?? lines(text) ?? scram(input, text)
    }

    private static func names(_ text: String) -> String? {
        if let id = MsgID(text), id.description != text { return "\(id) is not \(text)" }
        if let moment = ServerTime.moment(text), ServerTime.moment(ServerTime.text(moment)) != moment {
            return "\(text) is \(ServerTime.text(moment))"
        }
        let mask = HostMask(text)
        if HostMask(mask.description) != mask { return "\(mask) is not \(HostMask(mask.description))" }
        let glob = Glob(text)
        // A backslash in a mask is an escape; a mark for one character stands for it.
        let open = String(decoding: text.utf8.map { $0 == 0x5C ? 0x3F : $0 }, as: UTF8.self)
        if !Glob(open).matches(text) { return "\(text) does not match its mask" }
        if glob.isLiteral, open == text, Glob("*\(text)?").matches(text) { return "\(text) is longer than itself" }
        if CaseMapping.fold(CaseMapping.fold(text)) != CaseMapping.fold(text) { return "folded twice: \(text)" }
        if !CaseMapping.areSame(text, CaseMapping.fold(text)) { return "folded it is another: \(text)" }
        return nil
    }

    private static func requests(_ text: String) -> String? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let modes = ChannelModes(lists: "b", always: "k", whenSet: "S", flags: "imns", ranks: [("o", "@"), ("v", "+")])
        let request = ModeRequest(words, modes: modes, most: 4)
        let again = ModeRequest(ModeChange.words(request.changes), modes: modes, most: 4)
        if again.changes != request.changes { return "modes \(request.changes) became \(again.changes)" }
        _ = ModeRequest(words, userModes: "iwB")
        if let history = try? HistoryRequest(words), history.limit < 1 { return "a limit of \(history.limit)" }
        let who = WhoRequest(mask: words.first, options: words.last)
        if who.mask.isEmpty || !(1...3).contains(who.token.utf8.count) { return "\(who)" }
        _ = ListRequest(text).matches(channel: "#kitchen", members: 1, createdMinutes: 1, topicMinutes: nil)
        let asked = CapabilityRequest(text, offered: [.batch, .sasl])
        let after = asked.applied(to: [.sasl])
        return after.isSubset(of: [.batch, .sasl]) ? nil : "granted \(after.members)"
    }

    private static func pieces(_ text: String) -> String? {
        let unformatted = Formatting.plain(text)
        if Formatting.plain(unformatted) != unformatted { return "\(text.debugDescription) has more to take out" }
        let plain = withLineFeeds(Array(text.utf8))
        for room in [4, 11, 400] {
            var joined = MultilineText(limits: MultilineLimits(bytes: .max, lines: .max))
            for piece in TextPieces.split(text, room: room, blank: "") {
                if piece.text.utf8.count > room { return "\(piece) is over \(room)" }
                do {
                    try Array(piece.text.utf8).withUnsafeBytes { try joined.append($0, continues: piece.continues) }
                } catch {
                    return "\(piece): \(error)"
                }
            }
            if Array(joined.text.utf8) != plain { return "\(text.debugDescription) in pieces of \(room)" }
        }
        return nil
    }

    /// CR LF and CR as LF.
    private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D { continue }
            plain.append(byte == 0x0D ? 0x0A : byte)
        }
        return plain
    }

    /// One line for each that was meant, of a length that may be.
    private static func lines(_ text: String) -> String? {
        let source = IRCSource(nick: text, user: "7", host: "example")
        var lines = IRCLines()
        lines.tag(text, text)
        lines.tag("t", text)
        lines.append(source, .rplWhoisUser, for: text, [text, text], trailing: text)
        lines.append(source, StandardReply(.fail, text, text, [text], text: text))
        var ends = 2
        var support = ISupport()
        support.add("NETWORK", text)
        lines.append(IRCSource("example"), support, for: "ada")
        ends += 1
        let found = lines.bytes.filter { $0 == 0x0A || $0 == 0x0D || $0 == 0 }
        if found.count != 2 * ends { return "\(found.count) bytes that end \(ends) lines" }
        let names = text.split(separator: " ").map(String.init)
        var list = IRCLines()
        list.append(IRCSource("example"), .rplNamReply, for: "ada", ["=", "#a"], list: names)
        for line in list.bytes.split(separator: 0x0A) where line.count > 511 { return "a line of \(line.count) bytes" }
        return nil
    }

    private static func scram(_ input: [UInt8], _ text: String) -> String? {
        var message = SASLMessage(most: 500)
        if case .whole(let bytes) = message.append(text), text != "+", Array(Base64.encode(bytes).utf8) != input {
            return "another message than was sent: \(bytes)"
        }
        // What is before the first line feed is the first message, the rest the last one.
        let halves = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = halves.first, var exchange = try? SCRAMExchange(clientFirst: Array(first)) else { return nil }
        if exchange.login.isEmpty { return "nobody logs in" }
        _ = exchange.challenge(nonce: "server", salt: [1], iterations: 4_096)
        guard halves.count == 2, let proof = try? exchange.proof(clientFinal: Array(halves[1])) else { return nil }
        return proof.clientProof.isEmpty || !first.suffix(4).contains(0x2C) && proof.authMessage.isEmpty
            ? "an empty proof" : nil
    }
}
