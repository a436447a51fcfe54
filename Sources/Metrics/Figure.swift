import Synchronization

/// A number about the running server: one thread writes it, any reads it, at any time.
///
/// Neither a lock nor a locked instruction: to add is a load and a store of the writer's own cache line. It wraps, since
/// what only counts must not stop anything.
public struct Figure: ~Copyable, Sendable {
    private let number = Atomic<Int>(0)

    public init() {}

    /// Only on the thread that writes it.
    public func add(_ count: Int = 1) {
        number.store(number.load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }

    /// Only on the thread that writes it.
    public func set(_ value: Int) { number.store(value, ordering: .relaxed) }

    public var value: Int { number.load(ordering: .relaxed) }
}
