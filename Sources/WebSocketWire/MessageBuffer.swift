/// The bytes of a message that is not complete yet. Holds no memory while it is empty and released.
struct MessageBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    private(set) var capacity = 0
    private(set) var count = 0

    deinit { base?.deallocate() }

    /// `expected` is how many bytes the buffer will probably have in the end. It caps how far the buffer grows ahead,
    /// and reserves nothing by itself: a peer that announces much and sends little must not cost much.
    mutating func append(_ bytes: UnsafeMutableRawBufferPointer, expected: Int) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        let needed = count + bytes.count
        if needed > capacity { grow(to: max(needed, min(expected, max(needed, 256) * 2))) }
        base?.advanced(by: count).copyMemory(from: source, byteCount: bytes.count)
        count = needed
    }

    /// The bytes from `offset` on, valid until the buffer changes.
    func suffix(from offset: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base.map { $0 + offset }, count: count - offset)
    }

    mutating func truncate(to count: Int) {
        self.count = count
    }

    mutating func release() {
        base?.deallocate()
        base = nil
        capacity = 0
        count = 0
    }

    private mutating func grow(to size: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        if let base {
            larger.copyMemory(from: base, byteCount: count)
            base.deallocate()
        }
        base = larger
        capacity = size
    }
}
