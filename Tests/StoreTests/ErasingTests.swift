import ChatDomain
import ChatStore
import Foundation
import SQLite
import Testing

@testable import SQLiteStore

@Suite("SQLite: what was erased is in no byte of the files")
struct ErasingTests {
    private let red = LogID(rawValue: 1)

    /// Stands for what must go. No two are alike, none is part of another, and each fills its text.
    private struct Secrets {
        private var state: UInt64 = 42
        private(set) var known: [String] = []

        mutating func next(bytes: Int) -> (name: String, text: [UInt8]) {
            let name = "<secret-\(known.count)-\(below(1 << 40))>"
            known.append(name)
            var text = Array(name.utf8)
            while text.count < bytes { text += Array(name.utf8) }
            return (name, text)
        }

        mutating func below(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 20) % bound
        }
    }

    /// The names of secrets in any file of a folder, but for those that a page's end cuts: a text that is so long has
    /// others in it.
    private func found(in folder: String) throws -> Set<String> {
        var found: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
            let mark = Array("<secret-".utf8)
            bytes.withUnsafeBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                var place = 0
                while let mayBe = memchr(start + place, 0x3C, bytes.count - place) {
                    place = UnsafeRawPointer(start).distance(to: mayBe)
                    let window = bytes[place..<min(place + 48, bytes.count)]
                    place += 1
                    guard window.starts(with: mark), let end = window.firstIndex(of: 0x3E) else { continue }
                    let name = window[...end]
                    if name.allSatisfy({ (0x2D...0x7A).contains($0) }) {
                        found.insert(String(decoding: name, as: UTF8.self))
                    }
                }
            }
        }
        return found
    }

    private func draft(_ text: [UInt8], _ kind: EventKind = .message, about subject: Int64? = nil) -> EventDraft {
        EventDraft(
            author: AccountID(rawValue: 1), kind: kind, subject: subject, at: Timestamp(milliseconds: 1), body: text)
    }

    private func key(_ number: Int) -> RecordKey {
        RecordKey(number % 2 == 0 ? .draft : .profile, owner: Int64(number % 7), item: Int64(number))
    }

    @Test("A message, its edits, its notices and a record are gone from every file, and nothing else is")
    func simple() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        var secrets = Secrets()
        let texts = (0..<5).map { _ in secrets.next(bytes: 60) }
        let unit = CommitUnit(
            appends: [
                LogAppend(
                    log: red,
                    events: [
                        draft(texts[0].text), draft(texts[1].text, .edited, about: 1), draft(texts[2].text),
                    ])
            ],
            changes: [
                .put(Record(key: key(1), value: texts[3].text)), .put(Record(key: key(2), value: texts[4].text)),
                .notice(.mention, [.everyone]),
            ])
        _ = try writer.commit([unit])
        #expect(try found(in: scratch.file("data")) == Set(texts.map(\.name)))
        _ = try writer.commit([CommitUnit(changes: [.erase(red, message: SequenceNumber(1)), .removeRecord(key(1))])])
        #expect(try store.finishErasing())
        #expect(try found(in: scratch.file("data")) == [texts[2].name, texts[4].name])
        #expect(try store.makeReader().notices(for: .everyone, before: nil, limit: 9) == [])
        // A shorter value, and one of another size.
        let (short, long) = (secrets.next(bytes: 30), secrets.next(bytes: 500))
        _ = try writer.commit([CommitUnit(changes: [.put(Record(key: key(2), value: short.text))])])
        #expect(try store.finishErasing())
        #expect(try found(in: scratch.file("data")) == [texts[2].name, short.name])
        _ = try writer.commit([CommitUnit(changes: [.put(Record(key: key(2), value: long.text))])])
        #expect(try store.finishErasing())
        #expect(try found(in: scratch.file("data")) == [texts[2].name, long.name])
        _ = try writer.commit([CommitUnit(changes: [.eraseAll(red, through: SequenceNumber(9))])])
        #expect(try store.finishErasing())
        #expect(try found(in: scratch.file("data")) == [long.name])
    }

    @Test(
        "Also among thousands of rows that came, grew, shrank and went in any order, with long ones, over a crash",
        arguments: [512, 4096])
    func thousands(pageSize: Int) throws {
        let scratch = try Scratch()
        var limits = SQLiteStore.Limits()
        limits.pageSize = pageSize
        limits.checkpointEvery = 256 << 10
        var folder = scratch.file("data")
        var store = try SQLiteStore(directory: folder, limits: limits)
        var writer = try store.makeWriter()
        var secrets = Secrets()
        var texts: [Int64: [String]] = [:]
        var values: [RecordKey: String] = [:]
        var last: Int64 = 0
        for round in 0..<60 {
            var units: [CommitUnit] = []
            for _ in 0..<40 {
                let size = secrets.below(60) == 0 ? 65_000 : Int(secrets.below(600))
                let (name, text) = secrets.next(bytes: size)
                last += 1
                if secrets.below(4) == 0, last > 1 {
                    let about = Int64(secrets.below(UInt64(last - 1))) + 1
                    units.append(
                        CommitUnit(appends: [LogAppend(log: red, events: [draft(text, .edited, about: about)])]))
                    // An edit of what was erased stays until it is erased again.
                    texts[about, default: []].append(name)
                } else {
                    units.append(CommitUnit(appends: [LogAppend(log: red, events: [draft(text)])]))
                    texts[last, default: []].append(name)
                }
                let erased = Int64(secrets.below(UInt64(last))) + 1
                if secrets.below(2) == 0 {
                    units.append(CommitUnit(changes: [.erase(red, message: SequenceNumber(erased))]))
                    // The number of an edit erases nothing but edits of it.
                    texts[erased] = nil
                }
                let key = key(Int(secrets.below(700)))
                if secrets.below(3) == 0 {
                    units.append(CommitUnit(changes: [.removeRecord(key)]))
                    values[key] = nil
                } else {
                    let size = secrets.below(40) == 0 ? 30_000 : Int(secrets.below(300))
                    let (name, text) = secrets.next(bytes: size)
                    units.append(CommitUnit(changes: [.put(Record(key: key, value: text))]))
                    values[key] = name
                }
            }
            // One that fails leaves nothing either.
            let (_, refused) = secrets.next(bytes: 3000)
            units.append(
                CommitUnit(
                    appends: [LogAppend(log: red, events: [draft(refused)])],
                    changes: [
                        .put(Record(key: key(999), value: refused)),
                        .removeMember(.init(room: RoomID(rawValue: 1), account: AccountID(rawValue: 1))),
                    ]))
            _ = try writer.commit(units)
            guard round % 20 == 10 else { continue }
            // As after a crash: the files as they are, with what the log has not given to the database.
            let copy = scratch.file("after \(round)")
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
            for name in ["roost.db", "roost.db-wal"] {
                try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: copy + "/" + name)
            }
            folder = copy
            store = try SQLiteStore(directory: folder, limits: limits)
            writer = try store.makeWriter()
        }
        let kept = Set(texts.values.joined()).union(values.values)
        #expect(try found(in: folder).count > kept.count)
        #expect(try store.finishErasing())
        let found = try found(in: folder)
        #expect(found.subtracting(kept).sorted().prefix(5) == [], "what is left of \(secrets.known.count)")
        #expect(kept.subtracting(found).sorted().prefix(5) == [], "what is lost")
        let owners = Set(values.keys.map(\.owner))
        let all = owners.flatMap { owner -> [StateChange] in
            [.removeRecords(.draft, owner: owner), .removeRecords(.profile, owner: owner)]
        }
        _ = try writer.commit([CommitUnit(changes: all + [.eraseAll(red, through: SequenceNumber(last / 2))])])
        _ = try writer.commit([CommitUnit(changes: [.eraseAll(red, through: SequenceNumber(last))])])
        #expect(try store.finishErasing())
        #expect(try self.found(in: folder) == [])
        #expect(try store.makeReader().events(in: red, after: .zero, limit: .max).count == Int(last))
    }

    @Test("What an older schema held is gone as well once it is erased")
    func migrated() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.file("data"), withIntermediateDirectories: true)
        var secrets = Secrets()
        do {
            let old = try SQLiteConnection(path: scratch.file("data/roost.db"), access: .create)
            try old.setPragma("application_id", to: StoreSchema.applicationID)
            try StoreSchema.migrate(old, through: Array(StoreSchema.steps.prefix(2)))
            for number in 1...800 as ClosedRange<Int64> {
                let insert = try SQLiteStatement(
                    "INSERT INTO events (log, sequence, at, author, kind, body) VALUES (1, ?1, 1, 1, 4, ?2)", on: old)
                try insert.bind(number, at: 1)
                try insert.bind(secrets.next(bytes: number % 50 == 0 ? 30_000 : 200).text, at: 2)
                try insert.run()
            }
        }
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        _ = try writer.commit([CommitUnit(changes: [.eraseAll(red, through: SequenceNumber(799))])])
        #expect(try store.finishErasing())
        #expect(try found(in: scratch.file("data")) == [#require(secrets.known.last)])
    }

    @Test("A reader at work stands in the way, and then no longer")
    func reader() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        var secrets = Secrets()
        let (name, text) = secrets.next(bytes: 50)
        _ = try writer.commit([CommitUnit(appends: [LogAppend(log: red, events: [draft(text)])])])
        let holder = try SQLiteConnection(path: store.path, access: .readOnly)
        try holder.beginDeferred()
        #expect(try holder.integer("SELECT count(*) FROM events") == 1)
        _ = try writer.commit([CommitUnit(changes: [.erase(red, message: SequenceNumber(1))])])
        #expect(try !store.finishErasing())
        #expect(try found(in: scratch.file("data")) == [name])
        holder.rollback()
        #expect(try store.finishErasing())
        #expect(try found(in: scratch.file("data")) == [])
        store.close()
        #expect(throws: StoreError.self) { _ = try store.finishErasing() }
    }
}
