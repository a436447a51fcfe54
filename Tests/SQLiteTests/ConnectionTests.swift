import Foundation
import SQLite
import Testing

@Suite("Connections")
struct ConnectionTests {
    private func kind(_ body: () throws -> Void) -> SQLiteError.Kind? {
        #expect(throws: SQLiteError.self, performing: body)?.kind
    }

    @Test("A file that is missing is not made unless asked for")
    func missing() throws {
        let scratch = try Scratch()
        let path = scratch.file("a.db")
        #expect(kind { _ = try SQLiteConnection(path: path, access: .readWrite) } == .cannotOpen)
        #expect(kind { _ = try SQLiteConnection(path: path, access: .readOnly) } == .cannotOpen)
        #expect(!FileManager.default.fileExists(atPath: path))
        try SQLiteConnection(path: path, access: .create).execute("CREATE TABLE t(x)")
        let reader = try SQLiteConnection(path: path, access: .readOnly)
        #expect(kind { try reader.execute("INSERT INTO t VALUES(1)") } == .readOnly)
        #expect(kind { _ = try SQLiteConnection(path: path + "\u{0}x", access: .create) } == .cannotOpen)
    }

    @Test("A file that is no database is known as such, and a damaged one too")
    func notADatabase() throws {
        let scratch = try Scratch()
        let path = scratch.file("a.db")
        try Data(repeating: 0x41, count: 5000).write(to: URL(filePath: path))
        let stranger = try SQLiteConnection(path: path, access: .readWrite)
        #expect(kind { _ = try stranger.pragma("user_version") } == .notADatabase)

        let damaged = scratch.file("b.db")
        try SQLiteConnection(path: damaged, access: .create).execute(
            "CREATE TABLE t(x); INSERT INTO t VALUES(hex(randomblob(20000)))")
        var bytes = try Data(contentsOf: URL(filePath: damaged))
        bytes.replaceSubrange(4096..<8192, with: Data(repeating: 0xFF, count: 4096))
        try bytes.write(to: URL(filePath: damaged))
        let reader = try SQLiteConnection(path: damaged, access: .readOnly)
        #expect(kind { _ = try reader.text("SELECT x FROM t") } == .corrupt)
    }

    @Test("Broken constraints are told apart")
    func constraints() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        try database.execute(
            """
            PRAGMA foreign_keys=ON;
            CREATE TABLE p(id INTEGER PRIMARY KEY);
            CREATE TABLE t(u UNIQUE, n NOT NULL, c CHECK (c > 0), f REFERENCES p(id));
            INSERT INTO t VALUES(1, 1, 1, NULL);
            """)
        let cases: [(String, SQLiteError.Constraint)] = [
            ("1, 1, 1, NULL", .unique), ("2, NULL, 1, NULL", .notNull), ("2, 1, 0, NULL", .check),
            ("2, 1, 1, 9", .foreignKey),
        ]
        for (values, expected) in cases {
            #expect(kind { try database.execute("INSERT INTO t VALUES(\(values))") } == .constraint(expected))
        }
    }

    @Test("A lock of another connection is waited for as long as asked, then busy")
    func busy() throws {
        let scratch = try Scratch()
        let first = try SQLiteConnection(path: scratch.file("a.db"), access: .create)
        try first.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x)")
        try first.beginImmediate()
        let second = try SQLiteConnection(path: scratch.file("a.db"), access: .readWrite, busyTimeout: 1)
        #expect(kind { try second.beginImmediate() } == .busy)
        try first.commit()
        try second.beginImmediate()
        second.rollback()
    }

    @Test("A script stops at its first mistake and keeps what stands before it")
    func script() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        #expect(kind { try database.execute("CREATE TABLE t(x); INSERT INTO nowhere VALUES(1)") } == .other)
        #expect(try database.integer("SELECT count(*) FROM t") == 0)
        #expect(kind { try database.execute("SELECT 1\u{0}") } == .misuse)
    }

    @Test("Pragmas are read, set, and unknown ones are nil")
    func pragmas() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        #expect(try database.setPragma("user_version", to: 12) == "12")
        #expect(try database.pragma("user_version") == "12")
        #expect(try database.pragma("no_such_pragma") == nil)
    }

    @Test("A full database says so, and what was committed before stays")
    func full() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        try database.execute("CREATE TABLE t(x); INSERT INTO t VALUES(1)")
        try database.setPragma("max_page_count", to: 4)
        try database.beginImmediate()
        #expect(kind { try database.execute("INSERT INTO t VALUES(zeroblob(100000))") } == .full)
        database.rollback()
        #expect(database.isInTransaction == false)
        #expect(try database.integer("SELECT count(*) FROM t") == 1)
    }
}
