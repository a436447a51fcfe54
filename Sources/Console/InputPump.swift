import Glibc
import Synchronization

/// What comes from outside besides the server.
enum ConsoleInput: Sendable {
    case bytes([UInt8])
    /// Standard input has ended.
    case end
    /// The window has another size, or the program came back from the background.
    case resized
    /// Somebody asks the program to end.
    case terminated
}

/// Reads standard input and signals on the thread that started the program, which has nothing else to do.
///
/// Reads only when asked to: a file of any size is taken in no faster than its messages are sent.
final class InputPump: Sendable {
    private let wake: (read: Int32, write: Int32)
    private let code = Atomic<Int32>(0)

    /// Nil when the system has no pipe to give.
    init?() {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        wake = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(wake.write, F_SETFL, O_NONBLOCK)
    }

    deinit {
        _ = signalPipe.compareExchange(expected: wake.write, desired: -1, ordering: .relaxed)
        close(wake.read)
        close(wake.write)
    }

    /// Lets the pump read once more. From any thread.
    func allowRead() { poke(UInt8(ascii: "n")) }

    /// Makes ``run(deliver:)`` return. From any thread; the first code counts.
    func finish(_ code: Int32) {
        self.code.store(code, ordering: .releasing)
        poke(UInt8(ascii: "d"))
    }

    private func poke(_ byte: UInt8) {
        var byte = byte
        _ = write(wake.write, &byte, 1)
    }

    /// Delivers what comes until ``finish(_:)``; returns its code.
    func run(deliver: (ConsoleInput) -> Void) -> Int32 {
        listenToSignals()
        var mayRead = false
        var hasEnded = false
        while true {
            var watched = [
                pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0),
                pollfd(fd: mayRead && !hasEnded ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, nfds_t(watched.count), -1) > 0 else { continue }
            if watched[0].revents != 0 {
                var notes = [UInt8](repeating: 0, count: 64)
                let count = read(wake.read, &notes, notes.count)
                for note in notes.prefix(max(0, count)) {
                    switch note {
                    case UInt8(ascii: "n"): mayRead = true
                    case UInt8(ascii: "d"): return code.load(ordering: .acquiring)
                    case UInt8(ascii: "w"): deliver(.resized)
                    default: deliver(.terminated)
                    }
                }
            }
            if watched[1].revents != 0 {
                mayRead = false
                var bytes = [UInt8](repeating: 0, count: 16 * 1024)
                let count = read(STDIN_FILENO, &bytes, bytes.count)
                if count > 0 {
                    deliver(.bytes(Array(bytes.prefix(count))))
                } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                    hasEnded = true
                    deliver(.end)
                } else {
                    mayRead = true
                }
            }
        }
    }

    private func listenToSignals() {
        signalPipe.store(wake.write, ordering: .releasing)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = passOn
            action.sa_flags = SA_RESTART
            sigaction(number, &action, nil)
        }
    }
}

/// Where signals are written to, for the loop above to read.
private let signalPipe = Atomic<Int32>(-1)

/// Does only what a handler may: it writes one byte.
private func passOn(_ signal: Int32) {
    let before = errno
    var note = signal == SIGWINCH || signal == SIGCONT ? UInt8(ascii: "w") : UInt8(ascii: "t")
    _ = write(signalPipe.load(ordering: .relaxed), &note, 1)
    errno = before
}
