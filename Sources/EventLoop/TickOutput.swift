import CLibUV

/// Bytes that the loop holds until its next flush, so that connections can refer to them without retaining them.
///
/// Made by ``EventLoop/keepUntilFlush(_:)``. It is good until the callback it was made in returns; using it later is a
/// programming error and stops the program.
public struct KeptBytes {
    let owner: Unmanaged<SharedBytes>
    let base: UnsafeRawPointer
    public let count: Int
    let tick: UInt64
}

/// One stretch of memory that a connection will write in this tick; a link in that connection's list.
struct TickPiece {
    var base: UnsafeRawPointer
    var count: Int
    /// Nil when the memory belongs to the tick's arena.
    var owner: Unmanaged<SharedBytes>?
    /// The number of the next piece, or `none`.
    var next: Int32

    static let none: Int32 = -1
}

/// All that the connections of one loop want written in this tick.
///
/// The connections' lists of pieces are links in one array, so an idle connection holds no list and a busy one allocates
/// none. Confined to the loop.
final class TickOutput {
    private(set) var pieces: UnsafeMutablePointer<TickPiece>
    private var capacity: Int
    private var pieceCount = 0
    private var arena = TickArena()
    private var kept: [SharedBytes] = []
    /// Not retained: an open connection is held by its handle, whose close callback comes after the flush.
    var dirty: [Unmanaged<TCPConnection>] = []
    /// Distinct between loops, so that one loop's ``KeptBytes`` are never taken by another.
    private(set) var tick: UInt64
    let vectors = UnsafeMutablePointer<uv_buf_t>.allocate(capacity: TickOutput.vectorLimit)

    /// `IOV_MAX` on Linux: the most pieces that one system call takes.
    static let vectorLimit = 1024
    private static let initialCapacity = 1024
    private static let retainedCapacity = 65_536

    init(loopNumber: UInt64) {
        capacity = Self.initialCapacity
        pieces = .allocate(capacity: capacity)
        tick = loopNumber << 40
    }

    deinit {
        pieces.deallocate()
        vectors.deallocate()
    }

    func keep(_ bytes: SharedBytes) -> KeptBytes {
        kept.append(bytes)
        return KeptBytes(
            owner: .passUnretained(bytes), base: UnsafeRawPointer(bytes.base), count: bytes.count, tick: tick)
    }

    /// Copies bytes into the arena and appends them to the connection's list.
    func append(copying bytes: UnsafeRawBufferPointer, to connection: TCPConnection) {
        var rest = bytes
        while !rest.isEmpty {
            let copied = arena.copy(rest)
            append(copied, owner: nil, to: connection)
            rest = UnsafeRawBufferPointer(rebasing: rest[copied.count...])
        }
    }

    /// Appends memory to the connection's list, merged with the piece before when it lies directly behind it.
    func append(_ bytes: UnsafeRawBufferPointer, owner: Unmanaged<SharedBytes>?, to connection: TCPConnection) {
        guard let base = bytes.baseAddress else { return }
        let last = Int(connection.lastPiece)
        if last >= 0, pieces[last].base + pieces[last].count == base,
            pieces[last].owner?.toOpaque() == owner?.toOpaque()
        {
            pieces[last].count += bytes.count
            return
        }
        if pieceCount == capacity { grow(to: capacity * 2) }
        let number = Int32(truncatingIfNeeded: pieceCount)
        (pieces + pieceCount).initialize(
            to: TickPiece(base: base, count: bytes.count, owner: owner, next: TickPiece.none))
        pieceCount += 1
        if last >= 0 { pieces[last].next = number } else { connection.firstPiece = number }
        connection.lastPiece = number
        if !connection.isDirty {
            connection.isDirty = true
            dirty.append(.passUnretained(connection))
        }
    }

    /// Writes what every dirty connection has, then forgets the tick's memory. Calls nothing of the users'.
    func flush() {
        guard !dirty.isEmpty || !kept.isEmpty else { return }
        for (place, connection) in dirty.enumerated() {
            // Thousands of connections are more than the caches hold. What the next ones need comes while this one is in
            // its system call: first the object, then the handle that it refers to.
            if place + 4 < dirty.count { TCPConnection.prefetch(dirty[place + 4]) }
            if place + 2 < dirty.count { dirty[place + 2]._withUnsafeGuaranteedRef { $0.prefetchHandle() } }
            connection._withUnsafeGuaranteedRef { connection in
                connection.isDirty = false
                connection.writePending()
            }
        }
        dirty.removeAll(keepingCapacity: true)
        kept.removeAll(keepingCapacity: true)
        arena.reset()
        pieceCount = 0
        if capacity > Self.retainedCapacity {
            pieces.deallocate()
            capacity = Self.initialCapacity
            pieces = .allocate(capacity: capacity)
        }
        tick &+= 1
    }

    private func grow(to newCapacity: Int) {
        let larger = UnsafeMutablePointer<TickPiece>.allocate(capacity: newCapacity)
        larger.moveInitialize(from: pieces, count: pieceCount)
        pieces.deallocate()
        pieces = larger
        capacity = newCapacity
    }
}
