import ChatDomain
import ChatStore
import Foundation
import SQLite
import StoreContract
import Testing

@testable import SQLiteStore

@Suite("SQLite: the schema")
struct SQLiteSchemaTests {
    private func tables(_ path: String) throws -> String {
        try #require(
            try SQLiteConnection(path: path, access: .readOnly).text(
                "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)"))
    }

    @Test("A file of every version is brought up to date and keeps the contract", arguments: 1...StoreSchema.current)
    func everyVersion(version: Int) throws {
        let fresh = try Scratch()
        try SQLiteStore(directory: fresh.file("data")).close()
        for clause in StoreContract.clauses {
            let scratch = try Scratch()
            try FileManager.default.createDirectory(atPath: scratch.file("data"), withIntermediateDirectories: true)
            let path = scratch.file("data/roost.db")
            do {
                let old = try SQLiteConnection(path: path, access: .create)
                try old.setPragma("application_id", to: StoreSchema.applicationID)
                try StoreSchema.migrate(old, through: Array(StoreSchema.steps.prefix(version)))
                #expect(try old.pragma("user_version") == "\(version)")
            }
            try clause.check { try SQLiteStore(directory: scratch.file("data")) }
            #expect(try tables(path) == tables(fresh.file("data/roost.db")))
        }
    }

    @Test("A step that fails leaves the file at the version before it, and the next try goes on from there")
    func failingStep() throws {
        let scratch = try Scratch()
        let database = try SQLiteConnection(path: scratch.file("a.db"), access: .create)
        let broken = ["CREATE TABLE a(x)", "CREATE TABLE b(x); INSERT INTO nowhere VALUES (1)"]
        #expect(throws: SQLiteError.self) { try StoreSchema.migrate(database, through: broken) }
        #expect(try StoreSchema.version(of: database) == 1)
        #expect(try database.integer("SELECT count(*) FROM sqlite_schema") == 1)
        try StoreSchema.migrate(database, through: [broken[0], "CREATE TABLE b(x)", "CREATE TABLE c(x)"])
        #expect(try StoreSchema.version(of: database) == 3)
        // A file that is newer than the steps is left alone.
        try StoreSchema.migrate(database, through: broken)
        #expect(try StoreSchema.version(of: database) == 3)
    }

    @Test("A crash while the file is made leaves nothing in the way")
    func halfMade() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.file("data"), withIntermediateDirectories: true)
        try SQLiteConnection(path: scratch.file("data/roost.db.new"), access: .create).execute("CREATE TABLE meta(x)")
        try Data(count: 600).write(to: URL(filePath: scratch.file("data/roost.db.new-journal")))
        _ = try SQLiteStore(directory: scratch.file("data")).makeReader().directory()
        #expect(!FileManager.default.fileExists(atPath: scratch.file("data/roost.db.new")))
    }

    @Test("Every new store has another epoch")
    func epochs() throws {
        let scratch = try Scratch()
        let epochs = try (1...5).map { try SQLiteStore(directory: scratch.file("data\($0)")).epoch }
        #expect(Set(epochs).count == 5)
    }

    @Test("Opening and reading ranges seek through indexes; nothing walks the events")
    func plans() throws {
        let scratch = try Scratch()
        try SQLiteStore(directory: scratch.file("data")).close()
        let database = try SQLiteConnection(path: scratch.file("data/roost.db"), access: .readOnly)
        let about = "(log=? AND subject=? AND kind=? AND sequence"
        let queries = [
            // The first log is the end of the index, without a condition.
            (SQLiteConnection.headsQuery, ["", "(log>?)", "(log=? AND sequence=?)", "(log=?)"]),
            (ReaderStatements.eventsAfter, ["(log=? AND sequence>?)"]),
            (ReaderStatements.eventsBefore, ["(log=? AND sequence<?)"]),
            (ReaderStatements.linesAfter, ["(log=? AND sequence>?)"]),
            (ReaderStatements.linesBefore, ["(log=? AND sequence<?)"]),
            (ReaderStatements.messagesAfter, ["(log=? AND sequence>?)"]),
            (ReaderStatements.messagesBefore, ["(log=? AND sequence<?)"]),
            (ReaderStatements.threadAfter, ["\(about)>?)"]),
            (ReaderStatements.threadBefore, ["\(about)<?)"]),
            (ReaderStatements.event, ["(log=? AND sequence=?)"]),
            (ReaderStatements.about, ["(log=? AND subject=? AND kind>? AND kind<?)"]),
            (ReaderStatements.threadSize, ["(log=? AND subject=? AND kind=?)"]),
            (ReaderStatements.ordinal, ["(log=? AND sequence<?)"]),
            (ReaderStatements.time, ["(log=? AND sequence=?)"]),
            (ReaderStatements.erased, ["(log=? AND sequence>?)"]),
            (ReaderStatements.authors, ["(log=? AND sequence>?)"]),
            (ReaderStatements.arrivals, ["(rowid>?)"]),
            (ReaderStatements.noticed, ["(who=? AND log=? AND sequence>?)", "(log=? AND sequence=?)"]),
            (ReaderStatements.notice, ["(who=? AND log=? AND sequence=?)"]),
            (ReaderStatements.notices, ["(who=? AND rowid<?)"]),
            (ReaderStatements.record, ["(collection=? AND owner=? AND item=? AND part=?)", "(rowid=?)"]),
            (ReaderStatements.records, ["(collection=? AND owner=? AND (item,part)>(?,?))", "(rowid=?)"]),
            (WriterStatements.headQuery, ["(log=?)"]),
            (
                "SELECT sequence, at FROM events WHERE key = ?1 AND author = ?2 AND log = ?3",
                ["(key=? AND author=? AND log=?)"]
            ),
        ]
        for (query, conditions) in queries {
            let plan = try SQLiteStatement("EXPLAIN QUERY PLAN \(query)", on: database)
            var steps: [String] = []
            while try plan.step() { steps.append(plan.text(at: 3) ?? "") }
            let searches = steps.filter { $0.hasPrefix("SEARCH ") }
            #expect(searches.map { $0.drop { $0 != "(" } } == conditions.map { $0[...] }, "\(query): \(steps)")
            let tables = ["events", "last", "records", "record_slots", "notices"]
            #expect(!steps.contains { step in tables.contains { step.hasPrefix("SCAN \($0)") } }, "\(query): \(steps)")
            #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(query): \(steps)")
        }
    }

    @Test("The header of an event never changes")
    func headers() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try #require(try store.makeWriter() as? SQLiteWriter)
        let secret = Array("the only copy of a secret".utf8)
        let drafts = (0..<200).map { number in
            EventDraft(
                author: AccountID(rawValue: 1), kind: .message, at: Timestamp(milliseconds: 1),
                body: number % 3 == 0 ? secret : Array("harmless words".utf8))
        }
        _ = try writer.commit([CommitUnit(appends: [LogAppend(log: LogID(rawValue: 1), events: drafts)])])
        for column in ["id", "log", "sequence", "at", "author", "kind", "key", "subject", "ordinal"] {
            let value = column == "key" ? "x'77'" : "777"
            #expect(throws: SQLiteError.self, "\(column)") {
                try writer.connection.execute("UPDATE events SET \(column) = \(value) WHERE sequence = 1")
            }
        }
        #expect(try store.makeReader().events(in: LogID(rawValue: 1), after: .zero, limit: 1).first?.body == secret)
    }

    @Test("The writer syncs every commit, overwrites what is deleted and leaves checkpoints to their thread")
    func settings() throws {
        let scratch = try Scratch()
        var limits = SQLiteStore.Limits()
        limits.pageSize = 8192
        let store = try SQLiteStore(directory: scratch.file("data"), limits: limits)
        let writer = try #require(try store.makeWriter() as? SQLiteWriter)
        #expect(try writer.connection.pragma("synchronous") == "2")
        #expect(try writer.connection.pragma("secure_delete") == "1")
        #expect(try writer.connection.pragma("temp_store") == "2")
        #expect(try writer.connection.pragma("journal_mode") == "wal")
        #expect(try writer.connection.pragma("wal_autocheckpoint") == "0")
        #expect(try writer.connection.pragma("page_size") == "8192")
    }
}
