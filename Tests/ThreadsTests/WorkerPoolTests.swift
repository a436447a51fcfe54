import Foundation
import Testing
import Threads

@Suite("A worker pool") struct WorkerPoolTests {
    @Test("A full queue refuses, and takes again when there is room")
    func limit() throws {
        let pool = try WorkerPool<Int>(name: "pool", count: 1, limit: 3) { $0 }
        let entered = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        let done = Locked<[Int]>([])
        #expect(
            pool.submit { _ in
                entered.signal()
                goOn.wait()
            })
        entered.wait()
        for number in 0..<3 { #expect(pool.submit { _ in done.withLock { $0.append(number) } }) }
        #expect(pool.waiting == 3)
        #expect(!pool.submit { _ in done.withLock { $0.append(99) } })
        goOn.signal()
        pool.close()
        pool.join()
        #expect(done.withLock { $0 } == [0, 1, 2])
    }

    @Test("Each thread has a state of its own, which need not be copyable and ends with the thread")
    func confinedState() throws {
        let ended = Locked<[Int]>([])
        let sums = Locked<[Int: Int]>([:])
        let pool = try WorkerPool<Connection>(name: "pool", count: 3, limit: 10_000) { thread in
            Connection(thread: thread, ended: ended)
        }
        for _ in 0..<3_000 {
            let accepted = pool.submit { connection in
                connection.uses += 1
                let (thread, uses) = (connection.thread, connection.uses)
                sums.withLock { $0[thread] = uses }
            }
            #expect(accepted)
        }
        pool.close()
        #expect(!pool.submit { _ in })
        pool.join()
        #expect(sums.withLock { $0.values.reduce(0, +) } == 3_000)
        #expect(ended.withLock { $0.sorted() } == [0, 1, 2])
    }

    @Test("Jobs of one thread run in the order of submission, over many turns of the queue")
    func order() throws {
        let pool = try WorkerPool<[Int]>(name: "pool", count: 1, limit: 50) { _ in [] }
        let done = Locked<[Int]>([])
        var next = 0
        while next < 5_000 {
            let number = next
            if pool.submit({ _ in done.withLock { $0.append(number) } }) { next += 1 } else { sched_yield() }
        }
        pool.close()
        pool.join()
        #expect(done.withLock { $0 } == Array(0..<5_000))
    }
}

private struct Connection: ~Copyable {
    let thread: Int
    let ended: Locked<[Int]>
    var uses = 0

    init(thread: Int, ended: Locked<[Int]>) {
        self.thread = thread
        self.ended = ended
    }

    deinit {
        let thread = thread
        ended.withLock { $0.append(thread) }
    }
}
