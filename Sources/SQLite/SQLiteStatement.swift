internal import CSQLite

/// One prepared SQL statement, kept by its owner and used again and again; finalized when the value ends.
///
/// Belongs to the thread of its connection.
public struct SQLiteStatement: ~Copyable {
    let handle: OpaquePointer

    /// Prepares exactly one statement. `sqlite3_prepare_v3` with `SQLITE_PREPARE_PERSISTENT`.
    public init(_ sql: String, on connection: borrowing SQLiteConnection) throws(SQLiteError) {
        let database = connection.handle
        var prepared: OpaquePointer?
        // SQLite would ignore a second statement without a word.
        var isAlone = true
        var sql = sql
        let code = sql.withUTF8 { bytes -> Int32 in
            guard let start = bytes.baseAddress, let length = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    database, start, length, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &tail)
                let used = tail.map { $0 - start } ?? bytes.count
                isAlone = bytes.dropFirst(used).allSatisfy { [0x20, 0x09, 0x0A, 0x0D, 0x3B].contains($0) }
                return code
            }
        }
        guard code == SQLITE_OK else { throw SQLiteError(code: code, database: database) }
        guard let prepared, isAlone else {
            sqlite3_finalize(prepared)
            throw SQLiteError(code: SQLITE_MISUSE, message: "the SQL must be exactly one statement")
        }
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    /// Goes on to the next row; false after the last.
    public borrowing func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = SQLiteError(code: code, database: sqlite3_db_handle(handle))
            // Left where it is, the statement would keep its read transaction open.
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Back to before the first row, and out of its read transaction. What is bound stays bound.
    public borrowing func reset() {
        // The code repeats the failure of the last step, which has been thrown already.
        sqlite3_reset(handle)
    }

    /// Steps to the end and resets: for statements that answer no rows, or none of interest.
    public borrowing func run() throws(SQLiteError) {
        defer { reset() }
        while try step() {}
    }

    borrowing func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code: code, database: sqlite3_db_handle(handle)) }
    }
}
