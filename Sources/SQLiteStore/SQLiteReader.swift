internal import ChatDomain
internal import ChatStore
internal import SQLite

/// A read-only connection. Every read is one short transaction, beside the writer.
final class SQLiteReader: StoreReader {
    private let store: SQLiteStore
    private let connection: SQLiteConnection
    private let eventsAfter: SQLiteStatement
    private let eventsBefore: SQLiteStatement

    init(store: SQLiteStore) throws(StoreError) {
        self.store = store
        do {
            // No memory map: a disk error would then be a SIGBUS instead of an answer.
            connection = try SQLiteConnection(path: store.path, access: .readOnly)
            try connection.setPragma("cache_size", to: -Int64(store.limits.readerCache / 1024))
            try connection.setPragma("trusted_schema", to: 0)
            let select = "SELECT sequence, at, author, kind, body FROM events WHERE log = ?1 AND sequence"
            eventsAfter = try SQLiteStatement("\(select) > ?2 ORDER BY sequence LIMIT ?3", on: connection)
            eventsBefore = try SQLiteStatement("\(select) < ?2 ORDER BY sequence DESC LIMIT ?3", on: connection)
        } catch {
            throw StoreError(error, at: store.path)
        }
    }

    func events(
        in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        try events(eventsAfter, log, place, limit, bytes)
    }

    func events(
        in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        try events(eventsBefore, log, place, limit, bytes).reversed()
    }

    private func events(
        _ statement: borrowing SQLiteStatement, _ log: LogID, _ place: SequenceNumber, _ limit: Int, _ bytes: Int
    ) throws(StoreError) -> [Event] {
        defer { statement.reset() }
        return try read { () throws(SQLiteError) in
            try statement.bind(log.rawValue, at: 1)
            try statement.bind(place.rawValue, at: 2)
            // SQLite takes a negative limit for none.
            try statement.bind(Int64(max(limit, 0)), at: 3)
            var events: [Event] = []
            var room = bytes
            while try statement.step() {
                guard let event = statement.event(in: log) else { return nil }
                room -= event.body.count
                if room < 0, !events.isEmpty { break }
                events.append(event)
            }
            return events
        }
    }

    func directory() throws(StoreError) -> StoredDirectory {
        // One transaction, so that all tables are of one moment.
        defer { connection.rollback() }
        return try read { () throws(SQLiteError) in
            try connection.beginDeferred()
            return try connection.storedDirectory()
        }
    }

    /// `body` answers nil for a row that no Roost writes.
    private func read<Result>(_ body: () throws(SQLiteError) -> Result?) throws(StoreError) -> Result {
        guard let result = try StoreError.mapping(store.path, body) else {
            throw .corrupt("\(store.path) holds a row that Roost does not write")
        }
        return result
    }
}

extension SQLiteStatement {
    /// The event of a row: sequence, time, author, kind, body.
    fileprivate borrowing func event(in log: LogID) -> Event? {
        guard let sequence = integer(at: 0), let at = integer(at: 1), let author = integer(at: 2),
            let kind = integer(at: 3).flatMap(Int16.init(exactly:)).flatMap(EventKind.init(rawValue:)),
            let body = bytes(at: 4)
        else { return nil }
        return Event(
            log: log, sequence: SequenceNumber(sequence), at: Timestamp(milliseconds: at),
            author: AccountID(rawValue: author), kind: kind, body: body)
    }
}
