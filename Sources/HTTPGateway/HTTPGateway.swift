import ChatDomain
public import ChatService
public import EventLoop
public import HTTPWire
public import Log

/// The HTTP side of one loop: accepts, reads requests, finds their routes, writes answers. Confined to the loop.
public final class HTTPGateway {
    let loop: EventLoop
    let settings: HTTPSettings
    let service: ChatService
    let book: ConnectionBook
    let log: Log
    public let figures = DoorFigures(.http)
    let httpLimits: HTTPLimits
    var scratch: [UInt8] = []
    private let pages: Pages
    private let upgrade: Upgrade
    private let unixTime: () -> Int64
    private var listener: TCPListener?
    private var connections: [ObjectIdentifier: HTTPConnection] = [:]
    private(set) var isStopping = false
    private var date: (second: Int64, text: String) = (0, "")

    /// What the live gateway makes of a request to upgrade.
    public enum UpgradeAnswer {
        case refused(status: Int, fields: [(name: String, value: String)], sentence: String)
        /// The fields of the 101, and who takes the connection after it was written. `release` must be called when the
        /// connection has closed.
        case agreed(
            fields: [(name: String, value: String)],
            begin: (TCPConnection, Caller, _ rest: UnsafeMutableRawBufferPointer, _ release: @escaping () -> Void) ->
                Void)
    }

    public typealias Request = HTTPRequest
    public typealias Upgrade = (HTTPRequest) -> UpgradeAnswer

    /// On the loop.
    public init(
        on loop: EventLoop, settings: HTTPSettings, service: ChatService, book: ConnectionBook, log: Log,
        unixTime: @escaping () -> Int64, upgrade: @escaping Upgrade
    ) {
        self.loop = loop
        self.settings = settings
        self.service = service
        self.book = book
        self.log = log
        self.upgrade = upgrade
        self.unixTime = unixTime
        pages = Pages(webRoot: settings.webRoot)
        // Made now, so that no request waits for it.
        _ = OpenAPIDocument.current
        var limits = HTTPLimits()
        limits.requestLineBytes = settings.limits.httpLineBytes
        limits.headerBytes = settings.limits.httpHeaderBytes
        limits.bodyBytes = settings.limits.httpBodyBytes
        limits.largerBodies = [ProfileRoutes.picturePath: max(limits.bodyBytes, settings.limits.pictureBytes)]
        httpLimits = limits
    }

    /// Accepts connections. Returns the address with the port that was chosen.
    public func listen(at address: SocketAddress) throws(LoopError) -> SocketAddress {
        let listener = try TCPListener(on: loop, address: address) { [unowned self] socket in accept(socket) }
        self.listener = listener
        return listener.address
    }

    /// Stops accepting; connections finish what they are at.
    public func stop() {
        isStopping = true
        listener?.close()
        listener = nil
        for connection in connections.values { connection.stop() }
    }

    /// Whether all requests are answered.
    public var isIdle: Bool { connections.isEmpty }

    /// Once a second.
    public func sweep() {
        for connection in connections.values { connection.sweep(now: loop.now) }
    }

    var dateText: String {
        let now = unixTime()
        if now != date.second { date = (now, HTTPDate.imfFixdate(unixSeconds: now)) }
        return date.text
    }

    private func accept(_ socket: TCPConnection) {
        guard let peer = socket.remoteAddress?.host else { return socket.close() }
        if let refusal = service.addressBans.refusal(for: peer) ?? book.enter(peer) {
            log.info("connection refused", ["peer": peer, "reason": refusal.limit?.name ?? refusal.code.rawValue])
            return turnAway(socket, refusal)
        }
        let connection = HTTPConnection(socket, peer: peer, gateway: self)
        socket.handler = connection
        connections[ObjectIdentifier(connection)] = connection
        figures.connections.set(connections.count)
    }

    /// A refused client is told why, whatever it was going to ask.
    private func turnAway(_ socket: TCPConnection, _ refusal: Refusal) {
        figures.refused(refusal.code)
        let handler = TurnedAway()
        socket.handler = handler
        scratch.removeAll(keepingCapacity: true)
        var response = Exchange.response(to: refusal)
        SecurityHeaders.add(to: &response.headers, isSecure: settings.isSecure)
        try? response.serialize(into: &scratch, method: .get, keepAlive: false, date: dateText)
        _ = scratch.withUnsafeBytes { socket.send(copying: $0) }
        socket.finishThenClose(within: 1_000)
    }

    func forget(_ connection: HTTPConnection, keepsCount: Bool) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        figures.connections.set(connections.count)
        guard !keepsCount else { return }
        book.leave(connection.peer)
    }

    // MARK: Requests

    /// Whether more waits for its readers than may.
    var isFull: Bool { loop.outboundBytes > loop.outboundLimit }

    var tooMuchUnread: Refusal {
        Refusal(
            .overloaded, "Too much waits for its readers. Try again in a moment.",
            limit: Refusal.Limit(name: "outbound_total_bytes", value: settings.limits.outboundTotalBytes), retryAfter: 5
        )
    }

    func serve(_ request: HTTPRequest, on connection: HTTPConnection) {
        let address = ForwardedAddress.client(
            peer: connection.peer, forwardedFor: request.headers.values("x-forwarded-for"),
            trusted: settings.trustedProxies)
        let exchange = Exchange(request, on: connection, address: address, gateway: self)
        log.debug("request", ["method": request.method.name, "path": request.path, "address": address])
        if let refusal = service.addressBans.refusal(for: address) { return exchange.refuse(refusal) }
        guard let segments = try? request.target.pathSegments() else {
            return exchange.refuse(Refusal(.badRequest, "The path has a bad escape."))
        }
        let isSafe = request.method.isSafe
        guard exchange.hasAllowedOrigin || (isSafe && !request.isUpgrade(to: "websocket")) else {
            return exchange.refuse(Exchange.wrongOrigin)
        }
        // Answers to what is done are small; what is looked at may be large.
        guard !isFull || !isSafe || segments == ["healthz"] else {
            return exchange.refuse(tooMuchUnread)
        }
        if segments.first == "v1" || segments == ["healthz"] {
            OperationTable.serve(exchange, segments)
        } else {
            pages.answer(exchange, segments)
        }
    }

    /// `GET /v1/live`
    func live(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        switch upgrade(exchange.request) {
        case .refused(let status, let fields, let sentence):
            figures.refused(.badRequest)
            var response = Exchange.response(to: Refusal(.badRequest, sentence))
            response.status = status
            for (name, value) in fields { response.headers.set(name, value) }
            exchange.answer(response)
        case .agreed(let fields, let begin):
            var response = HTTPResponse(status: 101)
            for (name, value) in fields { response.headers.set(name, value) }
            guard !isStopping else {
                throw Refusal(.shuttingDown, "The server is stopping. Try again in a moment.", retryAfter: 2)
            }
            guard let (socket, rest, release) = exchange.handOver(response) else { return }
            var bytes = rest
            bytes.withUnsafeMutableBytes { begin(socket, caller, $0, release) }
        }
    }
}

/// Hears nothing, until the connection has closed.
private final class TurnedAway: TCPConnectionHandler {
    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {}
    func closed(_ connection: TCPConnection, reason: CloseReason) {}
}
