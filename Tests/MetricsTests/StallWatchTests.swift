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
}
