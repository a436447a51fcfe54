import Foundation
import Testing
import Threads

@Suite("A worker thread") struct WorkerThreadTests {
    @Test("Messages of eight threads arrive all, those of each in order")
    func order() throws {
        let perThread = 5_000
        let seen = Locked<[Int: [Int]]>([:])
        let worker = try WorkerThread<(thread: Int, number: Int)>(name: "worker") {
            { batch in
                seen.withLock { seen in
                    for message in batch { seen[message.thread, default: []].append(message.number) }
                }
            }
        }
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in stride(from: 0, to: perThread, by: 2) {
                if thread.isMultiple(of: 2) {
                    worker.post((thread, number))
                    worker.post((thread, number + 1))
                } else {
                    worker.post(contentsOf: [(thread, number), (thread, number + 1)])
                }
            }
        }
        worker.close()
        worker.join()
        let result = seen.withLock { $0 }
        #expect(result.count == 8)
        for numbers in result.values { #expect(numbers == Array(0..<perThread)) }
    }

    @Test(
        "One that gives way is nicer than others, and it alone",
        arguments: [.first, .second, .last] as [ThreadPrecedence])
    func niceness(_ precedence: ThreadPrecedence) throws {
        let seen = Locked<[Int32]>([])
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        let worker = try WorkerThread<Int>(name: "worker", precedence: precedence) {
            { _ in seen.withLock { $0.append(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)) } }
        }
        worker.post(1)
        worker.close()
        worker.join()
        #expect(seen.withLock { $0 } == [min(own + precedence.rawValue, 19)])
        #expect(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) == own)
    }

    @Test("What gathers while the handler is busy comes as one batch")
    func batches() throws {
        let entered = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        let sizes = Locked<[Int]>([])
        let worker = try WorkerThread<Int>(name: "worker") {
            { batch in
                sizes.withLock { $0.append(batch.count) }
                entered.signal()
                goOn.wait()
            }
        }
        worker.post(0)
        entered.wait()
        for number in 1...1000 { worker.post(number) }
        #expect(worker.waiting == 1000)
        goOn.signal()
        entered.wait()
        goOn.signal()
        worker.close()
        worker.join()
        #expect(sizes.withLock { $0 } == [1, 1000])
    }

    @Test("Closing handles what was posted, refuses what follows, and ends on the thread what was made on it")
    func closing() throws {
        let log = Locked<[String]>([])
        let goOn = DispatchSemaphore(value: 0)
        let worker = try WorkerThread<String>(name: "worker") {
            let confined = Confined { line in log.withLock { $0.append(line) } }
            return { batch in
                goOn.wait()
                for message in batch { confined.note(message) }
            }
        }
        worker.post("one")
        worker.post("two")
        worker.close()
        #expect(!worker.post("three"))
        #expect(!worker.post(contentsOf: ["three"]))
        // Enough for however the two were batched.
        goOn.signal()
        goOn.signal()
        worker.join()
        worker.join()
        #expect(log.withLock { $0 } == ["one", "two", "end"])
    }

    @Test("A worker may close and join itself without waiting for ever")
    func fromWithin() throws {
        let box = Locked<WorkerThread<Int>?>(nil)
        let handled = DispatchSemaphore(value: 0)
        let hasEnded = Locked(false)
        let worker = try WorkerThread<Int>(name: "worker") {
            { _ in
                let worker = box.withLock { $0 }
                worker?.close()
                worker?.join()
                handled.signal()
                for _ in 0..<100 { sched_yield() }
                hasEnded.withLock { $0 = true }
            }
        }
        box.withLock { $0 = worker }
        worker.post(1)
        #expect(handled.wait(timeout: .now() + 20) == .success)
        worker.join()
        #expect(hasEnded.withLock { $0 }, "joining from within must not spare the others the wait")
        box.withLock { $0 = nil }
    }

    @Test("Releasing a worker ends its thread")
    func release() throws {
        let ended = DispatchSemaphore(value: 0)
        do {
            _ = try WorkerThread<Int>(name: "worker") {
                let last = AtEnd { ended.signal() }
                return { _ in withExtendedLifetime(last) {} }
            }
        }
        #expect(ended.wait(timeout: .now() + 20) == .success)
    }
}

/// Not Sendable: it lives on the worker's thread alone.
private final class Confined {
    private let log: @Sendable (String) -> Void
    private let home = pthread_self()

    init(_ log: @escaping @Sendable (String) -> Void) { self.log = log }
    deinit { log(isHome ? "end" : "end elsewhere") }

    func note(_ line: String) { log(isHome ? line : "elsewhere") }
    private var isHome: Bool { pthread_equal(home, pthread_self()) != 0 }
}

private final class AtEnd {
    private let action: () -> Void
    init(_ action: @escaping () -> Void) { self.action = action }
    deinit { action() }
}
