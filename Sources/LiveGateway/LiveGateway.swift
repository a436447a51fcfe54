import ChatDomain
public import ChatService
import ChatWire
import Deflate
public import EventLoop
public import Log
import Synchronization
import WebSocketWire

/// The live stream's side of one loop: its connections, the rooms they read, and the way to and from the service.
///
/// Confined to the loop. Hot path: a segment from the service goes to every live reader of its room without an
/// allocation, a copy, a lock or a suspension a reader; a tick's sends go to the service in one hand-off.
public final class LiveGateway {
    let limits: Limits
    let log: Log
    let loop: EventLoop
    let encoder: LiveFrameEncoder
    /// Frames on their way to one connection are put together here.
    var scratch: [UInt8] = []
    private let outletNumber: Int
    private let outboundShare: Int
    private let inflater = Inflater()
    private var service: ChatService?
    private var inbox: LoopInbox<OutletMessage>?
    private var connections: [UInt64: LiveConnection] = [:]
    private var nextSerial: UInt64 = 1
    private(set) var streams: [RoomID: RoomStream] = [:]
    /// Subscriptions on their way through the service, by room: as long as there are any, the room stays attached.
    private var attaching: [RoomID: Int] = [:]
    private var sends: [SendRequest] = []
    private var toFeed: [Subscription] = []
    private var waiting: [LiveConnection] = []
    private var isStopping = false

