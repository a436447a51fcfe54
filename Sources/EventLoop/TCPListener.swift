import CLibUV
import Glibc

/// Accepts connections on an address and a port.
///
/// `SO_REUSEPORT` is set, so that each loop can have a listener of its own on one port and the system shares the connections
/// out among them. Confined to its loop; goes on until ``close()`` or until the loop ends.
public final class TCPListener: ClosesWithLoop {
    /// Where it listens, with the port that the system chose when 0 was asked for.
    public let address: SocketAddress
    private let loop: EventLoop
    private let descriptor: Int32
    private var handle: UnsafeMutablePointer<uv_poll_t>?
    private var onAccept: ((TCPConnection) -> Void)?
    private var pause: LoopTimer?

    /// Connections taken in one turn, before others have theirs.
    private static let acceptsPerTurn = 64
    /// How long accepting rests when the system has no descriptor or memory left.
    private static let pauseMilliseconds: UInt64 = 100

    /// Listens. On the loop.
    /// - Parameters:
    ///   - address: an IPv4 or IPv6 address, not a name; `::` takes both kinds. With port 0 the system chooses one.
    ///   - backlog: connections that may wait to be accepted; the system has a limit of its own.
    ///   - onAccept: must set the connection's handler; reading begins when it returns.
    public init(
        on loop: EventLoop, address: SocketAddress, backlog: Int32 = 1024,
        onAccept: @escaping (TCPConnection) -> Void
    ) throws(LoopError) {
        loop.checkIsolated()
        guard !loop.isStopping else { throw .loopStopped }
        guard let wanted = sockaddr_storage(numericHost: address.host, port: address.port) else { throw .badAddress }
        let descriptor = try listeningSocket(at: wanted, backlog: backlog)
        let handle = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
        handle.initialize(to: uv_poll_t())
        let code = uv_poll_init(loop.handles.loop, handle, descriptor)
        guard code == 0 else {
            handle.deallocate()
            Glibc.close(descriptor)
            throw LoopError(code: code)
        }
        self.address = localAddress(of: descriptor) ?? address
        self.loop = loop
        self.descriptor = descriptor
        self.handle = handle
        self.onAccept = onAccept
        handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        do throws(LoopError) {
            try checked(uv_poll_start(handle, Int32(UV_READABLE.rawValue), connectionsWait))
        } catch {
            close()
            throw error
        }
    }

    /// Throws when somebody else listens there: a shared port would give each of two servers half of the connections,
    /// and say nothing. To be asked before the first of one's own listeners; port 0 is always free.
    public static func checkUnused(_ address: SocketAddress) throws(LoopError) {
        guard let wanted = sockaddr_storage(numericHost: address.host, port: address.port) else { throw .badAddress }
        Glibc.close(try boundSocket(at: wanted, sharesPort: false))
    }

    /// Stops listening. Connections that were accepted go on. On the loop, any number of times.
    public func close() {
        guard let handle else { return }
        self.handle = nil
        pause = nil
        onAccept = nil
        uv_close(handle.asHandle, listenerClosed)
        Glibc.close(descriptor)
    }

    func loopStops() { close() }

    fileprivate func accept() {
        loop.activity.enter("accepting connections")
        for _ in 0..<Self.acceptsPerTurn {
            guard let onAccept else { return }
            let accepted = Glibc.accept(descriptor, nil, nil)
            guard accepted >= 0 else {
                switch errno {
                case EAGAIN: return
                case EMFILE, ENFILE, ENOBUFS, ENOMEM, EBADF, EINVAL, ENOTSOCK, EFAULT: return rest()
                // The connection itself has failed already; the next may be good. See accept(2).
                default: continue
                }
            }
            _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
            guard let connection = connection(of: accepted) else { continue }
            loop.statistics.acceptedConnections.add()
            onAccept(connection)
            connection.attend()
        }
    }

    private func connection(of accepted: Int32) -> TCPConnection? {
        do throws(LoopError) {
            let connection = try TCPConnection(on: loop)
            let code = uv_tcp_open(connection.handle, accepted)
            guard code == 0 else {
                connection.close()
                Glibc.close(accepted)
                return nil
            }
            // Only costs speed if it fails.
            uv_tcp_nodelay(connection.handle, 1)
            return connection
        } catch {
            Glibc.close(accepted)
            return nil
        }
    }

    /// Lets the waiting connections wait, instead of asking again and again for what the system does not have.
    private func rest() {
        guard let handle else { return }
        loop.statistics.acceptPauses.add()
        uv_poll_stop(handle)
        pause = LoopTimer(on: loop, after: Self.pauseMilliseconds) { [unowned self] in
            pause = nil
            guard let handle = self.handle else { return }
            if uv_poll_start(handle, Int32(UV_READABLE.rawValue), connectionsWait) != 0 { rest() }
        }
    }
}

private func listeningSocket(at address: sockaddr_storage, backlog: Int32) throws(LoopError) -> Int32 {
    let descriptor = try boundSocket(at: address, sharesPort: true)
    guard listen(descriptor, backlog) == 0 else {
        let code = -errno
        Glibc.close(descriptor)
        throw LoopError(code: code)
    }
    return descriptor
}

private func boundSocket(at address: sockaddr_storage, sharesPort: Bool) throws(LoopError) -> Int32 {
    let family = Int32(address.ss_family)
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { throw LoopError(code: -errno) }
    let length = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
    guard setOption(SOL_SOCKET, SO_REUSEADDR, 1, of: descriptor),
        !sharesPort || setOption(SOL_SOCKET, SO_REUSEPORT, 1, of: descriptor),
        family == AF_INET || setOption(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0, of: descriptor),
        address.withAddress({ bind(descriptor, $0, socklen_t(length)) }) == 0
    else {
        let code = -errno
        Glibc.close(descriptor)
        throw LoopError(code: code)
    }
    return descriptor
}

private func setOption(_ level: Int32, _ option: Int32, _ value: Int32, of descriptor: Int32) -> Bool {
    var value = value
    return setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
}

private func localAddress(of descriptor: Int32) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let code = withUnsafeMutablePointer(to: &storage) { storage in
        getsockname(descriptor, UnsafeMutableRawPointer(storage).assumingMemoryBound(to: sockaddr.self), &length)
    }
    return code == 0 ? SocketAddress(storage) : nil
}

private func connectionsWait(_ handle: UnsafeMutablePointer<uv_poll_t>?, _: Int32, _: Int32) {
    guard let data = handle?.pointee.data else { return }
    // With an error status as well: accepting then meets the error itself.
    Unmanaged<TCPListener>.fromOpaque(data).takeUnretainedValue().accept()
}

private func listenerClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
    guard let handle, let data = handle.pointee.data else { return }
    Unmanaged<TCPListener>.fromOpaque(data).release()
    UnsafeMutableRawPointer(handle).deallocate()
}
