import Foundation

/// A TCP connection to the server on this machine that a test can do anything with.
final class RawSocket {
    let descriptor: Int32

    struct Failure: Error, CustomStringConvertible {
        let what: String
        let code: Int32
        var description: String { "\(what): \(String(cString: strerror(code)))" }
    }

    enum Arrival {
        case bytes([UInt8])
        case nothing
        /// The server closed, or broke, the connection.
        case end
    }

    /// - Parameters:
    ///   - receiveBuffer: bytes that the kernel keeps for a reader that does not read; its own choice when nil.
    ///   - source: whence it comes: any address of 127.0.0.0/8.
    init(port: UInt16, receiveBuffer: Int32? = nil, source: String? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(what: "socket", code: errno) }
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        if let source { _ = Self.withAddress(source, 0) { bind(descriptor, $0, $1) } }
        guard Self.withAddress("127.0.0.1", port, { connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure(what: "connect to \(port)", code: code)
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    private static func withAddress(
        _ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Whether something came that was not read, or the connection has ended.
    var isReadable: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    // MARK: Writing

    /// Writes all of it, or says that the server took no more. A connection that the server has ended is no error:
    /// what it said before tells why.
    func write(_ bytes: [UInt8], within patience: Duration = .seconds(30)) throws {
        let deadline = Deadline(patience)
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let taken = offer(rest) else { return }
            rest = rest.dropFirst(taken)
            if taken == 0, !waitFor(POLLOUT, deadline) { throw Impatient("the server to take \(rest.count) bytes") }
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Writes what the socket takes at once. Nil when the server has ended the connection.
    func offer(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// From here on, closing breaks the connection instead of ending it (and leaves no port in TIME_WAIT).
    func breakOnClose() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    // MARK: Reading

    func readAvailable(atMost most: Int = 65_536) -> Arrival {
        var buffer = [UInt8](repeating: 0, count: most)
        let count = recv(descriptor, &buffer, most, 0)
        if count > 0 { return .bytes(Array(buffer.prefix(count))) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .end
    }

    /// The next bytes; nil when the server has ended the connection.
    func read(_ deadline: Deadline = Deadline(), for what: String = "an answer") throws -> [UInt8]? {
        while true {
            switch readAvailable() {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .nothing: guard waitFor(POLLIN, deadline) else { throw Impatient(what) }
            }
        }
    }

    /// Everything until the server ends the connection.
    func readToEnd(within patience: Duration = .seconds(30)) throws -> [UInt8] {
        let deadline = Deadline(patience)
        var all: [UInt8] = []
        while let bytes = try read(deadline, for: "the end of the connection after \(all.count) bytes") { all += bytes }
        return all
    }

    private func waitFor(_ event: Int32, _ deadline: Deadline) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return poll(&wanted, 1, deadline.milliseconds) > 0
    }

    /// Waits until one of the sockets has something to read, or can be written to where that is wanted.
    static func waitForAny(_ sockets: [(socket: RawSocket, writes: Bool)], milliseconds: Int32) {
        var wanted = sockets.map { socket, writes in
            pollfd(fd: socket.descriptor, events: Int16(POLLIN) | (writes ? Int16(POLLOUT) : 0), revents: 0)
        }
        poll(&wanted, nfds_t(wanted.count), milliseconds)
    }
}
