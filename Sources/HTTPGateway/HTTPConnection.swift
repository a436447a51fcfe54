import ChatDomain
import EventLoop
import HTTPWire

/// One HTTP connection: requests one after the other, each answered before the next is looked at. Confined to the loop.
final class HTTPConnection: TCPConnectionHandler {
    private let socket: TCPConnection
    private unowned let gateway: HTTPGateway
    /// The peer's; a proxy's, if there is one.
    let peer: String
    private var parser: HTTPRequestParser
    private var isBusy = false
    /// Bytes behind the request that is being answered.
    private var held: [UInt8] = []
    private var isPaused = false
    private var hasPeerEnded = false
    private var isClosing = false
    /// Loop time since which it has been idle, or since which a request has been coming in. The first is due at once.
    private var since: UInt64
    private var isIdle = false

    init(_ socket: TCPConnection, peer: String, gateway: HTTPGateway) {
        self.socket = socket
        self.peer = peer
        self.gateway = gateway
        parser = HTTPRequestParser(limits: gateway.httpLimits)
        since = socket.loop.now
        // One answer always fits (a page of history may have megabytes), and the next is made when it is out.
        socket.outboundLimit = .max
    }

    // MARK: Requests

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        guard !isClosing else { return }
        guard !isBusy, !mustDrain else {
            held.append(contentsOf: bytes)
            if held.count > Self.mostHeld {
                isPaused = true
                socket.pauseReading()
            }
            // Its own client has asked ahead: the answer that is on its way goes with it.
            if !mayKeep { abandon() }
            return
        }
        take(UnsafeRawBufferPointer(bytes))
        if !isClosing, !mayKeep { refuseToKeep() }
    }

    /// Whether all connections together keep no more than they may.
    private var mayKeep: Bool { socket.mayKeep(parser.memory + held.capacity) }

    private func refuseToKeep() {
        guard !isBusy else { return abandon() }
        let limit = gateway.settings.limits.inboundTotalBytes
        write(
            Exchange.response(
                to: Refusal(
                    .overloaded, "The server waits for the rest of too many requests. Try again in a moment.",
                    limit: Refusal.Limit(name: "inbound_total_bytes", value: limit), retryAfter: 5)),
            method: .get, keepAlive: false)
    }

    /// Pipelined bytes that are read ahead while a request is answered.
    private static let mostHeld = 65_536

    private func take(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !isBusy, !isClosing, !mustDrain {
            let (consumed, step) = parser.consume(rest)
            rest = UnsafeRawBufferPointer(rebasing: rest[min(consumed, rest.count)...])
            switch step {
            case .needMore:
                noteProgress()
                return
            case .expectsContinue:
                _ = HTTPResponse.continueBytes.withUnsafeBytes { socket.send(copying: $0) }
            case .refuse(let refusal):
                gateway.log.debug("request refused", ["peer": peer, "code": refusal.code])
                let code: RefusalCode =
                    refusal.status == 413 || refusal.status == 431 || refusal.status == 414
                    ? .tooLarge : .badRequest
                gateway.figures.refused(code)
                var response = Exchange.response(to: Refusal(code, refusal.sentence))
                response.status = refusal.status
                write(response, method: .get, keepAlive: false)
            case .request(let request):
                isBusy = true
                isIdle = false
                gateway.serve(request, on: self)
            }
        }
        guard isBusy || !isClosing else { return }
        held.append(contentsOf: rest)
        if !isBusy { waitForReader() }
    }

    /// What was answered is offered to the socket at the end of the turn. Either it blocks, and `drained` comes, or the
    /// next turn goes on.
    private func waitForReader() {
        guard !socket.isBlocked else { return }
        let connection = LoopBound(self, on: socket.loop)
        socket.loop.post { connection.value.takeHeld() }
    }

    /// Whether the client has answers to read before it gets more.
    private var mustDrain: Bool {
        socket.isBlocked || socket.queuedBytes > gateway.settings.limits.outboundBytes
    }

    /// Between requests it is idle; once a request began, it must be complete in time, however it drips in.
    private func noteProgress() {
        let nowIdle = parser.phase == .betweenRequests
        if nowIdle != isIdle {
            isIdle = nowIdle
            since = socket.loop.now
        }
    }

    // MARK: Answers

    func answer(_ request: HTTPRequest, _ response: HTTPResponse) {
        // Many may have been asked for while there was room still.
        let isTooMuch = request.method.isSafe && response.body.count > Self.smallAnswer && gateway.isFull
        write(
            isTooMuch ? Exchange.response(to: gateway.tooMuchUnread) : response, method: request.method,
            keepAlive: request.keepAlive && !gateway.isStopping,
            destination: request.headers["sec-fetch-dest"])
        isBusy = false
        isIdle = true
        since = socket.loop.now
        takeHeld()
    }

    /// Bytes that are given to everybody, however much waits for others.
    private static let smallAnswer = 4_096

    /// Goes on with what was read ahead, unless the client has an answer to read first.
    private func takeHeld() {
        guard !isBusy, !isClosing else { return }
        guard !mustDrain else { return waitForReader() }
        let waiting = held
        held = []
        if !waiting.isEmpty { waiting.withUnsafeBytes { take($0) } }
        if !isClosing { _ = mayKeep }
        if isPaused, held.count <= Self.mostHeld, !isClosing {
            isPaused = false
            socket.resumeReading()
        }
        if hasPeerEnded, !isBusy, held.isEmpty, !isClosing { finish() }
    }

    func drained(_ connection: TCPConnection) {
        since = connection.loop.now
        takeHeld()
    }

    private func write(
        _ response: HTTPResponse, method: HTTPMethod, keepAlive: Bool, destination: String? = nil
    ) {
        guard !isClosing else { return }
        gateway.figures.answers.add(at: response.status / 100)
        var response = response
        SecurityHeaders.add(to: &response.headers, isSecure: gateway.settings.isSecure, destination: destination)
        gateway.scratch.removeAll(keepingCapacity: true)
        do throws(HTTPSerializationError) {
            try response.serialize(
                into: &gateway.scratch, method: method, keepAlive: keepAlive, date: gateway.dateText)
        } catch {
            gateway.log.error("an answer could not be written", ["reason": "\(error)"])
            return abandon()
        }
        guard gateway.scratch.withUnsafeBytes({ socket.send(copying: $0) }) == .accepted else { return abandon() }
        if !keepAlive { finish() }
    }

    /// Nobody is there to answer. From here on nothing is read either: a parser that has refused says so for ever.
    private func abandon() {
        isClosing = true
        held = []
        socket.close()
    }

    /// Closes when the client has what was written; it has as long for it as any slow reader.
    private func finish() {
        isClosing = true
        // What else came is thrown away, and must not stay until he has gone.
        parser = HTTPRequestParser(limits: gateway.httpLimits)
        held = []
        _ = mayKeep
        socket.finishThenClose(within: UInt64(gateway.settings.limits.slowReaderTimeout) * 1_000)
    }

    /// Writes a 101 and gives the socket away.
    func handOver(
        _ request: HTTPRequest, _ response: HTTPResponse
    ) -> (socket: TCPConnection, rest: [UInt8], release: () -> Void)? {
        write(response, method: request.method, keepAlive: true)
        guard !isClosing, socket.isOpen else { return nil }
        isClosing = true
        gateway.forget(self, keepsCount: true)
        if isPaused { socket.resumeReading() }
        let (book, peer) = (gateway.book, peer)
        return (socket, held, { book.leave(peer) })
    }

    // MARK: Ends

    func endOfStream(_ connection: TCPConnection) {
        // Answers are still wanted by who only shut down his side.
        hasPeerEnded = true
        takeHeld()
    }

    func closed(_ connection: TCPConnection, reason: CloseReason) {
        isClosing = true
        gateway.forget(self, keepsCount: false)
    }

    /// Once a second.
    func sweep(now: UInt64) {
        guard !isClosing else { return }
        let limits = gateway.settings.limits
        // Where all together take too little, those who take nothing go first.
        let patience = gateway.isFull ? Self.patienceWhenFull : UInt64(limits.slowReaderTimeout) * 1_000
        if let blocked = socket.blockedSince, now &- blocked > patience { return abandon() }
        guard !isBusy else { return }
        let limit = isIdle ? limits.idleTimeout : limits.handshakeTimeout
        guard now &- since > UInt64(limit) * 1_000 else { return }
        if isIdle { return finish() }
        var response = Exchange.response(
            to: Refusal(
                .badRequest, "The request was not complete within \(limit) s.",
                limit: Refusal.Limit(name: "handshake_timeout", value: limit)))
        response.status = 408
        write(response, method: .get, keepAlive: false)
    }

    /// Milliseconds.
    private static let patienceWhenFull: UInt64 = 2_000

    func stop() {
        if !isBusy { finish() }
    }
}
