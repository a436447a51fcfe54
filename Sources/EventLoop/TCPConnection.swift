import CLibUV
import Glibc

/// One TCP connection, confined to its loop.
///
/// **Writing.** What is sent during a turn of the loop is gathered and written at its end with one system call. When the
/// socket takes less than that, the connection is *blocked*: the rest waits, what is sent meanwhile waits behind it, and
/// ``TCPConnectionHandler/drained(_:)`` tells when everything is out. Bytes leave in the order of the calls, whichever way
/// they were sent.
///
/// **Life.** The connection stays open, whoever refers to it, until it is closed, fails, or the loop stops; then the handler
/// hears ``TCPConnectionHandler/closed(_:reason:)`` once and is released.
///
/// An idle connection costs about 500 bytes and no buffer. `TCP_NODELAY` is set.
public final class TCPConnection {
    public let loop: EventLoop
    /// Who hears of the connection. Must be set before the callback that was given the connection returns; otherwise the
    /// connection is closed.
    public var handler: (any TCPConnectionHandler)?
    /// The most bytes that may wait to be written. Default: 1 MiB.
    public var outboundLimit = 1 << 20

    let handle: UnsafeMutablePointer<uv_tcp_t>
    var phase = Phase.unattended
    var isDirty = false
    var isReadingWanted = true
    var hasPeerEnded = false
    var isShutDown = false
    /// The connection's list in ``TickOutput``.
    var firstPiece = TickPiece.none
    var lastPiece = TickPiece.none
    var pendingBytes = 0
    /// Exists while the connection is blocked.
    var outbound: OutboundQueue?
    var closeReason = CloseReason.requested
    /// What the handler keeps of what came.
    var unusedBytes = 0

    enum Phase: UInt8 {
        /// Just made, connecting or not yet handed over. Next: open, closing.
        case unattended
        /// Next: finishing, closing.
        case open
        /// Writes the rest, shuts down, waits for the peer's end; takes nothing new. Next: closing.
        case finishing
        /// The handle's close callback is due. Next: closed.
        case closing
        /// The handle is gone.
        case closed
    }

    /// Makes a connection without a socket. It holds itself until its handle is closed.
    init(on loop: EventLoop) throws(LoopError) {
        self.loop = loop
        handle = .allocate(capacity: 1)
        handle.initialize(to: uv_tcp_t())
        let code = uv_tcp_init(loop.handles.loop, handle)
        guard code == 0 else {
            phase = .closed
            handle.deallocate()
            throw LoopError(code: code)
        }
        handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        loop.statistics.openConnections.add()
    }

    /// The peer's address. Nil once the connection is closed or when the system does not know it any more. Calls
    /// `uv_tcp_getpeername`.
    public var remoteAddress: SocketAddress? {
        guard phase != .closed, phase != .closing else { return nil }
        var storage = sockaddr_storage()
        var length = Int32(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) { storage in
            uv_tcp_getpeername(
                handle, UnsafeMutableRawPointer(storage).assumingMemoryBound(to: sockaddr.self), &length)
        }
        return code == 0 ? SocketAddress(storage) : nil
    }

    /// True until the connection is told to finish or to close, or fails.
    public var isOpen: Bool { phase == .open || phase == .unattended }

    // MARK: Reading

    /// Stops reading, so that the peer is held back by TCP. While paused, neither its end nor its failure is noticed, other
    /// than by writing.
    public func pauseReading() {
        guard isReadingWanted, isOpen else { return }
        isReadingWanted = false
        if phase == .open { uv_read_stop(handle.asStream) }
    }

    public func resumeReading() {
        guard !isReadingWanted, isOpen else { return }
        isReadingWanted = true
        startReading()
    }

    /// Begins the connection's life after it was handed over.
    func attend() {
        guard phase == .unattended else { return }
        guard handler != nil else { return close() }
        phase = .open
        startReading()
    }

    func startReading() {
        guard phase == .open || phase == .finishing, isReadingWanted, !hasPeerEnded else { return }
        let code = uv_read_start(handle.asStream, lendScratch, bytesArrived)
        if code < 0, code != UV_EALREADY.rawValue { close(for: .failed(LoopError(code: code))) }
    }

    fileprivate func arrived(_ count: Int, _ base: UnsafeMutableRawPointer?) {
        if count > 0 {
            guard phase == .open, let base, let handler else { return }
            loop.activity.enter("reading from a connection")
            loop.statistics.readBytes.add(count)
            handler.received(UnsafeMutableRawBufferPointer(start: base, count: count), from: self)
        } else if count == Int(UV_EOF.rawValue) {
            hasPeerEnded = true
            if phase == .open {
                handler?.endOfStream(self)
            } else if isShutDown {
                close(for: .finished)
            }
        } else if count < 0 {
            close(for: .failed(LoopError(code: Int32(truncatingIfNeeded: count))))
        }
    }
}

private func lendScratch(
    _ handle: UnsafeMutablePointer<uv_handle_t>?, _: Int, _ buffer: UnsafeMutablePointer<uv_buf_t>?
) {
    guard let scratch = owner(of: handle?.pointee.loop)?.handles.scratch else { return }
    buffer?.pointee = uv_buf_t(
        base: scratch.baseAddress?.assumingMemoryBound(to: CChar.self), len: scratch.count)
}

private func bytesArrived(
    _ stream: UnsafeMutablePointer<uv_stream_t>?, _ count: Int, _ buffer: UnsafePointer<uv_buf_t>?
) {
    guard let data = stream?.pointee.data else { return }
    Unmanaged<TCPConnection>.fromOpaque(data).takeUnretainedValue()
        .arrived(count, UnsafeMutableRawPointer(buffer?.pointee.base))
}
