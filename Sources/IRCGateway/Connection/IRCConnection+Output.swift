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
