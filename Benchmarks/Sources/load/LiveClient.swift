import Glibc

/// A connection to the live stream with a session's token, from its first packet on. Nothing of it waits.
final class LiveClient {
    enum Phase { case connecting, upgrading, open, gone }

    let descriptor: Int32
    /// From 0.
    let index: Int
    fileprivate(set) var phase = Phase.connecting
    /// The beginning of a frame whose rest has not come.
    fileprivate var partial: [UInt8] = []
    /// Whether the poller tells when there is room for writing.
    fileprivate var isWatched = true
    private var outgoing: [UInt8] = []
    private var written = 0

    init(index: Int, port: UInt16, token: String) throws(LoadError) {
        self.index = index
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw LoadError("no socket: \(String(cString: strerror(errno)))") }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 || errno == EINPROGRESS else {
            throw LoadError("cannot connect: \(String(cString: strerror(errno)))")
        }
        LiveFrames.appendUpgrade(token: token, to: &outgoing)
    }

    var hasOutgoing: Bool { written < outgoing.count }

    /// Adds a message that the next ``flush()`` writes.
    func say(_ json: [UInt8]) { LiveFrames.append(0x81, json, to: &outgoing) }

    fileprivate func pong(_ payload: UnsafeRawBufferPointer) { LiveFrames.append(0x8A, Array(payload), to: &outgoing) }

    func flush() throws(LoadError) {
        while hasOutgoing {
            let count = outgoing.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                return send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { throw LoadError("a connection broke: \(String(cString: strerror(errno)))") }
            written += count
        }
        outgoing.removeAll(keepingCapacity: true)
        written = 0
    }
}

/// What becomes of the connections of ``LiveClients``.
protocol LiveScenario: AnyObject {
    /// The server has taken the session.
    func opened(_ client: LiveClient) throws(LoadError)
    func received(_ message: LiveMessage, _ json: UnsafeRawBufferPointer, by client: LiveClient) throws(LoadError)
}

/// Many connections to the live stream, on one thread and one epoll.
final class LiveClients {
    let poller: Poller
    private(set) var clients: [LiveClient] = []
    unowned let scenario: any LiveScenario
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)

    init(_ scenario: any LiveScenario) throws(LoadError) {
        self.scenario = scenario
        poller = try Poller()
    }

    deinit { buffer.deallocate() }

    func connect(port: UInt16, token: String) throws(LoadError) {
        let client = try LiveClient(index: clients.count, port: port, token: token)
        clients.append(client)
        poller.add(client.descriptor, mark: UInt32(client.index))
        poller.watch(client.descriptor, mark: UInt32(client.index), writing: true)
    }

    /// - Parameter other: hears of marks that are no client's.
    func turn(milliseconds: Int32, other: (UInt32) throws(LoadError) -> Void = { _ in }) throws(LoadError) {
        try poller.wait(milliseconds: milliseconds) { mark throws(LoadError) in
            guard Int(mark) < clients.count else { return try other(mark) }
            try serve(clients[Int(mark)])
        }
    }

    private func serve(_ client: LiveClient) throws(LoadError) {
        if client.phase == .connecting {
            client.phase = .upgrading
            return try flush(client)
        }
        try read(client)
        if client.phase != .gone, client.hasOutgoing { try flush(client) }
    }

    func flush(_ client: LiveClient) throws(LoadError) {
        try client.flush()
        guard client.isWatched != client.hasOutgoing else { return }
        client.isWatched = client.hasOutgoing
        poller.watch(client.descriptor, mark: UInt32(client.index), writing: client.isWatched)
    }

    private func read(_ client: LiveClient) throws(LoadError) {
        let held = client.partial.count
        if held > 0 { client.partial.withUnsafeBytes { buffer.copyMemory(from: $0) } }
        let count = recv(client.descriptor, buffer.baseAddress?.advanced(by: held), buffer.count - held, 0)
        guard count > 0 else {
            guard count < 0, errno == EAGAIN || errno == EINTR else {
                throw LoadError("a connection was closed: client \(client.index), \(client.phase)")
            }
            return
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(held + count)])
        var taken = 0
        if client.phase == .upgrading {
            taken = try takeAnswer(bytes, for: client)
        }
        while client.phase == .open,
            let frame = LiveFrames.first(of: UnsafeRawBufferPointer(rebasing: bytes[taken...]))
        {
            taken += frame.length
            switch frame.opcode {
            case 0x81: try scenario.received(LiveMessage(frame.payload), frame.payload, by: client)
            case 0x89: client.pong(frame.payload)
            case 0x88: throw LoadError("closed: \(String(decoding: frame.payload.dropFirst(2), as: UTF8.self))")
            default: throw LoadError("a frame that nobody asked for: \(frame.opcode)")
            }
        }
        if taken < bytes.count {
            client.partial = Array(bytes[taken...])
        } else if held > 0 {
            client.partial = []
        }
    }

    private func takeAnswer(_ bytes: UnsafeRawBufferPointer, for client: LiveClient) throws(LoadError) -> Int {
        guard
            let end = bytes.indices.dropLast(3).first(where: {
                bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
            })
        else { return 0 }
        guard bytes.starts(with: "HTTP/1.1 101 ".utf8) else {
            throw LoadError("no upgrade: \(String(decoding: bytes, as: UTF8.self))")
        }
        client.phase = .open
        try scenario.opened(client)
        return end + 4
    }

    /// Takes the connection out of the game.
    func leave(_ client: LiveClient) {
        client.phase = .gone
        poller.remove(client.descriptor)
        close(client.descriptor)
    }
}
