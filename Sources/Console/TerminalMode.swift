import Glibc
import Synchronization

/// How the terminal takes keys, and the promise that it is left as it was found: at every return, `exit`, signal and
/// trap.
enum TerminalMode {
    /// Keys come at once, unechoed, and Ctrl-C is one of them. False when standard input is no terminal.
    static func enterRaw() -> Bool {
        guard keep() else { return false }
        var raw = saved
        cfmakeraw(&raw)
        // Line feeds still go to the start of the line, also those that others write.
        raw.c_oflag |= tcflag_t(OPOST)
        guard tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0 else { return false }
        isChanged.store(true, ordering: .releasing)
        write(bracketedPasteOn)
        return true
    }

    /// What is typed is not shown, for a password in a mode without line editing.
    static func hideEcho() {
        guard keep() else { return }
        var quiet = saved
        quiet.c_lflag &= ~tcflag_t(ECHO)
        if tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet) == 0 { isChanged.store(true, ordering: .releasing) }
    }

    /// Leaves the terminal as it was found. Any number of times, also in a signal's handler.
    static func restore() {
        guard isChanged.exchange(false, ordering: .acquiringAndReleasing) else { return }
        write(bracketedPasteOff)
        tcsetattr(STDIN_FILENO, TCSANOW, &saved)
    }

    /// The terminal's width; 80 when it does not know.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func keep() -> Bool {
        if isKept.load(ordering: .acquiring) { return true }
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &saved) == 0 else { return false }
        isKept.store(true, ordering: .releasing)
        atexit { TerminalMode.restore() }
        for fatal in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = restoreAndFail
            // The fault happens again when the handler returns, and then ends the process as it would have.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(fatal, &action, nil)
        }
        return true
    }

    private static func write(_ sequence: StaticString) {
        _ = Glibc.write(STDOUT_FILENO, sequence.utf8Start, sequence.utf8CodeUnitCount)
    }

    private static let bracketedPasteOn: StaticString = "\u{1B}[?2004h"
    private static let bracketedPasteOff: StaticString = "\u{1B}[?2004l\u{1B}[?25h"

    /// Written once, before `isKept` says that it can be read.
    nonisolated(unsafe) private static var saved = termios()
    private static let isKept = Atomic<Bool>(false)
    private static let isChanged = Atomic<Bool>(false)
}

private func restoreAndFail(_ signal: Int32) {
    TerminalMode.restore()
}
