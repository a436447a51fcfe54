import SQLite
import Testing

@Suite("Prepared statements")
struct StatementTests {
    @Test("Values come back as they were bound")
    func roundTrip() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        let echo = try SQLiteStatement("SELECT ?1, ?2, ?3, ?4", on: database)
        let texts = ["", "plain", "北京 👩‍👩‍👧 e\u{301}", "a\u{0}b"]
        for (number, text) in zip([Int64.min, -1, 0, Int64.max], texts) {
            try echo.bind(number, at: 1)
            try echo.bind(text, at: 2)
            try echo.bind(Array(text.utf8), at: 3)
            try echo.bindNull(at: 4)
            #expect(try echo.step() == true)
            #expect(echo.integer(at: 0) == number)
            #expect(echo.text(at: 1) == text)
            #expect(echo.bytes(at: 2) == Array(text.utf8))
            #expect(echo.isNull(at: 3) == true)
            #expect(echo.text(at: 3) == nil)
            #expect(echo.integer(at: 3) == nil)
            #expect(echo.bytes(at: 3) == nil)
            #expect(try echo.step() == false)
            echo.reset()
        }
    }

    @Test("A blob read in place is stored whole, and the statement lets go of it")
    func inPlace() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        try database.execute("CREATE TABLE t(b BLOB)")
        let insert = try SQLiteStatement("INSERT INTO t VALUES(?)", on: database)
        let body = [UInt8]((0..<100_000).map { UInt8(truncatingIfNeeded: $0) })
        try insert.run(reading: body.span.bytes, at: 1)
        try insert.run(reading: [UInt8]().span.bytes, at: 1)
        try insert.run()
        let read = try SQLiteStatement("SELECT b FROM t ORDER BY rowid", on: database)
        var found: [[UInt8]?] = []
        while try read.step() { found.append(read.bytes(at: 0)) }
        #expect(found == [body, [], nil])
    }

    @Test("What a column holds cannot trap, whatever it is asked as")
    func hostileColumns() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        let row = try SQLiteStatement(
            "SELECT CAST(x'fffe41' AS TEXT), 'no number', 1e300, x'', -9223372036854775808", on: database)
        #expect(try row.step() == true)
        #expect(row.text(at: 0) == "\u{FFFD}\u{FFFD}A")
        #expect(row.integer(at: 1) == 0)
        #expect(row.integer(at: 2) == Int64.max)
        #expect(row.bytes(at: 3) == [])
        #expect(row.integer(at: 4) == Int64.min)
        for absent in [-1, 5, Int.max, Int.min] {
            #expect(row.isNull(at: absent) == true)
            #expect(row.text(at: absent) == nil)
            #expect(row.withBytes(at: absent) { $0.byteCount } == 0)
        }
    }

    @Test("A parameter that the statement lacks is refused", arguments: [0, 2, -1, Int.max, Int.min])
    func absentParameter(place: Int) throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        let statement = try SQLiteStatement("SELECT ?", on: database)
        let error = #expect(throws: SQLiteError.self) { try statement.bind(1, at: place) }
        #expect(error?.kind == .misuse)
    }

    @Test(
        "SQL that is not exactly one statement is refused",
        arguments: ["", " ;", "SELECT 1; SELECT 2", "SELECT 1\u{0}"])
    func oneStatement(sql: String) throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        #expect(throws: SQLiteError.self) { _ = try SQLiteStatement(sql, on: database) }
        _ = try SQLiteStatement("SELECT 1;\n", on: database)
    }

    @Test("A statement outlives its connection without harm")
    func outlives() throws {
        func make() throws -> SQLiteStatement {
            let database = try SQLiteConnection(path: ":memory:", access: .create)
            try database.execute("CREATE TABLE t(x); INSERT INTO t VALUES(7)")
            return try SQLiteStatement("SELECT x FROM t", on: database)
        }
        let statement = try make()
        #expect(try statement.step() == true)
        #expect(statement.integer(at: 0) == 7)
    }

    @Test("After a failed step the statement can be used again")
    func afterFailure() throws {
        let database = try SQLiteConnection(path: ":memory:", access: .create)
        try database.execute("CREATE TABLE t(x INTEGER PRIMARY KEY)")
        let insert = try SQLiteStatement("INSERT INTO t VALUES(?)", on: database)
        try insert.bind(1, at: 1)
        try insert.run()
        let error = #expect(throws: SQLiteError.self) { _ = try insert.step() }
        #expect(error?.kind == .constraint(.primaryKey))
        try insert.bind(2, at: 1)
        try insert.run()
        #expect(database.changes == 1)
        #expect(database.lastInsertRowID == 2)
    }
}
