internal import CSQLite

/// A copy of one database into another under way, page by page: `sqlite3_backup_init` and its kin. Dropped before its
/// end, it leaves a target that must not be used.
///
/// While the source's connection holds a read transaction the copy is of that one moment, whatever others write meanwhile;
/// without one, SQLite begins again whenever another connection has written. Belongs to the thread of both connections.
public struct SQLiteBackup: ~Copyable {
    private let handle: OpaquePointer
    private let target: OpaquePointer

    /// What was in the target is overwritten. The target must have no transaction open.
    public init(
        of source: borrowing SQLiteConnection, into target: borrowing SQLiteConnection
    ) throws(SQLiteError) {
        guard let handle = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw SQLiteError(code: sqlite3_extended_errcode(target.handle), database: target.handle)
        }
        self.handle = handle
        self.target = target.handle
    }

    // The code repeats the failure of the last step, which has been thrown already.
    deinit { sqlite3_backup_finish(handle) }

    /// Copies that many pages more; false once all are copied. After `.busy` or `.locked` it may be called again.
    public borrowing func step(pages: Int) throws(SQLiteError) -> Bool {
        switch sqlite3_backup_step(handle, Int32(clamping: max(pages, 1))) {
        case SQLITE_OK: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteError(code: code, database: target)
        }
    }

    /// How many pages the source had, and has left, at the last step; both 0 before the first.
    public var pages: Int { Int(sqlite3_backup_pagecount(handle)) }
    public var remaining: Int { Int(sqlite3_backup_remaining(handle)) }
}
