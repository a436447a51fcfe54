import ChatDomain
import ChatStore
import Foundation
import StoreContract
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("SQLite: what was committed stays, what was not is gone")
struct SQLiteDurabilityTests {
    private let red = LogID(rawValue: 1)
    private let blue = LogID(rawValue: 2)

    private func message(_ log: LogID, _ body: [UInt8] = Array("text".utf8), count: Int = 1) -> LogAppend {
        let draft = EventDraft(
            author: AccountID(rawValue: 1), kind: .message, at: Timestamp(milliseconds: 1), body: body)
        return LogAppend(log: log, events: Array(repeating: draft, count: count))
    }

    /// Where a log ends that has messages alone.
    private func head(_ number: Int64) -> LogHead { LogHead(sequence: SequenceNumber(number), messages: number) }

    /// As after `kill -9` and a restart: the files as they are, in another folder.
    private func copy(_ folder: String, to scratch: Scratch, name: String, walBytes: Int? = nil) throws -> String {
        let target = scratch.file(name)
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: folder + "/roost.db", toPath: target + "/roost.db")
        var log = try Data(contentsOf: URL(filePath: folder + "/roost.db-wal"))
        if let walBytes { log = log.prefix(walBytes) }
        try log.write(to: URL(filePath: target + "/roost.db-wal"))
        return target
    }

    @Test("After a crash every answered commit is there, whole, and numbers go on")
    func crash() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        for number in 1...20 as ClosedRange<Int64> {
            let unit = CommitUnit(
                appends: [message(red), message(blue, count: 2)], changes: [.set(key: "k", value: "\(number)")])
            _ = try writer.commit([unit])
            guard number % 5 == 0 else { continue }
            let folder = try copy(scratch.file("data"), to: scratch, name: "copy\(number)")
            let copied = try SQLiteStore(directory: folder)
            let found = try copied.makeReader().directory()
            #expect(found.heads == [red: head(number), blue: head(2 * number)])
            #expect(found.settings == ["k": "\(number)"])
            #expect(copied.epoch == store.epoch)
            #expect(
                try copied.makeWriter().commit([unit]) == [
                    .committed(first: [SequenceNumber(number + 1), SequenceNumber(2 * number + 1)])
                ])
        }
    }

    @Test("A log cut anywhere leaves a number of whole commits")
    func cutLog() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try store.makeWriter()
        let commits: Int64 = 12
        for _ in 0..<commits {
            _ = try writer.commit([
                CommitUnit(appends: [message(red, [UInt8](repeating: 7, count: 3000), count: 3)]),
                CommitUnit(appends: [message(blue)]),
            ])
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: scratch.file("data/roost.db-wal"))
        let size = try #require(attributes[.size] as? Int)
        var found: Set<Int64> = []
        for bytes in stride(from: 0, through: size, by: 1777) {
            let folder = try copy(scratch.file("data"), to: scratch, name: "cut\(bytes)", walBytes: bytes)
            let copied = try SQLiteStore(directory: folder)
            let heads = try copied.makeReader().directory().heads
            let whole = heads[blue]?.messages ?? 0
            #expect(heads[red]?.messages ?? 0 == 3 * whole)
            found.insert(whole)
            let next = SequenceNumber(3 * whole + 1)
            #expect(
                try copied.makeWriter().commit([CommitUnit(appends: [message(red)])]) == [.committed(first: [next])])
        }
        // No cut came after the last whole frame.
        #expect(found.isSuperset(of: 0..<commits))
    }

    @Test("After a full store the writer goes on without a gap, and nothing of the failed commit is seen")
    func full() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try #require(try store.makeWriter() as? SQLiteWriter)
        let reader = try store.makeReader()
        _ = try writer.commit([CommitUnit(appends: [message(red)])])
        try writer.connection.setPragma("max_page_count", to: 60)
        let units = [
            CommitUnit(appends: [message(red), message(blue)]),
            CommitUnit(appends: [message(red, [UInt8](repeating: 1, count: 1 << 20))]),
        ]
        for _ in 0..<3 {
            let error = #expect(throws: StoreError.self) { try writer.commit(units) }
            guard case .full = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try reader.directory().heads == [red: head(1)])
        }
        try writer.connection.setPragma("max_page_count", to: 1 << 20)
        let one = CommitUnit(appends: [message(red), message(blue)])
        #expect(try writer.commit([one]) == [.committed(first: [SequenceNumber(2), SequenceNumber(1)])])
    }

    @Test(
        "A full disk is reported as such; with room again, all that was answered is there", .enabled(if: TinyDisk.works)
    )
    func fullDisk() throws {
        let disk = try #require(TinyDisk(bytes: 2 << 20))
        let store = try SQLiteStore(directory: disk.path + "/data")
        let ballast = disk.path + "/ballast"
        try Data(count: 1 << 20).write(to: URL(filePath: ballast))
        let writer = try store.makeWriter()
        var answered: Int64 = 0
        var failure: StoreError?
        while failure == nil, answered < 10_000 {
            do throws(StoreError) {
                _ = try writer.commit([
                    CommitUnit(appends: [message(red, [UInt8](repeating: 1, count: 2000), count: 10)])
                ])
                answered += 10
            } catch {
                failure = error
            }
        }
        guard case .full = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(answered > 0)
        #expect(try store.makeReader().directory().heads[red] == head(answered))
        try FileManager.default.removeItem(atPath: ballast)
        let next = SequenceNumber(answered + 1)
        #expect(try writer.commit([CommitUnit(appends: [message(red)])]) == [.committed(first: [next])])
        #expect(try store.makeReader().events(in: red, after: .zero, limit: .max).count == Int(answered) + 1)
    }

    @Test("Readers do not see what is not committed")
    func uncommitted() throws {
        let scratch = try Scratch()
        let store = try SQLiteStore(directory: scratch.file("data"))
        let writer = try #require(try store.makeWriter() as? SQLiteWriter)
        let reader = try store.makeReader()
        try writer.connection.beginImmediate()
        try writer.connection.execute(
            "INSERT INTO events (log, sequence, at, author, kind, body) VALUES (1, 1, 1, 1, 4, x'00')")
        #expect(try reader.events(in: red, after: .zero, limit: 1) == [])
        #expect(try reader.directory().heads == [:])
        try writer.connection.commit()
        #expect(try reader.events(in: red, after: .zero, limit: 1).count == 1)
    }

    @Test("Readers beside the writer see whole commits, in order, while checkpoints of both kinds run")
    func besides() throws {
        let scratch = try Scratch()
        var limits = SQLiteStore.Limits()
        limits.checkpointEvery = 16 << 10
        limits.restartOver = 128 << 10
        // An expectation on a thread of its own would not know which test it belongs to.
        let faults = Mutex<[String]>([])
        let store = try SQLiteStore(directory: scratch.file("data"), limits: limits) { error in
            faults.withLock { $0.append("\(error)") }
        }
        let commits: Int64 = 300
        DispatchQueue.concurrentPerform(iterations: 3) { thread in
            do {
                if thread == 0 {
                    try write(commits, to: store.makeWriter())
                } else {
                    try follow(store.makeReader(), until: commits)
                }
            } catch {
                faults.withLock { $0.append("\(error)") }
            }
        }
        #expect(faults.withLock { $0 } == [])
    }

    private func write(_ commits: Int64, to writer: any StoreWriter) throws {
        // So many that a commit falls into the reading of them.
        _ = try writer.commit([CommitUnit(changes: (0..<3000).map { .set(key: "other \($0)", value: "") })])
        for number in 1...commits {
            _ = try writer.commit([
                CommitUnit(appends: [message(red)]),
                CommitUnit(appends: [message(blue)], changes: [.set(key: "k", value: "\(number)")]),
            ])
        }
    }

    private func follow(_ reader: any StoreReader, until commits: Int64) throws {
        var seen: Int64 = 0
        while seen < commits {
            let directory = try reader.directory()
            let head = directory.heads[red]?.messages ?? 0
            try #require(directory.heads[blue]?.messages ?? 0 == head)
            try #require(directory.settings["k"] ?? "0" == "\(head)")
            try #require(head >= seen)
            let events = try reader.events(in: red, after: SequenceNumber(seen), limit: 1000)
            try #require(events.map(\.sequence.rawValue) == Array((seen + 1)..<(seen + 1 + Int64(events.count))))
            try #require(events.count >= Int(head - seen))
            seen = head
        }
    }
}
