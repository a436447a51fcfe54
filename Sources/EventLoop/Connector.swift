import CLibUV
import Glibc

extension TCPConnection {
    /// Connects to a host. On the loop.
    ///
    /// A name is resolved on libuv's threads; its addresses are tried one after the other, in the resolver's order.
    /// - Parameters:
    ///   - host: a name or an IPv4 or IPv6 address.
    ///   - limit: milliseconds for everything together, then the attempt fails with `timedOut`.
    ///   - completion: called once, on the loop, after this function has returned. It must set the connection's handler;
    ///     reading begins when it returns.
    public static func connect(
        to host: String, port: UInt16, on loop: EventLoop, within limit: UInt64 = 10_000,
        completion: @escaping (Result<TCPConnection, LoopError>) -> Void
    ) {
        loop.checkIsolated()
        Connector(on: loop, port: port, completion).start(host, within: limit)
    }
}

/// One attempt to connect. The loop holds it until it has told its result.
final class Connector {
    private let loop: EventLoop
    private let port: UInt16
    private var completion: ((Result<TCPConnection, LoopError>) -> Void)?
    private var addresses: ArraySlice<sockaddr_storage> = []
    private var lastError = LoopError.nameNotFound
    private var current: TCPConnection?
    private var resolution: UnsafeMutablePointer<uv_getaddrinfo_t>?
    private var timer: LoopTimer?

    init(on loop: EventLoop, port: UInt16, _ completion: @escaping (Result<TCPConnection, LoopError>) -> Void) {
        self.loop = loop
        self.port = port
        self.completion = completion
    }

    func start(_ host: String, within limit: UInt64) {
        loop.connectors[ObjectIdentifier(self)] = self
        guard !loop.isStopping else { return failSoon(.loopStopped) }
        timer = LoopTimer(on: loop, after: limit) { [unowned self] in finish(.failure(.timedOut)) }
        if let address = sockaddr_storage(numericHost: host, port: port) {
            addresses = [address]
            tryNext()
        } else {
            resolve(host)
        }
    }

    /// The loop is stopping.
    func stop() { finish(.failure(.loopStopped)) }

    private func finish(_ result: Result<TCPConnection, LoopError>) {
        guard let completion else { return }
        self.completion = nil
        timer = nil
        loop.connectors[ObjectIdentifier(self)] = nil
        if case .failure = result { current?.close() }
        current = nil
        // Fails when the resolver is at work already; its answer is then thrown away.
        if let resolution { uv_cancel(UnsafeMutableRawPointer(resolution).assumingMemoryBound(to: uv_req_t.self)) }
        completion(result)
        if case .success(let connection) = result { connection.attend() }
    }

    /// Completions come after `connect` has returned, errors too.
    private func failSoon(_ error: LoopError) {
        let box = LoopBound(self, on: loop)
        loop.post { box.value.finish(.failure(error)) }
    }

    // MARK: Resolving

    private func resolve(_ host: String) {
        let request = UnsafeMutablePointer<uv_getaddrinfo_t>.allocate(capacity: 1)
        request.initialize(to: uv_getaddrinfo_t())
        request.pointee.data = Unmanaged.passRetained(self).toOpaque()
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_family = AF_UNSPEC
        let code = uv_getaddrinfo(loop.handles.loop, request, nameResolved, host, nil, &hints)
        guard code == 0 else {
            Unmanaged.passUnretained(self).release()
            request.deallocate()
            // The only answers are for names that cannot be: empty, too long, not IDNA.
            return failSoon(.nameNotFound)
        }
        resolution = request
    }

    fileprivate func resolved(_ status: Int32, _ list: UnsafeMutablePointer<addrinfo>?) {
        resolution = nil
        guard completion != nil else { return }
        guard status == 0 else { return finish(.failure(LoopError(code: status))) }
        var found: [sockaddr_storage] = []
        var entry = list
        while let current = entry {
            if let address = sockaddr_storage(current.pointee, port: port) { found.append(address) }
            entry = current.pointee.ai_next
        }
        addresses = found[...]
        tryNext()
    }

    // MARK: Connecting

    private func tryNext() {
        guard let address = addresses.popFirst() else { return failSoon(lastError) }
        let request = UnsafeMutablePointer<uv_connect_t>.allocate(capacity: 1)
        request.initialize(to: uv_connect_t())
        request.pointee.data = Unmanaged.passRetained(self).toOpaque()
        do throws(LoopError) {
            let connection = try TCPConnection(on: loop)
            current = connection
            try checked(
                address.withAddress { uv_tcp_connect(request, connection.handle, $0, connectionMade) })
        } catch {
            Unmanaged.passUnretained(self).release()
            request.deallocate()
            attemptFailed(error)
        }
    }

    fileprivate func connected(_ status: Int32) {
        guard completion != nil else { return }
        guard status == 0, let connection = current else {
            return attemptFailed(status == 0 ? .loopStopped : LoopError(code: status))
        }
        uv_tcp_nodelay(connection.handle, 1)
        finish(.success(connection))
    }

    private func attemptFailed(_ error: LoopError) {
        lastError = error
        current?.close()
        current = nil
        tryNext()
    }
}

extension sockaddr_storage {
    /// An address that the resolver found. Nil when it is neither IPv4 nor IPv6.
    fileprivate init?(_ entry: addrinfo, port: UInt16) {
        guard let address = entry.ai_addr, entry.ai_family == AF_INET || entry.ai_family == AF_INET6 else { return nil }
        self.init()
        let length = min(Int(entry.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &self) { storage in
            let raw = UnsafeMutableRawPointer(storage)
            raw.copyMemory(from: address, byteCount: length)
            // The port stands at the same place in both kinds.
            raw.assumingMemoryBound(to: sockaddr_in.self).pointee.sin_port = port.bigEndian
        }
    }
}

private func nameResolved(
    _ request: UnsafeMutablePointer<uv_getaddrinfo_t>?, _ status: Int32, _ list: UnsafeMutablePointer<addrinfo>?
) {
    guard let request else { return }
    defer {
        uv_freeaddrinfo(list)
        request.deallocate()
    }
    guard let data = request.pointee.data else { return }
    Unmanaged<Connector>.fromOpaque(data).takeRetainedValue().resolved(status, list)
}

private func connectionMade(_ request: UnsafeMutablePointer<uv_connect_t>?, _ status: Int32) {
    guard let request else { return }
    defer { request.deallocate() }
    guard let data = request.pointee.data else { return }
    Unmanaged<Connector>.fromOpaque(data).takeRetainedValue().connected(status)
}
