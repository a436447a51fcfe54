internal import CSQLite

/// One connection to a database file, closed when the value ends.
///
/// Used by one thread at a time (SQLite's own mutexes are off). Statements made from it may outlive it: SQLite then keeps
/// the file open until the last of them ends.
public struct SQLiteConnection: ~Copyable {
    let handle: OpaquePointer
    private let walGauge = WALGauge()
    let transactions = TransactionStatements()

    /// What a connection may do with its file.
    public enum Access: Sendable {
        case readOnly
        /// The file must exist.
        case readWrite
        /// The file is made if it is missing.
        case create
    }

    /// Opens `path`; `:memory:` is a database of its own that nobody else sees.
    ///
    /// SQLite reads nothing yet: that a file is no database shows at the first statement.
    /// - Parameter busyTimeout: how long a statement waits for another connection's lock, in milliseconds.
    public init(path: String, access: Access, busyTimeout: Int32 = 5000) throws(SQLiteError) {
        guard sqlite3_threadsafe() != 0 else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "this SQLite was built without threads")
        }
        guard !path.utf8.contains(0) else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "the path contains a zero byte")
        }
        _ = libraryIsConfigured
        let mode =
            switch access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteError(code: code, database: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        sqlite3_busy_timeout(opened, busyTimeout)
    }

    deinit {
        // A statement may outlive the connection and still commit; it must not reach for the gauge then.
        sqlite3_wal_hook(handle, nil, nil)
        transactions.finalize()
        sqlite3_close_v2(handle)
    }

    /// Runs every statement of `sql` and drops their rows. The statements before a failing one stay done.
    public borrowing func execute(_ sql: String) throws(SQLiteError) {
        guard !sql.utf8.contains(0) else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "the SQL contains a zero byte")
        }
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// The first column of the first row of `sql` as an integer; nil when there is no row, or when it holds NULL.
    public borrowing func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try SQLiteStatement(sql, on: self)
        return try statement.step() ? statement.integer(at: 0) : nil
    }

    /// The first column of the first row of `sql` as text; nil when there is no row, or when it holds NULL.
    public borrowing func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try SQLiteStatement(sql, on: self)
        return try statement.step() ? statement.text(at: 0) : nil
    }

    /// The value of `PRAGMA name`, as text; nil when SQLite does not know that pragma.
    public borrowing func pragma(_ name: StaticString) throws(SQLiteError) -> String? {
        try text("PRAGMA \(name)")
    }

    /// Sets a pragma to an integer and answers what holds now. SQLite keeps silent when it refuses, so compare.
    @discardableResult
    public borrowing func setPragma(_ name: StaticString, to value: Int64) throws(SQLiteError) -> String? {
        _ = try text("PRAGMA \(name)=\(value)")
        return try pragma(name)
    }

    /// How many rows the last `INSERT`, `UPDATE` or `DELETE` touched, triggers not counted.
    public var changes: Int64 { sqlite3_changes64(handle) }

    /// The row id of the last row inserted by this connection; 0 before the first.
    public var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    borrowing func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code: code, database: handle) }
    }
}

/// Once for the process. False when something else has used SQLite before, which then goes on as it was.
private let libraryIsConfigured = roost_sqlite3_count_no_memory() == SQLITE_OK

// MARK: - The write-ahead log

extension SQLiteConnection {
    /// How much a checkpoint does, and whom it waits for.
    public enum CheckpointMode: Sendable {
        /// As much as goes without waiting for anybody.
        case passive
        /// Everything, while writers wait; then the next writer starts the log from its beginning. Waits for readers of the log.
        case restart
        /// As `restart`, and the file is cut to nothing, so that no erased byte stays in it.
        case truncate

        var flag: Int32 {
            switch self {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .restart: SQLITE_CHECKPOINT_RESTART
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        }
    }

    /// Both are -1 for a database without a write-ahead log.
    public struct Checkpoint: Hashable, Sendable {
        /// Frames in the log, one a page; 0 after a `truncate` that succeeded.
        public let logFrames: Int
        /// How many of them are in the database file too.
        public let checkpointed: Int

        public var isComplete: Bool { logFrames == checkpointed }
    }

    /// Copies frames from the write-ahead log into the database file, and syncs it. `sqlite3_wal_checkpoint_v2`.
    ///
    /// `restart` and `truncate` throw `.busy` when readers or writers held them up for the whole busy timeout.
    public borrowing func walCheckpoint(_ mode: CheckpointMode) throws(SQLiteError) -> Checkpoint {
        // A connection that has read nothing yet does not know of the log, and would answer -1 after doing nothing.
        _ = try integer("SELECT count(*) FROM sqlite_schema")
        var log: Int32 = 0
        var done: Int32 = 0
        try check(sqlite3_wal_checkpoint_v2(handle, nil, mode.flag, &log, &done))
        return Checkpoint(logFrames: Int(log), checkpointed: Int(done))
    }

    /// Ends checkpoints inside commits and counts the log's frames instead. `sqlite3_wal_hook`.
    public borrowing func takeOverCheckpoints() {
        sqlite3_wal_hook(handle, walGaugeHook, Unmanaged.passUnretained(walGauge).toOpaque())
    }

    /// Frames in the write-ahead log after this connection's last commit; 0 before, and without `takeOverCheckpoints()`.
    public var walFrames: Int { Int(walGauge.frames) }
}

/// Where SQLite leaves the length of the log at each commit; touched only by the thread that uses the connection.
private final class WALGauge {
    var frames: Int32 = 0
}

// A file-level function: a closure literal could pick up an actor's isolation and trap on another thread.
private func walGaugeHook(context: UnsafeMutableRawPointer?, _: OpaquePointer?, _: UnsafePointer<CChar>?, frames: Int32)
    -> Int32
{
    if let context { Unmanaged<WALGauge>.fromOpaque(context).takeUnretainedValue().frames = frames }
    return SQLITE_OK
}
