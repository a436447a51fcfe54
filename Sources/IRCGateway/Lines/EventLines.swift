import ChatDomain
import ChatService
import ChatText
import ChatWire
import IRCWire

/// Writes what happened as IRC lines: any number for an event, or none.
struct EventLines {
    let format: IRCFormat
    let context: LineContext
    /// The reference of the batch that the lines belong to.
    var batch: String?
    /// Whether the hour stands before each text: of old messages, for clients that are told no times.
    var showsTime = false
    /// What a labelled request is answered with, on the first line.
    var label: String?
    /// Whether a line has the event's id: the first one, and no other.
    private var hasID = false
    var lines = IRCLines()

    init(format: IRCFormat, context: LineContext) {
        self.format = format
        self.context = context
    }

    mutating func write(_ event: Event, by author: PersonName) { write(EventContent(event), event, author) }

    /// - Parameter content: what the event holds now: a message that was edited has another text.
    mutating func write(_ content: EventContent, _ event: Event, _ author: PersonName) {
        hasID = false
        switch content {
        case .message(let message): write(message, of: event, by: author)
        case .edited(let number, let message): writeEdit(of: number, message, event, author)
        case .deleted(let number): writeDeletion(of: number, event, author)
        case .erased: break
        case .reacted(let number, let emoji): writeReaction(emoji, "react", to: number, event, author)
        case .unreacted(let number, let emoji): writeReaction(emoji, "unreact", to: number, event, author)
        case .pinned(let number): writeNote("pinned a message", about: number, event, author)
        case .unpinned(let number): writeNote("took a pin away", about: number, event, author)
        case .pollClosed(let number): writeNote("closed the poll", about: number, event, author)
        case .voted(let number, _):
            if format.contains(.reactionNotices) { writeNote("voted in the poll", about: number, event, author) }
        default: writeRoomEvent(content, event, author)
        }
    }

    // MARK: Tags

    /// The tags that the format has for an event.
    /// - Returns: whether it is the event's first line.
    @discardableResult
    mutating func tag(_ event: Event, _ author: PersonName) -> Bool {
        defer { hasID = true }
        if let label {
            lines.tag("label", label)
            self.label = nil
        }
        if let batch { lines.tag("batch", batch) }
        if !hasID, format.contains(.tags) { lines.tag("msgid", context.id(of: event.sequence)) }
        if format.contains(.time) { lines.time(event.at) }
        if author.isBot, format.contains(.tags) { lines.tag("bot") }
        if format.contains(.account), author.id.rawValue > 0 { lines.tag("account", author.username) }
        return !hasID
    }

    /// By the tag's name, and by the one it had as a draft.
    mutating func tagReply(to number: Int64) {
        let id = context.id(of: SequenceNumber(number))
        lines.tag("+reply", id)
        lines.tag("+draft/reply", id)
    }

    /// Who speaks often speaks again.
    private var lastSource: (author: PersonName, source: IRCSource)?

    mutating func source(of author: PersonName) -> IRCSource {
        if let lastSource, lastSource.author === author { return lastSource.source }
        let source = context.town.source(of: author)
        lastSource = (author, source)
        return source
    }

    func target(of event: Event) -> String { context.target(of: event.author) }

    // MARK: About messages

    private mutating func writeEdit(
        of number: Int64, _ message: MessageContent, _ event: Event, _ author: PersonName
    ) {
        let pieces = TextPieces.split("(edited) " + message.text, room: textRoom(event, author))
        for piece in pieces {
            tag(event, author)
            if format.contains(.tags) { lines.tag("+draft/edit", context.id(of: SequenceNumber(number))) }
            line(.privmsg, event, author, piece.text)
        }
    }

    private mutating func writeDeletion(of number: Int64, _ event: Event, _ author: PersonName) {
        guard format.contains(.redaction), format.contains(.tags) else {
            return writeNote("deleted a message\(whose(event))", about: nil, event, author)
        }
        tag(event, author)
        lines.begin(source(of: author), .redact)
        lines.parameter(target(of: event))
        lines.parameter(context.id(of: SequenceNumber(number)))
        lines.end()
    }

    /// Whose message was deleted, and how old it was.
    private func whose(_ event: Event) -> String {
        guard let message = DeletionBody(event),
            let name = context.names.names(of: [AccountID(rawValue: message.author)]).first
        else { return "" }
        let seconds = max(0, event.at.rawValue - message.at) / 1_000
        let (count, unit) =
            switch seconds {
            case ..<120: (seconds, "second")
            case ..<7_200: (seconds / 60, "minute")
            case ..<172_800: (seconds / 3_600, "hour")
            default: (seconds / 86_400, "day")
            }
        return " of \(name.username)'s, \(count) \(unit)\(count == 1 ? "" : "s") old"
    }

    private mutating func writeReaction(
        _ emoji: String, _ kind: String, to number: Int64, _ event: Event, _ author: PersonName
    ) {
        if format.contains(.tags) {
            tag(event, author)
            tagReply(to: number)
            lines.tag("+draft/\(kind)", emoji)
            lines.begin(source(of: author), .tagmsg)
            lines.parameter(target(of: event))
            lines.end()
        } else if format.contains(.reactionNotices) {
            writeNote(kind == "react" ? "reacted with \(emoji)" : "took \(emoji) back", about: number, event, author)
        }
    }

    /// A notice in brackets of what IRC has no line for.
    mutating func writeNote(_ what: String, about number: Int64?, _ event: Event, _ author: PersonName) {
        let message = number.flatMap { context.message(SequenceNumber($0)) }
        let about = message.map { " of \($0.author.username)'s: \(PlainText.excerpt(of: $0.text, limit: 60))" } ?? ""
        tag(event, author)
        if let number, format.contains(.tags) { tagReply(to: number) }
        line(.notice, event, author, "(\(what)\(about))")
    }

    mutating func line(_ command: IRCCommand, _ event: Event, _ author: PersonName, _ text: String) {
        lines.begin(source(of: author), command)
        lines.parameter(target(of: event))
        lines.trailing(text)
        lines.end()
    }

    /// The bytes that a text may have in one line of this author's.
    mutating func textRoom(_ event: Event, _ author: PersonName) -> Int {
        // ":source PRIVMSG target :text", of 510 bytes.
        max(64, 510 - source(of: author).byteCount - 9 - target(of: event).utf8.count - 2)
    }
}
