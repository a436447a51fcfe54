public import ChatDomain
public import ChatStore
import ChatText
import ChatWire
public import SearchIndex

/// Feeds the full-text index.
public final class SearchFollower: Follower {
    private let writer: IndexWriter
    /// Much came at once, which may have no lists yet.
    private var wasBehind = false

    public init(_ index: SearchIndex) throws(SearchIndexError) {
        writer = try index.makeWriter()
    }

    public var progress: Int64 { writer.progress }

    public func take(_ arrivals: [Arrival], from reader: any StoreReader) throws {
        guard let last = arrivals.last else { return }
        let changes = arrivals.flatMap(changes)
        try writer.apply(changes, upTo: last.number)
        wasBehind = wasBehind || changes.count > 100
    }

    public func erase(_ log: LogID, _ places: ClosedRange<SequenceNumber>) throws {
        guard log.rawValue > 0 else { return }
        let (room, last) = (RoomID(log), places.upperBound)
        let change: IndexChange =
            places.lowerBound == last ? .erase(room, last) : .eraseRoom(room, through: last)
        try writer.apply([change], upTo: writer.progress)
    }

    public func tidy(_ reader: any StoreReader, isBehind: Bool) throws {
        if wasBehind, !isBehind {
            // It has caught up: without this, every search would read up to a segment one by one until somebody writes.
            try writer.apply([], upTo: writer.progress)
            wasBehind = false
        }
        // A few segments at a time, so that what comes meanwhile is found soon.
        if writer.hasErasures { _ = try writer.finishErasures(segments: 4) }
    }

    private func changes(_ arrival: Arrival) -> [IndexChange] {
        let event = arrival.event
        guard event.log.rawValue > 0 else { return [] }
        switch event.kind {
        case .message:
            guard let content = content(of: event) else { return [] }
            return [
                .put(
                    IndexedMessage(
                        arrival: arrival.number, room: event.room, sequence: event.sequence, at: event.at,
                        author: event.author, content: content))
            ]
        case .edited:
            guard let message = event.message, let content = content(of: event) else { return [] }
            return [.replace(event.room, message, content)]
        case .deleted:
            guard let message = event.message else { return [] }
            return [.erase(event.room, message)]
        default: return []
        }
    }

    /// Nil for what is erased since: its deletion comes later in the log.
    private func content(of event: Event) -> IndexedContent? {
        guard let body = MessageContent(body: event.body) else { return nil }
        let plain = PlainText(of: body.text)
        var text = plain.text
        for option in body.poll?.options ?? [] { text += "\n" + option }
        return IndexedContent(
            text: text, traits: plain.hasLink ? .link : [], mentions: body.mentions.map(AccountID.init(rawValue:)),
            mentionsAll: body.mentionsAll)
    }
}
