public import ChatWire

/// What a client does about the live stream, as a machine without sockets, clock or disk: inputs in, actions out.
///
/// It keeps the subscriptions with their cursors, the messages that are not acknowledged, and the pauses between
/// attempts. Whoever drives it performs the actions in order, and calls ``wake(now:)`` at ``deadline``. All times are
/// measured from one arbitrary moment, on a clock that never goes back.
///
/// Promises: an event is told once and in order, or the room is resumed; a message is sent again, with its key, until
/// it is acknowledged or refused; the messages of one room are sent one after the other, so that none overtakes another.
public struct LiveSession: Sendable {
    public struct Settings: Sendable {
        public var backoff = Backoff.Settings()
        /// A connection that lasted as long counts as a success: the next pause is a short one again.
        public var stableAfter: Duration = .seconds(10)
        /// How long an upgrade and the welcome may take together.
        public var greeting: Duration = .seconds(20)
        /// How long an acknowledgement may take before the connection is given up.
        public var acknowledgement: Duration = .seconds(30)
        /// After so long without a byte the server is asked for a sign of life; after half as long again it is gone.
        public var silence: Duration = .seconds(60)
        /// How many events are loaded when a room starts from a snapshot.
        public var historyPage = 50
        /// Markers are told at most as often.
        public var readPause: Duration = .seconds(1)
        /// That one writes is told at most as often, for each room.
        public var typingPause: Duration = .seconds(3)
        /// How many live events may wait for that page; beyond, the room starts without it.
        public var heldEvents = 10_000

        public init() {}
    }

    public enum Action: Sendable, Equatable {
        /// Open a connection; answer with ``opened(now:)`` or ``lost(_:now:)``.
        case connect
        /// Send one text message.
        case transmit([UInt8])
        case ping
        /// Close the connection; nothing more of it must be fed in.
        case close(code: UInt16)
        /// Ask for the latest `limit` events before `before`; answer with ``historyLoaded(request:events:now:)``.
        case loadHistory(room: Int64, request: Int64, before: Int64, limit: Int)
        /// The message needs to be kept no longer.
        case settle(OutgoingMessage)
        case tell(ClientEvent)
    }

    enum Phase: Equatable {
        case stopped
        case connecting
        /// The connection is open; the welcome is awaited. `since` is when the attempt began.
        case greeting(since: Duration)
        case live(since: Duration)
        case pausing(until: Duration)
    }

    struct Subscription {
        var replica: RoomReplica
        /// The request that the stream of this connection answers.
        var request: Int64?
        /// When to ask again, after the server could not just then.
        var retryAt: Duration?
        /// What waits until the page before the snapshot is loaded.
        var restart: Restart?
    }

    struct Restart {
        let request: Int64
        let snapshot: RoomSnapshot
        let reason: String
        var held: [ClientEvent] = []
    }

    struct Queue {
        var waiting: [OutgoingMessage] = []
        /// The request of the first of them, when it is on the wire.
        var request: Int64?
        var sentAt: Duration = .zero
        var blockedUntil: Duration?
        var backoff: Backoff
        /// How often the server closed the connection over the first of them.
        var strikes = 0
    }

    /// How far one has read, as long as the server has not said that it knows.
    struct Read {
        var seq: Int64
        var isSent = false
    }

    let settings: Settings
    let jitter: Backoff.Jitter
    var phase = Phase.stopped
    var connectBackoff: Backoff
    var subscriptions: [Int64: Subscription] = [:]
    var queues: [Int64: Queue] = [:]
    var reads: [Int64: Read] = [:]
    var readsSentAt: Duration?
    var typedAt: [Int64: Duration] = [:]
    var epoch: String?
    var nextRequest: Int64 = 1
    var heardAt: Duration = .zero
    var pinged = false
    var actions: [Action] = []

    public init(settings: Settings = Settings(), jitter: @escaping Backoff.Jitter = Backoff.uniform) {
        self.settings = settings
        self.jitter = jitter
        connectBackoff = Backoff(settings.backoff, jitter: jitter)
    }

    /// What there is to do since the last call.
    public mutating func takeActions() -> [Action] {
        let taken = actions
        actions = []
        return taken
    }

