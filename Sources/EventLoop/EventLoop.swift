import CLibUV
import Glibc
public import Metrics
import Synchronization

/// A libuv loop on a thread of its own: sockets, timers, signals, and the executor of the actors that are pinned to it.
///
/// What is made on a loop (connections, listeners, timers) is used on that loop alone. Other threads reach it through
/// ``post(_:)``, ``LoopInbox`` and actor isolation, all of which wake it at most once a batch and never reorder.
///
/// In each turn the loop writes what the turn's callbacks sent, with one system call a connection; see ``TCPConnection``.
public final class EventLoop: SerialExecutor, @unchecked Sendable {
    // Unchecked: what is not a mutex or an atomic belongs to the loop's thread.
    let handles: LoopHandles
    let mailbox = LoopMailbox()
    let output: TickOutput
    private let name: String
    private let threadIdentity = Atomic<UInt>(0)
    private let joinable = Guarded<uv_thread_t?>(nil)

    /// True from the moment the loop begins to close what is open on it. Nothing can be made on it then.
    private(set) var isStopping = false
    /// Bytes that all connections of the loop together still have to write. Read on the loop.
    public internal(set) var outboundBytes = 0
    /// More of them mean that no connection should be given much to write. On the loop; none at first.
    public var outboundLimit = Int.max
    /// Bytes that the loop's connections keep unused together; see ``TCPConnection/mayKeep(_:)``. Read on the loop.
    public internal(set) var unusedBytes = 0
    /// On the loop; none at first.
    public var unusedLimit = Int.max
    public let statistics = LoopStatistics()
    /// What the loop is at. Handlers may say more exactly what they do.
    public let activity: Activity
    var inboxes: [ObjectIdentifier: any LoopMail] = [:]
    var connectors: [ObjectIdentifier: Connector] = [:]
    var finishing = FinishingConnections()
    private var turnEnds: [() -> Void] = []

    /// How often a loop that ends looks for something posted, before it drops what posts itself for ever.
    private static let lastRounds = 1000
    private static let loopCount = Atomic<UInt64>(0)

    /// Makes a loop that does nothing before ``start()``.
    /// - Parameter name: the thread's, shown by the system's tools, first 15 bytes.
    public init(name: String) throws(LoopError) {
        _ = ignoresBrokenPipes
        self.name = name
        activity = Activity(thread: name)
        handles = try LoopHandles()
        output = TickOutput(loopNumber: Self.loopCount.add(1, ordering: .relaxed).newValue)
        handles.attach(self)
    }

    deinit {
        // The thread holds the loop, so that it has ended, or never began.
        joinable.withLock { thread in
            if let thread { pthread_detach(thread) }
        }
        handles.dispose()
    }

    /// Starts the thread. What was posted before runs first. A loop starts once; later calls do nothing.
    public func start() throws(LoopError) {
        guard mailbox.begin() else { return }
        var thread = uv_thread_t()
        let held = Unmanaged.passRetained(self)
        let code = joinable.withLock { joinable in
            let code = uv_thread_create(&thread, runLoopThread, held.toOpaque())
            if code == 0 { joinable = thread }
            return code
        }
        guard code == 0 else {
            held.release()
            mailbox.end()
            throw LoopError(code: code)
        }
    }

    /// Ends the loop: what was posted before still runs, what was sent is offered to the sockets once more, then everything
    /// open on the loop is closed and the thread ends. From any thread, any number of times.
    ///
    /// The thread ends later when a name is just being resolved, since that cannot be broken off.
    /// What is posted once the thread has ended never runs, and neither do jobs of actors pinned to it.
    public func stop() {
        if mailbox.requestStop() { wake() }
    }

    /// Waits until the thread has ended; call ``stop()`` first. On the loop itself this returns at once.
    public func join() {
        guard !isOnLoop else { return }
        joinable.withLock { thread in
            guard var joining = thread else { return }
            uv_thread_join(&joining)
            thread = nil
        }
    }

    /// Milliseconds of a clock that only goes forward, read once a turn. On the loop. Calls `uv_now`.
    public var now: UInt64 { uv_now(handles.loop) }

    /// True on the loop's own thread.
    public var isOnLoop: Bool { threadIdentity.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Holds `bytes` until the next flush, so that any number of connections can be given parts of it without touching its
    /// reference count. Call it once a buffer and turn. On the loop.
    public func keepUntilFlush(_ bytes: SharedBytes) -> KeptBytes { output.keep(bytes) }

    // MARK: The thread

    fileprivate func run() {
        threadIdentity.store(UInt(pthread_self()), ordering: .relaxed)
        nameThread()
        wake(counted: false)
        var rounds = 0
        repeat {
            while uv_run(handles.loop, UV_RUN_DEFAULT) != 0 {}
            // What close callbacks posted; it may have made new work for the loop.
            while rounds < Self.lastRounds, mailbox.run(on: self) { rounds += 1 }
        } while uv_loop_alive(handles.loop) != 0 || !(mailbox.endIfEmpty() || rounds == Self.lastRounds)
        mailbox.end()
        for inbox in inboxes.values { inbox.detach() }
        inboxes.removeAll()
        turnEnds.removeAll()
        finishing.removeAll()
        handles.dispose()
        // Nothing is the loop's any more; the system may give the thread's identity to another.
        threadIdentity.store(0, ordering: .relaxed)
    }

    /// Linux's own way to name the calling thread; the function for it is not among those that Swift imports.
    private func nameThread() {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let visible = Array(name.utf8.prefix(15))
        _ = write(file, visible, visible.count)
        close(file)
    }

    /// Runs what was posted. Called when the loop was woken.
    func woken() {
        activity.enter("what other threads posted")
        statistics.wakeUps.add()
        mailbox.run(on: self)
        if !isStopping, mailbox.windDownIfRequested() { closeEverything() }
    }

    /// Runs `body` at the end of each turn, right before what was sent is written: the place to hand over what the turn
    /// gathered. On the loop; for good. It must be cheap when there is nothing to do.
    public func atTurnEnd(_ body: @escaping () -> Void) {
        checkIsolated()
        turnEnds.append(body)
    }

    func endTurn() {
        for body in turnEnds { body() }
        output.flush()
        statistics.outboundBytes.set(outboundBytes)
    }

    /// Nothing is left to do before the loop waits.
    func willSleep() {
        endTurn()
        activity.rest()
    }

    private func closeEverything() {
        endTurn()
        isStopping = true
        for connector in connectors.values { connector.stop() }
        uv_walk(handles.loop, closeHandle, nil)
    }

    func wake(counted: Bool = true) {
        uv_async_send(handles.async)
        if counted { mailbox.wakerIsDone() }
    }
}

/// A broken connection is an error of the write, not the end of the process.
private let ignoresBrokenPipes: Void = {
    signal(SIGPIPE, SIG_IGN)
}()

/// What is open on a loop and ends with it.
protocol ClosesWithLoop: AnyObject {
    func loopStops()
}

private func runLoopThread(_ argument: UnsafeMutableRawPointer?) {
    guard let argument else { return }
    Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
}

private func closeHandle(_ handle: UnsafeMutablePointer<uv_handle_t>?, _: UnsafeMutableRawPointer?) {
    guard let handle, uv_is_closing(handle) == 0 else { return }
    guard let data = handle.pointee.data else {
        uv_close(handle, nil)
        return
    }
    let owner = Unmanaged<AnyObject>.fromOpaque(data).takeUnretainedValue()
    (owner as? any ClosesWithLoop)?.loopStops()
}
