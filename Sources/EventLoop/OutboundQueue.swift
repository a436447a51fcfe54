import CLibUV

/// What a connection still has to write while its socket takes no more: one write under way, and what waits behind it.
///
/// Exists only while the connection is blocked.
final class OutboundQueue {
    let request = UnsafeMutablePointer<uv_write_t>.allocate(capacity: 1)
    let blockedSince: UInt64
    private var writing: [OwnedPiece] = []
    private var backlog: [OwnedPiece] = []
    /// The last chunk of the backlog, while small copies may still be put into it.
    private var openChunk: OwnedChunk?
    private(set) var writingBytes = 0
    private(set) var backlogBytes = 0

    init(blockedSince: UInt64) {
        request.initialize(to: uv_write_t())
        self.blockedSince = blockedSince
    }

    deinit { request.deallocate() }

    var bytes: Int { writingBytes + backlogBytes }

    func append(copying bytes: UnsafeRawBufferPointer) {
        backlogBytes += bytes.count
        if let openChunk, openChunk.append(bytes) {
            backlog[backlog.count - 1].count += bytes.count
            return
        }
        // Small at first: thousands may be blocked with a few hundred bytes each.
        let chunk = OwnedChunk(capacity: max(bytes.count, min(max(backlogBytes, 256), 16_384)))
        _ = chunk.append(bytes)
        backlog.append(OwnedPiece(base: UnsafeRawPointer(chunk.base), count: bytes.count, owner: chunk))
        openChunk = chunk
    }

    func append(sharing bytes: UnsafeRawBufferPointer, owner: SharedBytes) {
        guard let base = bytes.baseAddress else { return }
        backlogBytes += bytes.count
        openChunk = nil
        backlog.append(OwnedPiece(base: base, count: bytes.count, owner: owner))
    }

    /// Makes the backlog the next write. The buffers are good until the next call.
    func writeBacklog(_ body: (UnsafeBufferPointer<uv_buf_t>) -> Int32) -> Int32 {
        writing.removeAll(keepingCapacity: true)
        swap(&writing, &backlog)
        openChunk = nil
        writingBytes = backlogBytes
        backlogBytes = 0
        return withUnsafeTemporaryAllocation(of: uv_buf_t.self, capacity: writing.count) { vectors in
            for (index, piece) in writing.enumerated() {
                vectors.initializeElement(at: index, to: uv_buf_t(reading: piece.base, count: piece.count))
            }
            return body(UnsafeBufferPointer(vectors))
        }
    }

    /// The write under way has ended. Returns how many bytes it had.
    func finishWrite() -> Int {
        defer { writingBytes = 0 }
        writing.removeAll(keepingCapacity: true)
        return writingBytes
    }
}

private struct OwnedPiece {
    let base: UnsafeRawPointer
    var count: Int
    let owner: AnyObject
}

private final class OwnedChunk {
    let base: UnsafeMutableRawPointer
    private let capacity: Int
    private var count = 0

    init(capacity: Int) {
        base = .allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    /// False, and nothing is copied, when there is not room for all.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= capacity - count else { return false }
        UnsafeMutableRawBufferPointer(start: base + count, count: bytes.count).copyMemory(from: bytes)
        count += bytes.count
        return true
    }
}

extension uv_buf_t {
    /// libuv's vectors are mutable since they serve reading as well; writing leaves the memory alone.
    init(reading base: UnsafeRawPointer, count: Int) {
        self.init(
            base: UnsafeMutableRawPointer(mutating: base).assumingMemoryBound(to: CChar.self), len: count)
    }
}
