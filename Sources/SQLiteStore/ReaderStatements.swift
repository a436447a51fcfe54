internal import ChatDomain
internal import SQLite

/// A reader's prepared statements.
final class ReaderStatements {
    let eventsAfter: SQLiteStatement
    let eventsBefore: SQLiteStatement
    let linesAfter: SQLiteStatement
    let linesBefore: SQLiteStatement
    let messagesAfter: SQLiteStatement
    let messagesBefore: SQLiteStatement
    let threadAfter: SQLiteStatement
    let threadBefore: SQLiteStatement
    let event: SQLiteStatement
    let about: SQLiteStatement
    let threadSize: SQLiteStatement
    let ordinal: SQLiteStatement
    let head: SQLiteStatement
    let time: SQLiteStatement
    let erased: SQLiteStatement
    let authors: SQLiteStatement
    let lastArrival: SQLiteStatement
    let arrivals: SQLiteStatement
    let record: SQLiteStatement
    let records: SQLiteStatement
    let noticed: SQLiteStatement
    let notice: SQLiteStatement
    let notices: SQLiteStatement

    init(_ connection: borrowing SQLiteConnection) throws(SQLiteError) {
        eventsAfter = try SQLiteStatement(Self.eventsAfter, on: connection)
        eventsBefore = try SQLiteStatement(Self.eventsBefore, on: connection)
        linesAfter = try SQLiteStatement(Self.linesAfter, on: connection)
        linesBefore = try SQLiteStatement(Self.linesBefore, on: connection)
        messagesAfter = try SQLiteStatement(Self.messagesAfter, on: connection)
        messagesBefore = try SQLiteStatement(Self.messagesBefore, on: connection)
        threadAfter = try SQLiteStatement(Self.threadAfter, on: connection)
        threadBefore = try SQLiteStatement(Self.threadBefore, on: connection)
        event = try SQLiteStatement(Self.event, on: connection)
        about = try SQLiteStatement(Self.about, on: connection)
        threadSize = try SQLiteStatement(Self.threadSize, on: connection)
        ordinal = try SQLiteStatement(Self.ordinal, on: connection)
        head = try SQLiteStatement(WriterStatements.headQuery, on: connection)
        time = try SQLiteStatement(Self.time, on: connection)
        erased = try SQLiteStatement(Self.erased, on: connection)
        authors = try SQLiteStatement(Self.authors, on: connection)
        lastArrival = try SQLiteStatement("SELECT max(id) FROM events", on: connection)
        arrivals = try SQLiteStatement(Self.arrivals, on: connection)
        record = try SQLiteStatement(Self.record, on: connection)
        records = try SQLiteStatement(Self.records, on: connection)
        noticed = try SQLiteStatement(Self.noticed, on: connection)
        notice = try SQLiteStatement(Self.notice, on: connection)
        notices = try SQLiteStatement(Self.notices, on: connection)
    }
}

// The queries, where a test can ask for their plans. Parameters of ranges: 1 the log, 2 the place, 3 the limit.
extension ReaderStatements {
    static let columns = "log, sequence, at, author, kind, subject, ordinal, body"

    static let eventsAfter = range(.after)
    static let eventsBefore = range(.before)
    static let linesAfter = range(.after, "AND \(isLine)")
    static let linesBefore = range(.before, "AND \(isLine)")
    static let messagesAfter = range(.after, "AND \(isMessage)")
    static let messagesBefore = range(.before, "AND \(isMessage)")
    static let threadAfter = range(.after, "AND subject = ?4 AND \(isMessage)")
    static let threadBefore = range(.before, "AND subject = ?4 AND \(isMessage)")

    static let event = "SELECT \(columns) FROM events WHERE log = ?1 AND sequence = ?2"
    static let about = """
        SELECT \(columns) FROM events
        WHERE log = ?1 AND subject = ?2 AND kind BETWEEN \(EventKind.edited.rawValue) AND \(EventKind.closed.rawValue)
        """
    static let threadSize = """
        SELECT count(*), max(sequence) FROM events
        WHERE log = ?1 AND subject = ?2 AND kind = \(EventKind.message.rawValue)
        """
    static let ordinal = """
        SELECT ordinal FROM events WHERE log = ?1 AND sequence <= ?2 ORDER BY sequence DESC LIMIT 1
        """
    static let time = "SELECT at FROM events WHERE log = ?1 AND sequence = ?2"
    static let erased = """
        SELECT count(*) FROM (
            SELECT 1 FROM events
            WHERE log = ?1 AND sequence > ?2 AND kind = \(EventKind.message.rawValue) AND body = x'' LIMIT ?3
        )
        """
    /// Of messages that are not erased.
    static let authors = """
        SELECT author FROM events
        WHERE log = ?1 AND sequence > ?2 AND kind = \(EventKind.message.rawValue) AND length(body) > 0
        """
    static let arrivals = "SELECT \(columns), id FROM events WHERE id > ?1 ORDER BY id LIMIT ?2"

    static let record = """
        SELECT collection, owner, item, part, value FROM records JOIN record_slots ON record_slots.id = slot
        WHERE collection = ?1 AND owner = ?2 AND item = ?3 AND part = ?4
        """
    static let records = """
        SELECT collection, owner, item, part, value FROM records CROSS JOIN record_slots ON record_slots.id = slot
        WHERE collection = ?1 AND owner = ?2 AND (item, part) >= (?3, ?4) ORDER BY item, part LIMIT ?5
        """
    static let notice = "SELECT number, reason FROM notices WHERE who = ?1 AND log = ?2 AND sequence = ?3"
    static let noticed = """
        SELECT sequence, author FROM notices CROSS JOIN events USING (log, sequence)
        WHERE who = ?1 AND log = ?2 AND sequence > ?3
        """
    static let notices = """
        SELECT number, log, sequence, reason FROM notices
        WHERE who = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3
        """

    private static let isLine =
        "kind NOT BETWEEN \(EventKind.edited.rawValue) AND \(EventKind.closed.rawValue)"
    private static let isMessage = "kind = \(EventKind.message.rawValue)"

    private enum Direction { case after, before }

    private static func range(_ direction: Direction, _ condition: String = "") -> String {
        let (comparison, order) = direction == .after ? (">", "") : ("<", " DESC")
        return """
            SELECT \(columns) FROM events WHERE log = ?1 AND sequence \(comparison) ?2 \(condition)
            ORDER BY sequence\(order) LIMIT ?3
            """
    }
}

extension SQLiteStatement {
    /// The event of a row, in ``ReaderStatements/columns``.
    borrowing func event() -> Event? {
        guard let log = integer(at: 0), let sequence = integer(at: 1), let at = integer(at: 2),
            let author = integer(at: 3),
            let kind = integer(at: 4).flatMap(Int16.init(exactly:)).flatMap(EventKind.init(rawValue:)),
            let ordinal = integer(at: 6), let body = bytes(at: 7)
        else { return nil }
        return Event(
            log: LogID(rawValue: log), sequence: SequenceNumber(sequence), at: Timestamp(milliseconds: at),
            author: AccountID(rawValue: author), kind: kind, subject: integer(at: 5), ordinal: ordinal, body: body)
    }
}
