import Foundation
import Metrics
import SQLite
import Testing

@Suite("The time of syncs")
struct SyncTimeTests {
    private let folder = NSTemporaryDirectory() + "/sync-\(UUID().uuidString)"

    /// A database in which each commit is a sync of the log.
    private func open() throws -> SQLiteConnection {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let connection = try SQLiteConnection(path: folder + "/a.db", access: .create)
        _ = try connection.text("PRAGMA journal_mode=WAL")
        try connection.setPragma("synchronous", to: 2)
        try connection.execute("CREATE TABLE t (n INTEGER)")
        return connection
    }

    @Test("Each commit's sync is observed, also after the log began again")
    func commits() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let histogram = Histogram(upTo: Histogram.durations)
        let connection = try open()
        #expect(try connection.timeSyncs(in: histogram))
        for number in 1...5 {
            let before = histogram.spread.count
            try connection.execute("INSERT INTO t VALUES (\(number))")
            #expect(histogram.spread.count > before)
        }
        _ = try connection.walCheckpoint(.truncate)
        let before = histogram.spread.count
        try connection.execute("INSERT INTO t VALUES (6)")
        #expect(histogram.spread.count > before)
        #expect(histogram.spread.sum > 0)
        #expect(try connection.integer("SELECT count(*) FROM t") == 6)
    }

    @Test("Without syncs nothing is observed; without a log nothing can be")
    func none() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let histogram = Histogram(upTo: Histogram.durations)
        do {
            let connection = try open()
            try connection.setPragma("synchronous", to: 0)
            #expect(try connection.timeSyncs(in: histogram))
            try connection.execute("INSERT INTO t VALUES (1)")
            #expect(histogram.spread.count == 0)
        }
        let memory = try SQLiteConnection(path: ":memory:", access: .create)
        #expect(try !memory.timeSyncs(in: histogram))
    }

    @Test("What was timed can be closed and opened again, and has what was written")
    func again() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let histogram = Histogram(upTo: Histogram.durations)
        do {
            let connection = try open()
            try connection.timeSyncs(in: histogram)
            try connection.execute("INSERT INTO t VALUES (1)")
        }
        let connection = try SQLiteConnection(path: folder + "/a.db", access: .readWrite)
        #expect(try connection.integer("SELECT n FROM t") == 1)
    }
}
