/// Bytes that one (de)compressor writes into again and again.
struct ScratchBuffer: ~Copyable {
    /// What stays allocated between messages; a rare large message gives its memory back.
    static let keptBytes = 256 * 1024

    private(set) var bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    deinit { bytes.deallocate() }

    /// Makes room for a new message of about `count` bytes; the content is undefined.
    mutating func restart(expecting count: Int) {
        if bytes.count >= count && bytes.count <= Self.keptBytes { return }
        bytes.deallocate()
        bytes = .allocate(byteCount: count, alignment: 16)
    }

    /// Makes room for `count` bytes and keeps the first `used`.
    mutating func grow(to count: Int, keeping used: Int) {
        guard count > bytes.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(used)))
        bytes.deallocate()
        bytes = larger
    }
}
