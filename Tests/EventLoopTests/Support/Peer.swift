import Glibc

@testable import EventLoop

/// The other end: a blocking socket, so that a test decides byte by byte what is read and written.
final class Peer: @unchecked Sendable {
    private var descriptor: Int32
    /// True when the other side has ended the stream in good order, and that was read.
    private(set) var sawEnd = false

    /// A connected one.
    /// - Parameter receiveBuffer: the system's buffer in bytes; small ones make the other side block soon.
    convenience init(_ address: SocketAddress, receiveBuffer: Int32? = nil) throws {
        self.init(receiveBuffer: receiveBuffer)
        try connect(to: address)
    }

    /// One that has its descriptor, and is yet to ``connect(to:)``.
    init(receiveBuffer: Int32? = nil) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    func connect(to address: SocketAddress) throws {
        let code = Loopback(port: address.port).with { Glibc.connect(descriptor, $0, $1) }
        guard code == 0 else { throw LoopError.system(code: -errno) }
    }

    deinit { close() }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Without SIGPIPE when the other side is gone.
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// At most `limit` bytes; empty at the end of the stream, and on failure.
    func readSome(_ limit: Int = 65_536) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let received = recv(descriptor, buffer.baseAddress, limit, 0)
            if received == 0 { sawEnd = true }
            count = max(0, received)
        }
    }

    func read(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let some = readSome(min(65_536, count - bytes.count))
            if some.isEmpty { break }
            bytes += some
        }
        return bytes
    }

    func readToEnd() -> [UInt8] { read(.max) }

    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    /// Breaks the connection off: the other side sees a reset.
    func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        close()
    }
}
