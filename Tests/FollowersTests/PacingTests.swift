import ChatDomain
import ChatStore
import Glibc
import Log
import MemoryStore
import Synchronization
import Testing
import Threads

@testable import Followers

@Suite("A follower gives way to those who write") struct PacingTests {
    /// Uses up 5 ms of CPU time, as a follower does, however busy the machine is.
    private func work() {
        let end = nanoseconds(CLOCK_THREAD_CPUTIME_ID) + 5_000_000
        while nanoseconds(CLOCK_THREAD_CPUTIME_ID) < end {}
    }

    @Test("It rests while the log grows fast, and not when nobody writes")
    func growth() {
        var pacer = Pacer(FollowingPace())
        #expect(pacer.rest(newest: 0, isBehind: true) == 0)
        work()
        #expect(pacer.rest(newest: 0, isBehind: true) == 0)
        work()
        // Within these milliseconds: far above what counts as fast.
        #expect(pacer.rest(newest: 1_000_000_000, isBehind: true) > 100_000_000)
        work()
        #expect(pacer.rest(newest: 1_000_000_000, isBehind: true) == 0)
    }

    @Test("With nothing left to take it waits a little, so that many messages become one step")
    func gathering() {
        var pace = FollowingPace()
        pace.gathering = 7
        var pacer = Pacer(pace)
        #expect(pacer.rest(newest: 0, isBehind: false) == 7)
        #expect(pacer.rest(newest: 0, isBehind: true) == 0)
    }

    @Test("A rest has an end")
    func longest() {
        var pace = FollowingPace()
        pace.longest = 1_000
        var pacer = Pacer(pace)
        _ = pacer.rest(newest: 0, isBehind: true)
        work()
        #expect(pacer.rest(newest: .max, isBehind: true) == 1_000)
    }

    @Test("What was erased is told between two batches, however much is left to take")
    func erasing() throws {
        let house = try Written(events: 4_100)
        let record = Record()
        let follower = try house.follower { record }
        follower.poke()
        record.began.wait()
        follower.erased(LogID(rawValue: 1), SequenceNumber(3)...SequenceNumber(3))
        record.mayGoOn.open()
        record.hasAll.wait()
        follower.stop()
        #expect(record.steps.withLock { $0 } == ["2000 events", "erased 3 to 3", "2000 events", "100 events"])
    }

    @Test("Stopping does not wait for a rest to end")
    func stopping() throws {
        let house = try Written(events: 10)
        let record = Record()
        record.mayGoOn.open()
        var pace = FollowingPace()
        pace.gathering = 3_600_000_000_000
        let follower = try house.follower(pace) { record }
        follower.poke()
        record.hasAll.wait()
        follower.stop()
        #expect(record.steps.withLock { $0 } == ["10 events"])
    }
}

/// What a follower was given.
private final class Record: Sendable {
    let steps = Mutex<[String]>([])
    let began = Latch()
    let mayGoOn = Latch()
    let hasAll = Latch()
}

private final class Recording: Follower {
    private let record: Record
    private let last: Int64
    private(set) var progress: Int64 = 0

    init(_ record: Record, last: Int64) { (self.record, self.last) = (record, last) }

    func take(_ arrivals: [Arrival], from reader: any StoreReader) {
        record.began.open()
        record.mayGoOn.wait()
        record.steps.withLock { $0.append("\(arrivals.count) events") }
        progress = arrivals.last?.number ?? progress
        if progress == last { record.hasAll.open() }
    }

    func erase(_ log: LogID, _ places: ClosedRange<SequenceNumber>) {
        record.steps.withLock { $0.append("erased \(places.lowerBound.rawValue) to \(places.upperBound.rawValue)") }
    }

    func tidy(_ reader: any StoreReader, isBehind: Bool) {}
}

/// A store with some events in one log.
private struct Written {
    let store = MemoryStore()
    let last: Int64

    init(events: Int) throws {
        let draft = EventDraft(
            author: ada, kind: .message, at: Timestamp(milliseconds: 1), body: Array(#"{"text":"hello"}"#.utf8))
        let append = LogAppend(log: LogID(rawValue: 1), events: [EventDraft](repeating: draft, count: events))
        _ = try store.makeWriter().commit([CommitUnit(appends: [append])])
        last = try store.makeReader().lastArrival()
    }

    func follower(_ pace: FollowingPace = FollowingPace(), _ record: @escaping @Sendable () -> Record) throws
        -> LogFollower
    {
        let last = last
        return try LogFollower("test", store: store, log: Log(level: .off), pace: pace) {
            Recording(record(), last: last)
        }
    }
}