    /// The messages that are not acknowledged, in the order of their keys.
    public var unsettled: [OutgoingMessage] { queues.values.flatMap(\.waiting).sorted { $0.key < $1.key } }

    /// Whether the live connection stands.
    public var isLive: Bool { if case .live = phase { true } else { false } }

    /// What is known of a room that is followed.
    public func replica(of room: Int64) -> RoomReplica? { subscriptions[room]?.replica }

    // MARK: What the program wants

    /// Begins to keep up a connection.
    public mutating func start(now: Duration) {
        guard phase == .stopped else { return }
        connect(now: now)
    }

    /// Says good-bye. What is not acknowledged stays with the caller.
    public mutating func stop() {
        if phase != .stopped { actions.append(.close(code: 1000)) }
        drop()
        phase = .stopped
    }

    /// Follows a room from its latest events on.
    public mutating func follow(room: Int64, now: Duration) {
        guard subscriptions[room] == nil else { return }
        subscriptions[room] = Subscription(replica: RoomReplica(room: room))
        subscribe(room)
    }

    public mutating func unfollow(room: Int64) {
        guard let subscription = subscriptions.removeValue(forKey: room), isLive, subscription.request != nil else {
            return
        }
        transmit { object, id in
            object.set("op", "unsubscribe")
            object.set("id", id)
            object.set("room", room)
        }
    }

    /// Takes a message that is kept already.
    public mutating func send(_ message: OutgoingMessage, now: Duration) {
        queues[message.room, default: Queue(backoff: Backoff(settings.backoff, jitter: jitter))].waiting.append(message)
        pump(message.room, now: now)
    }

    /// The page that was asked for, or nothing where it could not be had.
    public mutating func historyLoaded(room: Int64, request: Int64, events: [EventView]) {
        guard let restart = subscriptions[room]?.restart, restart.request == request else { return }
        finish(restart, room: room, history: events)
    }

    // MARK: Time

    /// When ``wake(now:)`` is due; nil when nothing waits for a time.
    public var deadline: Duration? {
        var times: [Duration] = []
        switch phase {
        case .stopped, .connecting: break
        case .greeting(let since): times.append(since + settings.greeting)
        case .pausing(let until): times.append(until)
        case .live:
            times.append(heardAt + (pinged ? settings.silence * 3 / 2 : settings.silence))
            for queue in queues.values where !queue.waiting.isEmpty {
                if queue.request != nil { times.append(queue.sentAt + settings.acknowledgement) }
                if let blocked = queue.blockedUntil { times.append(blocked) }
            }
            times += subscriptions.values.compactMap(\.retryAt)
            if let readsDue { times.append(readsDue) }
        }
        return times.min()
    }

    /// Does what is due.
    public mutating func wake(now: Duration) {
        switch phase {
        case .stopped, .connecting: break
        case .greeting(let since):
            if now >= since + settings.greeting { abandon(.silent, now: now) }
        case .pausing(let until):
            if now >= until { connect(now: now) }
        case .live:
            wakeLive(now: now)
        }
    }

    private mutating func wakeLive(now: Duration) {
        if now >= heardAt + settings.silence * 3 / 2 { return abandon(.silent, now: now) }
        if now >= heardAt + settings.silence, !pinged {
            pinged = true
            actions.append(.ping)
        }
        for (room, queue) in queues {
            if queue.request != nil, now >= queue.sentAt + settings.acknowledgement {
                return abandon(.silent, now: now)
            }
            if let blocked = queue.blockedUntil, now >= blocked {
                queues[room]?.blockedUntil = nil
                pump(room, now: now)
            }
        }
        for (room, subscription) in subscriptions {
            if let retryAt = subscription.retryAt, now >= retryAt { subscribe(room) }
        }
        if let readsDue, now >= readsDue { sendReads(now: now) }
    }

    // MARK: Words

    mutating func tell(_ event: ClientEvent) {
        actions.append(.tell(event))
    }

    @discardableResult
    mutating func transmit(_ write: (inout JSONObject, Int64) -> Void) -> Int64 {
        let id = takeRequest()
        actions.append(.transmit(JSONObject.make { write(&$0, id) }))
        return id
    }

    mutating func takeRequest() -> Int64 {
        defer { nextRequest &+= 1 }
        return nextRequest
    }
}
