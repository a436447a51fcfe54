internal import CSQLite

// Parameters count from 1, as in SQLite; one that the statement lacks throws `.misuse`. A statement must be reset before
// its parameters change.
extension SQLiteStatement {
    public borrowing func bind(_ value: Int64, at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, Int32(clamping: parameter), value))
    }

    public borrowing func bindNull(at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_null(handle, Int32(clamping: parameter)))
    }

    /// Binds a copy that SQLite makes.
    public borrowing func bind(_ text: String, at parameter: Int) throws(SQLiteError) {
        let statement = handle
        let index = Int32(clamping: parameter)
        var text = text
        try check(
            text.withUTF8 { bytes in
                // A null pointer would bind NULL instead of the empty text.
                let start = UnsafeRawPointer(bytes.baseAddress ?? emptyBytes).assumingMemoryBound(to: CChar.self)
                return sqlite3_bind_text64(
                    statement, index, start, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
            })
    }

    /// Binds a copy that SQLite makes.
    public borrowing func bind(_ blob: RawSpan, at parameter: Int) throws(SQLiteError) {
        try check(bindBlob(blob, at: parameter, lifetime: copied))
    }

    /// Binds a copy that SQLite makes.
    public borrowing func bind(_ blob: [UInt8], at parameter: Int) throws(SQLiteError) {
        try bind(blob.span.bytes, at: parameter)
    }

    /// As `run()`, with a blob that SQLite reads in place: no copy. The parameter is NULL afterwards.
    public borrowing func run(reading blob: RawSpan, at parameter: Int) throws(SQLiteError) {
        defer {
            // Only a statement at rest lets go of the bytes.
            reset()
            sqlite3_bind_null(handle, Int32(clamping: parameter))
        }
        try check(bindBlob(blob, at: parameter, lifetime: readInPlace))
        while try step() {}
    }

    /// The same with several blobs, which are parts of `bytes`.
    public borrowing func run(
        reading bytes: RawSpan, as blobs: [(parameter: Int, range: Range<Int>)]
    ) throws(SQLiteError) {
        defer {
            reset()
            for blob in blobs { sqlite3_bind_null(handle, Int32(clamping: blob.parameter)) }
        }
        for blob in blobs {
            try check(bindBlob(bytes.extracting(blob.range), at: blob.parameter, lifetime: readInPlace))
        }
        while try step() {}
    }

    private borrowing func bindBlob(_ blob: RawSpan, at parameter: Int, lifetime: sqlite3_destructor_type?) -> Int32 {
        let statement = handle
        return blob.withUnsafeBytes { bytes in
            // A null pointer would bind NULL instead of the empty blob.
            sqlite3_bind_blob64(
                statement, Int32(clamping: parameter), bytes.baseAddress ?? UnsafeRawPointer(emptyBytes),
                UInt64(bytes.count), lifetime)
        }
    }
}

/// Something to point to when there are no bytes; never read.
private nonisolated(unsafe) let emptyBytes = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

// The macros SQLITE_STATIC and SQLITE_TRANSIENT are casts that Swift does not import.
private let readInPlace: sqlite3_destructor_type? = nil
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
