import Foundation
import Testing

/// The real server, on a folder of its own, over real sockets. It dies with the value, and the folder with it.
final class ServerProcess {
    let folder: String
    private(set) var port: UInt16 = 0
    /// Where IRC clients come in; 0 on a server that has no such door.
    private(set) var ircPort: UInt16 = 0
    /// Where its figures are, if it was started with `--metrics`.
    private(set) var metricsPort: UInt16?
    private let speaksIRC: Bool
    /// What the first account needs; nil on a store that has one.
    private(set) var ownerCode: String?
    private let settings: [String]
    private var process: ChildProcess?

    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    /// Hashing that costs nothing, and no throttle: what is under test is said by `settings`, which come last.
    private static let defaults = [
        "--password-operations", "1", "--password-memory", "1", "--account-requests-per-second", "0",
        "--address-requests-per-second", "0", "--login-failures", "0", "--connections-per-address", "0",
    ]

    /// Starts a server on an empty folder.
    convenience init(_ settings: String...) throws {
        try self.init(settings: settings)
        try start()
    }

    /// Makes the folder; nothing is started.
    /// - Parameter speaksIRC: whether it has a door for IRC clients.
    init(settings: [String], speaksIRC: Bool = false) throws {
        self.settings = settings
        self.speaksIRC = speaksIRC
        folder = NSTemporaryDirectory() + "/roost-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        process = nil
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The program under test, beside the tests' own.
    static let program: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: "roost").path
    }()

    /// Whether the program's memory is its own: a sanitizer takes many times as much.
    static let isSanitized = program.contains("/asan/") || program.contains("/tsan/")

    var data: String { folder + "/data" }
    var pid: pid_t { process?.pid ?? 0 }

    // MARK: Life

    /// Starts it on the folder, and on the port that it had.
    func start() throws {
        let deadline = Deadline(.seconds(60))
        while true {
            let irc = speaksIRC ? ["--irc", "127.0.0.1:\(ircPort)"] : []
            let process = try launch(
                ["--listen", "127.0.0.1:\(port)", "--data", data] + irc + Self.defaults + settings)
            let banner = try process.output { $0.contains("To stop:") }
            if banner.contains("is ready at") {
                self.port = try listeningPort(banner)
                ircPort = banner.firstMatch(of: /By IRC: +127\.0\.0\.1:(\d+)/).flatMap { UInt16($0.1) } ?? 0
                metricsPort = banner.firstMatch(of: /Figures: .*:(\d+)\/metrics/).flatMap { UInt16($0.1) }
                self.process = process
                ownerCode = banner.firstMatch(of: /\n +([0-9A-Z]{4}-[0-9A-Z]{4})\n/).map { String($0.1) }
                return
            }
            // The port may be somebody's for a moment.
            guard log.contains("Cannot listen"), port != 0, !deadline.isOver else {
                throw DidNotStart(description: "the server did not start: \(banner) \(log)")
            }
        }
    }

    /// Behind a public address the log alone has the port.
    private func listeningPort(_ banner: String) throws -> UInt16 {
        if let local = banner.firstMatch(of: /is ready at http:\/\/127\.0\.0\.1:(\d+)/) { return UInt16(local.1) ?? 0 }
        var port: UInt16?
        try eventually("the port is in the log") {
            port = log.firstMatch(of: /info started .*listen=127\.0\.0\.1:(\d+)/).flatMap { UInt16($0.1) }
            return port != nil
        }
        return port ?? 0
    }

    private func launch(_ arguments: [String]) throws -> ChildProcess {
        try ChildProcess(Self.program, ["serve"] + arguments, log: folder + "/log")
    }

    /// Starts another server with these settings, which is expected to end by itself.
    func tryAnother(_ settings: String...) throws -> (exit: ChildProcess.Exit, sentence: String) {
        let file = folder + "/other-\(UUID().uuidString)"
        let process = try ChildProcess(Self.program, ["serve"] + settings, log: file)
        let exit = try process.wait()
        return (exit, (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
    }

    /// As a crash: no byte more is written.
    func kill9() throws {
        process?.signal(SIGKILL)
        try process?.wait()
        process = nil
    }

    func signal(_ number: Int32) { process?.signal(number) }

    /// Waits until it has ended.
    @discardableResult
    func wait() throws -> ChildProcess.Exit {
        guard let process else { return .code(-1) }
        defer { self.process = nil }
        return try process.wait()
    }

    /// As an operator does.
    @discardableResult
    func stop() throws -> ChildProcess.Exit {
        signal(SIGTERM)
        return try wait()
    }

    // MARK: What it says of itself

    /// Everything that it has logged, over all its lives.
    var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }

    /// Traps, and what Address Sanitizer reported. Thread Sanitizer is not listened to: it does not see the hand-over of
    /// a contended `Synchronization.Mutex`, which happens in the kernel, and takes whatever was handed over for a race.
    var findings: [String] {
        log.split(separator: "==================").map(String.init).filter {
            $0.contains(/ERROR: AddressSanitizer|Fatal error/)
        }
    }

    /// Bytes of memory in use.
    var residentBytes: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            guard let line = status.firstMatch(of: /VmRSS:\s+(\d+) kB/), let kilobytes = Int(line.1) else {
                throw DidNotStart(description: "the server is not running: \(log.suffix(2_000))")
            }
            return kilobytes * 1_024
        }
    }

    // MARK: Who uses it

    var http: HTTPCaller { HTTPCaller(port: port) }

    /// The first account.
    func owner(_ username: String = "ada") throws -> Person {
        try register(username, code: ownerCode)
    }

    func register(_ username: String, code: String? = nil) throws -> Person {
        var form = ["mail": "\(username)@example.org", "username": username, "password": Person.password]
        form["name"] = username.capitalized
        form["code"] = code
        let answer = try http.call("POST", "/v1/accounts", form)
        let said = try answer.said
        guard answer.status == 201, let account = said.account, let token = said.token else {
            throw Person.Refused(status: answer.status, code: answer.code)
        }
        return Person(server: self, id: account.id, username: username, token: token)
    }
}

/// Runs a test on a server of its own. When the test throws, the end of the server's log goes with the error.
func withServer(_ settings: String..., body: (ServerProcess) throws -> Void) throws {
    try run(ServerProcess(settings: settings), body)
}

/// The same with a door for IRC clients.
func withIRCServer(_ settings: String..., body: (ServerProcess) throws -> Void) throws {
    try run(ServerProcess(settings: settings, speaksIRC: true), body)
}

private func run(_ server: ServerProcess, _ body: (ServerProcess) throws -> Void) throws {
    do {
        try server.start()
        try body(server)
        // What a sanitizer or the runtime has found stands in the log, whatever the test was after.
        for finding in server.findings { Issue.record("The server's log has:\n\(finding.prefix(6_000))") }
    } catch {
        throw ServerProcess.DidNotStart(
            description: "\(error)\nThe server's log ends with:\n\(server.log.suffix(3_000))")
    }
}
