import ChatDomain
import ChatService
import ChatWire
import EventLoop
import RoomStreams
import WebSocketWire

/// One client's live stream: its socket, what it follows, and what of it is under way. Confined to the loop.
final class LiveConnection: TCPConnectionHandler {
    let id: ConnectionID
    let caller: Caller
    let socket: TCPConnection
    /// Whether it reads compressed messages.
    let deflates: Bool
    unowned let gateway: LiveGateway
    /// Called when the connection has closed.
    let release: () -> Void
    var subscriptions: [Subscription] = []
    /// Rooms asked for and not answered yet.
    var subscribing: [Beginning] = []
    /// Sends without an answer yet. At the limit, reading pauses.
    private(set) var sendsInFlight = 0
    private var reader: WebSocketReader
    /// What came behind a message that could not be taken yet.
    private var held: [UInt8] = []
    private var isHeld = false
    /// Stands in the gateway's line of those that wait for room.
    private var isInLine = false
    private(set) var saidGoodbye = false
    private var isClosing = false
    /// Loop time of the last byte from the client, and of the ping that waits for an answer.
    private var lastHeard: UInt64
    private var pingedAt: UInt64?

    /// A subscription on its way.
    struct Beginning {
        let room: RoomID
        /// The client's number for the request.
        let request: Int64
        /// It was given up before it began, and the client told so: nothing of it may come.
        var isGivenUp = false
    }

    init(
        id: ConnectionID, caller: Caller, socket: TCPConnection, deflates: Bool, reader: consuming WebSocketReader,
        gateway: LiveGateway, release: @escaping () -> Void
    ) {
        self.id = id
        self.caller = caller
        self.socket = socket
        self.deflates = deflates
        self.reader = reader
        self.gateway = gateway
        self.release = release
        lastHeard = socket.loop.now
    }

