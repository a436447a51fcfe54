import ChatDomain
public import ChatService
public import EventLoop
import IRCWire
public import Log
import RoomStreams
import Secrets

/// The IRC side of one loop: its connections, the rooms they are in, and the way to and from the service. Confined to
/// the loop.
public final class IRCGateway {
    let loop: EventLoop
    let town: IRCTown
    let limits: Limits
    let log: Log
    let outletNumber: Int
    public let figures = DoorFigures(.irc)
    private let loops: Int
    private let book: ConnectionBook
    private var listener: TCPListener?
    private(set) var service: ChatService?
    private var inbox: LoopInbox<OutletMessage>?
    private var connections: [UInt64: IRCConnection] = [:]
    /// The connections of each account that is here, in the order of their coming.
    private(set) var ofAccount: [AccountID: [IRCConnection]] = [:]
    /// Those who watch somebody (MONITOR).
    var monitoring: [UInt64: IRCConnection] = [:]
    private var nextSerial: UInt64 = 1
    private(set) lazy var streams = RoomStreams(
        on: loop, door: self, outletNumber: outletNumber, loops: loops, limits: limits, figures: figures)
    /// What is read by anybody here.
    var rooms: [RoomID: IRCRoom] = [:]
    var sends: [SendRequest] = []
    private var waiting: [IRCConnection] = []
    private(set) var isStopping = false
    let random: SecureRandom?
    private var keys: KeySequence?

    /// On the loop.
    /// - Parameter outletNumber: the place of ``outlet`` among those given to the service.
    public init(on loop: EventLoop, outletNumber: Int, loops: Int, town: IRCTown, book: ConnectionBook, log: Log) {
        self.loop = loop
        self.town = town
        self.outletNumber = outletNumber
        self.loops = loops
        self.book = book
        self.log = log
        limits = town.settings.limits
        random = try? SecureRandom()
        keys = random.map(KeySequence.init(random:))
        inbox = LoopInbox(on: loop) { [unowned self] messages in
            for message in messages { handle(message) }
        }
        loop.atTurnEnd { [unowned self] in endTurn() }
        town.add(LoopBound(self, on: loop))
    }

    /// Where the service puts what is for this loop.
    public var outlet: any Outlet { IRCOutlet(inbox: inbox) }

    /// On the loop, before ``listen(at:)``.
    public func start(_ service: ChatService) {
        self.service = service
        streams.start(service)
    }

    /// Accepts connections. Returns the address with the port that was chosen.
    public func listen(at address: SocketAddress) throws(LoopError) -> SocketAddress {
        let listener = try TCPListener(on: loop, address: address) { [unowned self] socket in accept(socket) }
        self.listener = listener
        return listener.address
    }

    public var connectionCount: Int { connections.count }

    // MARK: Connections

    private func accept(_ socket: TCPConnection) {
        guard let peer = socket.remoteAddress?.host else { return socket.close() }
        if let refusal = service?.addressBans.refusal(for: peer) ?? book.enter(peer) {
            log.info("connection refused", ["peer": peer, "limit": refusal.limit?.name ?? ""])
            return turnAway(socket, refusal)
        }
        let connection = IRCConnection(
            id: ConnectionID(outlet: outletNumber, serial: nextSerial), socket: socket, peer: peer, gateway: self)
        nextSerial += 1
        socket.outboundLimit = max(limits.outboundBytes, limits.messageBytes * 4 + 65_536)
        socket.handler = connection
        connections[connection.id.serial] = connection
        figures.connections.set(connections.count)
        town.countStrangers(1)
    }

    private func turnAway(_ socket: TCPConnection, _ refusal: Refusal) {
        figures.refused(refusal.code)
        socket.handler = IRCTurnedAway()
        var lines = IRCLines()
        if refusal.code == .banned {
            lines.append(town.source, .errYoureBannedCreep, for: "*", trailing: refusal.message)
        }
        lines.append(nil, .error, [], trailing: refusal.message)
        _ = socket.send(copying: lines.bytes.span)
        socket.finishThenClose(within: 1_000)
    }

    /// A connection has logged in.
    func admitted(_ connection: IRCConnection, _ caller: Caller) {
        town.countStrangers(-1)
        ofAccount[caller.account, default: []].append(connection)
    }

    /// A connection has closed.
    func forget(_ connection: IRCConnection) {
        guard connections.removeValue(forKey: connection.id.serial) != nil else { return }
        figures.connections.set(connections.count)
        book.leave(connection.peer)
        monitoring[connection.id.serial] = nil
        for subscription in connection.subscriptions {
            streams.end(subscription)
            dropIfUnread(subscription.room)
        }
        connection.subscriptions = []
        // What it sent goes first, so that it stands before its good-bye.
        handOverSends()
        if let account = connection.caller?.account {
            ofAccount[account]?.removeAll { $0 === connection }
            if ofAccount[account]?.isEmpty == true { ofAccount[account] = nil }
        } else {
            town.countStrangers(-1)
        }
        connection.leave()
    }

    func live(_ id: ConnectionID) -> IRCConnection? { connections[id.serial] }

    func forEachConnection(_ body: (IRCConnection) -> Void) {
        for connection in connections.values { body(connection) }
    }

    /// Accepts nobody any more, and tells everyone to come back.
    public func stop() {
        isStopping = true
        listener?.close()
        listener = nil
        for connection in connections.values { connection.close("The server stops. Come back in a moment.") }
    }

    /// Once a second.
    public func sweep() {
        for connection in connections.values { connection.sweep(now: loop.now) }
        streams.sweep()
        resumeWaiting()
    }

    // MARK: Sending

    func makeKey() -> SendKey? { keys?.make(at: town.now()) }

    /// Whether senders are left waiting, because too much waits for the disk.
    var isFull: Bool { service?.pending.isFull ?? true }

    /// The connection is asked to resume when there is room again.
    func waitForRoom(_ connection: IRCConnection) {
        waiting.append(connection)
    }

    func resumeWaiting() {
        guard !waiting.isEmpty, !isFull else { return }
        let ready = waiting
        waiting = []
        for connection in ready { connection.resumeInTurn() }
    }

    /// A tick's sends go to the service in one hand-off. Whatever else is asked of it stands behind them.
    func handOverSends() {
        guard !sends.isEmpty else { return }
        service?.send(sends)
        sends.removeAll(keepingCapacity: true)
    }

    private func endTurn() {
        resumeWaiting()
        handOverSends()
        streams.endTurn()
    }
}

/// The way into the loop.
private struct IRCOutlet: Outlet {
    let inbox: LoopInbox<OutletMessage>?

    func post(_ messages: [OutletMessage]) {
        inbox?.post(contentsOf: messages)
    }
}

/// Hears nothing, until the connection has closed.
private final class IRCTurnedAway: TCPConnectionHandler {
    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {}
    func closed(_ connection: TCPConnection, reason: CloseReason) {}
}
