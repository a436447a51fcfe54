internal import CSQLite

extension SQLiteConnection {
    /// True between a `begin…()` and its `commit()` or `rollback()`. SQLite ends a transaction by itself after some failures
    /// (full disk, input/output, out of memory). `sqlite3_get_autocommit`.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Starts a transaction that holds the write lock from now on.
    public borrowing func beginImmediate() throws(SQLiteError) {
        try check(transactions.beginImmediate(on: handle))
    }

    /// Starts a transaction whose snapshot is taken by its first read.
    public borrowing func beginDeferred() throws(SQLiteError) { try execute("BEGIN") }

    /// Makes the transaction's changes lasting and seen by others, all or none.
    ///
    /// After a failure the transaction is over, its changes are unseen, and the connection may go on.
    public borrowing func commit() throws(SQLiteCommitFailure) {
        do {
            try check(transactions.commit(on: handle))
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

/// The statements around each transaction, prepared when they are first needed. Touched only by the thread that uses the
/// connection. Each answers SQLite's code; `SQLITE_OK` when it has run.
final class TransactionStatements {
    private var beginning: OpaquePointer?
    private var ending: OpaquePointer?

    func beginImmediate(on connection: OpaquePointer) -> Int32 { run(&beginning, "BEGIN IMMEDIATE", on: connection) }

    func commit(on connection: OpaquePointer) -> Int32 { run(&ending, "COMMIT", on: connection) }

    private func run(_ statement: inout OpaquePointer?, _ sql: StaticString, on connection: OpaquePointer) -> Int32 {
        if statement == nil {
            let code = sql.withUTF8Buffer { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_prepare_v3(
                        connection, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
                }
            }
            guard code == SQLITE_OK else { return code }
        }
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        return code == SQLITE_DONE ? SQLITE_OK : code
    }

    func finalize() {
        sqlite3_finalize(beginning)
        sqlite3_finalize(ending)
    }
}
