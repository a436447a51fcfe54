/// Something that happens once, which threads can wait for.
public final class Latch: Sendable {
    private let isOpen = Monitor(false)

    public init() {}

    /// Lets everyone go who waits, now and later. From any thread, any number of times.
    public func open() {
        isOpen.withLock { $0 = true }
        isOpen.wakeAll()
    }

    /// Returns when it is open, or after `limit` nanoseconds.
    /// - Returns: whether it is open.
    public func wait(limit: UInt64) -> Bool {
        isOpen.wait(until: { $0 }, limit: limit) { $0 }
    }

    /// Returns when it is open.
    public func wait() {
        isOpen.wait(until: { $0 }) { _ in }
    }
}
