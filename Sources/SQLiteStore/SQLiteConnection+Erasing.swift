internal import ChatDomain
internal import ChatStore
internal import SQLite

// A body that shrinks to nothing leaves its row where it is: SQLite splits and merges pages for rows that grow, come
// or go, and a page that is split keeps copies of what moved.
extension SQLiteConnection {
    borrowing func erase(_ log: LogID, message: SequenceNumber) throws(SQLiteError) {
        let (log, message) = (Value.integer(log.rawValue), Value.integer(message.rawValue))
        let meant = [
            "SELECT sequence FROM events WHERE log = ?1 AND sequence = ?2 AND kind = \(EventKind.message.rawValue)",
            "SELECT sequence FROM events WHERE log = ?1 AND subject = ?2 AND kind = \(EventKind.edited.rawValue)",
        ]
        for sequences in meant {
            try run(
                "UPDATE events SET body = x'' WHERE log = ?1 AND sequence IN (\(sequences)) AND body <> x''",
                log, message)
            try run("DELETE FROM notices WHERE log = ?1 AND sequence IN (\(sequences))", log, message)
        }
    }

    borrowing func eraseAll(_ log: LogID, through place: SequenceNumber) throws(SQLiteError) {
        let head = try SQLiteStatement(WriterStatements.headQuery, on: self)
        try head.bind(log.rawValue, at: 1)
        // What comes later is not meant, however far the place.
        guard try head.step(), let last = head.integer(at: 0), place > .zero else { return }
        let through = (Value.integer(log.rawValue), Value.integer(min(place.rawValue, last)))
        try run(
            """
            UPDATE events SET body = x''
            WHERE log = ?1 AND sequence <= ?2 AND body <> x''
            AND sequence > coalesce((SELECT through FROM erasures WHERE log = ?1), 0)
            """, through.0, through.1)
        try run("DELETE FROM notices WHERE log = ?1 AND sequence <= ?2", through.0, through.1)
        try run(
            """
            INSERT INTO erasures VALUES (?1, ?2)
            ON CONFLICT (log) DO UPDATE SET through = excluded.through WHERE excluded.through > through
            """, through.0, through.1)
    }

    /// A row for each addressee who has none of this event yet.
    borrowing func note(
        _ reason: NoticeReason, _ addressees: [NoticeAddressee], log: LogID, sequence: SequenceNumber
    ) throws(SQLiteError) {
        let statement = try SQLiteStatement(
            "INSERT INTO notices (who, log, sequence, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", on: self)
        try statement.bind(log.rawValue, at: 2)
        try statement.bind(sequence.rawValue, at: 3)
        try statement.bind(Int64(reason.rawValue), at: 4)
        for addressee in addressees {
            try statement.bind(addressee.rawValue, at: 1)
            try statement.run()
        }
    }
}
