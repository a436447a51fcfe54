public import EventLoop

/// Bytes of the frames of consecutive events, and where each begins; one offset more than there are events.
public struct FrameRun: Sendable {
    public let bytes: SharedBytes
    public let offsets: [UInt32]

    public init(bytes: SharedBytes, offsets: [UInt32]) {
        (self.bytes, self.offsets) = (bytes, offsets)
    }

    /// The bytes of the events from index `first` up to, not including, `end`: as many whole events as `bytes` hold,
    /// but one at least.
    func range(from first: Int, to end: Int, atMost bytes: Int) -> (start: Int, count: Int, events: Int)? {
        guard first >= 0, first < end, end < offsets.count else { return nil }
        let start = Int(offsets[first])
        var (low, high) = (first + 1, end)
        while low < high {
            let middle = (low + high + 1) / 2
            if Int(offsets[middle]) - start <= bytes { low = middle } else { high = middle - 1 }
        }
        return (start, Int(offsets[low]) - start, low - first)
    }
}
