internal import ChatStore
internal import SQLite

extension SQLiteConnection {
    /// Puts the record in the place of the one of its key, if there is one. Where their rows are of one length, it need
    /// not move: see ``WriterStatements/replace(_:)``.
    borrowing func put(_ record: Record) throws(SQLiteError) {
        let row = RecordSlot.row(of: record.value)
        let size = Value.integer(Int64(row.count))
        let (collection, owner, item, part) = record.key.values
        try removeRecord(record.key)
        let slot = Value.integer(try fill(row, size))
        try run("INSERT INTO records VALUES (?1, ?2, ?3, ?4, ?5)", collection, owner, item, part, slot)
    }

    borrowing func removeRecord(_ key: RecordKey) throws(SQLiteError) {
        let (collection, owner, item, part) = key.values
        try remove("collection = ?1 AND owner = ?2 AND item = ?3 AND part = ?4", collection, owner, item, part)
    }

    borrowing func removeRecords(_ collection: RecordCollection, owner: Int64) throws(SQLiteError) {
        try remove("collection = ?1 AND owner = ?2", .integer(Int64(collection.rawValue)), .integer(owner))
    }

    /// The number of a slot that holds `row` now.
    private borrowing func fill(_ row: [UInt8], _ size: Value) throws(SQLiteError) -> Int64 {
        if let free = try freeSlot(size) {
            try run("DELETE FROM free_slots WHERE size = ?1 AND slot = ?2", size, .integer(free))
            try run("UPDATE record_slots SET value = ?2 WHERE id = ?1", .integer(free), .blob(row))
            return free
        }
        try run("INSERT INTO record_slots (value) VALUES (?1)", .blob(row))
        return lastInsertRowID
    }

    private borrowing func freeSlot(_ size: Value) throws(SQLiteError) -> Int64? {
        let statement = try SQLiteStatement("SELECT slot FROM free_slots WHERE size = ?1 LIMIT 1", on: self)
        try statement.bind(size, at: 1)
        return try statement.step() ? statement.integer(at: 0) : nil
    }

    private borrowing func remove(_ condition: StaticString, _ values: Value...) throws(SQLiteError) {
        let slots = "SELECT slot FROM records WHERE \(condition)"
        try run(
            "INSERT INTO free_slots SELECT length(value), id FROM record_slots WHERE id IN (\(slots))", values)
        try run("UPDATE record_slots SET value = zeroblob(length(value)) WHERE id IN (\(slots))", values)
        try run("DELETE FROM records WHERE \(condition)", values)
    }
}

extension SQLiteStatement {
    /// The record of a row: collection, owner, item, part, slot's value.
    borrowing func record() -> Record? {
        guard let collection = integer(at: 0).flatMap(Int16.init(exactly:)).flatMap(RecordCollection.init(rawValue:)),
            let owner = integer(at: 1), let item = integer(at: 2), let part = integer(at: 3),
            let value = bytes(at: 4).flatMap(RecordSlot.value(of:))
        else { return nil }
        return Record(key: RecordKey(collection, owner: owner, item: item, part: part), value: value)
    }
}

extension RecordKey {
    fileprivate var values: (Value, Value, Value, Value) {
        (.integer(Int64(collection.rawValue)), .integer(owner), .integer(item), .integer(part))
    }
}