    // MARK: From the client

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        lastHeard = connection.loop.now
        pingedAt = nil
        take(bytes)
        if !socket.mayKeep(reader.memory + held.capacity) {
            close(.tryAgainLater, "The server waits for the rest of too many messages. Come back in a moment.")
        }
    }

    private func take(_ bytes: UnsafeMutableRawBufferPointer) {
        var input = bytes
        while !isClosing {
            guard sendsInFlight < gateway.limits.sendsInFlight, !gateway.isFull else {
                // Overload pushes back: what is not read stays in the client's socket.
                held.append(contentsOf: input)
                isHeld = true
                socket.pauseReading()
                return waitToResume()
            }
            guard let event = reader.next(&input) else { return }
            switch event {
            case .text(let text): gateway.request(text, from: self)
            case .binary: close(.unsupportedData, "Messages are JSON texts.")
            case .ping(let payload): sendFrame(.pong, payload)
            case .pong: break
            case .close(let code, _):
                saidGoodbye = code == .normal
                close(code ?? .normal, "")
            case .failure(let failure): close(failure.closeCode, failure.sentence)
            }
        }
    }

    /// Its own next acknowledgement lets it go on, or room for what waits for the disk. Both are looked at, since either
    /// may have come while the other was asked for.
    private func waitToResume() {
        guard sendsInFlight < gateway.limits.sendsInFlight, !isInLine else { return }
        isInLine = true
        gateway.waitForRoom(self)
    }

    /// Goes on after waiting for room.
    func resumeInTurn() {
        isInLine = false
        resume()
    }

    /// Goes on reading, if what it waited for has come.
    private func resume() {
        guard isHeld, !isClosing else { return }
        guard sendsInFlight < gateway.limits.sendsInFlight, !gateway.isFull else { return waitToResume() }
        isHeld = false
        var bytes = held
        held = []
        bytes.withUnsafeMutableBytes { take($0) }
        _ = socket.mayKeep(reader.memory + held.capacity)
        if !isHeld, !isClosing { socket.resumeReading() }
    }

    func sendBegan() { sendsInFlight += 1 }

    func sendEnded() {
        sendsInFlight -= 1
        if isHeld { resume() }
    }

    // MARK: To the client

    func refuse(_ id: Int64?, _ refusal: Refusal) {
        gateway.figures.refused(refusal.code)
        sendText(LiveAnswer.error(id: id, refusal))
    }

    func sendText(_ json: [UInt8]) {
        json.withUnsafeBytes { sendFrame(.text, $0) }
    }

    private func sendFrame(_ kind: WebSocketFrame.Kind, _ payload: UnsafeRawBufferPointer) {
        gateway.scratch.removeAll(keepingCapacity: true)
        WebSocketFrame.append(kind, payload, to: &gateway.scratch)
        sendScratch()
    }

    /// Sends the gateway's scratch buffer.
    func sendScratch() {
        if gateway.scratch.withUnsafeBytes({ socket.send(copying: $0) }) == .overLimit {
            // Answers that nobody reads: the client asks faster than it listens.
            gateway.log.info("connection closed: too many unread answers", ["account": "\(caller.account.rawValue)"])
            socket.close()
        }
    }

    /// Says why, then closes.
    func close(_ code: WebSocketCloseCode, _ reason: String) {
        guard !isClosing else { return }
        isClosing = true
        gateway.scratch.removeAll(keepingCapacity: true)
        WebSocketFrame.appendClose(code, reason: reason, to: &gateway.scratch)
        _ = gateway.scratch.withUnsafeBytes({ socket.send(copying: $0) })
        socket.finishThenClose(within: Self.closingMilliseconds)
    }

    private static let closingMilliseconds: UInt64 = 2_000

    func drained(_ connection: TCPConnection) {
        gateway.rooms.drained(self)
    }

    func endOfStream(_ connection: TCPConnection) {
        isClosing = true
        connection.close()
    }

    func closed(_ connection: TCPConnection, reason: CloseReason) {
        isClosing = true
        gateway.forget(self)
    }

    // MARK: Time

    /// Once a second.
    func sweep(now: UInt64) {
        guard !isClosing else { return }
        let limits = gateway.limits
        if let since = socket.blockedSince, now &- since > UInt64(limits.slowReaderTimeout) * 1_000 {
            gateway.figures.tooSlow.add()
            gateway.log.info("connection closed: reader too slow", ["account": "\(caller.account.rawValue)"])
            return close(.tooSlow, "The connection took nothing for too long. Come back and resume.")
        }
        if let pinged = pingedAt {
            guard now &- pinged > UInt64(limits.pongTimeout) * 1_000 else { return }
            return close(.unheard, "Nothing was heard for too long. Come back and resume.")
        }
        if !isHeld, now &- lastHeard > UInt64(limits.pingInterval) * 1_000 {
            pingedAt = now
            sendFrame(.ping, UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }
}

extension LiveConnection: StreamConnection {
    var account: AccountID { caller.account }
    var format: Int { deflates ? LiveFrames.deflatedFormat : LiveFrames.plainFormat }

    func mayBegin(_ start: SubscriptionStart) -> Bool { !answered(start.room, start.id) }

    /// Takes a subscription out of those on their way. Returns whether it was given up.
    @discardableResult
    func answered(_ room: RoomID, _ request: Int64) -> Bool {
        guard let place = subscribing.firstIndex(where: { $0.room == room && $0.request == request }) else {
            return false
        }
        return subscribing.remove(at: place).isGivenUp
    }

    func began(_ subscription: Subscription, _ start: SubscriptionStart) {
        guard let gap = start.gap else { return }
        sendText(LiveAnswer.gap(id: start.id, room: start.room, reason: gap.reason, snapshot: gap.snapshot))
    }

    func caughtUp(_ subscription: Subscription) {
        sendText(
            LiveAnswer.caughtUp(
                id: subscription.id, room: subscription.room, sequence: subscription.position,
                online: subscription.online))
    }

    func ended(_ subscription: Subscription, _ refusal: Refusal) {
        sendText(LiveAnswer.ended(room: subscription.room, refusal: refusal))
    }
}

extension WebSocketCloseCode {
    static let sessionEnded = WebSocketCloseCode(rawValue: 4001)
    static let tooSlow = WebSocketCloseCode(rawValue: 4008)
    static let unheard = WebSocketCloseCode(rawValue: 4009)
}
