import Foundation

/// A pseudo-terminal, seen from the side where the person sits.
final class Terminal {
    let descriptor: Int32
    /// What a program opens to be on it.
    let path: String

    init(columns: UInt16, rows: UInt16) throws {
        // What unlockpt and ptsname do on Linux; Foundation has neither.
        let (lock, name): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        var (isLocked, number): (Int32, UInt32) = (0, 0)
        descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard descriptor >= 0, ioctl(descriptor, lock, &isLocked) == 0, ioctl(descriptor, name, &number) == 0 else {
            throw Impatient("a terminal")
        }
        path = "/dev/pts/\(number)"
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    deinit { close(descriptor) }

    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }
}

/// A running `roost chat` on a terminal, without colours.
final class TerminalProcess {
    let process: ChildProcess
    let terminal: Terminal

    init(_ server: ServerProcess, login: String, options: [String]) throws {
        let home = server.folder + "/home-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try Person.password.write(toFile: home + "/password", atomically: true, encoding: .utf8)
        terminal = try Terminal(columns: 100, rows: 30)
        process = try ChildProcess(
            ServerProcess.program,
            [
                "chat", "--server", "http://127.0.0.1:\(server.port)", "--login", login, "--password-file",
                home + "/password",
            ] + options, log: home + "/log", terminal: terminal,
            variables: ["HOME": home, "NO_COLOR": "1", "TERM": "xterm"])
    }

    /// Keys as they are; `\r` is Enter.
    func press(_ keys: String) { terminal.type(keys) }

    func type(_ line: String) { press(line + "\r") }

    /// All that was drawn so far, when that has the text.
    @discardableResult
    func shows(_ text: String) throws -> String {
        let output = try process.output { $0.contains(text) }
        guard output.contains(text) else { throw Impatient("\"\(text)\"; the terminal showed: \(output)") }
        return output
    }
}
