import CLibUV

extension EventLoop {
    /// Runs `body` on the loop and waits for its result: for start-up and tests, not for traffic. On the loop itself it runs
    /// at once.
    /// - Returns: nil when the loop has ended, or is stopped before it came to run `body`. A loop that was not started yet
    ///   makes the caller wait until it is.
    public func runAndWait<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) throws(Failure) -> Value? {
        guard !isOnLoop else { return try body() }
        let reply = Reply<Value, Failure>()
        do {
            let promise = ReplyPromise(reply)
            post {
                do throws(Failure) {
                    promise.keep(.success(try body()))
                } catch {
                    promise.keep(.failure(error))
                }
            }
        }
        return try reply.wait()?.get()
    }
}

/// A result on its way from the loop to one waiting thread.
private final class Reply<Value: Sendable, Failure: Error>: @unchecked Sendable {
    // Unchecked: the semaphore orders the write before the read.
    private let semaphore = UnsafeMutablePointer<uv_sem_t>.allocate(capacity: 1)
    private var result: Result<Value, Failure>?

    init() {
        semaphore.initialize(to: uv_sem_t())
        uv_sem_init(semaphore, 0)
    }

    deinit {
        uv_sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func settle(_ result: Result<Value, Failure>?) {
        self.result = result
        uv_sem_post(semaphore)
    }

    func wait() -> Result<Value, Failure>? {
        uv_sem_wait(semaphore)
        return result
    }
}

/// Settles the reply once: with a result, or with nothing when the loop drops the closure that holds this.
private final class ReplyPromise<Value: Sendable, Failure: Error>: @unchecked Sendable {
    // Unchecked: used by the loop alone, or by nobody.
    private let reply: Reply<Value, Failure>
    private var isKept = false

    init(_ reply: Reply<Value, Failure>) { self.reply = reply }

    deinit {
        if !isKept { reply.settle(nil) }
    }

    func keep(_ result: Result<Value, Failure>) {
        isKept = true
        reply.settle(result)
    }
}