    /// Bytes that readers which are behind get in one turn of the loop, all together and each: live traffic goes first.
    private static let feedBytesPerTurn = 2_097_152
    private static let feedBytesPerReader = 131_072

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
        outboundShare = limits.outboundTotalBytes / max(loops, 1)
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
        method: String, isHTTP11: Bool, values: (String) -> [String]
    ) -> Result<Agreement, UpgradeRefusal> {
        do throws(WebSocketRefusal) {
            let acceptance = try WebSocketAcceptance(method: method, isHTTP11: isHTTP11, values: values)
            return .success(
                Agreement(fields: acceptance.fields, deflates: acceptance.deflateWindowBits == Deflater.windowBits.upperBound))
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
        socket.outboundLimit = limits.outboundBytes
        socket.handler = connection
        connections[id.serial] = connection
        if agreement.deflates { encoder.deflatingReaders.add(1, ordering: .relaxed) }
        service.connected(id, caller)
        connection.sendText(
            LiveAnswer.welcome(epoch: service.epoch, account: caller.view, messageBytes: limits.messageBytes))
        if !bytes.isEmpty { connection.received(bytes, from: socket) }
    }

    /// A connection has closed.
    func forget(_ connection: LiveConnection) {
        guard connections.removeValue(forKey: connection.id.serial) != nil else { return }
        connection.release()
        if connection.deflates { encoder.deflatingReaders.subtract(1, ordering: .relaxed) }
        for subscription in connection.subscriptions { end(subscription) }
        connection.subscriptions = []
        // What it sent goes first, so that it stands before its good-bye.
        handOverSends()
        service?.disconnected(connection.id, connection.caller, saidGoodbye: connection.saidGoodbye)
    }

    /// Tells everyone to come back, and takes nobody any more.
    public func stop() {
        isStopping = true
        for connection in connections.values { connection.close(.serviceRestart, "The server stops. Come back in a moment.") }
    }

    /// Once a second: time-outs, and readers that were left waiting.
    public func sweep() {
        for connection in connections.values { connection.sweep(now: loop.now) }
        for stream in streams.values {
            for reader in stream.readers where !reader.isLive { feedLater(reader.subscription.takeUnretainedValue()) }
        }
        resumeWaiting()
    }

    // MARK: Requests

    /// Whether senders are left waiting, because too much waits for the disk.
    var isFull: Bool { service?.pending.isFull ?? true }

    /// The connection goes on when there is room again.
    func waitForRoom(_ connection: LiveConnection) {
        if isFull { waiting.append(connection) }
    }

    private func resumeWaiting() {
        guard !waiting.isEmpty, !isFull else { return }
        let ready = waiting
        waiting = []
        for connection in ready { connection.resume() }
    }

    func request(_ text: UnsafeRawBufferPointer, from connection: LiveConnection) {
        do throws(LiveRequestFault) {
            switch try LiveRequest.decode(text, messageLimit: limits.messageBytes) {
            case .send(let id, let room, let key, let body):
                connection.sendBegan()
                sends.append(
                    SendRequest(
                        connection: connection.id, id: id, account: connection.caller.account, room: room, key: key,
                        body: body))
            case .subscribe(let id, let room, let after, let epoch):
                try subscribe(connection, id: id, room: room, after: after, epoch: epoch)
            case .unsubscribe(let id, let room):
                if let place = connection.subscriptions.firstIndex(where: { $0.stream.room == room }) {
                    end(connection.subscriptions.remove(at: place))
                }
                connection.sendText(LiveAnswer.done(id: id))
            }
        } catch {
            connection.sendText(LiveAnswer.error(id: error.id, error.refusal))
        }
    }

    private func subscribe(
        _ connection: LiveConnection, id: Int64, room: RoomID, after: SequenceNumber?, epoch: String?
    ) throws(LiveRequestFault) {
        let limit = limits.subscriptionsPerConnection
        guard connection.subscriptions.count + connection.subscribing.count < limit else {
            throw LiveRequestFault(
                id: id,
                refusal: Refusal(
                    .tooManySubscriptions, "A connection may follow at most \(limit) rooms.",
                    limit: Refusal.Limit(name: "subscriptions_per_connection", value: limit)))
        }
        guard !connection.subscribing.contains(room) else {
            throw LiveRequestFault(
                id: id, refusal: Refusal(.badRequest, "This room is being subscribed to already."))
        }
        // Subscribing again starts anew, from the cursor that was given.
        if let place = connection.subscriptions.firstIndex(where: { $0.stream.room == room }) {
            end(connection.subscriptions.remove(at: place))
        }
        connection.subscribing.append(room)
        attaching[room, default: 0] += 1
        handOverSends()
        service?.subscribe(
            SubscribeRequest(
                connection: connection.id, id: id, account: connection.caller.account, room: room, after: after,
                epoch: epoch))
    }

    private func handOverSends() {
        guard !sends.isEmpty else { return }
        service?.send(sends)
        sends.removeAll(keepingCapacity: true)
    }

    private func endTurn() {
        handOverSends()
        if !toFeed.isEmpty { feed() }
    }

    // MARK: From the service

    private func handle(_ message: OutletMessage) {
        switch message {
        case .segment(let segment): deliver(segment)
        case .ack(let connection, let id, let room, let sequence, let at, let duplicate):
            guard let connection = connections[connection.serial] else { return }
            acknowledge(connection) {
                AckJSON.append(id: id, room: room, sequence: sequence, at: at, duplicate: duplicate, to: &$0)
            }
        case .refused(let connection, let id, let refusal, let isSend):
            guard let connection = connections[connection.serial] else { return }
            connection.sendText(LiveAnswer.error(id: id, refusal))
            if isSend { connection.sendEnded() }
        case .attached(let attachment): attach(attachment)
        case .notAttached(let connection, let id, let room, let refusal):
            finishAttaching(room, connections[connection.serial])
            connections[connection.serial]?.sendText(LiveAnswer.error(id: id, refusal))
            detachIfUnread(room)
        case .headMoved(let room, let head): moveHead(room, head)
        case .presence(let room, let account, let online):
            guard let stream = streams[room] else { return }
            let json = LiveAnswer.presence(room: room, account: account, online: online)
            for reader in stream.readers where reader.isLive {
                let connection = reader.subscription.takeUnretainedValue().connection
                if connection.caller.account.rawValue != account.id { connection.sendText(json) }
            }
        case .endConnection(let connection, .sessionEnded):
            connections[connection.serial]?.close(.sessionEnded, "The session has ended. Log in again.")
        case .page(let room, let after, let segments): takePage(room, after, segments)
        }
    }

    private var ackText: [UInt8] = []

    private func acknowledge(_ connection: LiveConnection, _ write: (inout [UInt8]) -> Void) {
        ackText.removeAll(keepingCapacity: true)
        write(&ackText)
        connection.sendText(ackText)
        connection.sendEnded()
    }

    private func finishAttaching(_ room: RoomID, _ connection: LiveConnection?) {
        if let count = attaching[room] { attaching[room] = count > 1 ? count - 1 : nil }
        if let place = connection?.subscribing.firstIndex(of: room) { connection?.subscribing.remove(at: place) }
    }

    private func attach(_ attachment: Attachment) {
        let room = attachment.room
        let connection = connections[attachment.connection.serial]
        finishAttaching(room, connection)
        guard let connection else { return detachIfUnread(room) }
        let stream = streams[room] ?? RoomStream(room: room, head: attachment.head)
        streams[room] = stream
        if let gap = attachment.gap {
            connection.sendText(
                LiveAnswer.gap(id: attachment.id, room: room, reason: gap.reason, snapshot: gap.snapshot))
        }
        let subscription = Subscription(
            connection: connection, stream: stream, id: attachment.id, cursor: attachment.cursor,
            online: attachment.online)
        connection.subscriptions.append(subscription)
        stream.add(subscription)
        if !advance(subscription) { feedLater(subscription) }
    }

    private func moveHead(_ room: RoomID, _ head: SequenceNumber) {
        guard let stream = streams[room], stream.head < head else { return }
        for reader in stream.readers where reader.isLive {
            let subscription = reader.subscription.takeUnretainedValue()
            stream.fallBehind(subscription, cursor: stream.head)
            feedLater(subscription)
        }
        stream.head = head
    }

    // MARK: Delivery

    private func deliver(_ segment: Segment) {
        guard let stream = streams[segment.room], segment.last > stream.head,
            let frames = segment.frames as? LiveFrames
        else { return }
        // After a reload the log may have gone on without this loop: its readers are fed from the store.
        if segment.first != stream.head.next { moveHead(segment.room, SequenceNumber(segment.first.rawValue - 1)) }
        let plain = loop.keepUntilFlush(frames.plain.bytes)
        let deflated = frames.deflated.map { loop.keepUntilFlush($0.bytes) }
        let mayQueue = loop.outboundBytes < outboundShare
        for place in stream.readers.indices {
            let reader = stream.readers[place]
            guard reader.isLive else { continue }
            let isSent = reader.socket._withUnsafeGuaranteedRef { socket in
                guard mayQueue, !socket.isBlocked else { return false }
                if reader.deflates, let deflated { return socket.send(sharing: deflated) == .accepted }
                return socket.send(sharing: plain) == .accepted
            }
            // One slow reader harms nobody: it is fed from the tail when its socket drains.
            if !isSent { stream.fallBehind(reader.subscription.takeUnretainedValue(), cursor: stream.head) }
        }
        stream.head = segment.last
        if let gone = segment.narrows { cut(gone, from: stream) }
    }

    /// Nothing more of the room reaches the account.
    private func cut(_ account: AccountID, from stream: RoomStream) {
        let ended = stream.readers.map { $0.subscription.takeUnretainedValue() }
            .filter { $0.connection.caller.account == account }
        for subscription in ended {
            let connection = subscription.connection
            connection.subscriptions.removeAll { $0 === subscription }
            end(subscription)
            connection.sendText(
                LiveAnswer.ended(room: stream.room, refusal: Refusal(.notAMember, "You left the room.")))
        }
    }

    private func end(_ subscription: Subscription) {
        guard !subscription.isEnded else { return }
        subscription.isEnded = true
        subscription.stream.remove(subscription)
        detachIfUnread(subscription.stream.room)
    }

    private func detachIfUnread(_ room: RoomID) {
        guard attaching[room] == nil, streams[room]?.readers.isEmpty ?? true else { return }
        streams[room] = nil
        service?.detach(room, outlet: outletNumber)
    }

    // MARK: Readers that are behind

    func feedLater(_ subscription: Subscription) {
        guard !subscription.isLive, !subscription.isEnded, !subscription.isQueued, !subscription.isLoading else {
            return
        }
        subscription.isQueued = true
        toFeed.append(subscription)
    }

    private func feed() {
        var budget = Self.feedBytesPerTurn
        var line = toFeed[...]
        toFeed = []
        while budget > 0, let subscription = line.popFirst() {
            subscription.isQueued = false
            if !subscription.isEnded, !subscription.isLive { budget -= feed(subscription) }
        }
        toFeed.append(contentsOf: line)
        // The rest has its turn after what arrives meanwhile.
        if !toFeed.isEmpty { loop.post {} }
    }

    /// Gives the reader what comes next. Returns bytes sent.
    private func feed(_ subscription: Subscription) -> Int {
        guard !advance(subscription) else { return 0 }
        let socket = subscription.connection.socket
        // When it is blocked, `drained` comes; when all sockets together hold too much, the next second.
        guard !socket.isBlocked, socket.isOpen, loop.outboundBytes < outboundShare, let service else { return 0 }
        let stream = subscription.stream
        guard
            let segments = service.tail.segments(
                in: stream.room, after: subscription.cursor, bytes: Self.feedBytesPerReader),
            !segments.isEmpty
        else {
            load(subscription)
            return 0
        }
        let sent = send(segments, to: subscription)
        if !advance(subscription) { feedLater(subscription) }
        return sent
    }

    /// Sends what of the segments lies between the reader's cursor and the stream's head.
    private func send(_ segments: [Segment], to subscription: Subscription) -> Int {
        let socket = subscription.connection.socket
        let head = subscription.stream.head
        var sent = 0
        for segment in segments where segment.last > subscription.cursor && segment.first <= head {
            guard segment.first <= subscription.cursor.next, let frames = segment.frames as? LiveFrames else { break }
            let run = subscription.connection.deflates ? frames.deflated ?? frames.plain : frames.plain
            let first = subscription.cursor.rawValue + 1 - segment.first.rawValue
            let end = min(segment.last, head).rawValue + 1 - segment.first.rawValue
            guard let part = run.range(from: Int(first), to: Int(end)),
                socket.send(sharing: loop.keepUntilFlush(run.bytes), from: part.start, count: part.count) == .accepted
            else { break }
            sent += part.count
            subscription.cursor = min(segment.last, head)
        }
        return sent
    }

    /// Makes the reader live when it has everything. Returns whether it is.
    private func advance(_ subscription: Subscription) -> Bool {
        guard subscription.cursor >= subscription.stream.head else { return false }
        subscription.stream.makeLive(subscription)
        if !subscription.toldCaughtUp {
            subscription.toldCaughtUp = true
            subscription.connection.sendText(
                LiveAnswer.caughtUp(
                    id: subscription.id, room: subscription.stream.room, sequence: subscription.cursor,
                    online: subscription.online))
        }
        return true
    }

    private func load(_ subscription: Subscription) {
        let stream = subscription.stream
        subscription.isLoading = true
        let isFirst = stream.loading[subscription.cursor] == nil
        stream.loading[subscription.cursor, default: []].append(subscription)
        if isFirst { service?.read(room: stream.room, after: subscription.cursor, outlet: outletNumber) }
    }

    private func takePage(_ room: RoomID, _ after: SequenceNumber, _ segments: [Segment]?) {
        guard let stream = streams[room], let readers = stream.loading.removeValue(forKey: after) else { return }
        for subscription in readers {
            subscription.isLoading = false
            guard !subscription.isEnded, !subscription.isLive else { continue }
            // A page that could not be read is asked for again within a second.
            guard let segments, !segments.isEmpty else { continue }
            if !subscription.connection.socket.isBlocked { _ = send(segments, to: subscription) }
            if !advance(subscription) { feedLater(subscription) }
        }
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
