import ChatDomain
import ChatService
import ChatWire
import IRCWire

/// Messages of before, as lines: each as it is now.
enum HistoryLines {
    /// - Parameters:
    ///   - lines: oldest first.
    ///   - shownTime: whether the hour stands before each text, for clients that are told no times.
    static func make(
        _ lines: [LineView], names: NameBook, format: IRCFormat, context: LineContext, batch: String?, shownTime: Bool
    ) -> [UInt8] {
        var writer = EventLines(format: format, context: context)
        writer.batch = batch
        writer.showsTime = shownTime
        let authors = names.names(of: lines.map(\.event.author))
        for (line, author) in zip(lines, authors) where line.event.kind == .message {
            guard line.now?.deletion == nil, let content = MessageContent(body: line.now?.body ?? line.event.body)
            else {
                continue
            }
            writer.write(content, of: line.event, by: author)
        }
        return writer.lines.bytes
    }
}

extension IRCConnection {
    /// What is shown on joining to clients that do not ask.
    func showRecent(_ lines: [LineView], of room: IRCRoom) {
        guard let service = gateway.service, let context = gateway.context(of: room.id), !lines.isEmpty else { return }
        let target = room.channel ?? room.partner(of: account)?.nick ?? "*"
        let isBatched = capabilities.contains(.batch)
        let reference = "h\(room.id.rawValue)"
        if isBatched { push { $0.append(town.source, .batch, ["+\(reference)", "chathistory", target]) } }
        push(
            HistoryLines.make(
                lines, names: service.names, format: IRCFormat(rawValue: UInt16(truncatingIfNeeded: format)),
                context: context, batch: isBatched ? reference : nil, shownTime: !capabilities.contains(.serverTime)))
        if isBatched { push { $0.append(town.source, .batch, ["-\(reference)"]) } }
    }
}
