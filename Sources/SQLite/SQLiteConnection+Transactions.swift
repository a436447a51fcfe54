internal import CSQLite

extension SQLiteConnection {
    /// True between a `begin…()` and its `commit()` or `rollback()`. SQLite ends a transaction by itself after some failures
    /// (full disk, input/output, out of memory). `sqlite3_get_autocommit`.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Starts a transaction that holds the write lock from now on.
    public borrowing func beginImmediate() throws(SQLiteError) { try execute("BEGIN IMMEDIATE") }

    /// Starts a transaction whose snapshot is taken by its first read.
    public borrowing func beginDeferred() throws(SQLiteError) { try execute("BEGIN") }

    /// Makes the transaction's changes lasting and seen by others, all or none.
    ///
    /// After a failure the transaction is over, its changes are unseen, and the connection may go on.
    public borrowing func commit() throws(SQLiteCommitFailure) {
        do {
            try execute("COMMIT")
        } catch {
            rollback()
            throw SQLiteCommitFailure(cause: error)
        }
    }

    /// Forgets the transaction's changes; nothing happens when none is open.
    ///
    /// Whether it worked is `isInTransaction`: a rollback whose input or output fails still ends the transaction.
    public borrowing func rollback() {
        guard isInTransaction else { return }
        try? execute("ROLLBACK")
    }
}
