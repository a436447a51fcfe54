/// A first-in, first-out way from any thread into a loop.
///
/// - Never reorders: messages of one thread are handled in the order they were posted, those of several in the order of the lock.
/// - One lock a post; the loop is woken only when the inbox was empty.
/// - In steady state nothing is allocated: two arrays change places.
public final class LoopInbox<Message: Sendable>: LoopMail, @unchecked Sendable {
    // Unchecked: `handler` and `spare` belong to the loop's thread.
    private struct State: Sendable {
        var waiting: [Message] = []
        var isClosed = false
    }

    private let loop: EventLoop
    private let state = Guarded(State())
    private var handler: ((inout [Message]) -> Void)?
    private var spare: [Message] = []

    /// Opens the inbox. On the loop; afterwards it may be handed to any thread.
    ///
    /// The loop holds the inbox and its handler until ``close()`` or until the loop ends, so that both are released there.
    /// - Parameter handler: gets all that waits, on the loop. It may empty the array or leave it; it is emptied afterwards.
    public init(on loop: EventLoop, handler: @escaping (_ batch: inout [Message]) -> Void) {
        loop.checkIsolated()
        self.loop = loop
        self.handler = handler
        loop.inboxes[ObjectIdentifier(self)] = self
    }

    /// Adds one message. From any thread; never blocks for longer than a lock.
    /// - Returns: false, and the message is dropped, when the inbox is closed or the loop has ended.
    @discardableResult
    public func post(_ message: Message) -> Bool {
        add { $0.append(message) }
    }

    /// Adds messages that stay together and in order, for one lock and at most one wake-up.
    /// - Returns: false, and the messages are dropped, when the inbox is closed or the loop has ended.
    @discardableResult
    public func post(contentsOf messages: [Message]) -> Bool {
        messages.isEmpty || add { $0.append(contentsOf: messages) }
    }

    /// How many messages the handler has not been given yet. From any thread.
    public var waiting: Int { state.withLock { $0.waiting.count } }

    /// Drops what waits and releases the handler. On the loop, any number of times.
    public func close() {
        loop.checkIsolated()
        loop.inboxes[ObjectIdentifier(self)] = nil
        detach()
    }

    private func add(_ append: (inout [Message]) -> Void) -> Bool {
        let wasEmpty: Bool? = state.withLock { state in
            guard !state.isClosed else { return nil }
            let wasEmpty = state.waiting.isEmpty
            append(&state.waiting)
            return wasEmpty
        }
        guard let wasEmpty else { return false }
        return wasEmpty ? loop.add(.mail(self)) : true
    }

    func deliver() {
        var batch: [Message] = []
        swap(&batch, &spare)
        state.withLock { swap(&$0.waiting, &batch) }
        if !batch.isEmpty { handler?(&batch) }
        // After a burst, a huge array is given back.
        batch.removeAll(keepingCapacity: batch.capacity <= 16_384)
        swap(&batch, &spare)
    }

    func detach() {
        let dropped = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        _ = consume dropped
        handler = nil
    }
}
