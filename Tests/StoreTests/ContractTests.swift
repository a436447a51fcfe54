import ChatDomain
import ChatStore
import MemoryStore
import SQLiteStore
import StoreContract
import Testing

@Suite("The contract of stores")
struct ContractTests {
    @Test("In memory", arguments: StoreContract.clauses)
    func memory(clause: StoreContract.Clause) throws {
        let store = MemoryStore()
        try clause.check { store }
    }

    @Test("In SQLite", arguments: StoreContract.clauses)
    func sqlite(clause: StoreContract.Clause) throws {
        let scratch = try Scratch()
        // So small that checkpoints of both kinds run all the time.
        var limits = SQLiteStore.Limits()
        limits.checkpointEvery = 8192
        limits.restartOver = 65536
        try clause.check { try SQLiteStore(directory: scratch.file("data"), limits: limits) }
    }

    @Test("Both stores answer the same to the same history", arguments: 1...8 as ClosedRange<UInt64>)
    func alike(seed: UInt64) throws {
        let scratch = try Scratch()
        let memory = MemoryStore()
        let sqlite = try SQLiteStore(directory: scratch.file("data"))
        let writers = (memory.makeWriter(), try sqlite.makeWriter())
        let readers = (memory.makeReader(), try sqlite.makeReader())
        var history = RandomHistory(seed: seed)
        for _ in 0..<100 {
            let units = history.nextBatch()
            let outcomes = (try writers.0.commit(units), try writers.1.commit(units))
            try #require(outcomes.0 == outcomes.1)
        }
        let arrivals = try readers.0.arrivals(after: 0, limit: .max, bytes: .max)
        #expect(try readers.1.arrivals(after: 0, limit: .max, bytes: .max).map(\.event) == arrivals.map(\.event))
        let directory = try readers.0.directory()
        #expect(try readers.1.directory() == directory)
        for log in directory.heads.keys {
            let events = try readers.0.events(in: log, after: .zero, limit: .max)
            #expect(try readers.1.events(in: log, after: .zero, limit: .max) == events)
        }
    }
}
