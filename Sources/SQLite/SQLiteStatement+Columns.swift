internal import CSQLite

// Columns count from 0 and may be read after a `step()` that was true. Any value may be asked for as any type: SQLite
// converts, and answers NULL for a column that is not there. None of these can fail on what a file holds.
extension SQLiteStatement {
    public borrowing func isNull(at column: Int) -> Bool {
        sqlite3_column_type(handle, Int32(clamping: column)) == SQLITE_NULL
    }

    /// Nil for NULL; text that is no number is 0.
    public borrowing func integer(at column: Int) -> Int64? {
        isNull(at: column) ? nil : sqlite3_column_int64(handle, Int32(clamping: column))
    }

    /// Nil for NULL; bytes that are not UTF-8 become U+FFFD.
    public borrowing func text(at column: Int) -> String? {
        guard let start = sqlite3_column_text(handle, Int32(clamping: column)) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, Int32(clamping: column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// A copy; nil for NULL.
    public borrowing func bytes(at column: Int) -> [UInt8]? {
        isNull(at: column) ? nil : withBytes(at: column) { bytes in bytes.withUnsafeBytes { [UInt8]($0) } }
    }

    /// Shows SQLite's own bytes, which last as long as `body` runs; no bytes for NULL. `body` must not step or reset the
    /// statement.
    public borrowing func withBytes<Result, Failure: Error>(
        at column: Int, _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // In this order: asking for the bytes may convert the value, which changes its length.
        let start = sqlite3_column_blob(handle, Int32(clamping: column))
        let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(clamping: column)))
        return try body(UnsafeRawBufferPointer(start: start, count: count).bytes)
    }
}
