import ChatDomain
import ChatStore
import Foundation
import SQLite
import Testing

@testable import SQLiteStore

@Suite("SQLite: what can be said of a store")
struct DiagnosisTests {
    private func filled(_ scratch: Scratch) throws -> SQLiteStore {
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        for log in 1...3 {
            let events = (0..<100).map {
                EventDraft(
                    author: AccountID(rawValue: 1), kind: .message,
                    at: Timestamp(milliseconds: Int64(log * 1_000 + $0)),
                    body: [UInt8](repeating: 1, count: 200))
            }
            _ = try writer.commit([
                CommitUnit(appends: [LogAppend(log: LogID(rawValue: Int64(log)), events: events)])
            ])
        }
        return store
    }

    @Test("A sound store: its size, its numbers, and whether a server has it")
    func sound() throws {
        let scratch = try Scratch()
        let store = try filled(scratch)
        let writer = try store.makeWriter()
        _ = try writer.commit([CommitUnit(changes: [.set(key: "k", value: "v")])])
        let running = try StoreDiagnosis(directory: scratch.file("data"))
        #expect(running.isInUse)
        #expect(running.schemaVersion == StoreSchema.current)
        #expect(running.supportedVersion == StoreSchema.current)
        #expect(running.epoch == store.epoch.text)
        #expect(running.events == 300)
        #expect(running.newestEvent == 3_099)
        #expect(running.logSize > 4_096)
        #expect(running.fileSize > 0)
        #expect(running.pageSize == 4096)
        #expect(running.faults == [])
        #expect(running.gaps == [])
        #expect(running.wrongHeads == [])
        #expect(running.sqliteVersion.hasPrefix("3."))
        // To ask takes the lock from nobody.
        #expect(throws: StoreError.inUse(scratch.file("data"))) {
            _ = try SQLiteStore(directory: scratch.file("data"))
        }
        withExtendedLifetime(writer) {}
        store.close()
        #expect(try !StoreDiagnosis(directory: scratch.file("data")).isInUse)
        _ = try SQLiteStore(directory: scratch.file("data"))
    }

    @Test("Logs with gaps, or that do not begin with 1, are named")
    func gaps() throws {
        let scratch = try Scratch()
        try filled(scratch).close()
        let connection = try SQLiteConnection(path: scratch.file("data/roost.db"), access: .readWrite)
        try connection.execute("DELETE FROM events WHERE (log, sequence) IN (VALUES (1, 50), (3, 1))")
        let found = try StoreDiagnosis(directory: scratch.file("data"))
        #expect(found.gaps == [1, 3])
        #expect(found.wrongHeads == [])
        // The rows' pages were given back, or not: what is free is counted.
        try connection.execute("DELETE FROM events WHERE log = 2")
        #expect(try StoreDiagnosis(directory: scratch.file("data")).freePages > 0)
    }

    @Test("A head that the index has otherwise than the table is named")
    func heads() throws {
        let scratch = try Scratch()
        try filled(scratch).close()
        let path = scratch.file("data/roost.db")
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        // Without its index for a while, the table gets a row that the index will not have.
        let sql = try #require(try connection.text("SELECT sql FROM sqlite_schema WHERE name = 'events_by_place'"))
        try connection.execute(
            """
            PRAGMA writable_schema = 1;
            UPDATE sqlite_schema SET sql = 'CREATE INDEX events_by_place ON events (log, sequence) WHERE id < 0'
                WHERE name = 'events_by_place';
            """)
        let other = try SQLiteConnection(path: path, access: .readWrite)
        try other.execute("INSERT INTO events (log, sequence, at, author, kind, body) VALUES (2, 101, 1, 1, 1, x'00')")
        try other.execute("PRAGMA writable_schema = 1")
        try other.execute(
            "UPDATE sqlite_schema SET sql = '\(sql.replacing("'", with: "''"))' WHERE name = 'events_by_place'")
        let found = try StoreDiagnosis(directory: scratch.file("data"))
        // SQLite says so itself where its quick check looks at indices as well.
        #expect(found.wrongHeads == [2] || !found.faults.isEmpty)
    }

    @Test("A damaged page is told in words, and nothing traps", arguments: 1...14)
    func damage(page: Int) throws {
        let scratch = try Scratch()
        try filled(scratch).close()
        let path = scratch.file("data/roost.db")
        var bytes = try Data(contentsOf: URL(filePath: path))
        try #require(bytes.count >= 15 * 4096)
        bytes.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xA5, count: 4096))
        try bytes.write(to: URL(filePath: path))
        do throws(StoreError) {
            let found = try StoreDiagnosis(directory: scratch.file("data"))
            #expect(!found.faults.isEmpty)
        } catch {
            guard case .corrupt = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("No store, another program's, and a newer Roost's are told apart")
    func others() throws {
        let scratch = try Scratch()
        func error(_ folder: String) -> StoreError? {
            #expect(throws: StoreError.self) { _ = try StoreDiagnosis(directory: scratch.file(folder)) }
        }
        guard case .unusable = error("none") else {
            Issue.record("none")
            return
        }
        try FileManager.default.createDirectory(atPath: scratch.file("other"), withIntermediateDirectories: true)
        try SQLiteConnection(path: scratch.file("other/roost.db"), access: .create).execute("CREATE TABLE t(x)")
        guard case .unusable(let words) = error("other") else {
            Issue.record("other")
            return
        }
        #expect(words.contains("another program"))
        try filled(scratch).close()
        try SQLiteConnection(path: scratch.file("data/roost.db"), access: .readWrite)
            .setPragma("user_version", to: Int64(StoreSchema.current + 5))
        #expect(error("data") == .newerSchema(found: StoreSchema.current + 5, supported: StoreSchema.current))
    }
}
