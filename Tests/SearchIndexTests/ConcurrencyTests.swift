import ChatDomain
import Foundation
import SearchIndex
import Synchronization
import Testing

@Suite("Readers beside the writer")
struct ConcurrencyTests {
    /// What two threads say to each other.
    private final class Talk: Sendable {
        let isOver = Atomic(false)
        let searches = Atomic(0)
        let faults = Mutex<[String]>([])

        func fault(_ text: String) { faults.withLock { $0.append(text) } }
    }

    @Test("Each search sees all of a change or none of it, whatever is written, erased and written anew meanwhile")
    func wholeChanges() throws {
        let scratch = try Scratch()
        let index = try scratch.open(tiny)
        let writer = try index.makeWriter()
        let talk = Talk()
        let readers = (0..<2).map { _ in
            Thread {
                do {
                    let reader = try index.makeReader()
                    while !talk.isOver.load(ordering: .acquiring) {
                        // Every change writes or erases two.
                        let count = try reader.search(words("twin"), in: everywhere(1), limit: 10_000).hits.count
                        if !count.isMultiple(of: 2) { talk.fault("\(count) found") }
                        talk.searches.wrappingAdd(1, ordering: .relaxed)
                    }
                } catch {
                    talk.fault("\(error)")
                }
            }
        }
        for reader in readers { reader.start() }
        var random = SeededRandom(seed: 3)
        var arrival: Int64 = 0
        while arrival < 300 || talk.searches.load(ordering: .relaxed) < 20 {
            arrival += 2
            try writer.apply([said("twin \(arrival)", arrival - 1), said("twin too", arrival)], upTo: arrival)
            if arrival % 5 == 0 {
                let old = SequenceNumber(Int64.random(in: 1...(arrival / 2), using: &random) * 2)
                try writer.apply(
                    [.erase(room(1), old), .erase(room(1), SequenceNumber(old.rawValue - 1))], upTo: arrival)
            }
            // A reader may be in the way: then it is done later.
            if arrival % 30 == 0 { _ = try writer.finishErasures() }
        }
        talk.isOver.store(true, ordering: .releasing)
        for reader in readers { while !reader.isFinished { sched_yield() } }
        #expect(talk.faults.withLock { $0 } == [])
        #expect(try writer.finishErasures() == .finished)
    }
}
