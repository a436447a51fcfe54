import CLibUV

extension TCPConnection {
    /// Sends a copy of `bytes`, at the end of this turn.
    public func send(copying bytes: UnsafeRawBufferPointer) -> SendOutcome {
        let outcome = admit(bytes.count)
        guard outcome == .accepted, !bytes.isEmpty else { return outcome }
        count(bytes.count)
        if let outbound {
            outbound.append(copying: bytes)
        } else {
            pendingBytes += bytes.count
            loop.output.append(copying: bytes, to: self)
        }
        return .accepted
    }

    /// Sends a copy of `bytes`, at the end of this turn.
    public func send(copying bytes: Span<UInt8>) -> SendOutcome {
        bytes.withUnsafeBytes { send(copying: $0) }
    }

    /// Sends a part of shared bytes, at the end of this turn, without copying. Nothing is retained unless the connection is
    /// blocked.
    /// - Parameters:
    ///   - bytes: from ``EventLoop/keepUntilFlush(_:)``, in this very turn.
    ///   - start: the offset of the first byte.
    ///   - length: how many bytes; the part must lie within the buffer.
    public func send(sharing bytes: KeptBytes, from start: Int, count length: Int) -> SendOutcome {
        precondition(bytes.tick == loop.output.tick, "bytes kept in another turn, or by another loop")
        precondition(start >= 0 && length >= 0 && length <= bytes.count - start, "not a part of the buffer")
        let outcome = admit(length)
        guard outcome == .accepted, length > 0 else { return outcome }
        count(length)
        let part = UnsafeRawBufferPointer(start: bytes.base + start, count: length)
        if let outbound {
            outbound.append(sharing: part, owner: bytes.owner.takeUnretainedValue())
        } else {
            pendingBytes += length
            loop.output.append(part, owner: bytes.owner, to: self)
        }
        return .accepted
    }

    /// Sends all of the shared bytes.
    public func send(sharing bytes: KeptBytes) -> SendOutcome {
        send(sharing: bytes, from: 0, count: bytes.count)
    }

    /// Bytes that were accepted and that the system has not taken.
    public var queuedBytes: Int { pendingBytes + (outbound?.bytes ?? 0) }

    /// True from a write that the socket did not take in full until ``TCPConnectionHandler/drained(_:)``.
    public var isBlocked: Bool { outbound != nil }

    /// When the connection became blocked, in ``EventLoop/now``; nil when it is not.
    public var blockedSince: UInt64? { outbound?.blockedSince }

    private func admit(_ length: Int) -> SendOutcome {
        guard isOpen else { return .closed }
        guard length > outboundLimit - queuedBytes else { return .accepted }
        // Perhaps the socket takes what this turn has gathered so far.
        writePending()
        guard isOpen else { return .closed }
        return length > outboundLimit - queuedBytes ? .overLimit : .accepted
    }

    private func count(_ length: Int) { loop.outboundBytes += length }

    // MARK: Writing

    /// For a connection that something will be sent to in a moment.
    public static func prefetch(_ connection: Unmanaged<TCPConnection>) {
        let object = connection.toOpaque()
        roost_prefetch(object)
        roost_prefetch(object + 64)
        roost_prefetch(object + 128)
    }

    func prefetchHandle() {
        let handle = UnsafeRawPointer(handle)
        roost_prefetch(handle)
        roost_prefetch(handle + 64)
        roost_prefetch(handle + 128)
    }

    /// Offers what this turn gathered to the socket. What it does not take blocks the connection.
    func writePending() {
        guard firstPiece != TickPiece.none else { return }
        var next = firstPiece
        firstPiece = TickPiece.none
        lastPiece = TickPiece.none
        let (pieces, vectors) = (loop.output.pieces, loop.output.vectors)
        while next != TickPiece.none {
            let first = next
            var (used, offered) = (0, 0)
            while next != TickPiece.none, used < TickOutput.vectorLimit {
                let piece = pieces[Int(next)]
                (vectors + used).initialize(to: uv_buf_t(reading: piece.base, count: piece.count))
                used += 1
                offered += piece.count
                next = piece.next
            }
            loop.statistics.writes.add()
            let result = uv_try_write(handle.asStream, vectors, UInt32(used))
            guard result >= 0 || result == UV_EAGAIN.rawValue else {
                return close(for: .failed(LoopError(code: result)))
            }
            let written = max(0, Int(result))
            loop.statistics.writtenBytes.add(written)
            loop.outboundBytes -= written
            pendingBytes -= written
            if written < offered { return block(on: first, skipping: written) }
        }
        if phase == .finishing { shutDown() }
    }

    /// Moves the pieces from `first` on into a queue of its own and lets libuv write them when the socket is ready.
    private func block(on first: Int32, skipping written: Int) {
        let queue = OutboundQueue(blockedSince: loop.now)
        var (next, skip) = (first, written)
        while next != TickPiece.none {
            let piece = loop.output.pieces[Int(next)]
            next = piece.next
            let skipped = min(skip, piece.count)
            skip -= skipped
            let rest = UnsafeRawBufferPointer(start: piece.base + skipped, count: piece.count - skipped)
            guard !rest.isEmpty else { continue }
            if let owner = piece.owner {
                queue.append(sharing: rest, owner: owner.takeUnretainedValue())
            } else {
                queue.append(copying: rest)
            }
        }
        pendingBytes = 0
        outbound = queue
        loop.statistics.blocks.add()
        writeBacklog(of: queue)
    }

    private func writeBacklog(of queue: OutboundQueue) {
        let code = queue.writeBacklog { vectors in
            uv_write(queue.request, handle.asStream, vectors.baseAddress, UInt32(vectors.count), backlogWritten)
        }
        if code < 0 {
            outbound = nil
            loop.outboundBytes -= queue.bytes
            close(for: .failed(LoopError(code: code)))
        }
    }

    fileprivate func wroteBacklog(_ status: Int32) {
        guard let queue = outbound else { return }
        loop.activity.enter("writing to a slow connection")
        let written = queue.finishWrite()
        loop.outboundBytes -= written
        guard status == 0, phase == .open || phase == .finishing else {
            loop.outboundBytes -= queue.bytes
            outbound = nil
            if status != 0 { close(for: .failed(LoopError(code: status))) }
            return
        }
        loop.statistics.writtenBytes.add(written)
        guard queue.bytes == 0 else { return writeBacklog(of: queue) }
        outbound = nil
        if phase == .finishing { shutDown() } else { handler?.drained(self) }
    }
}

private func backlogWritten(_ request: UnsafeMutablePointer<uv_write_t>?, _ status: Int32) {
    guard let data = request?.pointee.handle.pointee.data else { return }
    Unmanaged<TCPConnection>.fromOpaque(data).takeUnretainedValue().wroteBacklog(status)
}
