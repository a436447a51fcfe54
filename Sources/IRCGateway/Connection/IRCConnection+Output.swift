import ChatDomain
import ChatService
import EventLoop
import IRCWire

// Lines to the client.
extension IRCConnection {
    /// Writes lines and sends them; while a labelled command runs, they are its answer.
    func send(_ write: (inout IRCLines) -> Void) {
        guard !isClosing else { return }
        var lines = IRCLines()
        write(&lines)
        answer(lines.bytes, isBatch: false)
    }

    /// The same with lines that are written already.
    func send(_ bytes: [UInt8]) {
        if !isClosing { answer(bytes, isBatch: false) }
    }

    /// Answers with lines that are written already, in a batch where the client knows such.
    /// - Parameters:
    ///   - batch: the kind, and what it is about.
    ///   - lines: given the reference of the batch that each line is to be tagged with.
    func send(batch: [String], _ lines: (_ reference: String?) -> [UInt8]) {
        guard !isClosing else { return }
        guard capabilities.contains(.batch) else { return answer(lines(nil), isBatch: false) }
        let reference = Self.batchReference
        var frame = IRCLines()
        frame.append(town.source, .batch, ["+" + reference] + batch)
        var bytes = frame.take() + lines(reference)
        frame.append(town.source, .batch, ["-" + reference])
        bytes += frame.bytes
        answer(bytes, isBatch: true)
    }

    /// Of the one batch that is open at a time.
    static let batchReference = "list"

    private func answer(_ bytes: [UInt8], isBatch: Bool) {
        if reply == nil { deliver(bytes) } else { reply?.add(bytes, isBatch: isBatch) }
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

    /// The running command's label, when its answer comes later: as the message itself.
    func takeLabel() -> String? {
        guard let label = reply?.label else { return nil }
        reply?.isElsewhere = true
        return label
    }

    /// Gives a later answer, while another command may be running.
    func answerAside(_ label: String?, _ answer: (IRCConnection) -> Void) {
        let running = reply
        reply = label.map(LabelledReply.init(label:))
        answer(self)
        if let reply, !isClosing { deliver(reply.finished(from: town.source)) }
        reply = running
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
    private var bytes: [UInt8] = []
    /// Whether all of it is one batch of another kind, which then has the label itself.
    private var isBatch = false

    init(label: String) {
        self.label = label
    }

    mutating func add(_ more: [UInt8], isBatch: Bool) {
        guard !more.isEmpty else { return }
        self.isBatch = isBatch && bytes.isEmpty
        bytes += more
    }

    func finished(from server: IRCSource) -> [UInt8] {
        if isBatch { return Self.marked(bytes[...], "label", label, end: []) }
        let parts = bytes.split(separator: 0x0A)
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
    private static func marked(
        _ line: ArraySlice<UInt8>, _ key: String, _ value: String, end: [UInt8] = [0x0A]
    ) -> [UInt8] {
        var tagged = IRCLines()
        tagged.tag(key, value)
        let hasTags = line.first == UInt8(ascii: "@")
        return tagged.bytes + (hasTags ? [UInt8(ascii: ";")] + line.dropFirst() : [0x20] + line) + end
    }
}
