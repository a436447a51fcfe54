public import Metrics

/// A thread of its own with one inbox: messages are handled in the order they were posted, in batches.
///
/// - Never reorders: what one thread posts is handled in that order; what several post is handled in the order of the lock.
/// - One lock a post; the thread is woken only when its inbox was empty.
/// - The handler takes everything that waits at once, so batches grow by themselves under load.
/// - In steady state nothing is allocated: two arrays change places.
///
/// The inbox has no limit. Callers that must push back read ``waiting``.
public final class WorkerThread<Message: Sendable>: Sendable {
    private let inbox: Monitor<Inbox<Message>>
    private let thread: SystemThread
    /// What the thread is at: a turn is one batch.
    public let activity: Activity

    /// Starts the thread.
    /// - Parameters:
    ///   - name: shown by the system's tools, first 15 bytes.
    ///   - precedence: on a core that others want.
    ///   - activity: for a handler that says more exactly what it does.
    ///   - makeHandler: runs once, on the new thread. What its handler captures stays confined to that thread, need not be
    ///     `Sendable`, and is released there. The handler may empty the array or leave it; it is emptied afterwards.
    public init(
        name: String, precedence: ThreadPrecedence = .first, activity: Activity? = nil,
        makeHandler: @escaping @Sendable () -> (_ batch: inout [Message]) -> Void
    ) throws(ThreadError) {
        let inbox = Monitor(Inbox<Message>())
        let activity = activity ?? Activity(thread: name)
        self.inbox = inbox
        self.activity = activity
        thread = try SystemThread(name: name, precedence: precedence) {
            let handler = makeHandler()
            var batch: [Message] = []
            while takeAll(from: inbox, into: &batch) {
                activity.enter("what was posted to it")
                handler(&batch)
                // After a burst, a huge array is given back.
                batch.removeAll(keepingCapacity: batch.capacity <= 16_384)
                activity.rest()
            }
        }
    }

    /// Ends the thread as ``close()`` does, without waiting for it.
    deinit { close() }

    /// Adds one message. From any thread; never blocks for longer than the lock.
    /// - Returns: false, and the message is dropped, when the thread was closed.
    @discardableResult
    public func post(_ message: Message) -> Bool {
        deliver { $0.append(message) }
    }

    /// Adds messages that stay together and in order, for one lock and at most one wake-up.
    /// - Returns: false, and the messages are dropped, when the thread was closed.
    @discardableResult
    public func post(contentsOf messages: [Message]) -> Bool {
        deliver { $0.append(contentsOf: messages) }
    }

    /// How many messages the handler has not been given yet.
    public var waiting: Int { inbox.withLock { $0.waiting.count } }

    /// Refuses new messages; what was posted before is still handled, then the thread ends.
    public func close() {
        inbox.withLock { $0.isClosed = true }
        inbox.wakeAll()
    }

    /// Waits until the thread has ended; call ``close()`` first. On the thread itself this returns at once.
    public func join() { thread.join() }

    private func deliver(_ append: (inout [Message]) -> Void) -> Bool {
        let (accepted, wakes) = inbox.withLock { inbox -> (Bool, Bool) in
            guard !inbox.isClosed else { return (false, false) }
            let wasEmpty = inbox.waiting.isEmpty
            append(&inbox.waiting)
            return (true, wasEmpty && !inbox.waiting.isEmpty)
        }
        if wakes { inbox.wakeOne() }
        return accepted
    }
}

struct Inbox<Message> {
    var waiting: [Message] = []
    var isClosed = false
}

/// Waits for messages and swaps them with the empty `batch`. False when the inbox is closed and empty.
private func takeAll<Message>(from inbox: Monitor<Inbox<Message>>, into batch: inout [Message]) -> Bool {
    inbox.wait(until: { !$0.waiting.isEmpty || $0.isClosed }) { inbox in
        swap(&inbox.waiting, &batch)
        return !batch.isEmpty
    }
}
