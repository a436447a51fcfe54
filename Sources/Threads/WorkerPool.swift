/// Several threads that share one bounded queue of jobs, each with a state of its own, such as a database connection.
///
/// Jobs start in the order they were submitted, but run side by side, so they may end in another.
public final class WorkerPool<State: ~Copyable>: Sendable {
    /// One piece of work. It must not block on another job of the same pool.
    public typealias Job = @Sendable (inout State) -> Void

    private let queue: Monitor<JobQueue<State>>
    private let threads: [SystemThread]

    /// Starts the threads.
    /// - Parameters:
    ///   - name: shown by the system's tools, with the thread's number behind; first 15 bytes.
    ///   - count: how many threads, at least 1.
    ///   - precedence: as of a ``WorkerThread``.
    ///   - limit: how many jobs may wait, not counting those that run; at least 1.
    ///   - makeState: runs once on each thread, with the thread's number from 0. The state stays confined to its thread and
    ///     ends there.
    public init(
        name: String, count: Int, precedence: ThreadPrecedence = .first, limit: Int,
        makeState: @escaping @Sendable (_ thread: Int) -> State
    ) throws(ThreadError) {
        let queue = Monitor(JobQueue<State>(jobs: BoundedQueue(limit: limit)))
        var threads: [SystemThread] = []
        do throws(ThreadError) {
            for number in 0..<max(1, count) {
                threads.append(
                    try SystemThread(name: "\(name)-\(number)", precedence: precedence) {
                        var state = makeState(number)
                        while let job = nextJob(from: queue) { job(&state) }
                    })
            }
        } catch {
            queue.withLock { $0.isClosed = true }
            queue.wakeAll()
            throw error
        }
        self.queue = queue
        self.threads = threads
    }

    /// Ends the threads as ``close()`` does, without waiting for them.
    deinit { close() }

    /// Adds a job. From any thread; never blocks for longer than the lock.
    /// - Returns: false when the queue is full or closed; the job will not run.
    public func submit(_ job: @escaping Job) -> Bool {
        let accepted = queue.withLock { queue in !queue.isClosed && queue.jobs.append(job) }
        if accepted { queue.wakeOne() }
        return accepted
    }

    /// How many jobs wait for a thread.
    public var waiting: Int { queue.withLock { $0.jobs.count } }

    /// Refuses new jobs; what was submitted before still runs, then the threads end.
    public func close() {
        queue.withLock { $0.isClosed = true }
        queue.wakeAll()
    }

    /// Waits until all threads have ended; call ``close()`` first. On a thread of the pool it waits for the others alone.
    public func join() {
        for thread in threads { thread.join() }
    }
}

struct JobQueue<State: ~Copyable> {
    var jobs: BoundedQueue<@Sendable (inout State) -> Void>
    var isClosed = false
}

/// Waits for a job. Nil when the queue is closed and empty.
private func nextJob<State: ~Copyable>(
    from queue: Monitor<JobQueue<State>>
) -> (@Sendable (inout State) -> Void)? {
    queue.wait(until: { !$0.jobs.isEmpty || $0.isClosed }) { $0.jobs.removeFirst() }
}
