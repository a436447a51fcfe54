import ChatDomain
import ChatStore
import Foundation
import SQLite
import Testing

@testable import SQLiteStore

@Suite("SQLite: what an older store held")
struct SQLiteUpgradeTests {
    private let logs = [7, -3, 0].map(LogID.init(rawValue:))
    private let kinds: [EventKind] = [.created, .message, .joined, .message, .message, .left, .message]

    /// What the store of an older version is filled with: events of three logs in turns, every other with a key.
    private func fill(_ path: String, version: Int) throws -> [LogID: [Event]] {
        let old = try SQLiteConnection(path: path, access: .create)
        try old.setPragma("application_id", to: StoreSchema.applicationID)
        try StoreSchema.migrate(old, through: Array(StoreSchema.steps.prefix(version)))
        _ = try old.text("PRAGMA journal_mode=WAL")
        try old.beginImmediate()
        let insert = try SQLiteStatement(
            "INSERT INTO events (log, sequence, at, author, kind, key, body) VALUES (?1, ?2, 5, ?3, ?4, ?5, ?6)",
            on: old)
        var events: [LogID: [Event]] = [:]
        for round in 0..<700 {
            for log in logs where log.rawValue != 0 || round % 3 != 0 {
                let known = events[log]?.count ?? 0
                let event = Event(
                    log: log, sequence: SequenceNumber(Int64(known) + 1), at: Timestamp(milliseconds: 5),
                    author: AccountID(rawValue: Int64(round % 5)), kind: kinds[(round + known) % kinds.count],
                    ordinal: 0, body: Array("\(round) \(String(repeating: "ä", count: round * 5))".utf8))
                try insert.bind(log.rawValue, at: 1)
                try insert.bind(event.sequence.rawValue, at: 2)
                try insert.bind(event.author.rawValue, at: 3)
                try insert.bind(Int64(event.kind.rawValue), at: 4)
                try round % 2 == 0
                    ? insert.bind([UInt8](repeating: 1, count: 15) + [UInt8(round % 256)], at: 5)
                    : insert.bindNull(at: 5)
                try insert.bind(event.body, at: 6)
                try insert.run()
                events[log, default: []].append(event)
            }
        }
        try old.execute("INSERT INTO members (room, account) VALUES (7, 1), (7, 4), (7, 12345), (0, 2)")
        try old.commit()
        return events
    }

    @Test("Events stay, and get their ordinals; memberships get their beginnings", arguments: 1...2)
    func filled(version: Int) throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.file("data"), withIntermediateDirectories: true)
        let path = scratch.file("data/roost.db")
        let wanted = try fill(path, version: version)
        let store = try SQLiteStore(directory: scratch.file("data"))
        let reader = try store.makeReader()
        for (log, events) in wanted {
            var messages: Int64 = 0
            let numbered = events.map { event in
                if event.kind == .message { messages += 1 }
                return Event(
                    log: log, sequence: event.sequence, at: event.at, author: event.author, kind: event.kind,
                    ordinal: messages, body: event.body)
            }
            #expect(try reader.events(in: log, after: .zero, limit: .max) == numbered)
            let head = LogHead(sequence: SequenceNumber(Int64(events.count)), messages: messages)
            #expect(try reader.directory().heads[log] == head)
            let draft = EventDraft(
                author: AccountID(rawValue: 1), kind: .message, at: .init(milliseconds: 6), body: [1])
            _ = try store.makeWriter().commit([CommitUnit(appends: [LogAppend(log: log, events: [draft])])])
            #expect(try reader.event(in: log, at: head.sequence.next)?.ordinal == messages + 1)
        }
        for member in try reader.directory().members {
            let coming = wanted[member.room.log]?.last {
                $0.author == member.account && ($0.kind == .created || $0.kind == .joined)
            }
            #expect(member.since == coming?.sequence ?? .zero, "\(member)")
        }
        let arrivals = try reader.arrivals(after: 0, limit: .max, bytes: .max)
        #expect(arrivals.prefix(3).map(\.event.log.rawValue) == [7, -3, 7], "the order of arrival")
        store.close()
        let database = try SQLiteConnection(path: path, access: .readOnly)
        // Those of the other rounds, and none of what came after.
        #expect(try database.integer("SELECT count(*) FROM events WHERE key IS NOT NULL") == 350 + 350 + 233)
        #expect(try database.text("PRAGMA integrity_check") == "ok")
    }
}
