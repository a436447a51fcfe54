import CLibUV

extension TCPConnection: ClosesWithLoop {
    /// Closes at once; what was not written is lost. Any number of times.
    public func close() { close(for: .requested) }

    /// Writes what was sent, tells the peer that no more follows, and closes when the peer has ended as well. Until then
    /// what arrives is thrown away: closing with unread bytes would reset the connection and could take the last answer
    /// from the peer.
    /// - Parameter limit: milliseconds for all of it, then the connection is closed. Kept to about 50 ms.
    public func finishThenClose(within limit: UInt64 = 5_000) {
        guard isOpen else { return }
        phase = .finishing
        loop.finishing.add(self, until: loop.now + limit)
        isReadingWanted = true
        startReading()
        if phase == .finishing, firstPiece == TickPiece.none, outbound == nil { shutDown() }
    }

    func loopStops() { close(for: .loopStopped) }

    func close(for reason: CloseReason) {
        guard phase != .closing, phase != .closed else { return }
        phase = .closing
        closeReason = reason
        firstPiece = TickPiece.none
        lastPiece = TickPiece.none
        loop.outboundBytes -= pendingBytes
        pendingBytes = 0
        uv_close(handle.asHandle, connectionClosed)
    }

    func shutDown() {
        let request = UnsafeMutablePointer<uv_shutdown_t>.allocate(capacity: 1)
        request.initialize(to: uv_shutdown_t())
        let code = uv_shutdown(request, handle.asStream, connectionShutDown)
        if code < 0 {
            request.deallocate()
            close(for: .failed(LoopError(code: code)))
        }
    }

    fileprivate func didShutDown(_ status: Int32) {
        guard phase == .finishing else { return }
        guard status == 0 else { return close(for: .failed(LoopError(code: status))) }
        isShutDown = true
        if hasPeerEnded { close(for: .finished) }
    }

    fileprivate func didClose() {
        phase = .closed
        outbound = nil
        _ = mayKeep(0)
        handle.deallocate()
        loop.statistics.openConnections.add(-1)
        let last = handler
        handler = nil
        last?.closed(self, reason: closeReason)
    }
}

private func connectionShutDown(_ request: UnsafeMutablePointer<uv_shutdown_t>?, _ status: Int32) {
    guard let request else { return }
    defer { request.deallocate() }
    guard let data = request.pointee.handle.pointee.data else { return }
    Unmanaged<TCPConnection>.fromOpaque(data).takeUnretainedValue().didShutDown(status)
}

private func connectionClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
    guard let data = handle?.pointee.data else { return }
    let connection = Unmanaged<TCPConnection>.fromOpaque(data).takeRetainedValue()
    connection.loop.activity.enter("closing connections")
    connection.didClose()
}
