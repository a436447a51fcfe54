import ChatDomain
import ChatStore
import Foundation
import SQLite
import StoreContract
import Testing

@testable import SQLiteStore

@Suite("SQLite: whose file it is, and who may have it")
struct SQLiteFileTests {
    private func refusal(_ path: String) -> StoreError? {
        #expect(throws: StoreError.self) { _ = try SQLiteStore(directory: path) }
    }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("A second server on the same folder is refused, until the first has closed")
    func locked() throws {
        let scratch = try Scratch()
        let first = try SQLiteStore(directory: scratch.file("data"))
        #expect(refusal(scratch.file("data")) == .inUse(scratch.file("data")))
        first.close()
        let second = try SQLiteStore(directory: scratch.file("data"))
        #expect(second.epoch == first.epoch)
        let third = refusal(scratch.file("data"))
        #expect(third?.description.contains(scratch.file("data")) == true)
    }

    @Test("A store that is let go without closing lets go of its lock")
    func letGo() throws {
        let scratch = try Scratch()
        _ = try SQLiteStore(directory: scratch.file("data"))
        _ = try SQLiteStore(directory: scratch.file("data"))
    }

    @Test("The folder and every file in it are for their owner alone")
    func permissions() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        _ = try writer.commit([CommitUnit(changes: [.set(key: "k", value: "v")])])
        #expect(try mode(scratch.file("data")) == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.file("data"))
        #expect(Set(names) == ["roost.db", "roost.db-wal", "roost.db-shm", "roost.lock"])
        for name in names { #expect(try mode(scratch.file("data/" + name)) == 0o600, "\(name)") }
        withExtendedLifetime(writer) {}
    }

    @Test("A folder that cannot be is refused in words")
    func folder() throws {
        let scratch = try Scratch()
        try Data([1]).write(to: URL(filePath: scratch.file("file")))
        for path in ["", scratch.file("file"), scratch.file("no/such"), scratch.file("a\u{0}b")] {
            guard case .unusable = refusal(path) else {
                Issue.record("\(path)")
                continue
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["file"])
    }

    @Test("A newer schema is refused, and says which was found and which is known")
    func newer() throws {
        let scratch = try Scratch()
        try SQLiteStore(directory: scratch.file("data")).close()
        let version = StoreSchema.current + 41
        try SQLiteConnection(path: scratch.file("data/roost.db"), access: .readWrite)
            .setPragma("user_version", to: Int64(version))
        let error = refusal(scratch.file("data"))
        #expect(error == .newerSchema(found: version, supported: StoreSchema.current))
        #expect(error?.description.contains("\(version)") == true)
        // Nothing was changed, so that the newer Roost still can.
        #expect(
            try SQLiteConnection(path: scratch.file("data/roost.db"), access: .readOnly).pragma("user_version")
                == "\(version)")
    }

    @Test("A file of another program is refused and left as it is", arguments: ["", "text", "sqlite", "id alone"])
    func foreign(kind: String) throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.file("data"), withIntermediateDirectories: true)
        let path = scratch.file("data/roost.db")
        switch kind {
        case "sqlite": try SQLiteConnection(path: path, access: .create).execute("CREATE TABLE t(x)")
        case "id alone":
            try SQLiteConnection(path: path, access: .create).setPragma(
                "application_id", to: StoreSchema.applicationID)
        default: try Data(String(repeating: kind, count: 1000).utf8).write(to: URL(filePath: path))
        }
        let before = try Data(contentsOf: URL(filePath: path))
        guard case .unusable(let words) = refusal(scratch.file("data")) else {
            Issue.record("not refused as unusable")
            return
        }
        #expect(words.contains(path))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("Damage is reported as damage, by opening or by reading, and never traps")
    func damage() throws {
        let scratch = try Scratch()
        let good = try SQLiteStore(directory: scratch.file("data"))
        let draft = EventDraft(
            author: AccountID(rawValue: 1), kind: .message, at: Timestamp(milliseconds: 1),
            body: [UInt8](repeating: 9, count: 500))
        _ = try good.makeWriter().commit([
            CommitUnit(appends: [LogAppend(log: LogID(rawValue: 1), events: Array(repeating: draft, count: 200))])
        ])
        good.close()
        let whole = try Data(contentsOf: URL(filePath: scratch.file("data/roost.db")))
        var reported = 0
        for page in 0..<(whole.count / 4096) {
            var bytes = whole
            // The file's own header stays, so that it is still taken for a database.
            let start = page == 0 ? 100 : page * 4096
            bytes.replaceSubrange(
                start..<(page + 1) * 4096, with: Data(repeating: 0xA5, count: (page + 1) * 4096 - start))
            try bytes.write(to: URL(filePath: scratch.file("data/roost.db")))
            do throws(StoreError) {
                let store = try SQLiteStore(directory: scratch.file("data"))
                let reader = try store.makeReader()
                _ = try reader.directory()
                _ = try reader.events(in: LogID(rawValue: 1), after: .zero, limit: .max)
                _ = try store.makeWriter().commit([
                    CommitUnit(appends: [LogAppend(log: LogID(rawValue: 1), events: [draft])])
                ])
            } catch {
                guard case .corrupt = error else {
                    Issue.record("page \(page): \(error)")
                    continue
                }
                reported += 1
            }
        }
        #expect(reported > 20)
    }

    @Test("A log whose database is missing is not replayed into a new one")
    func orphanedLog() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        _ = try writer.commit([CommitUnit(changes: [.set(key: "k", value: "v")])])
        try FileManager.default.createDirectory(atPath: scratch.file("left"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: scratch.file("data/roost.db-wal"), toPath: scratch.file("left/roost.db-wal"))
        guard case .unusable(let words) = refusal(scratch.file("left")) else {
            Issue.record("not refused as unusable")
            return
        }
        #expect(words.contains("roost.db-wal"))
        #expect(!FileManager.default.fileExists(atPath: scratch.file("left/roost.db")))
    }

    @Test("A kind of event or a role that no Roost writes is damage")
    func unknownValues() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try #require(try store.makeWriter() as? SQLiteWriter)
        try writer.connection.execute(
            """
            INSERT INTO events (log, sequence, at, author, kind, body) VALUES (1, 1, 1, 1, 32767, x'00');
            INSERT INTO events (log, sequence, at, author, kind, body) VALUES (2, 1, 1, 1, 9223372036854775807, x'00');
            INSERT INTO accounts VALUES (1, 'a', 'a', 'a', 'a', 'a', -9, 'a', 1);
            """)
        let reader = try store.makeReader()
        for read in [
            { _ = try reader.events(in: LogID(rawValue: 1), after: .zero, limit: 1) },
            { _ = try reader.events(in: LogID(rawValue: 2), before: SequenceNumber(9), limit: 1) },
            { _ = try reader.directory() },
        ] {
            let error = #expect(throws: StoreError.self) { try read() }
            guard case .corrupt = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test("One writer at a time, and none of a closed store")
    func oneWriter() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        var writer: (any StoreWriter)? = try store.makeWriter()
        #expect(throws: StoreError.self) { _ = try store.makeWriter() }
        withExtendedLifetime(writer) {}
        writer = nil
        _ = try store.makeWriter()
        store.close()
        #expect(throws: StoreError.self) { _ = try store.makeWriter() }
        #expect(throws: StoreError.self) { _ = try store.makeReader() }
    }
}
