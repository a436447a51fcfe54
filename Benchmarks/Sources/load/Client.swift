import Glibc

/// One connection: a person who reads one room and perhaps writes to it.
final class Client {
    enum Phase { case logIn, upgrade, subscribe, settle, live, gone }

    let descriptor: Int32
    /// From 0.
    let index: Int
    /// The number of the account, from 1.
    let person: Int
    /// The room's number for the server.
    let room: Int
    let isSender: Bool
    var phase = Phase.logIn
    /// The last number that was read, and the one before the first.
    var last: Int64 = -1
    var base: Int64 = -1
    /// Where messages have no numbers: how many of each of the room's senders were read.
    var heard: [Int] = []
    /// Sends without an answer yet.
    var outstanding = 0
    var sent = 0
    var acknowledged = 0
    /// Whether the run has it in its list of those who may write again.
    var isReady = false
    /// The beginning of a frame whose rest has not come.
    var partial: [UInt8] = []
    private var outgoing: [UInt8] = []
    private var written = 0

    init(index: Int, person: Int, room: Int, isSender: Bool, port: UInt16) throws(LoadError) {
        self.index = index
        self.person = person
        self.room = room
        self.isSender = isSender
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError("no socket: \(String(cString: strerror(errno)))") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw LoadError("cannot connect: \(String(cString: strerror(errno)))") }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    var hasOutgoing: Bool { written < outgoing.count }

    /// Adds bytes that the next ``flush()`` writes.
    func write(_ body: (inout [UInt8]) -> Void) { body(&outgoing) }

    /// False when the connection is broken.
    func flush() -> Bool {
        while hasOutgoing {
            let count = outgoing.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                return send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 { return errno == EAGAIN }
            written += count
        }
        outgoing.removeAll(keepingCapacity: true)
        written = 0
        return true
    }
}
