import Glibc

/// One pthread, joined at most once; detached when nobody joined it.
final class SystemThread: Sendable {
    private let identity: pthread_t
    private let isJoined = Monitor(false)

    /// Starts `body` on a new thread. The system shows the first 15 bytes of `name`.
    init(name: String, precedence: ThreadPrecedence = .first, _ body: @escaping @Sendable () -> Void)
        throws(ThreadError)
    {
        let start = ThreadStart(name: name, precedence: precedence, body: body)
        var started = pthread_t()
        let opaque = Unmanaged.passRetained(start).toOpaque()
        let code = pthread_create(&started, nil, runThread, opaque)
        guard code == 0 else {
            Unmanaged<ThreadStart>.fromOpaque(opaque).release()
            throw .cannotStart(errno: code)
        }
        identity = started
    }

    deinit {
        isJoined.withLock { isJoined in
            if !isJoined { pthread_detach(identity) }
        }
    }

    /// Waits until the thread has ended. Every caller waits, however many there are; on the thread itself this returns at
    /// once.
    func join() {
        guard pthread_equal(identity, pthread_self()) == 0 else { return }
        isJoined.withLock { isJoined in
            guard !isJoined else { return }
            pthread_join(identity, nil)
            isJoined = true
        }
    }
}

/// Who goes first on a core that several threads want. The raw value is added to the thread's nice value.
public enum ThreadPrecedence: Int32, Sendable {
    case first = 0
    /// Gets about a third of what one of the first gets.
    case second = 5
    /// Gets about a tenth.
    case last = 10
}

private final class ThreadStart: Sendable {
    let name: String
    let precedence: ThreadPrecedence
    let body: @Sendable () -> Void

    init(name: String, precedence: ThreadPrecedence, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.precedence = precedence
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    nameThread(start.name)
    // Linux keeps the value by thread, and changes the calling one's.
    if start.precedence != .first { _ = nice(start.precedence.rawValue) }
    start.body()
    return nil
}

/// Linux's own way to name the calling thread; the function for it is not among those that Swift imports.
private func nameThread(_ name: String) {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    let visible = Array(name.utf8.prefix(15))
    _ = write(file, visible, visible.count)
    close(file)
}
