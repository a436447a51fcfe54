/// Memory for the copies of one tick: chunks that stay where they are until the reset.
struct TickArena: ~Copyable {
    private var chunks: [UnsafeMutableRawPointer] = []
    private var current = 0
    private var used = 0

    static let chunkSize = 64 * 1024
    /// Chunks kept over a reset; what a burst took beyond them is given back.
    static let retainedChunks = 16

    init() {}

    deinit {
        for chunk in chunks { chunk.deallocate() }
    }

    /// Copies as many bytes as fit into the current chunk, at least one, and returns where they now are.
    mutating func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        if used == Self.chunkSize {
            current += 1
            used = 0
        }
        if current == chunks.count {
            chunks.append(.allocate(byteCount: Self.chunkSize, alignment: 16))
        }
        let fitting = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.chunkSize - used))
        let target = UnsafeMutableRawBufferPointer(start: chunks[current] + used, count: fitting.count)
        target.copyMemory(from: fitting)
        used += fitting.count
        return UnsafeRawBufferPointer(target)
    }

    mutating func reset() {
        while chunks.count > Self.retainedChunks { chunks.removeLast().deallocate() }
        current = 0
        used = 0
    }
}
