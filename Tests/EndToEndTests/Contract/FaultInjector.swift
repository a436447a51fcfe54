import Foundation

/// Makes system calls of a running server fail or wait, by `strace --inject`, until it is taken off again.
final class FaultInjector {
    private let process: ChildProcess
    private let log: String

    /// Whether this machine lets one process trace another, and has the tool.
    static let isPermitted: Bool = {
        let log = NSTemporaryDirectory() + "/roost-strace-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: log) }
        guard let probe = try? ChildProcess("strace", ["-f", "-o", "/dev/null", "-e", "trace=none", "true"], log: log),
            (try? probe.wait()) == .code(0),
            let target = try? ChildProcess("cat", ["/dev/zero"], log: log)
        else { return false }
        return (try? FaultInjector(target.pid, "sync", "error=EIO", log: log)) != nil
    }()

    /// Takes hold of all threads of a process. When the initializer returns, the faults are in force.
    ///
    /// - Parameters:
    ///   - calls: names of system calls, separated by commas.
    ///   - fault: as strace(1) has it: `error=EIO`, `delay_enter=500000`, with `:when=…`, counted for each thread.
    init(_ pid: pid_t, _ calls: String, _ fault: String, log: String? = nil) throws {
        let file = log ?? NSTemporaryDirectory() + "/roost-strace-\(UUID().uuidString)"
        self.log = file
        process = try ChildProcess(
            "strace",
            ["-f", "-p", "\(pid)", "-o", "/dev/null", "-e", "trace=\(calls)", "-e", "inject=\(calls):\(fault)"],
            log: file)
        // It says "Process N attached with M threads" when it holds all of them.
        try eventually("strace to attach: \(try String(contentsOfFile: file, encoding: .utf8))", within: .seconds(20)) {
            try String(contentsOfFile: file, encoding: .utf8).contains("attached")
        }
    }

    /// Lets go; what follows works as ever.
    func stop() throws {
        process.signal(SIGINT)
        try process.wait()
        try? FileManager.default.removeItem(atPath: log)
    }
}
