internal import CSQLite
public import Metrics

extension SQLiteConnection {
    /// Observes from now on how long the syncs of this connection's write-ahead log take, in nanoseconds.
    ///
    /// SQLite reaches its files by a table of functions (`sqlite3_io_methods`). The log gets a copy of its own, in which
    /// `xSync` looks at the clock before and after; everything else is as it was, until the file is closed.
    /// - Returns: false for a database without such a log. To be called once.
    @discardableResult
    public borrowing func timeSyncs(in histogram: Histogram) throws(SQLiteError) -> Bool {
        // A connection that has read nothing yet has not opened the log.
        _ = try integer("SELECT count(*) FROM sqlite_schema")
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file)
        guard code == SQLITE_OK, let file, let original = file.pointee.pMethods,
            try text("PRAGMA journal_mode") == "wal"
        else { return false }
        precondition(!original.isTimed, "the log's syncs are timed already")
        let timed = UnsafeMutablePointer<TimedMethods>.allocate(capacity: 1)
        timed.initialize(to: TimedMethods(original, histogram))
        file.pointee.pMethods = UnsafeRawPointer(timed).assumingMemoryBound(to: sqlite3_io_methods.self)
        return true
    }
}

/// A file's functions, and what ours need to know. SQLite sees the first member alone.
private struct TimedMethods {
    var methods: sqlite3_io_methods
    let original: UnsafePointer<sqlite3_io_methods>
    let histogram: Histogram

    init(_ original: UnsafePointer<sqlite3_io_methods>, _ histogram: Histogram) {
        methods = original.pointee
        methods.xSync = timedSync
        methods.xClose = timedClose
        self.original = original
        self.histogram = histogram
    }
}

extension UnsafePointer<sqlite3_io_methods> {
    /// Whether the table is one of ours, which must not call itself.
    fileprivate var isTimed: Bool {
        let ours: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32 = timedSync
        return unsafeBitCast(pointee.xSync, to: UInt.self) == unsafeBitCast(ours, to: UInt.self)
    }
}

private func timed(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<TimedMethods>? {
    UnsafeMutableRawPointer(mutating: file?.pointee.pMethods)?.assumingMemoryBound(to: TimedMethods.self)
}

private func timedSync(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
    guard let timed = timed(file), let sync = timed.pointee.original.pointee.xSync else { return SQLITE_IOERR }
    let start = monotonicNanoseconds()
    let code = sync(file, flags)
    timed.pointee.histogram.observe(monotonicNanoseconds() - start)
    return code
}

private func timedClose(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    guard let file, let timed = timed(file) else { return SQLITE_IOERR }
    file.pointee.pMethods = timed.pointee.original
    timed.deinitialize(count: 1)
    timed.deallocate()
    return file.pointee.pMethods?.pointee.xClose?(file) ?? SQLITE_OK
}
