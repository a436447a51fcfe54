import ChatDomain
import ChatStore
import Foundation
import SQLite
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("SQLite: checkpoints")
struct CheckpointTests {
    @Test("One is asked for each time the log has grown by the limit, one that begins it anew when it is far too long")
    func pace() {
        var limits = SQLiteStore.Limits()
        limits.checkpointEvery = 100 * 4096
        limits.restartOver = 250 * 4096
        var pace = CheckpointPace(limits: limits, pageSize: 4096)
        #expect(pace.checkpoint(afterFrames: 99) == nil)
        #expect(pace.checkpoint(afterFrames: 100) == .passive)
        #expect(pace.checkpoint(afterFrames: 199) == nil)
        #expect(pace.checkpoint(afterFrames: 205) == .passive)
        #expect(pace.checkpoint(afterFrames: 300) == nil)
        #expect(pace.checkpoint(afterFrames: 305) == .restart)
        // It began again from its start.
        #expect(pace.checkpoint(afterFrames: 3) == nil)
        #expect(pace.checkpoint(afterFrames: 99) == nil)
        #expect(pace.checkpoint(afterFrames: 103) == .passive)
    }

    @Test("Limits of nothing ask at every commit and trap nothing")
    func noLimits() {
        var limits = SQLiteStore.Limits()
        limits.checkpointEvery = -5
        limits.restartOver = 0
        var pace = CheckpointPace(limits: limits, pageSize: 0)
        #expect(pace.checkpoint(afterFrames: 0) == nil)
        #expect(pace.checkpoint(afterFrames: 1) == .restart)
    }

    @Test("The log stays within its limit however much is written, and a reader that holds it is waited for")
    func bounded() throws {
        let scratch = try Scratch()
        var limits = SQLiteStore.Limits()
        limits.checkpointEvery = 64 << 10
        limits.restartOver = 256 << 10
        let faults = Mutex<[String]>([])
        let store = try SQLiteStore(directory: scratch.file("data"), limits: limits) { error in
            faults.withLock { $0.append("\(error)") }
        }
        let writer = try #require(try store.makeWriter() as? SQLiteWriter)
        let draft = EventDraft(
            author: AccountID(rawValue: 1), kind: .message, at: Timestamp(milliseconds: 1),
            body: [UInt8](repeating: 9, count: 1000))
        func write(_ commits: Int) throws {
            for _ in 0..<commits {
                _ = try writer.commit([
                    CommitUnit(appends: [LogAppend(log: LogID(rawValue: 1), events: Array(repeating: draft, count: 10))]
                    )
                ])
            }
        }
        try write(1)
        let holder = try SQLiteConnection(path: store.path, access: .readOnly)
        try holder.beginDeferred()
        #expect(try holder.integer("SELECT count(*) FROM events") == 10)
        try write(60)
        #expect(writer.connection.walFrames * 4096 > limits.restartOver, "the log could not begin anew")
        holder.rollback()
        var commits = 0
        while writer.connection.walFrames * 4096 > limits.restartOver, commits < 5000 {
            try write(1)
            commits += 1
        }
        #expect(commits < 5000, "the log began anew")
        #expect(faults.withLock { $0 } == [])
    }
}
