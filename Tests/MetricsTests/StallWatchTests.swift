import Metrics
import Testing

@Suite("The stall watch")
struct StallWatchTests {
    private let limit = 250_000_000

    @Test("A turn that goes on is told of once, with what the thread does, and its end")
    func heldUp() {
        let activity = Activity(thread: "loop-0")
        var watch = StallWatch([activity], limit: limit)
        let start = monotonicNanoseconds()
        #expect(watch.look(at: start).isEmpty)
        activity.enter("a timer's work")
        activity.enter("server.openapi")
        // A moment of the future stands for waiting. The process itself was looked at in time.
        for step in 1...4 { #expect(watch.look(at: start + step * watch.interval).isEmpty) }
        let seen = watch.look(at: monotonicNanoseconds() + limit + watch.interval)
        guard case .heldUp("loop-0", "server.openapi", let milliseconds) = seen.first else {
            Issue.record("\(seen)")
            return
        }
        #expect(milliseconds >= 250)
        #expect(watch.look(at: monotonicNanoseconds() + limit + 2 * watch.interval).isEmpty)
        activity.rest()
        let end = watch.look(at: monotonicNanoseconds() + limit + 3 * watch.interval)
        guard case .goesOn("loop-0", _) = end.first else {
            Issue.record("\(end)")
            return
        }
    }

    @Test("A thread that is held up again and again is told of now and then; each of its turns is counted")
    func quiet() {
        let activity = Activity(thread: "service")
        var watch = StallWatch([activity], limit: 1)
        var told = 0
        for _ in 0..<50 {
            activity.enter("sends")
            while monotonicNanoseconds() - (activity.turn?.began ?? 0) <= 1 {}
            for case .heldUp in watch.look(at: monotonicNanoseconds()) { told += 1 }
            activity.rest()
        }
        #expect(activity.stalls == 50)
        #expect(told == 1)
        // Later it is told of again.
        activity.enter("sends")
        let later = watch.look(at: monotonicNanoseconds() + 60_000_000_000)
        #expect(later.contains { if case .heldUp = $0 { true } else { false } })
    }

    @Test("When nobody could look, the whole process is told of")
    func process() {
        var watch = StallWatch([], limit: limit)
        #expect(watch.look(at: 0).isEmpty)
        #expect(watch.look(at: watch.interval).isEmpty)
        #expect(watch.look(at: 3_000_000_000) == [.processHeldUp(milliseconds: 2_937)])
    }

    @Test("A thread that waits is at nothing, however long")
    func waiting() {
        let activity = Activity(thread: "committer")
        var watch = StallWatch([activity], limit: limit)
        activity.enter("a commit")
        activity.rest()
        for step in 0..<100 { #expect(watch.look(at: monotonicNanoseconds() + step * watch.interval).isEmpty) }
        #expect(activity.turns.spread.count == 1)
        #expect(activity.stalls == 0)
    }
}
