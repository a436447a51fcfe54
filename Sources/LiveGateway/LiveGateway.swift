import ChatDomain
public import ChatService
import ChatWire
import Deflate
public import EventLoop
public import Log
import RoomStreams
import Synchronization
import WebSocketWire

/// The live stream's side of one loop: its connections, the rooms they read, and the way to and from the service.
///
/// Confined to the loop. A tick's sends go to the service in one hand-off; events come to the readers by ``RoomStreams``.
public final class LiveGateway {
    let limits: Limits
    let log: Log
    let loop: EventLoop
    let encoder: LiveFrameEncoder
    public let figures = DoorFigures(.live)
    /// Frames on their way to one connection are put together here.
    var scratch: [UInt8] = []
    var ackText: [UInt8] = []
    let outletNumber: Int
    private let inflater = Inflater()
    private(set) var service: ChatService?
    private var inbox: LoopInbox<OutletMessage>?
    private(set) var connections: [UInt64: LiveConnection] = [:]
    private var nextSerial: UInt64 = 1
    private(set) lazy var rooms = RoomStreams(
        on: loop, door: self, outletNumber: outletNumber, loops: loops, limits: limits, figures: figures)
    private let loops: Int
    var sends: [SendRequest] = []
    var sendBytes = 0
    var waiting: [LiveConnection] = []
    private var isStopping = false

    /// On the loop.
    /// - Parameter outletNumber: the place of ``outlet`` among those given to the service.
    public init(
        on loop: EventLoop, outletNumber: Int, loops: Int, limits: Limits, encoder: LiveFrameEncoder, log: Log
    ) {
        self.loop = loop
        self.outletNumber = outletNumber
        self.limits = limits
        self.encoder = encoder
        self.log = log
        self.loops = loops
        inbox = LoopInbox(on: loop) { [unowned self] messages in
            for message in messages { handle(message) }
        }
        loop.atTurnEnd { [unowned self] in endTurn() }
    }

    /// Where the service puts what is for this loop.
    public var outlet: any Outlet { LiveOutlet(inbox: inbox) }

    /// From here on connections may come. On the loop.
    public func start(_ service: ChatService) {
        self.service = service
        rooms.start(service)
    }

    /// Live connections of this loop.
    public var connectionCount: Int { connections.count }

    // MARK: Connections

    /// What a client and this server agree on in the opening handshake; the answer's header fields.
    public struct Agreement {
        public let fields: [(name: String, value: String)]
        let deflates: Bool
    }

    /// - Parameter values: all values of the request's header fields of a name.
    public func agree(
        method: String, httpVersion: (major: Int, minor: Int), values: (String) -> [String]
    ) -> Result<Agreement, UpgradeRefusal> {
        do throws(WebSocketRefusal) {
            let acceptance = try WebSocketAcceptance(method: method, httpVersion: httpVersion, values: values)
            return .success(
                Agreement(
                    fields: acceptance.fields, deflates: acceptance.deflateWindowBits == Deflater.windowBits.upperBound)
            )
        } catch {
            return .failure(UpgradeRefusal(status: error.status, fields: error.fields, sentence: error.sentence))
        }
    }

    /// Takes a connection over, right after the answer to its upgrade was sent.
    ///
    /// - Parameters:
    ///   - bytes: what the client sent behind its request.
    ///   - release: is called when the connection has closed.
    public func begin(
        _ socket: TCPConnection, agreement: Agreement, caller: Caller, bytes: UnsafeMutableRawBufferPointer,
        release: @escaping () -> Void
    ) {
        guard let service, !isStopping else {
            release()
            return socket.close()
        }
        let id = ConnectionID(outlet: outletNumber, serial: nextSerial)
        nextSerial += 1
        // A text whose every character is escaped takes six bytes for one.
        let readerLimits = WebSocketLimits(messageBytes: limits.messageBytes * 6 + 1_024)
        let connection = LiveConnection(
            id: id, caller: caller, socket: socket, deflates: agreement.deflates,
            reader: WebSocketReader(
                role: .server, limits: readerLimits, inflater: agreement.deflates ? inflater : nil),
            gateway: self, release: release)
        // One event must fit, or its readers would never get past it: a text twice as long when all is escaped, and names.
        socket.outboundLimit = max(limits.outboundBytes, limits.messageBytes * 2 + 16_384)
        socket.handler = connection
        connections[id.serial] = connection
        figures.connections.set(connections.count)
        encoder.readers.add(1, ordering: .relaxed)
        if agreement.deflates { encoder.deflatingReaders.add(1, ordering: .relaxed) }
        service.connected(id, caller)
        connection.sendText(
            LiveAnswer.welcome(epoch: service.epoch, account: caller.view, messageBytes: limits.messageBytes))
        if !bytes.isEmpty { connection.received(bytes, from: socket) }
    }

    /// A connection has closed.
    func forget(_ connection: LiveConnection) {
        guard connections.removeValue(forKey: connection.id.serial) != nil else { return }
        figures.connections.set(connections.count)
        connection.release()
        encoder.readers.subtract(1, ordering: .relaxed)
        if connection.deflates { encoder.deflatingReaders.subtract(1, ordering: .relaxed) }
        for subscription in connection.subscriptions { rooms.end(subscription) }
        connection.subscriptions = []
        // What it sent goes first, so that it stands before its good-bye.
        handOverSends()
        service?.disconnected(connection.id, connection.caller, saidGoodbye: connection.saidGoodbye)
    }

    /// Tells everyone to come back, and takes nobody any more.
    public func stop() {
        isStopping = true
        for connection in connections.values {
            connection.close(.serviceRestart, "The server stops. Come back in a moment.")
        }
    }

    /// Once a second: time-outs, and readers that were left waiting.
    public func sweep() {
        for connection in connections.values { connection.sweep(now: loop.now) }
        rooms.sweep()
        resumeWaiting()
    }
}

/// Why an upgrade is refused, for the HTTP answer.
public struct UpgradeRefusal: Error {
    public let status: Int
    public let fields: [(name: String, value: String)]
    public let sentence: String
}

/// The way into the loop.
private struct LiveOutlet: Outlet {
    let inbox: LoopInbox<OutletMessage>?

    func post(_ messages: [OutletMessage]) {
        inbox?.post(contentsOf: messages)
    }
}
