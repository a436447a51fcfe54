import ChatDomain
import ChatService
import EventLoop
import IRCWire

// Lines to the client.
extension IRCConnection {
    /// Writes lines and sends them; while a labelled command runs, they are its answer.
    func send(_ write: (inout IRCLines) -> Void) {
        guard !isClosing else { return }
        if reply != nil {
            reply?.add(write)
            return
        }
        push(write)
    }

    /// The same for what is no answer to the running command.
    func push(_ write: (inout IRCLines) -> Void) {
        guard !isClosing else { return }
        var lines = IRCLines()
        write(&lines)
        deliver(lines.bytes)
    }

    /// Lines that are written already.
    func push(_ bytes: [UInt8]) {
        if !isClosing { deliver(bytes) }
    }

    private func deliver(_ bytes: [UInt8]) {
        if socket.send(copying: bytes.span) == .overLimit {
            // Answers that nobody reads: the client asks faster than it listens.
            gateway.log.info("connection closed: too many unread answers", ["nick": nick])
            socket.close()
        }
    }

    func numeric(_ numeric: Numeric, _ words: [String] = [], _ text: String? = nil) {
        send { $0.append(town.source, numeric, for: nick, words, trailing: text) }
    }

    /// A notice of the server's.
    func notice(_ text: String) {
        send { $0.append(town.source, .notice, [nick], trailing: text) }
    }

    func standardReply(_ reply: StandardReply) {
        guard capabilities.contains(.standardReplies) else {
            // A notice says the same, where words for programs are not understood.
            let about = reply.context.isEmpty ? "" : " \(reply.context.joined(separator: " "))"
            return notice("\(reply.command ?? "*")\(about): \(reply.text)")
        }
        send { $0.append(town.source, reply) }
    }

    func fail(_ command: IRCCommand, _ code: String, _ context: [String] = [], _ text: String) {
        standardReply(StandardReply(.fail, command, code, context, text: text))
    }

    // MARK: Labels

    /// A labelled command begins.
    func beginReply(_ label: String?) {
        guard let label, !label.isEmpty, capabilities.contains(.labeledResponse), capabilities.contains(.batch) else {
            return
        }
        reply = LabelledReply(label: label)
    }

    /// The command is done: whatever it said is sent, marked as the answer to its label.
    func endCommand() {
        guard !isAsking, let reply else { return }
        self.reply = nil
        guard !reply.isElsewhere, !isClosing else { return }
        deliver(reply.finished(from: town.source))
    }
}

/// The answer to a labelled command: as it grows, and with its marks (IRCv3 labeled-response).
struct LabelledReply {
    let label: String
    /// Whether the answer comes in another way: as the echo of a message.
    var isElsewhere = false
    private var lines = IRCLines()

    init(label: String) {
        self.label = label
    }

    mutating func add(_ write: (inout IRCLines) -> Void) { write(&lines) }

    func finished(from server: IRCSource) -> [UInt8] {
        let parts = lines.bytes.split(separator: 0x0A)
        var out = IRCLines()
        guard !parts.isEmpty else {
            out.tag("label", label)
            out.append(server, .ack, [])
            return out.bytes
        }
        guard parts.count > 1 else { return Self.marked(parts[0], "label", label) }
        out.tag("label", label)
        out.append(server, .batch, ["+\(Self.reference)", "labeled-response"])
        var bytes = out.take()
        for part in parts {
            bytes += Self.isInBatch(part) ? Array(part) + [0x0A] : Self.marked(part, "batch", Self.reference)
        }
        out.append(server, .batch, ["-\(Self.reference)"])
        return bytes + out.bytes
    }

    private static let reference = "answer"

    private static func isInBatch(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "@") else { return false }
        let tags = line.dropFirst().prefix { $0 != 0x20 }
        return tags.split(separator: UInt8(ascii: ";")).contains { $0.starts(with: "batch=".utf8) }
    }

    /// The line with one more tag, which is the first.
    private static func marked(_ line: ArraySlice<UInt8>, _ key: String, _ value: String) -> [UInt8] {
        var tagged = IRCLines()
        tagged.tag(key, value)
        let hasTags = line.first == UInt8(ascii: "@")
        return tagged.bytes + (hasTags ? [UInt8(ascii: ";")] + line.dropFirst() : [0x20] + line) + [0x0A]
    }
}
