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
            return fail(.batch, "TOO_MANY", [reference], "One batch at a time.")
        }
        multiline = IncomingMultiline(
            reference: reference, target: target, label: message.tags["label"],
            answering: message.tags["+draft/reply"] ?? message.tags["+reply"], editing: message.tags["+draft/edit"],
            text: MultilineText(limits: IRCTown.multiline))
        reply?.isElsewhere = true
    }

    /// A line of an open batch.
    func continueMultiline(_ reference: String, _ message: IRCMessage) {
        guard multiline?.reference == reference, let line = message.bytes(1) else {
            return fail(.batch, "INVALID_REFERENCE", [reference], "No such batch is open.")
        }
        do throws(MultilineText.Fault) {
            try multiline?.text.append(line, continues: message.tags["draft/multiline-concat"] != nil)
        } catch {
            multiline = nil
            standardReply(error.reply)
        }
    }

    private func endMultiline(_ reference: String) {
        guard let batch = multiline, batch.reference == reference else {
            return fail(.batch, "INVALID_REFERENCE", [reference], "No such batch is open.")
        }
        multiline = nil
        guard !batch.text.isEmpty else {
            return fail(.batch, "MULTILINE_INVALID", [], "The text is empty.")
        }
        beginReply(batch.label)
        say(batch.text.text, to: batch.target, answering: batch.answering, editing: batch.editing, isNotice: false)
    }
}
