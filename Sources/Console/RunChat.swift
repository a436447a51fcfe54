import ChatClient
import EventLoop
import Glibc

/// Runs `roost chat` to its end, on the calling thread.
///
/// - Parameter arguments: the words after `chat`.
/// - Returns: the exit code (docs/console.md).
public func runChat(arguments: [String]) -> Int32 {
    let options: ConsoleOptions
    do throws(ConsoleOptions.Fault) {
        options = try ConsoleOptions(arguments: arguments)
    } catch {
        complain(error.message)
        return ExitCode.usage.rawValue
    }
    if options.help {
        print(ConsoleOptions.usage)
        return ExitCode.success.rawValue
    }
    let loop: EventLoop
    do throws(LoopError) {
        loop = try EventLoop(name: "roost-client")
        try loop.start()
    } catch {
        complain("The program cannot start: \(error)")
        return ExitCode.other.rawValue
    }
    guard let pump = InputPump() else {
        complain("The program cannot start: there is no pipe left.")
        return ExitCode.other.rawValue
    }
    let mode: ConsoleScreen.Mode =
        if options.json {
            .json
        } else if options.plain || isatty(STDOUT_FILENO) == 0 || !TerminalMode.enterRaw() {
            .plain
        } else {
            .terminal
        }
    defer { TerminalMode.restore() }
    let (inputs, continuation) = AsyncStream<ConsoleInput>.makeStream()
    let console = ChatConsole(options: options, mode: mode, pump: pump, loop: loop)
    Task { await console.takeInputs(inputs) }
    Task { await console.run() }
    let code = pump.run { continuation.yield($0) }
    TerminalMode.restore()
    loop.stop()
    loop.join()
    return code
}

private func complain(_ message: String) {
    var bytes = Array("roost chat: \(message)\n".utf8)
    _ = write(STDERR_FILENO, &bytes, bytes.count)
}
