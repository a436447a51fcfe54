import Synchronization

/// Something to be done on the loop.
enum LoopWork {
    case job(UnownedJob)
    case closure(@Sendable () -> Void)
    case mail(any LoopMail)
}

/// An inbox that has messages for the loop.
protocol LoopMail: AnyObject, Sendable {
    /// Hands over what waits. On the loop.
    func deliver()
    /// The loop has ended, or the inbox was closed: forgets the handler. On the loop.
    func detach()
}

/// The one queue through which other threads reach a loop, and the state of its life.
final class LoopMailbox: @unchecked Sendable {
    // Unchecked: `running` belongs to the loop's thread.
    private struct State: Sendable {
        var phase = Phase.created
        var isStopRequested = false
        var waiting: [LoopWork] = []
    }

    private enum Phase { case created, running, windingDown, ended }

    private let state = Guarded(State())
    /// Threads between their decision to wake the loop and the end of the call that does. The loop waits for them before it
    /// closes the handle they use.
    private let wakers = Atomic<Int>(0)
    private var running: [LoopWork] = []

    enum Acceptance { case refused, accepted, acceptedAndWakes }

    func add(_ work: LoopWork) -> Acceptance {
        state.withLock { state in
            guard state.phase != .ended else { return .refused }
            let wakes = state.waiting.isEmpty && state.phase == .running
            state.waiting.append(work)
            if wakes { wakers.add(1, ordering: .relaxed) }
            return wakes ? .acceptedAndWakes : .accepted
        }
    }

    func wakerIsDone() { wakers.subtract(1, ordering: .releasing) }

    /// True once, for the call that may start the thread.
    func begin() -> Bool {
        state.withLock { state in
            guard state.phase == .created else { return false }
            state.phase = .running
            return true
        }
    }

    /// True when the loop must be woken for it.
    func requestStop() -> Bool {
        let dropped: [LoopWork] = state.withLock { state in
            guard state.phase == .created else { return [] }
            state.phase = .ended
            defer { state.waiting = [] }
            return state.waiting
        }
        _ = consume dropped
        return state.withLock { state in
            guard state.phase == .running, !state.isStopRequested else { return false }
            state.isStopRequested = true
            wakers.add(1, ordering: .relaxed)
            return true
        }
    }

    /// Runs what waits, once. True when there was something. On the loop.
    @discardableResult
    func run(on loop: EventLoop) -> Bool {
        state.withLock { swap(&$0.waiting, &running) }
        guard !running.isEmpty else { return false }
        var batch: [LoopWork] = []
        swap(&batch, &running)
        let executor = loop.asUnownedSerialExecutor()
        for work in batch {
            switch work {
            case .job(let job): job.runSynchronously(on: executor)
            case .closure(let body): body()
            case .mail(let inbox): inbox.deliver()
            }
        }
        batch.removeAll(keepingCapacity: batch.capacity <= 16_384)
        swap(&batch, &running)
        return true
    }

    /// True once, after a stop was requested. From then on nobody wakes the loop. On the loop.
    func windDownIfRequested() -> Bool {
        let begins = state.withLock { state in
            guard state.phase == .running, state.isStopRequested else { return false }
            state.phase = .windingDown
            return true
        }
        guard begins else { return false }
        while wakers.load(ordering: .acquiring) != 0 {}
        return true
    }

    /// Ends the queue unless something waits in it.
    func endIfEmpty() -> Bool {
        state.withLock { state in
            guard state.waiting.isEmpty else { return false }
            state.phase = .ended
            return true
        }
    }

    /// Ends the queue; what waits is dropped.
    func end() {
        let dropped = state.withLock { state in
            state.phase = .ended
            defer { state.waiting = [] }
            return state.waiting
        }
        _ = consume dropped
    }
}
