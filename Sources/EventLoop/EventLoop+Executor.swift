extension EventLoop {
    /// Runs an actor's job on the loop, in the order of arrival. From any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Stops the program when called off the loop. `assumeIsolated` and `preconditionIsolated` of actors come here.
    public func checkIsolated() {
        precondition(isOnLoop, "off the event loop")
    }

    public func isIsolatingCurrentContext() -> Bool? { isOnLoop }

    /// Runs `body` on the loop, in the order of arrival. From any thread; never blocks for longer than a lock.
    /// - Returns: false, and `body` is dropped, when the loop has ended.
    @discardableResult
    public func post(_ body: @escaping @Sendable () -> Void) -> Bool {
        add(.closure(body))
    }

    @discardableResult
    func add(_ work: LoopWork) -> Bool {
        switch mailbox.add(work) {
        case .refused: return false
        case .accepted: return true
        case .acceptedAndWakes:
            wake()
            return true
        }
    }
}
