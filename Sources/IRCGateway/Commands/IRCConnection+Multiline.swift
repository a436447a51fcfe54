import ChatDomain
import ChatService
import IRCWire

/// A text that a client sends line by line, while its batch is open (draft/multiline).
struct IncomingMultiline {
    let reference: String
    let target: String
    let label: String?
    let answering: String?
    let editing: String?
    var text: MultilineText
    /// Whether its client was told that it cannot be taken: the rest is passed over.
    var isRefused = false
}

extension IRCConnection {
    /// BATCH +reference draft/multiline target, and BATCH -reference
    func batch(_ message: IRCMessage) {
        guard let word = message[0], let sign = word.first, sign == "+" || sign == "-" else {
            return fail(.batch, "INVALID_REFERENCE", [], "BATCH takes + or - and a reference.")
        }
        let reference = String(word.dropFirst())
        guard sign == "+" else { return endMultiline(reference) }
        guard capabilities.contains(.multiline), message[1] == "draft/multiline", let target = message.nonEmpty(2)
        else {
            return fail(.batch, "UNKNOWN_TYPE", [message[1] ?? "*"], "Clients send batches of draft/multiline alone.")
        }
        guard multiline == nil else {
            return fail(.batch, "MULTILINE_INVALID", [reference], "One batch at a time.")
        }
        // The label is for what becomes of the text.
        multiline = IncomingMultiline(
            reference: reference, target: target, label: takeLabel(),
            answering: message.tags["+draft/reply"] ?? message.tags["+reply"], editing: message.tags["+draft/edit"],
            text: MultilineText(limits: town.multiline))
    }

    /// A line of an open batch.
    func continueMultiline(_ reference: String, _ message: IRCMessage, isNotice: Bool) {
        guard let batch = multiline, batch.reference == reference else {
            return fail(.batch, "INVALID_REFERENCE", [reference], "No such batch is open.")
        }
        guard !batch.isRefused else { return }
        guard !isNotice, let target = message[0], let line = message.bytes(1) else {
            return refuseMultiline(
                StandardReply(.fail, .batch, "MULTILINE_INVALID", text: "A batch has PRIVMSG alone."))
        }
        guard CaseMapping.areSame(target, batch.target) else {
            return refuseMultiline(
                StandardReply(
                    .fail, .batch, "MULTILINE_INVALID_TARGET", [batch.target, target],
                    text: "All of a batch goes to \(batch.target)."))
        }
        do throws(MultilineText.Fault) {
            try multiline?.text.append(line, continues: message.tags["draft/multiline-concat"] != nil)
        } catch {
            refuseMultiline(error.reply)
        }
    }

    private func refuseMultiline(_ reason: StandardReply) {
        multiline?.isRefused = true
        answerAside(multiline?.label) { $0.standardReply(reason) }
    }

    private func endMultiline(_ reference: String) {
        guard let batch = multiline, batch.reference == reference else {
            return fail(.batch, "INVALID_REFERENCE", [reference], "No such batch is open.")
        }
        guard !batch.isRefused else { return multiline = nil }
        guard !batch.text.isEmpty else {
            refuseMultiline(StandardReply(.fail, .batch, "MULTILINE_INVALID", text: "The text is empty."))
            return multiline = nil
        }
        multiline = nil
        beginReply(batch.label)
        say(batch.text.text, to: batch.target, answering: batch.answering, editing: batch.editing, isNotice: false)
    }
}
