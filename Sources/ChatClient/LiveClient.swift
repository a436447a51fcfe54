public import ChatDomain
import ChatWire
import Deflate
public import EventLoop
import Glibc
import Secrets

/// One account's life on one server: the live stream, kept up by itself, and the messages on their way.
///
/// What happens is told in ``events``. Pinned to a loop; its methods never wait for the network. ``send(_:to:)`` waits
/// for the disk.
public actor LiveClient {
    /// All that happens, in order, until ``stop()``.
    public nonisolated let events: AsyncStream<ClientEvent>

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let loop: EventLoop
    private let api: ServerAPI
    private let token: String
    private let random: SecureRandom
    private let deflater = Deflater()
    private let inflater = Inflater()
    private let continuation: AsyncStream<ClientEvent>.Continuation
    private var session: LiveSession
    private var outbox: Outbox?
    private var socket: LiveSocket?
    private var timer: LoopTimer?
    private var timerDeadline: Duration?
    private var isPerforming = false

    /// Opens the account's outbox; what earlier processes left in it will be sent. Nothing happens before ``start()``.
    ///
    /// - Parameter loop: must be started.
    public init(
        server: ServerAddress, token: String, account: AccountID, paths: StatePaths, loop: EventLoop,
        settings: LiveSession.Settings = LiveSession.Settings()
    ) throws(LiveClientError) {
        do throws(SecretsError) {
            random = try SecureRandom()
        } catch {
            throw .noRandomness
        }
        let name = UUIDv7.make(millisecondsSince1970: wallClock(), random: random).text
        do throws(FileFailure) {
            outbox = try Outbox(server: server, account: account, paths: paths, name: name)
        } catch {
            throw .file(error)
        }
        self.loop = loop
        self.token = token
        api = ServerAPI(server: server, loop: loop, token: token)
        session = LiveSession(settings: settings)
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Connects, and sends what was left.
    public func start() {
        for message in outbox?.left ?? [] { session.send(message, now: now) }
        session.start(now: now)
        perform()
    }

    /// Says good-bye and ends ``events``. What is not acknowledged stays on disk.
    public func stop() {
        session.stop()
        perform()
        timer = nil
        outbox = nil
        continuation.finish()
    }

    /// Follows a room that one belongs to, from its latest events on.
    public func follow(room: Int64) {
        session.follow(room: room, now: now)
        perform()
    }

    public func unfollow(room: Int64) {
        session.unfollow(room: room)
        perform()
    }

    /// Keeps a message on disk, then puts it on its way. Returns when it would outlive a power cut; that it arrived is
    /// told by an event.
    @discardableResult
    public func send(
        _ text: String, to room: Int64, thread: Int64? = nil, replyTo: Int64? = nil
    ) throws(LiveClientError) -> OutgoingMessage {
        guard let outbox else { throw .stopped }
        let message = OutgoingMessage(
            key: try makeKey(), room: room, text: text, thread: thread, replyTo: replyTo)
        do throws(FileFailure) {
            try outbox.add([message])
        } catch {
            throw .file(error)
        }
        session.send(message, now: now)
        perform()
        return message
    }

    /// A fresh key, for what is said by ``ServerAPI`` and not by ``send(_:to:thread:replyTo:)``.
    public func makeKey() throws(LiveClientError) -> SendKey {
        let bytes = UUIDv7.make(millisecondsSince1970: wallClock(), random: random).bytes
        guard let key = SendKey(bytes: bytes) else { throw .noRandomness }
        return key
    }

    /// Everything up to an event is read. Told to the server soon, and only as far as the last call says.
    public func read(room: Int64, through seq: Int64) {
        session.read(room: room, through: seq, now: now)
        perform()
    }

    /// Somebody writes a line just now. May be called for every key.
    public func typing(room: Int64) {
        session.typing(room: room, now: now)
        perform()
    }

    /// The messages that are not acknowledged, in the order of their keys.
    public var unsettled: [OutgoingMessage] { session.unsettled }

    /// What is known of a room that is followed.
    public func replica(of room: Int64) -> RoomReplica? { session.replica(of: room) }

    // MARK: Doing what the session asks

    private var now: Duration { .milliseconds(Int64(truncatingIfNeeded: loop.now)) }

    private func perform() {
        // An action may come back with news before it returns; it is then taken care of here below.
        guard !isPerforming else { return }
        isPerforming = true
        defer { isPerforming = false }
        while true {
            let actions = session.takeActions()
            if actions.isEmpty { break }
            for action in actions { perform(action) }
        }
        setTimer()
    }

    private func perform(_ action: LiveSession.Action) {
        switch action {
        case .connect: connect()
        case .transmit(let text): socket?.send(text: text)
        case .ping: socket?.ping()
        case .close(let code):
            socket?.close(code: code)
            socket = nil
        case .loadHistory(let room, let request, let before, let limit):
            loadHistory(room: room, request: request, before: before, limit: limit)
        case .settle(let message):
            do throws(FileFailure) {
                try outbox?.settle(message)
            } catch {
                // The message would be sent again with the same key, and known by the server.
                continuation.yield(.problem(error.message))
            }
        case .tell(let event): continuation.yield(event)
        }
    }

    private func connect() {
        let attempt = LiveSocket(on: loop, random: random, deflater: deflater, inflater: inflater) {
            [weak self] report in
            self?.assumeIsolated { $0.take(report) }
        }
        socket = attempt
        attempt.start(server: api.server, token: token)
    }

    private func take(_ report: LiveSocket.Report) {
        switch report {
        case .opened: session.opened(now: now)
        case .message(let message): session.received(message, now: now)
        case .heard: session.heard(now: now)
        case .lost(let loss):
            socket = nil
            session.lost(loss, now: now)
        }
        perform()
    }

    private func loadHistory(room: Int64, request: Int64, before: Int64, limit: Int) {
        Task {
            var events: [EventView] = []
            do throws(ClientError) {
                events = try await api.lines(of: room, .before(before), limit: limit).messages
            } catch {
                continuation.yield(.problem("The history could not be loaded. \(error.message)"))
            }
            session.historyLoaded(room: room, request: request, events: events)
            perform()
        }
    }

    private func setTimer() {
        let deadline = session.deadline
        guard deadline != timerDeadline || (timer == nil) != (deadline == nil) else { return }
        timerDeadline = deadline
        guard let deadline else { return timer = nil }
        // Rounded up, so that the deadline is past when the timer fires.
        let pause = UInt64(max(0, (deadline - now).milliseconds + 1))
        timer = LoopTimer(on: loop, after: pause) { [weak self] in
            self?.assumeIsolated { $0.timerFired() }
        }
    }

    private func timerFired() {
        timer = nil
        timerDeadline = nil
        session.wake(now: now)
        perform()
    }
}

/// Why a client cannot work.
public enum LiveClientError: Error, Sendable, Equatable {
    /// Messages cannot be kept on disk.
    case file(FileFailure)
    /// The system has no random numbers.
    case noRandomness
    case stopped

    /// A sentence for a person.
    public var message: String {
        switch self {
        case .file(let failure): "Messages cannot be kept on disk. \(failure.message)"
        case .noRandomness: "The system has no random numbers."
        case .stopped: "The client has ended."
        }
    }
}

/// Milliseconds since 1970.
private func wallClock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
