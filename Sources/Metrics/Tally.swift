import Synchronization

/// Several counts side by side: one thread writes them, any reads.
public final class Tally: @unchecked Sendable {
    // Unchecked: the pointer never changes, and points to atomics.
    private let counts: UnsafeMutablePointer<Atomic<Int>>
    public let size: Int

    public init(size: Int) {
        self.size = max(0, size)
        counts = .allocate(capacity: self.size)
        for place in 0..<self.size { (counts + place).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: size)
        counts.deallocate()
    }

    /// Only on the thread that writes it. A place that there is not is passed over.
    public func add(at place: Int) {
        guard place >= 0, place < size else { return }
        counts[place].store(counts[place].load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }

    /// 0 for a place that there is not.
    public subscript(place: Int) -> Int {
        place >= 0 && place < size ? counts[place].load(ordering: .relaxed) : 0
    }
}
