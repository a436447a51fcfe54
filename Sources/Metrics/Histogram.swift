import Synchronization

/// How values are spread over fixed buckets: one thread observes, any reads.
public final class Histogram: @unchecked Sendable {
    // Unchecked: the pointer never changes, and points to atomics.
    private let bounds: [Int]
    private let counts: UnsafeMutablePointer<Atomic<Int>>
    private let sum = Figure()

    /// Durations in nanoseconds, from a tenth of a millisecond to ten seconds.
    public static let durations =
        [
            100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
            10_000_000,
        ].map { $0 * 1_000 }

    /// Sizes of batches.
    public static let sizes = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000, 100_000]

    /// - Parameter bounds: the greatest value of each bucket, rising. What is greater than the last is counted as well.
    public init(upTo bounds: [Int]) {
        self.bounds = bounds
        counts = .allocate(capacity: bounds.count + 1)
        for place in 0...bounds.count { (counts + place).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: bounds.count + 1)
        counts.deallocate()
    }

    /// Only on the thread that writes it.
    public func observe(_ value: Int) {
        var place = 0
        while place < bounds.count, value > bounds[place] { place += 1 }
        counts[place].store(counts[place].load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        sum.add(value)
    }

    /// What was observed so far. While the writer goes on, the sum may be a moment older or newer than the counts.
    public var spread: Spread {
        Spread(
            bounds: bounds, counts: (0...bounds.count).map { counts[$0].load(ordering: .relaxed) }, sum: sum.value)
    }

    /// The content of histograms with the same bounds.
    public struct Spread: Sendable, Equatable {
        public let bounds: [Int]
        /// Of each bucket by itself; one more than there are bounds.
        public private(set) var counts: [Int]
        public private(set) var sum: Int

        public var count: Int { counts.reduce(0, &+) }

        /// Of threads that each observe a part of the same. Those with other bounds are passed over.
        public func merged(with others: some Sequence<Spread>) -> Spread {
            var all = self
            for other in others where other.bounds == bounds {
                for place in all.counts.indices { all.counts[place] &+= other.counts[place] }
                all.sum &+= other.sum
            }
            return all
        }
    }
}
