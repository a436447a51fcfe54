/// Durations in nanoseconds, counted in buckets that are at most 1/64 wide of what they hold.
struct Histogram {
    private var buckets = [UInt64](repeating: 0, count: 64 * 60)
    private(set) var count: UInt64 = 0
    private(set) var highest: UInt64 = 0

    mutating func add(_ value: UInt64) {
        buckets[Self.bucket(of: value)] += 1
        count += 1
        highest = max(highest, value)
    }

    /// The middle of the bucket that holds the given share, such as 0.99, of all values; 0 when there are none.
    func percentile(_ share: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        var left = UInt64((Double(count) * share).rounded(.up))
        for (place, filled) in buckets.enumerated() {
            if left <= filled { return min(highest, Self.middle(of: place)) }
            left -= filled
        }
        return highest
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= 64 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let fraction = Int(truncatingIfNeeded: value >> UInt64(exponent - 6)) & 63
        return (exponent - 5) * 64 + fraction
    }

    private static func middle(of bucket: Int) -> UInt64 {
        guard bucket >= 64 else { return UInt64(bucket) }
        let exponent = UInt64(bucket / 64 + 5)
        let start = UInt64(64 + bucket % 64) << (exponent - 6)
        return start + (1 << (exponent - 6)) / 2
    }
}
