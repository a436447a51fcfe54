import Foundation
import SQLite
import Testing

@Suite("Transactions and the write-ahead log")
struct TransactionTests {
    private func open(_ scratch: Scratch) throws -> SQLiteConnection {
        let database = try SQLiteConnection(path: scratch.file("a.db"), access: .create, busyTimeout: 1)
        try database.execute("PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t(x)")
        return database
    }

    @Test("Others see all of a commit or none of it, and a snapshot stays as it was")
    func isolation() throws {
        let scratch = try Scratch()
        let writer = try open(scratch)
        let reader = try SQLiteConnection(path: scratch.file("a.db"), access: .readOnly)
        try writer.beginImmediate()
        try writer.execute("INSERT INTO t VALUES(1); INSERT INTO t VALUES(2)")
        #expect(try reader.integer("SELECT count(*) FROM t") == 0)
        try reader.beginDeferred()
        #expect(try reader.integer("SELECT count(*) FROM t") == 0)
        try writer.commit()
        #expect(try reader.integer("SELECT count(*) FROM t") == 0)
        reader.rollback()
        #expect(try reader.integer("SELECT count(*) FROM t") == 2)
        try writer.beginImmediate()
        try writer.execute("DELETE FROM t")
        writer.rollback()
        #expect(try reader.integer("SELECT count(*) FROM t") == 2)
    }

    @Test("A commit that fails is told apart, and the connection goes on")
    func failedCommit() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        try database.execute(
            """
            PRAGMA foreign_keys=ON;
            CREATE TABLE p(id INTEGER PRIMARY KEY);
            CREATE TABLE t(f REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED);
            """)
        try database.beginImmediate()
        try database.execute("INSERT INTO t VALUES(9)")
        let failure = #expect(throws: SQLiteCommitFailure.self) { try database.commit() }
        #expect(failure?.cause.kind == .constraint(.foreignKey))
        #expect(database.isInTransaction == false)
        #expect(try database.integer("SELECT count(*) FROM t") == 0)
        try database.beginImmediate()
        try database.execute("INSERT INTO p VALUES(9); INSERT INTO t VALUES(9)")
        try database.commit()
    }

    @Test("Checkpoints are ours: the log grows until one is asked for")
    func checkpoints() throws {
        let scratch = try Scratch()
        let writer = try open(scratch)
        writer.takeOverCheckpoints()
        #expect(writer.walFrames == 0)
        // Over the thousand pages at which SQLite would begin a checkpoint by itself.
        try writer.execute("INSERT INTO t VALUES(zeroblob(5000000))")
        let grown = writer.walFrames
        #expect(grown > 1000)

        let other = try SQLiteConnection(path: scratch.file("a.db"), access: .readWrite, busyTimeout: 1)
        let passive = try other.walCheckpoint(.passive)
        #expect(passive.logFrames == grown)
        #expect(passive.isComplete)
        try writer.execute("INSERT INTO t VALUES(1)")
        #expect(writer.walFrames < 10, "the log starts again from its beginning")

        try other.beginDeferred()
        #expect(try other.integer("SELECT count(*) FROM t") == 2)
        try writer.execute("INSERT INTO t VALUES(2)")
        let error = #expect(throws: SQLiteError.self) { try writer.walCheckpoint(.truncate) }
        #expect(error?.kind == .busy, "a reader of the log holds it")
        other.rollback()
        #expect(try writer.walCheckpoint(.truncate).logFrames == 0)
        let size = try FileManager.default.attributesOfItem(atPath: scratch.file("a.db-wal"))[.size] as? Int
        #expect(size == 0)
    }
}
