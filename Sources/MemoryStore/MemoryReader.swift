internal import ChatDomain
internal import ChatStore

/// Answers in the plainest way: by looking at everything.
final class MemoryReader: StoreReader {
    private let store: MemoryStore
    init(store: MemoryStore) { self.store = store }

    func directory() -> StoredDirectory { store.read { $0.fullDirectory } }

    func events(in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int) -> [Event] {
        store.read { state in
            let events = state.events[log] ?? []
            // Number n stands at index n - 1.
            let start = Int(clamping: max(place.rawValue, 0))
            return Self.fitting(events.dropFirst(start).prefix(max(limit, 0)), bytes, of: \.body.count)
        }
    }

    func events(in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int) -> [Event] {
        store.read { state in
            let events = state.events[log] ?? []
            let end = Int(clamping: max(place.rawValue, 1)) - 1
            return Self.fitting(
                events.prefix(end).suffix(max(limit, 0)).reversed(), bytes, of: \.body.count
            ).reversed()
        }
    }

    func lines(
        _ selection: LineSelection, in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int
    ) -> [Event] {
        let lines = lines(selection, in: log).filter { $0.sequence > place }
        return Self.fitting(lines.prefix(max(limit, 0)), bytes, of: \.body.count)
    }

    func lines(
        _ selection: LineSelection, in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int
    ) -> [Event] {
        let lines = lines(selection, in: log).filter { $0.sequence < place }
        return Self.fitting(lines.suffix(max(limit, 0)).reversed(), bytes, of: \.body.count).reversed()
    }

    private func lines(_ selection: LineSelection, in log: LogID) -> [Event] {
        all(in: log) { event in
            switch selection {
            case .all: event.kind.isLine
            case .messages: event.kind == .message
            case .thread(let root): event.kind == .message && event.subject == root.rawValue
            }
        }
    }

    func event(in log: LogID, at sequence: SequenceNumber) -> Event? {
        all(in: log) { $0.sequence == sequence }.first
    }

    func events(in log: LogID, about messages: [SequenceNumber]) -> [Event] {
        let messages = Set(messages)
        return all(in: log) { $0.message.map(messages.contains) ?? false }
    }

    func threads(in log: LogID, of roots: [SequenceNumber]) -> [ThreadSize] {
        roots.compactMap { root in
            let answers = lines(.thread(root), in: log)
            guard let last = answers.last else { return nil }
            return ThreadSize(root: root, messages: answers.count, last: last.sequence)
        }
    }

    func ordinal(in log: LogID, at place: SequenceNumber) -> Int64 {
        all(in: log) { $0.sequence <= place }.last?.ordinal ?? 0
    }

    func place(in log: LogID, at moment: Timestamp) -> SequenceNumber? {
        let events = all(in: log) { _ in true }
        // By halves, so that steps of the clock lead to the same answer in every store.
        var places = events.startIndex..<events.endIndex
        while !places.isEmpty {
            let middle = places.lowerBound + places.count / 2
            places =
                events[middle].at >= moment
                ? places.lowerBound..<middle : (middle + 1)..<places.upperBound
        }
        return events.indices.contains(places.lowerBound) ? events[places.lowerBound].sequence : nil
    }

    func discounted(in log: LogID, after place: SequenceNumber, authors: Set<AccountID>, limit: Int) -> Int {
        let discounted = all(in: log) { event in
            event.kind == .message && event.sequence > place
                && (event.body.isEmpty || authors.contains(event.author))
        }
        return min(discounted.count, max(limit, 0))
    }

    func lastArrival() -> Int64 { store.read { state in Int64(state.arrivals.count) } }

    func arrivals(after number: Int64, limit: Int, bytes: Int) -> [Arrival] {
        store.read { state in
            // Number n stands at index n - 1.
            let start = Int(clamping: max(number, 0))
            let arrivals = state.arrivals.indices.dropFirst(start).prefix(max(limit, 0)).compactMap { index in
                let (log, sequence) = state.arrivals[index]
                return state.events[log].map { events in
                    Arrival(number: Int64(index) + 1, event: events[Int(sequence.rawValue) - 1])
                }
            }
            return Self.fitting(arrivals, bytes, of: \.event.body.count)
        }
    }

    func record(_ key: RecordKey) -> Record? {
        store.read { state in state.records[key].map { Record(key: key, value: $0) } }
    }

    func records(_ collection: RecordCollection, owner: Int64, after key: RecordKey?, limit: Int) -> [Record] {
        let records = store.read { state in
            state.records.filter { found, _ in
                found.collection == collection && found.owner == owner && key.map { $0 < found } ?? true
            }
        }
        let sorted = records.map { Record(key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
        return Array(sorted.prefix(max(limit, 0)))
    }

    func noticeCount(
        for addressees: [NoticeAddressee], in log: LogID, after place: SequenceNumber, except authors: Set<AccountID>
    ) -> Int {
        let notices = store.read { state in
            state.notices.filter { notice in
                guard notice.log == log, notice.sequence > place, addressees.contains(notice.addressee) else {
                    return false
                }
                let event = state.events[log]?.first { $0.sequence == notice.sequence }
                return !(event.map { authors.contains($0.author) } ?? false)
            }
        }
        return Set(notices.map(\.sequence)).count
    }

    func notice(for addressees: [NoticeAddressee], in log: LogID, at sequence: SequenceNumber) -> Notice? {
        store.read { state in
            for addressee in addressees {
                let found = state.notices.first {
                    $0.addressee == addressee && $0.log == log && $0.sequence == sequence
                }
                if let found { return found }
            }
            return nil
        }
    }

    func notices(for addressee: NoticeAddressee, before number: Int64?, limit: Int) -> [Notice] {
        let notices = store.read { state in
            state.notices.filter { $0.addressee == addressee && $0.number < number ?? .max }
        }
        return notices.reversed().prefix(max(limit, 0)).map { $0 }
    }

    private func all(in log: LogID, where isMeant: (Event) -> Bool) -> [Event] {
        store.read { state in (state.events[log] ?? []).filter(isMeant) }
    }

    /// As many as fit, but at least one.
    private static func fitting<Element>(
        _ elements: some Sequence<Element>, _ bytes: Int, of size: (Element) -> Int
    ) -> [Element] {
        var found: [Element] = []
        var room = bytes
        for element in elements {
            room -= size(element)
            if room < 0, !found.isEmpty { break }
            found.append(element)
        }
        return found
    }
}
