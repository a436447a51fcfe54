public import ChatDomain
import ChatStore

/// Which part of a room's history.
public struct HistoryRange: Sendable {
    public enum Anchor: Sendable {
        case latest
        case before(SequenceNumber)
        case after(SequenceNumber)
        case around(SequenceNumber)
        /// Around the first event at or after a moment.
        case moment(Timestamp)
        /// The last ones that are older than a moment.
        case beforeMoment(Timestamp)
        /// The first ones that are newer than a moment.
        case afterMoment(Timestamp)
    }

    /// Which events.
    enum Selection {
        case all
        case lines(LineSelection)
    }

    public var anchor: Anchor
    public var limit: Int

    public init(anchor: Anchor, limit: Int) {
        self.anchor = anchor
        self.limit = limit
    }

    /// Bytes of bodies in one page, so that a page of long messages is a shorter one.
    static let pageBytes = 1_048_576

    /// Reads it, oldest first. Nothing beyond `head`: what the service does not know yet is not shown; and nothing up
    /// to `floor`.
    func read(
        _ selection: Selection, _ log: LogID, floor: SequenceNumber, head: SequenceNumber,
        from reader: any StoreReader
    ) throws(StoreError) -> [Event] {
        let bytes = Self.pageBytes
        let events: [Event]
        switch anchor {
        case .latest:
            events = try reader.events(selection, in: log, before: head.next, limit: limit, bytes: bytes)
        case .before(let place):
            events = try reader.events(
                selection, in: log, before: min(place, head.next), limit: limit, bytes: bytes)
        case .after(let place):
            events = try reader.events(selection, in: log, after: max(place, floor), limit: limit, bytes: bytes)
        case .around(let place):
            let older = try reader.events(
                selection, in: log, before: min(place, head.next), limit: limit / 2, bytes: bytes / 2)
            let newer = try reader.events(
                selection, in: log, after: SequenceNumber(max(floor.rawValue, place.rawValue - 1, 0)),
                limit: limit - older.count, bytes: bytes / 2)
            events = older + newer
        case .moment(let moment):
            let place = try reader.place(in: log, at: moment) ?? head.next
            return try at(.around(place)).read(selection, log, floor: floor, head: head, from: reader)
        case .beforeMoment(let moment):
            let place = try reader.place(in: log, at: moment) ?? head.next
            return try at(.before(place)).read(selection, log, floor: floor, head: head, from: reader)
        case .afterMoment(let moment):
            guard let place = try reader.place(in: log, at: moment.next) else { return [] }
            let before = SequenceNumber(place.rawValue - 1)
            return try at(.after(before)).read(selection, log, floor: floor, head: head, from: reader)
        }
        return events.filter { $0.sequence <= head && $0.sequence > floor }
    }

    private func at(_ anchor: Anchor) -> HistoryRange { HistoryRange(anchor: anchor, limit: limit) }
}

extension StoreReader {
    fileprivate func events(
        _ selection: HistoryRange.Selection, in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        switch selection {
        case .all: try events(in: log, before: place, limit: limit, bytes: bytes)
        case .lines(let lines): try self.lines(lines, in: log, before: place, limit: limit, bytes: bytes)
        }
    }

    fileprivate func events(
        _ selection: HistoryRange.Selection, in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        switch selection {
        case .all: try events(in: log, after: place, limit: limit, bytes: bytes)
        case .lines(let lines): try self.lines(lines, in: log, after: place, limit: limit, bytes: bytes)
        }
    }
}

public struct HistoryPage: Sendable {
    public var events: [Event]
    /// One for each event.
    public var authors: [PersonName]
    public var head: SequenceNumber
    /// There is nothing up to here for who asks.
    public var floor: SequenceNumber
    public var epoch: Epoch
}
