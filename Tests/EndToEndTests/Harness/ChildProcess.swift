import Foundation

/// Another program, started by a test, which never outlives the tests: not even when they crash.
final class ChildProcess {
    let pid: pid_t
    /// What it prints.
    private let output: Int32
    private var printed: [UInt8] = []
    private var hasEnded = false
    private var status: Int32?

    enum Exit: Equatable, CustomStringConvertible {
        case code(Int32)
        case signal(Int32)

        var description: String {
            switch self {
            case .code(let code): "exit code \(code)"
            case .signal(let number): "signal \(number)"
            }
        }
    }

    struct StartFailure: Error {
        let path: String
        let code: Int32
    }

    /// - Parameters:
    ///   - log: a file to which standard error is appended.
    ///   - input: a file or pipe in place of standard input, opened for reading and writing so that a pipe never ends.
    ///   - variables: added to the environment.
    init(
        _ path: String, _ arguments: [String], log: String, input: String? = nil, variables: [String: String] = [:]
    ) throws {
        let ends = Self.makePipe()
        defer { close(ends[1]) }
        let (code, pid) = Self.spawn(
            [path] + arguments,
            input: input.map { .file($0, O_RDWR) } ?? .file("/dev/null", O_RDONLY), output: .descriptor(ends[1]),
            error: .file(log, O_WRONLY | O_CREAT | O_APPEND), variables: variables)
        guard code == 0 else {
            close(ends[0])
            throw StartFailure(path: path, code: code)
        }
        self.pid = pid
        output = ends[0]
        Watchdog.shared.guards(pid)
    }

    /// On a terminal, at whose other end the caller stands.
    init(_ path: String, _ arguments: [String], log: String, terminal: Terminal, variables: [String: String]) throws {
        let (code, pid) = Self.spawn(
            [path] + arguments, input: .file(terminal.path, O_RDWR), output: .file(terminal.path, O_RDWR),
            error: .file(log, O_WRONLY | O_CREAT | O_APPEND), variables: variables)
        guard code == 0 else { throw StartFailure(path: path, code: code) }
        self.pid = pid
        output = dup(terminal.descriptor)
        Watchdog.shared.guards(pid)
    }

    fileprivate enum Place {
        case file(String, Int32)
        case descriptor(Int32)
    }

    /// In a process group of its own: a Ctrl-C at the tests' terminal is not for it.
    fileprivate static func spawn(
        _ words: [String], input: Place, output: Place, error: Place, variables added: [String: String] = [:]
    ) -> (code: Int32, pid: pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, place) in [input, output, error].enumerated() {
            switch place {
            case .file(let path, let flags):
                posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0o600)
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        // The threads that run tests block signals, which a child would inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        // The server takes every variable that begins with its name for a setting.
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ROOST_") }
        // Memory that is given back goes to the system, so that what a process has is what it holds.
        environment["MALLOC_MMAP_THRESHOLD_"] = "32768"
        environment["MALLOC_TRIM_THRESHOLD_"] = "131072"
        // What Thread Sanitizer has found is in the log, and is judged there.
        environment["TSAN_OPTIONS"] = environment["TSAN_OPTIONS"] ?? "exitcode=0"
        let variables: [UnsafeMutablePointer<CChar>?] =
            environment.merging(added) { $1 }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, words[0], &actions, &attributes, arguments, variables)
        return (code, pid)
    }

    /// Two ends that no other program inherits.
    fileprivate static func makePipe() -> [Int32] {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    deinit {
        if status == nil {
            signal(SIGKILL)
            var last: Int32 = 0
            waitpid(pid, &last, 0)
            Watchdog.shared.forgets(pid)
        }
        close(output)
    }

    func signal(_ number: Int32) {
        guard status == nil else { return }
        kill(pid, number)
    }

    /// What it has printed, when that satisfies the condition or when it has ended.
    func output(within patience: Duration = .seconds(60), until isEnough: (String) -> Bool) throws -> String {
        let deadline = Deadline(patience)
        while true {
            let text = String(decoding: printed, as: UTF8.self)
            if hasEnded || isEnough(text) { return text }
            try readOutput(deadline, for: "what \(pid) prints; so far: \(text)")
        }
    }

    /// Waits until it has ended.
    @discardableResult
    func wait(within patience: Duration = .seconds(60)) throws -> Exit {
        let deadline = Deadline(patience)
        while !hasEnded { try readOutput(deadline, for: "the end of process \(pid)") }
        if status == nil {
            var last: Int32 = 0
            waitpid(pid, &last, 0)
            status = last
            Watchdog.shared.forgets(pid)
        }
        let last = status ?? 0
        return last & 0x7F == 0 ? .code(last >> 8 & 0xFF) : .signal(last & 0x7F)
    }

    /// Its output ends when it does.
    private func readOutput(_ deadline: Deadline, for what: String) throws {
        var wanted = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, deadline.milliseconds) > 0 else { throw Impatient(what) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(output, &buffer, buffer.count)
        if count > 0 { printed += buffer.prefix(count) } else { hasEnded = true }
    }
}

/// A shell that waits for the end of the tests, however it comes, and then kills what they left behind.
private final class Watchdog: @unchecked Sendable {
    static let shared = Watchdog()

    /// Its standard input: lines of a word and a process's number. Written to with one call a line, from any thread.
    private let line: Int32

    private static let script = """
        trap '' INT TERM HUP
        live=
        while read -r word pid; do
            rest=
            for one in $live; do [ "$one" = "$pid" ] || rest="$rest $one"; done
            live=$rest
            [ "$word" = guard ] && live="$live $pid"
        done
        for one in $live; do kill -9 "$one"; done
        """

    private init() {
        let ends = ChildProcess.makePipe()
        line = ends[1]
        _ = ChildProcess.spawn(
            ["sh", "-c", Self.script], input: .descriptor(ends[0]), output: .file("/dev/null", O_WRONLY),
            error: .file("/dev/null", O_WRONLY))
        close(ends[0])
    }

    func guards(_ pid: pid_t) { tell("guard \(pid)\n") }
    func forgets(_ pid: pid_t) { tell("forget \(pid)\n") }

    private func tell(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(line, bytes, bytes.count)
    }
}
