public import ChatDomain
public import ChatService
public import EventLoop

/// The rooms that the clients of one door on one loop read, from their beginning to their end. Confined to the loop.
///
/// Hot path: a segment from the service goes to every live reader of its room without an allocation, a copy, a lock or
/// a suspension a reader. Who cannot take it now is fed from the tail when his socket drains.
public final class RoomStreams {
    let loop: EventLoop
    let outletNumber: Int
    let outboundShare: Int
    let outboundBytes: Int
    let figures: DoorFigures
    unowned let door: any StreamDoor
    private(set) var service: ChatService?
    var streams: [RoomID: RoomStream] = [:]
    /// Subscriptions on their way through the service, by room: as long as there are any, the room stays attached.
    private var attaching: [RoomID: Int] = [:]
    var toFeed: [Subscription] = []
    /// Events given to readers in this turn of the loop, each reader's by itself.
    var delivered = 0
    /// The bytes of the segment that is being delivered, in each format that a reader has asked for.
    var kept: ContiguousArray<KeptBytes?>
    /// The formats that stand there.
    var keptFormats: ContiguousArray<Int> = []

    /// Most formats of a door.
    public static let formats = 1_024
    /// Bytes that readers which are behind get in one turn of the loop, all together and each: live traffic goes first.
    static let feedBytesPerTurn = 2_097_152
    static let feedBytesPerReader = 131_072

    /// On the loop.
    /// - Parameter outletNumber: the place of the door's outlet among those given to the service.
    public init(
        on loop: EventLoop, door: any StreamDoor, outletNumber: Int, loops: Int, limits: Limits, figures: DoorFigures
    ) {
        self.loop = loop
        self.door = door
        self.outletNumber = outletNumber
        outboundShare = limits.outboundTotalBytes / max(loops, 1)
        outboundBytes = limits.outboundBytes
        self.figures = figures
        kept = ContiguousArray(repeating: nil, count: Self.formats)
    }

    public func start(_ service: ChatService) {
        self.service = service
    }

    // MARK: Beginning

    /// Asks for a room. The answer comes as `attached` or `notAttached`.
    public func subscribe(_ request: SubscribeRequest) {
        attaching[request.room, default: 0] += 1
        service?.subscribe(request)
    }

    /// What was asked for is answered.
    /// - Returns: the connection, if it still is there.
    private func finishAttaching(_ room: RoomID, _ id: ConnectionID) -> (any StreamConnection)? {
        if let count = attaching[room] { attaching[room] = count > 1 ? count - 1 : nil }
        return door.connection(id)
    }

    /// `attached`
    public func attach(_ start: SubscriptionStart) {
        guard let connection = finishAttaching(start.room, start.connection), connection.mayBegin(start) else {
            return detachIfUnread(start.room)
        }
        let stream = streams[start.room] ?? RoomStream(room: start.room, head: start.head)
        streams[start.room] = stream
        let subscription = Subscription(connection: connection, stream: stream, start: start)
        connection.subscriptions.append(subscription)
        stream.add(subscription)
        connection.began(subscription, start)
        if !advance(subscription) { feedLater(subscription) }
    }

    /// `notAttached`
    public func refuse(_ connection: ConnectionID, _ room: RoomID) {
        _ = finishAttaching(room, connection)
        detachIfUnread(room)
    }

    /// `headMoved`
    public func moveHead(_ room: RoomID, _ head: SequenceNumber) {
        guard let stream = streams[room], stream.head < head else { return }
        for reader in stream.readers where reader.isLive {
            let subscription = reader.subscription.takeUnretainedValue()
            stream.fallBehind(subscription, cursor: stream.head)
            feedLater(subscription)
        }
        stream.head = head
    }

    /// From ``StreamConnection/began(_:)``: nothing is sent before ``release(_:)``.
    public func hold(_ subscription: Subscription) {
        subscription.isHeld = true
    }

    /// Begins behind a place that this loop was told of, the present if none is given: what came before, the connection has
    /// shown in its own way.
    public func release(_ subscription: Subscription, from place: SequenceNumber? = nil) {
        guard subscription.isHeld, !subscription.isEnded else { return }
        subscription.isHeld = false
        let head = subscription.stream.head
        subscription.cursor = place.map { min($0, head) } ?? head
        subscription.exceptions.removeAll { $0 <= subscription.cursor }
        subscription.stream.noteExceptions(of: subscription)
        if !advance(subscription) { feedLater(subscription) }
    }

    /// How far this loop was told of a room; nil when nobody here reads it.
    public func head(of room: RoomID) -> SequenceNumber? { streams[room]?.head }

    // MARK: Ending

    /// Nothing more of the room reaches the account.
    public func cut(_ account: AccountID, from room: RoomID) {
        if let stream = streams[room] { cut(account, from: stream) }
    }

    func cut(_ account: AccountID, from stream: RoomStream) {
        let ended = stream.readers.map { $0.subscription.takeUnretainedValue() }
            .filter { $0.connection.account == account }
        end(ended, Refusal(.notAMember, "You are no longer a member of this room."))
    }

    /// The room is gone for everybody.
    public func end(_ room: RoomID, _ refusal: Refusal) {
        if let stream = streams[room] { end(stream.readers.map { $0.subscription.takeUnretainedValue() }, refusal) }
    }

    private func end(_ subscriptions: [Subscription], _ refusal: Refusal) {
        for subscription in subscriptions {
            let connection = subscription.connection
            connection.subscriptions.removeAll { $0 === subscription }
            end(subscription)
            connection.ended(subscription, refusal)
        }
    }

    /// Ends one that its connection has let go of.
    public func end(_ subscription: Subscription) {
        guard !subscription.isEnded else { return }
        subscription.isEnded = true
        subscription.stream.remove(subscription)
        detachIfUnread(subscription.room)
    }

    private func detachIfUnread(_ room: RoomID) {
        guard attaching[room] == nil, streams[room]?.readers.isEmpty ?? true else { return }
        streams[room] = nil
        service?.detach(room, outlet: outletNumber)
    }

    // MARK: What is not in the log

    /// The connections that are up to date with a room.
    public func forEachLiveReader(of room: RoomID, _ body: (any StreamConnection) -> Void) {
        guard let stream = streams[room] else { return }
        for reader in stream.readers where reader.isLive {
            body(reader.subscription.takeUnretainedValue().connection)
        }
    }

    /// The connection gets this event in a way of its own, when its turn comes.
    public func except(_ event: SequenceNumber, for subscription: Subscription) {
        guard event > subscription.position else { return }
        subscription.exceptions.append(event)
        subscription.exceptions.sort()
        subscription.stream.noteExceptions(of: subscription)
    }

    /// The connection reads another format from now on.
    public func formatChanged(of connection: any StreamConnection) {
        for subscription in connection.subscriptions {
            subscription.stream.setFormat(of: subscription, to: connection.format)
        }
    }

    // MARK: Time

    /// Once a second: readers that were left waiting.
    public func sweep() {
        var (readers, behind) = (0, 0)
        for stream in streams.values {
            readers += stream.readers.count
            for reader in stream.readers where !reader.isLive {
                behind += 1
                feedLater(reader.subscription.takeUnretainedValue())
            }
        }
        figures.readers.set(readers)
        figures.readersBehind.set(behind)
    }

    /// At the end of each turn of the loop.
    public func endTurn() {
        if !toFeed.isEmpty { feed() }
        figures.delivered(delivered)
        delivered = 0
    }
}
