import ChatDomain
import Foundation
import SQLite
import SearchIndex
import Testing

@Suite("The file of the index")
struct IndexFileTests {
    private func filled(_ scratch: Scratch) throws {
        let writer = try scratch.open(tiny).makeWriter()
        for arrival in Int64(1)...20 { try writer.apply([said("word \(arrival)", arrival)], upTo: arrival) }
    }

    /// Opened again it is empty, and can be filled.
    private func expectAnew(_ scratch: Scratch, startingAfresh: Bool = false) throws {
        let index = try scratch.open(tiny, startingAfresh: startingAfresh)
        guard case .replaced(let reason) = index.origin else {
            Issue.record("\(index.origin)")
            return
        }
        #expect(!reason.isEmpty)
        let writer = try index.makeWriter()
        #expect(writer.progress == 0)
        try writer.apply([said("again", 1)], upTo: 1)
        #expect(try index.makeReader().arrivals(words("again")) == [1])
        #expect(try index.makeReader().arrivals(words("word")) == [])
    }

    @Test("It keeps its messages and its progress, for nobody else to read")
    func lasting() throws {
        let scratch = try Scratch()
        #expect(try scratch.open(tiny).origin == .missing)
        try filled(scratch)
        let index = try scratch.open(tiny)
        #expect(index.origin == .found)
        #expect(try index.makeWriter().progress == 20)
        #expect(try index.makeReader().arrivals(words("word")).count == 20)
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("Of another store, of another version, or of another program it is made anew")
    func others() throws {
        for change in [
            "UPDATE meta SET value = 'x' WHERE key = 'epoch'", "PRAGMA user_version=99", "PRAGMA application_id=1",
        ] {
            let scratch = try Scratch()
            try filled(scratch)
            do {
                let database = try SQLiteConnection(path: scratch.path, access: .readWrite)
                try database.execute(change)
            }
            try expectAnew(scratch)
        }
    }

    @Test("Damaged it is made anew: cut, overwritten, without a table, or when told to")
    func damage() throws {
        for damage in ["cut", "noise", "table", "lists", "told", "empty"] {
            let scratch = try Scratch()
            try filled(scratch)
            let file = URL(filePath: scratch.path)
            switch damage {
            case "cut": try Data(contentsOf: file).prefix(5_000).write(to: file)
            case "noise": try Data(repeating: 0x5A, count: 10_000).write(to: file)
            case "empty": try Data().write(to: file)
            case "table": try SQLiteConnection(path: scratch.path, access: .readWrite).execute("DROP TABLE meta")
            case "lists":
                let database = try SQLiteConnection(path: scratch.path, access: .readWrite)
                let number = try database.integer("SELECT max(number) FROM segments") ?? 0
                try database.execute("DROP TABLE lists_\(number)")
            default: break
            }
            try expectAnew(scratch, startingAfresh: damage == "told")
        }
    }

    @Test("Damage that shows only later is told as such, whatever bytes are there, and traps nothing")
    func laterDamage() throws {
        var random = SeededRandom(seed: 11)
        var damaged = 0
        for _ in 0..<30 {
            let scratch = try Scratch()
            try filled(scratch)
            let file = URL(filePath: scratch.path)
            var bytes = try Data(contentsOf: file)
            for _ in 0..<200 {
                bytes[Int.random(in: 4_096..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            try bytes.write(to: file)
            do throws(SearchIndexError) {
                let index = try SearchIndex(path: scratch.path, epoch: epoch, limits: tiny)
                let writer = try index.makeWriter()
                let reader = try index.makeReader()
                _ = try reader.search(words("word"), in: everywhere(1), limit: 50)
                try writer.apply([.eraseRoom(room(1), through: SequenceNumber(10)), said("new", 99)], upTo: 99)
                _ = try writer.finishErasures()
            } catch {
                if case .damaged = error { damaged += 1 }
            }
        }
        #expect(damaged > 0)
    }

    @Test("There is one writer at a time")
    func oneWriter() throws {
        let scratch = try Scratch()
        let index = try scratch.open(tiny)
        do {
            let writer = try index.makeWriter()
            #expect(throws: SearchIndexError.self) { try index.makeWriter() }
            #expect(writer.progress == 0)
        }
        _ = try index.makeWriter()
    }

    @Test("A change is taken in once, and feeding it again changes nothing")
    func again() throws {
        let scratch = try Scratch()
        let index = try scratch.open(tiny)
        let writer = try index.makeWriter()
        let changes = (1...10).map { said("word \($0)", $0) } + [.erase(room(1), SequenceNumber(3))]
        try writer.apply(changes, upTo: 11)
        try writer.apply([said("word 4", 4), .erase(room(1), SequenceNumber(3)), .erase(room(9), .zero)], upTo: 5)
        #expect(writer.progress == 11)
        #expect(try index.makeReader().arrivals(words("word")) == [10, 9, 8, 7, 6, 5, 4, 2, 1])
    }

    @Test("A change that fails is undone whole")
    func undone() throws {
        let scratch = try Scratch()
        let index = try scratch.open(tiny)
        let writer = try index.makeWriter()
        try writer.apply([said("one", 1)], upTo: 1)
        let blocker = try SQLiteConnection(path: scratch.path, access: .readWrite)
        try blocker.beginImmediate()
        #expect(throws: SearchIndexError.self) { try writer.apply([said("two", 2)], upTo: 2) }
        blocker.rollback()
        #expect(writer.progress == 1)
        try writer.apply([said("two", 2), said("three", 3)], upTo: 3)
        #expect(try index.makeReader().arrivals(words("t")) == [3, 2])
    }
}
