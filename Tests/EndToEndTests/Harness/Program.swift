import Foundation

/// `roost chat` and `roost admin` as people use them, each with a home of its own.
extension ServerProcess {
    /// A program that ended.
    struct Run {
        let exit: ChildProcess.Exit
        let output: String
        let complaints: String
    }

    /// Runs `roost admin` to its end.
    func admin(_ words: String..., token: String) throws -> Run {
        try admin(words, token: token)
    }

    func admin(_ words: [String], token: String) throws -> Run {
        let log = folder + "/admin-\(UUID().uuidString)"
        let process = try ChildProcess(
            Self.program, ["admin"] + words + ["--server", "http://127.0.0.1:\(port)"], log: log,
            variables: ["ROOST_TOKEN": token, "HOME": folder])
        let exit = try process.wait()
        return Run(
            exit: exit, output: try process.output { _ in true },
            complaints: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }

    /// Writes a file that only this test's server has.
    func file(_ name: String, _ text: String) throws -> String {
        let path = folder + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    func console(
        _ login: String, _ password: String = Person.password, _ options: String..., mode: String = "--plain"
    ) throws -> ConsoleProcess {
        try ConsoleProcess(self, login: login, password: password, options: options, mode: mode)
    }

    /// A console on a terminal of its own.
    func terminal(_ login: String, _ options: String...) throws -> TerminalProcess {
        try TerminalProcess(self, login: login, options: options)
    }

    func logIn(_ login: String, _ password: String = Person.password) throws -> Answer {
        try http.call("POST", "/v1/sessions", ["login": login, "password": password])
    }
}

/// A running `roost chat --plain`, or `--json`.
final class ConsoleProcess {
    let process: ChildProcess
    private let input: FileHandle
    private let log: String

    init(_ server: ServerProcess, login: String, password: String, options: [String], mode: String) throws {
        let home = server.folder + "/home-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let pipe = home + "/input"
        guard mkfifo(pipe, 0o600) == 0 else { throw Impatient("a pipe") }
        try password.write(toFile: home + "/password", atomically: true, encoding: .utf8)
        log = home + "/log"
        process = try ChildProcess(
            ServerProcess.program,
            [
                "chat", "--server", "http://127.0.0.1:\(server.port)", mode, "--login", login, "--password-file",
                home + "/password",
            ] + options, log: log, input: pipe, variables: ["HOME": home])
        guard let handle = FileHandle(forUpdatingAtPath: pipe) else { throw Impatient("a pipe's end") }
        input = handle
    }

    func type(_ line: String) throws { try input.write(contentsOf: Data((line + "\n").utf8)) }

    /// Waits until it shows something.
    @discardableResult
    func shows(_ text: String) throws -> String {
        let output = try process.output { $0.contains(text) }
        guard output.contains(text) else {
            let complaints = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw Impatient("\"\(text)\"; the console showed: \(output)\(complaints)")
        }
        return output
    }
}
