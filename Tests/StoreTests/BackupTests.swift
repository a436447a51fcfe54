import ChatDomain
import ChatStore
import Foundation
import SQLite
import Testing

@testable import SQLiteStore

@Suite("SQLite: backup and restore")
struct BackupTests {
    private let log = LogID(rawValue: 1)

    private func draft(_ number: Int, bytes: Int = 300) -> EventDraft {
        EventDraft(
            author: AccountID(rawValue: 1), kind: .message, at: Timestamp(milliseconds: Int64(number)),
            body: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes))
    }

    private func append(_ count: Int, with writer: any StoreWriter, bytes: Int = 300) throws {
        let events = (0..<count).map { draft($0, bytes: bytes) }
        _ = try writer.commit([CommitUnit(appends: [LogAppend(log: log, events: events)])])
    }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private func names(in folder: String) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder))
    }

    /// What a store in `folder` holds in its log: the times, which count up.
    private func times(in folder: String) throws -> [Int64] {
        let store = try SQLiteStore(directory: folder)
        defer { store.close() }
        return try store.makeReader().events(in: log, after: .zero, limit: .max).map(\.at.rawValue)
    }

    @Test("A copy made while a writer commits is of the moment it began, whole, and its owner's alone")
    func whileWriting() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        try append(2_000, with: writer, bytes: 4_000)
        var steps = 0
        let isWhole = try SQLiteStore.backUp(directory: scratch.file("data"), to: scratch.file("b.db")) { done, all in
            steps += 1
            #expect(done <= all)
            // Between two steps, as another process would.
            do { try append(50, with: writer, bytes: 4_000) } catch { Issue.record(error) }
            return steps < 1_000
        }
        #expect(isWhole)
        #expect(steps > 1)
        #expect(steps < 20, "it began again with each commit")
        #expect(try mode(scratch.file("b.db")) == 0o600)
        #expect(try names(in: scratch.path) == ["data", "b.db"])
        let copy = try SQLiteConnection(path: scratch.file("b.db"), access: .readOnly)
        #expect(try copy.integer("SELECT count(*) FROM events") == 2_000)
        #expect(try copy.text("PRAGMA journal_mode") == "delete")
        #expect(try copy.text("PRAGMA integrity_check") == "ok")
        #expect(try copy.text("SELECT value FROM meta WHERE key = 'epoch'") == store.epoch.text)
        withExtendedLifetime(writer) {}
    }

    @Test("A backup that is broken off, or finds no room, leaves nothing, and the one before it stays")
    func brokenOff() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        try append(100, with: writer)
        #expect(try store.backUp(to: scratch.file("b.db")))
        let before = try Data(contentsOf: URL(filePath: scratch.file("b.db")))
        try append(100, with: writer)
        #expect(try !store.backUp(to: scratch.file("b.db")) { _, _ in false })
        #expect(throws: StoreError.self) { try store.backUp(to: scratch.file("no/such")) }
        #expect(try Data(contentsOf: URL(filePath: scratch.file("b.db"))) == before)
        #expect(try names(in: scratch.path) == ["data", "b.db"])
        #expect(try store.backUp(to: scratch.file("b.db")))
        #expect(try Data(contentsOf: URL(filePath: scratch.file("b.db"))) != before)
        withExtendedLifetime(writer) {}
    }

    @Test("Only a backup is replaced by a backup")
    func targets() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        try Data("a letter".utf8).write(to: URL(filePath: scratch.file("letter")))
        try SQLiteConnection(path: scratch.file("other"), access: .create).execute("CREATE TABLE t(x)")
        for path in [
            "", scratch.file("letter"), scratch.file("other"), scratch.path, scratch.file("data/roost.db"),
            scratch.file("new/"), scratch.file("a\u{0}b"),
        ] {
            let error = #expect(throws: StoreError.self) { try store.backUp(to: path) }
            guard case .unusable = error else {
                Issue.record("\(path): \(String(describing: error))")
                continue
            }
        }
        #expect(try Data(contentsOf: URL(filePath: scratch.file("letter"))) == Data("a letter".utf8))
        #expect(try names(in: scratch.path) == ["data", "letter", "other"])
    }

    @Test("Another program's store, or none, makes no backup")
    func foreignSource() throws {
        let scratch = try Scratch()
        let folder = scratch.file("other")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for turn in 0..<2 {
            let error = #expect(throws: StoreError.self) {
                try SQLiteStore.backUp(directory: folder, to: scratch.file("b.db"))
            }
            guard case .unusable = error else {
                Issue.record("\(turn): \(String(describing: error))")
                return
            }
            try SQLiteConnection(path: folder + "/roost.db", access: .create).execute("CREATE TABLE t\(turn)(x)")
        }
        #expect(try names(in: scratch.path) == ["other"])
    }

    @Test("A damaged store makes no backup")
    func damagedSource() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        try append(500, with: try store.makeWriter())
        store.close()
        try damage(scratch.file("data/roost.db"), page: 10)
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore.backUp(directory: scratch.file("data"), to: scratch.file("b.db"))
        }
        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try names(in: scratch.path) == ["data"])
    }

    private func damage(_ path: String, page: Int) throws {
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xA5, count: 4096))
        try bytes.write(to: URL(filePath: path))
    }

    @Test("A restored store holds what the backup held, under another epoch; what was there stays beside it")
    func restores() throws {
        let scratch = try Scratch()
        let data = scratch.file("data")
        var store = try SQLiteStore(directory: data)
        let epoch = store.epoch
        try append(100, with: try store.makeWriter())
        try store.backUp(to: scratch.file("b.db"))
        try append(7, with: try store.makeWriter())
        store.close()
        let done = try #require(try SQLiteStore.restore(from: scratch.file("b.db"), to: data))
        let replaced = try #require(done.replaced)
        #expect(replaced.contains(/\/roost-replaced-20\d\d-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db$/))
        #expect(
            try SQLiteConnection(path: replaced, access: .readOnly).integer("SELECT count(*) FROM events") == 107)
        #expect(try mode(data + "/roost.db") == 0o600)
        #expect(try times(in: data) == (0..<100).map(Int64.init))
        store = try SQLiteStore(directory: data)
        #expect(store.epoch != epoch)
        store.close()
        // Again, into a folder that is not there: yet another life.
        #expect(
            try #require(try SQLiteStore.restore(from: scratch.file("b.db"), to: scratch.file("new"))).replaced == nil)
        let other = try SQLiteStore(directory: scratch.file("new"))
        #expect(other.epoch != store.epoch)
        // The same second twice does not overwrite.
        let second = try #require(try SQLiteStore.restore(from: scratch.file("b.db"), to: data)?.replaced)
        let third = try #require(try SQLiteStore.restore(from: scratch.file("b.db"), to: data)?.replaced)
        #expect(Set([replaced, second, third]).count == 3)
    }

    @Test("What a crash left in the log is kept with the store that is replaced")
    func crashedStore() throws {
        let scratch = try Scratch()
        let data = scratch.file("data")
        let store = try SQLiteStore(directory: scratch.file("other"))
        let writer = try store.makeWriter()
        try store.backUp(to: scratch.file("b.db"))
        try append(30, with: writer)
        // As a crash leaves them: a log that is not in the file.
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        for name in ["roost.db", "roost.db-wal"] {
            try FileManager.default.copyItem(atPath: scratch.file("other/" + name), toPath: data + "/" + name)
        }
        let done = try #require(try SQLiteStore.restore(from: scratch.file("b.db"), to: data))
        let replaced = try #require(done.replaced)
        // In the file itself: a log of its own it needs only when it is damaged.
        #expect(try names(in: data).count == 3)
        #expect(try SQLiteConnection(path: replaced, access: .readOnly).integer("SELECT count(*) FROM events") == 30)
        #expect(try times(in: data) == [])
        withExtendedLifetime(writer) {}
    }

    @Test("A damaged store is replaced, and kept as it is with its log")
    func damagedTarget() throws {
        let scratch = try Scratch()
        let data = scratch.file("data")
        let store = try SQLiteStore(directory: data)
        try store.backUp(to: scratch.file("b.db"))
        store.close()
        try Data(repeating: 7, count: 9_000).write(to: URL(filePath: data + "/roost.db"))
        try Data(repeating: 8, count: 9_000).write(to: URL(filePath: data + "/roost.db-wal"))
        let done = try #require(try SQLiteStore.restore(from: scratch.file("b.db"), to: data))
        let replaced = try #require(done.replaced)
        #expect(try Data(contentsOf: URL(filePath: replaced)) == Data(repeating: 7, count: 9_000))
        #expect(try Data(contentsOf: URL(filePath: replaced + "-wal")) == Data(repeating: 8, count: 9_000))
        #expect(try times(in: data) == [])
    }

    @Test("A restore is refused, and changes nothing, while a server runs and for every file that is no sound backup")
    func refusals() throws {
        let scratch = try Scratch()
        let data = scratch.file("data")
        let store = try SQLiteStore(directory: data)
        try append(500, with: try store.makeWriter())
        let backup = scratch.file("b.db")
        try store.backUp(to: backup)
        #expect(throws: StoreError.inUse(data)) { _ = try SQLiteStore.restore(from: backup, to: data) }
        store.close()
        let before = try Data(contentsOf: URL(filePath: data + "/roost.db"))
        let files = try names(in: data)

        try Data("a letter".utf8).write(to: URL(filePath: scratch.file("letter")))
        try SQLiteConnection(path: scratch.file("foreign"), access: .create).execute("CREATE TABLE t(x)")
        try FileManager.default.copyItem(atPath: backup, toPath: scratch.file("newer"))
        try SQLiteConnection(path: scratch.file("newer"), access: .readWrite)
            .setPragma("user_version", to: Int64(StoreSchema.current + 1))
        try FileManager.default.copyItem(atPath: backup, toPath: scratch.file("damaged"))
        try damage(scratch.file("damaged"), page: 10)
        try FileManager.default.copyItem(atPath: backup, toPath: scratch.file("cut"))
        try FileHandle(forWritingTo: URL(filePath: scratch.file("cut"))).truncate(atOffset: 20_000)
        try FileManager.default.copyItem(atPath: backup, toPath: scratch.file("lifeless"))
        try SQLiteConnection(path: scratch.file("lifeless"), access: .readWrite).execute("DELETE FROM meta")

        func refusal(_ name: String) -> String {
            do throws(StoreError) {
                _ = try SQLiteStore.restore(from: scratch.file(name), to: data)
                return "none"
            } catch {
                return switch error {
                case .unusable: "unusable"
                case .newerSchema: "newer"
                case .corrupt: "corrupt"
                default: error.description
                }
            }
        }
        #expect(refusal("missing") == "unusable")
        #expect(refusal("letter") == "unusable")
        #expect(refusal("foreign") == "unusable")
        // Not even a folder is made for nothing.
        #expect(throws: StoreError.self) {
            _ = try SQLiteStore.restore(from: scratch.file("foreign"), to: scratch.file("fresh"))
        }
        #expect(try !names(in: scratch.path).contains("fresh"))
        #expect(refusal("newer") == "newer")
        #expect(refusal("damaged") == "corrupt")
        #expect(refusal("cut") == "corrupt")
        #expect(refusal("lifeless") == "corrupt")
        #expect(try SQLiteStore.restore(from: backup, to: data) { _, _ in false } == nil)
        #expect(try Data(contentsOf: URL(filePath: data + "/roost.db")) == before)
        #expect(try names(in: data) == files)
        // And the lock is free again.
        #expect(try times(in: data).count == 500)
    }
}
