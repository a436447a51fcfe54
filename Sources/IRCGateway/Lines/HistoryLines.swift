import ChatDomain
import ChatService
import ChatText
import ChatWire
import IRCWire

/// An event of before, as lines.
struct PastLines: Sendable {
    let sequence: SequenceNumber
    let at: Timestamp
    /// Empty for one that is not shown.
    let bytes: [UInt8]
}

/// Writes what was before as lines, each event by itself.
struct HistoryLines {
    let format: IRCFormat
    let context: LineContext
    let names: NameBook
    /// The reference of the batch that the lines belong to.
    var batch: String?

    /// Messages alone, each as it is now; deleted ones are left out (draft/message-redaction, "Chat history").
    func messages(_ page: LinePage) -> [PastLines] {
        var writer = writer(quoting: quotes(of: page))
        let authors = names.names(of: page.lines.map(\.event.author))
        return zip(page.lines, authors).map { line, author in
            let isShown = line.event.kind == .message && line.now?.deletion == nil
            let content = isShown ? MessageContent(body: line.now?.body ?? line.event.body) : nil
            if let content { writer.write(.message(content), line.event, author) }
            return PastLines(sequence: line.event.sequence, at: line.event.at, bytes: writer.lines.take())
        }
    }

    /// Everything, as it happened (draft/event-playback).
    func events(_ page: HistoryPage) -> [PastLines] {
        let said = zip(page.events, page.authors).compactMap { event, author -> (SequenceNumber, Said)? in
            guard case .message(let content) = EventContent(event) else { return nil }
            return (event.sequence, (author, content.text))
        }
        var writer = writer(quoting: Dictionary(said, uniquingKeysWith: { $1 }))
        return zip(page.events, page.authors).map { event, author in
            writer.write(event, by: author)
            return PastLines(sequence: event.sequence, at: event.at, bytes: writer.lines.take())
        }
    }

    private typealias Said = (author: PersonName, text: String)

    private func writer(quoting said: [SequenceNumber: Said]) -> EventLines {
        var context = context
        context.message = { [recent = context.message] in said[$0] ?? recent($0) }
        // Who is banned was there, as a rule: who was in the room then is not known any more.
        context.isMember = { _ in true }
        var writer = EventLines(format: format, context: context)
        writer.batch = batch
        // Clients that are told no times are shown the hour.
        writer.showsTime = !format.contains(.time)
        return writer
    }

    /// What the messages of a page answer.
    private func quotes(of page: LinePage) -> [SequenceNumber: Said] {
        let authors = names.names(of: page.quotes.map { AccountID(rawValue: $0.author) })
        let quotes = zip(page.quotes, authors).map { quote, author in
            (SequenceNumber(quote.message), (author, quote.excerpt ?? "(a deleted message)"))
        }
        let own = zip(page.lines, names.names(of: page.lines.map(\.event.author))).compactMap {
            line, author -> (SequenceNumber, Said)? in
            guard line.now?.deletion == nil, let content = MessageContent(body: line.now?.body ?? line.event.body)
            else {
                return nil
            }
            return (line.event.sequence, (author, content.text))
        }
        return Dictionary(own + quotes, uniquingKeysWith: { $1 })
    }
}

extension IRCConnection {
    /// How this client is shown the past of a room.
    func historyLines(of context: LineContext, batch: String?) -> HistoryLines? {
        gateway.service.map {
            HistoryLines(format: lineFormat, context: context, names: $0.names, batch: batch)
        }
    }

    /// What is shown on joining to clients that do not ask.
    func showRecent(_ page: LinePage, of room: IRCRoom) {
        let target = room.channel ?? room.partner(of: account)?.nick ?? "*"
        guard let context = gateway.context(of: room.id) else { return }
        let isBatched = capabilities.contains(.batch)
        let reference = "h\(room.id.rawValue)"
        guard
            let lines = historyLines(of: context, batch: isBatched ? reference : nil)?.messages(page).flatMap(\.bytes),
            !lines.isEmpty
        else { return }
        var frame = IRCLines()
        if isBatched { frame.append(town.source, .batch, ["+\(reference)", "chathistory", target]) }
        let opening = frame.take()
        if isBatched { frame.append(town.source, .batch, ["-\(reference)"]) }
        let bytes = opening + lines + frame.bytes
        if isAwaited(room.id) { send(bytes) } else { push(bytes) }
    }
}
