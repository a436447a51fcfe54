/// Bytes that never change, to be written to many connections without a copy for each.
public final class SharedBytes: @unchecked Sendable {
    // Unchecked: the memory is written in `init` alone.
    let base: UnsafeMutableRawPointer
    public let count: Int

    /// Makes a buffer and lets `fill` write into it.
    /// - Parameters:
    ///   - capacity: the most bytes that `fill` may write. All of it stays allocated.
    ///   - fill: writes from the start of the buffer and returns how many bytes it wrote.
    public init(capacity: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Int) {
        base = .allocate(byteCount: max(capacity, 1), alignment: 16)
        let written = fill(UnsafeMutableRawBufferPointer(start: base, count: capacity))
        precondition(written >= 0 && written <= capacity, "more bytes than the buffer holds")
        count = written
    }

    public convenience init(copying bytes: Span<UInt8>) {
        self.init(capacity: bytes.count) { buffer in
            bytes.withUnsafeBytes { buffer.copyMemory(from: $0) }
            return bytes.count
        }
    }

    deinit { base.deallocate() }

    /// Reads the bytes. The pointer is good inside `body` alone.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withExtendedLifetime(self) { body(UnsafeRawBufferPointer(start: base, count: count)) }
    }
}
