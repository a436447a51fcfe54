internal import ChatDomain
internal import ChatStore
internal import SQLite

/// The writer's prepared statements, behind what they mean.
final class WriterStatements {
    private let insertEvent: SQLiteStatement
    private let firstByKey: SQLiteStatement
    private let headOfLog: SQLiteStatement
    private let termOfLog: SQLiteStatement
    private let setTermOfLog: SQLiteStatement

    init(_ connection: borrowing SQLiteConnection) throws(SQLiteError) {
        insertEvent = try SQLiteStatement(
            """
            INSERT INTO events (log, sequence, at, author, kind, key, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (key, author, log) WHERE key IS NOT NULL DO NOTHING
            """, on: connection)
        firstByKey = try SQLiteStatement(
            "SELECT sequence, at FROM events WHERE key = ?1 AND author = ?2 AND log = ?3", on: connection)
        headOfLog = try SQLiteStatement("SELECT max(sequence) FROM events WHERE log = ?1", on: connection)
        termOfLog = try SQLiteStatement("SELECT term FROM terms WHERE log = ?1", on: connection)
        setTermOfLog = try SQLiteStatement(
            "INSERT INTO terms VALUES (?1, ?2) ON CONFLICT (log) DO UPDATE SET term = excluded.term", on: connection)
    }

    /// Changes no row when the event's key is there already.
    func insert(_ event: EventDraft, log: LogID, sequence: SequenceNumber) throws(SQLiteError) {
        try insertEvent.bind(log.rawValue, at: 1)
        try insertEvent.bind(sequence.rawValue, at: 2)
        try insertEvent.bind(event.at.rawValue, at: 3)
        try insertEvent.bind(event.author.rawValue, at: 4)
        try insertEvent.bind(Int64(event.kind.rawValue), at: 5)
        if let key = event.key {
            try insertEvent.bind(key, at: 6)
        } else {
            try insertEvent.bindNull(at: 6)
        }
        try insertEvent.run(reading: event.body.span.bytes, at: 7)
    }

    /// What a key has led to.
    func first(
        key: SendKey, author: AccountID, log: LogID
    ) throws(SQLiteError) -> (sequence: SequenceNumber, at: Timestamp)? {
        defer { firstByKey.reset() }
        try firstByKey.bind(key, at: 1)
        try firstByKey.bind(author.rawValue, at: 2)
        try firstByKey.bind(log.rawValue, at: 3)
        guard try firstByKey.step(), let sequence = firstByKey.integer(at: 0), let at = firstByKey.integer(at: 1)
        else { return nil }
        return (SequenceNumber(sequence), Timestamp(milliseconds: at))
    }

    func head(of log: LogID) throws(SQLiteError) -> SequenceNumber {
        SequenceNumber(try Self.integer(headOfLog, for: log))
    }

    func term(of log: LogID) throws(SQLiteError) -> Int64 { try Self.integer(termOfLog, for: log) }

    func setTerm(_ term: Int64, of log: LogID) throws(SQLiteError) {
        try setTermOfLog.bind(log.rawValue, at: 1)
        try setTermOfLog.bind(term, at: 2)
        try setTermOfLog.run()
    }

    private static func integer(
        _ statement: borrowing SQLiteStatement, for log: LogID
    ) throws(SQLiteError) -> Int64 {
        defer { statement.reset() }
        try statement.bind(log.rawValue, at: 1)
        return try statement.step() ? statement.integer(at: 0) ?? 0 : 0
    }
}

extension SQLiteStatement {
    fileprivate borrowing func bind(_ key: SendKey, at parameter: Int) throws(SQLiteError) {
        let words: InlineArray<2, UInt64> = [key.high.bigEndian, key.low.bigEndian]
        try bind(words.span.bytes, at: parameter)
    }
}
