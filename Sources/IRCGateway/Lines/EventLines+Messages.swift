import ChatDomain
import ChatService
import ChatText
import ChatWire
import IRCWire

// Messages: text, and what else they carry as text around it.
extension EventLines {
    mutating func write(_ message: MessageContent, of event: Event, by author: PersonName) {
        var text = Self.text(of: message, quoting: quote(of: message, event), id: context.id(of: event.sequence))
        if showsTime { text = "[\(ServerTime.text(event.at).dropFirst(11).prefix(5))] \(text)" }
        let room = textRoom(event, author)
        // Most are one short line.
        guard text.utf8.count > room || text.utf8.contains(0x0A) else {
            tagMessage(message, event, author)
            return line(.privmsg, event, author, Self.action(in: text) ?? text)
        }
        // Blank lines are for clients alone that put the lines together (draft/multiline, "Fallback").
        let isOne = format.contains(.multiline)
        let pieces = TextPieces.split(text, room: room, blank: "").filter { isOne || !$0.text.isEmpty }
        guard isOne, pieces.count > 1 else {
            for piece in pieces {
                tagMessage(message, event, author)
                line(.privmsg, event, author, piece.text)
            }
            return
        }
        let reference = "m\(event.room.rawValue)-\(event.sequence.rawValue)"
        tagMessage(message, event, author)
        lines.begin(source(of: author), .batch)
        lines.parameter("+" + reference)
        lines.parameter("draft/multiline")
        lines.parameter(target(of: event))
        lines.end()
        for piece in pieces {
            lines.tag("batch", reference)
            if piece.continues { lines.tag("draft/multiline-concat") }
            line(.privmsg, event, author, piece.text)
        }
        lines.begin(source(of: author), .batch)
        lines.parameter("-" + reference)
        lines.end()
    }

    private mutating func tagMessage(_ message: MessageContent, _ event: Event, _ author: PersonName) {
        let isFirst = tag(event, author)
        guard isFirst, format.contains(.tags), let answered = message.replyTo ?? event.subject else { return }
        tagReply(to: answered)
    }

    /// The line that shows what is answered, for clients that cannot show it themselves.
    private func quote(of message: MessageContent, _ event: Event) -> String? {
        guard !format.contains(.tags), let answered = message.replyTo ?? event.subject else { return nil }
        guard let found = context.message(SequenceNumber(answered)) else { return "> (an earlier message)" }
        return "> <\(found.author.username)> \(PlainText.excerpt(of: found.text, limit: 80))"
    }

    /// All that a message says, as text.
    static func text(of message: MessageContent, quoting quote: String?, id: String) -> String {
        if message.isTextOnly, quote == nil { return message.text }
        var text = quote.map { $0 + "\n" } ?? ""
        if let source = message.forwarded {
            text += "(forwarded from \(source.byName)\(source.roomTitle.map { " in \($0)" } ?? ""))\n"
        }
        text += message.text
        if let poll = message.poll {
            for (place, option) in poll.options.enumerated() { text += "\n\(place + 1). \(option)" }
            text += "\n(a poll: /msg roost vote \(id) 1)"
        }
        return text
    }

    /// A message that is emphasised as a whole is what somebody does: CTCP ACTION.
    static func action(in text: String) -> String? {
        // Asked of every message.
        guard text.utf8.first == UInt8(ascii: "_"), text.utf8.last == UInt8(ascii: "_") else { return nil }
        let inner = text.dropFirst().dropLast()
        guard !inner.isEmpty, !inner.contains("_"),
            inner.first?.isWhitespace == false, inner.last?.isWhitespace == false
        else { return nil }
        return "\u{1}ACTION \(inner)\u{1}"
    }
}
