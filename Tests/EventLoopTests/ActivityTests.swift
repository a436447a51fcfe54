import Dispatch
import EventLoop
import Metrics
import Testing

@Suite("What a loop is at")
struct ActivityTests {
    @Test("A loop that is blocked is found, with what blocks it, and again when it goes on")
    func blocked() throws {
        let loop = try EventLoop(name: "blocked")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        let limit = 1_000_000
        var watch = StallWatch([loop.activity], limit: limit)
        let (isBlocked, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        loop.post {
            loop.activity.enter("a slow handler")
            isBlocked.signal()
            goOn.wait()
        }
        isBlocked.wait()
        // It stays so until it is let go: whenever the limit has passed, it is found.
        var found: [StallWatch.Finding] = []
        let deadline = Deadline()
        while found.isEmpty, !deadline.isOver {
            found = watch.look(at: monotonicNanoseconds()).filter { if case .heldUp = $0 { true } else { false } }
        }
        guard case .heldUp("blocked", "a slow handler", _) = found.first else {
            Issue.record("\(found)")
            goOn.signal()
            return
        }
        #expect(loop.activity.stalls == 0)
        goOn.signal()
        while found.count == 1, !deadline.isOver {
            found += watch.look(at: monotonicNanoseconds()).filter { if case .goesOn = $0 { true } else { false } }
        }
        #expect(found.count == 2)
        // The turn ends a moment after the handler.
        while loop.activity.stalls == 0, !deadline.isOver {}
        #expect(loop.activity.stalls > 0)
        #expect(loop.activity.turns.spread.count > 0)
    }

    @Test("A loop that has nothing to do is at nothing")
    func idle() throws {
        let loop = try EventLoop(name: "idle")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        _ = loop.runAndWait {}
        // Its turn ends right after that.
        let deadline = Deadline()
        while loop.activity.turn != nil, !deadline.isOver {}
        #expect(loop.activity.turn == nil)
    }
}

/// Only ends a test that has failed.
private struct Deadline {
    private let end = ContinuousClock.now + .seconds(30)
    var isOver: Bool { .now >= end }
}
