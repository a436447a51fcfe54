internal import ChatDomain
internal import ChatStore
internal import SQLite

/// The writer's prepared statements, behind what they mean.
final class WriterStatements {
    private let insertEvent: SQLiteStatement
    private let insertSeveral: SQLiteStatement
    /// Keys and bodies of several events, and which is where: read in place, so that SQLite copies none.
    private var bytes: [UInt8] = []
    private var blobs: [(parameter: Int, range: Range<Int>)] = []
    private let firstByKey: SQLiteStatement
    private let headOfLog: SQLiteStatement
    private let termOfLog: SQLiteStatement
    private let setTermOfLog: SQLiteStatement
    private let replaceRecord: SQLiteStatement

    init(_ connection: borrowing SQLiteConnection) throws(SQLiteError) {
        let columns = "INSERT INTO events (log, sequence, at, author, kind, key, subject, ordinal, body) VALUES"
        let row = "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
        insertEvent = try SQLiteStatement(
            "\(columns) \(row) ON CONFLICT (key, author, log) WHERE key IS NOT NULL DO NOTHING", on: connection)
        insertSeveral = try SQLiteStatement(
            "\(columns) \(Array(repeating: row, count: Self.several).joined(separator: ", "))", on: connection)
        firstByKey = try SQLiteStatement(
            "SELECT sequence, at FROM events WHERE key = ?1 AND author = ?2 AND log = ?3", on: connection)
        headOfLog = try SQLiteStatement(Self.headQuery, on: connection)
        termOfLog = try SQLiteStatement("SELECT term FROM terms WHERE log = ?1", on: connection)
        setTermOfLog = try SQLiteStatement(
            "INSERT INTO terms VALUES (?1, ?2) ON CONFLICT (log) DO UPDATE SET term = excluded.term", on: connection)
        replaceRecord = try SQLiteStatement(Self.replaceRecord, on: connection)
    }

    static let headQuery = "SELECT sequence, ordinal FROM events WHERE log = ?1 ORDER BY sequence DESC LIMIT 1"

    /// Where the record's row is as long as the one that it takes the place of, as for a marker that moved.
    static let replaceRecord = """
        UPDATE record_slots SET value = ?5
        WHERE id = (SELECT slot FROM records WHERE collection = ?1 AND owner = ?2 AND item = ?3 AND part = ?4)
        AND length(value) = ?6
        """

    /// Changes no row when there is none of the record's key, or of another length.
    func replace(_ record: Record) throws(SQLiteError) {
        let row = RecordSlot.row(of: record.value)
        try replaceRecord.bind(Int64(record.key.collection.rawValue), at: 1)
        try replaceRecord.bind(record.key.owner, at: 2)
        try replaceRecord.bind(record.key.item, at: 3)
        try replaceRecord.bind(record.key.part, at: 4)
        try replaceRecord.bind(Int64(row.count), at: 6)
        try replaceRecord.run(reading: row.span.bytes, at: 5)
    }

    /// Changes no row when the event's key is there already.
    func insert(_ event: EventDraft, log: LogID, as place: LogHead) throws(SQLiteError) {
        try insertEvent.bind(header: event, log, place, after: 0)
        if let key = event.key {
            try insertEvent.bind(key, at: 6)
        } else {
            try insertEvent.bindNull(at: 6)
        }
        try insertEvent.run(reading: event.body.span.bytes, at: 9)
    }

    /// As many events as ``insertSeveral(_:)`` takes: opening the trees is paid once for all of them.
    static let several = 16

    /// All of them or, when one of the keys is there already, none.
    /// - Parameter events: exactly ``several``, with where they go.
    /// - Returns: whether they were inserted.
    func insertSeveral(_ events: [(LogID, EventDraft, LogHead)]) throws(SQLiteError) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        blobs.removeAll(keepingCapacity: true)
        var place = 0
        for (log, event, head) in events {
            try insertSeveral.bind(header: event, log, head, after: place)
            if let key = event.key {
                let words: InlineArray<2, UInt64> = [key.high.bigEndian, key.low.bigEndian]
                words.span.bytes.withUnsafeBytes { bytes.append(contentsOf: $0) }
                blobs.append((place + 6, bytes.count - 16..<bytes.count))
            } else {
                try insertSeveral.bindNull(at: place + 6)
            }
            bytes.append(contentsOf: event.body)
            blobs.append((place + 9, bytes.count - event.body.count..<bytes.count))
            place += 9
        }
        let held = bytes
        do throws(SQLiteError) {
            try insertSeveral.run(reading: held.span.bytes, as: blobs)
            return true
        } catch {
            guard case .constraint = error.kind else { throw error }
            return false
        }
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

    func head(of log: LogID) throws(SQLiteError) -> LogHead {
        defer { headOfLog.reset() }
        try headOfLog.bind(log.rawValue, at: 1)
        guard try headOfLog.step(), let sequence = headOfLog.integer(at: 0), let messages = headOfLog.integer(at: 1)
        else { return .empty }
        return LogHead(sequence: SequenceNumber(sequence), messages: messages)
    }

    func term(of log: LogID) throws(SQLiteError) -> Int64 {
        defer { termOfLog.reset() }
        try termOfLog.bind(log.rawValue, at: 1)
        return try termOfLog.step() ? termOfLog.integer(at: 0) ?? 0 : 0
    }

    func setTerm(_ term: Int64, of log: LogID) throws(SQLiteError) {
        try setTermOfLog.bind(log.rawValue, at: 1)
        try setTermOfLog.bind(term, at: 2)
        try setTermOfLog.run()
    }
}

extension SQLiteStatement {
    /// The columns besides the key and the body.
    fileprivate borrowing func bind(
        header event: EventDraft, _ log: LogID, _ place: LogHead, after parameter: Int
    ) throws(SQLiteError) {
        try bind(log.rawValue, at: parameter + 1)
        try bind(place.sequence.rawValue, at: parameter + 2)
        try bind(event.at.rawValue, at: parameter + 3)
        try bind(event.author.rawValue, at: parameter + 4)
        try bind(Int64(event.kind.rawValue), at: parameter + 5)
        if let subject = event.subject {
            try bind(subject, at: parameter + 7)
        } else {
            try bindNull(at: parameter + 7)
        }
        try bind(place.messages, at: parameter + 8)
    }

    fileprivate borrowing func bind(_ key: SendKey, at parameter: Int) throws(SQLiteError) {
        let words: InlineArray<2, UInt64> = [key.high.bigEndian, key.low.bigEndian]
        try bind(words.span.bytes, at: parameter)
    }
}
