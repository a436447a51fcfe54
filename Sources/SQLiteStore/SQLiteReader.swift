internal import ChatDomain
internal import ChatStore
internal import SQLite

/// A read-only connection. Every read is one short transaction, beside the writer.
final class SQLiteReader: StoreReader {
    private let store: SQLiteStore
    private let connection: SQLiteConnection
    let statements: ReaderStatements

    init(store: SQLiteStore) throws(StoreError) {
        self.store = store
        do {
            // No memory map: a disk error would then be a SIGBUS instead of an answer.
            connection = try SQLiteConnection(path: store.path, access: .readOnly)
            try connection.setPragma("cache_size", to: -Int64(store.limits.readerCache / 1024))
            try connection.setPragma("trusted_schema", to: 0)
            // What is sorted goes to no file.
            try connection.setPragma("temp_store", to: 2)
            statements = try ReaderStatements(connection)
        } catch {
            throw StoreError(error, at: store.path)
        }
    }

    func directory() throws(StoreError) -> StoredDirectory {
        try transaction { () throws(SQLiteError) in try connection.storedDirectory() }
    }

    func events(
        in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        try range(statements.eventsAfter, log, place, limit, bytes)
    }

    func events(
        in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        try range(statements.eventsBefore, log, place, limit, bytes).reversed()
    }

    func lines(
        _ selection: LineSelection, in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        switch selection {
        case .all: try range(statements.linesAfter, log, place, limit, bytes)
        case .messages: try range(statements.messagesAfter, log, place, limit, bytes)
        case .thread(let root): try range(statements.threadAfter, log, place, limit, bytes, thread: root)
        }
    }

    func lines(
        _ selection: LineSelection, in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event] {
        let backward =
            switch selection {
            case .all: try range(statements.linesBefore, log, place, limit, bytes)
            case .messages: try range(statements.messagesBefore, log, place, limit, bytes)
            case .thread(let root): try range(statements.threadBefore, log, place, limit, bytes, thread: root)
            }
        return backward.reversed()
    }

    private func range(
        _ statement: borrowing SQLiteStatement, _ log: LogID, _ place: SequenceNumber, _ limit: Int, _ bytes: Int,
        thread root: SequenceNumber? = nil
    ) throws(StoreError) -> [Event] {
        defer { statement.reset() }
        return try read { () throws(SQLiteError) in
            try statement.bind(log.rawValue, at: 1)
            try statement.bind(place.rawValue, at: 2)
            // SQLite takes a negative limit for none.
            try statement.bind(Int64(max(limit, 0)), at: 3)
            if let root { try statement.bind(root.rawValue, at: 4) }
            var events: [Event] = []
            var room = bytes
            while try statement.step() {
                guard let event = statement.event() else { return nil }
                room -= event.body.count
                if room < 0, !events.isEmpty { break }
                events.append(event)
            }
            return events
        }
    }

    /// As ``read(_:)``, with all statements in one transaction, so that what they answer is of one moment.
    func transaction<Result>(_ body: () throws(SQLiteError) -> Result?) throws(StoreError) -> Result {
        defer { connection.rollback() }
        return try read { () throws(SQLiteError) in
            try connection.beginDeferred()
            return try body()
        }
    }

    /// `body` answers nil for a row that no Roost writes.
    func read<Result>(_ body: () throws(SQLiteError) -> Result?) throws(StoreError) -> Result {
        guard let result = try StoreError.mapping(store.path, body) else {
            throw .corrupt("\(store.path) holds a row that Roost does not write")
        }
        return result
    }
}
