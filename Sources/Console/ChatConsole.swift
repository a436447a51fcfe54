import ChatClient
import ChatDomain
import ChatWire
import EventLoop
import Glibc

/// One person's session at the console: where he is, what he writes, what he sees.
///
/// Lines are carried out one after the other; what the server tells comes in between.
actor ChatConsole {
    let options: ConsoleOptions
    let mode: ConsoleScreen.Mode
    let pump: InputPump
    let loop: EventLoop
    let paths: StatePaths
    let sessions: SessionFile

    // What is shown.
    var screen: ConsoleScreen
    var editor = LineEditor()
    var decoder = KeyDecoder()
    var splitter = LineSplitter()
    /// What is asked for, while something is.
    var question: String?

    // What was written and is not carried out.
    var lines: [String] = []
    var lineWaiter: CheckedContinuation<String?, Never>?
    var inputHasEnded = false
    var awaitsRead = false

    // Who and where.
    var api: ServerAPI
    var live: LiveClient?
    var account: AccountView?
    var place = Place.door
    var room: RoomView?
    var givenPassword: String?
    // The lists to whose numbers a command refers.
    var shownSessions: [SessionView] = []
    var shownLinks: [Int64] = []
    var shownScheduled: [Int64] = []
    var shownTokens: [Int64] = []
    var shownInvites: [Int64] = []
    var shownAddresses: [Int64] = []
    var lastSearch: (text: String, next: String?)?

    // Whom and what there is, as far as was heard: for completion and for names.
    var knownPeople: [AccountView] = []
    var knownRooms: [Int64: RoomView] = [:]
    var completion: CompletionCycle?

    // What is unread, and who writes.
    var unread: [Int64: UnreadView] = [:]
    var isRefreshing = false
    var isStale = false
    var isBellOn: Bool
    var typists: [Int64: (name: String, until: ContinuousClock.Instant)] = [:]

    // The room that is shown.
    var lastShown: Int64 = 0
    var isCaughtUp = false
    /// What arrived since the connection came back, until all has.
    var missed: [EventView]?
    var messageBytes: Int?

    // The connection and what is on its way.
    var isConnected = false
    var wasConnected = false
    var retryAt: ContinuousClock.Instant?
    var pending: [Pending] = []
    /// Answers that came before the send had returned.
    var settledKeys: Set<SendKey> = []
    var lastAcknowledged: Int64 = 0
    var waiters: [Int: Waiter] = [:]
    var nextWaiter = 0

    var isFinished = false
    var somethingRefused = false
    var logInRefused = false

    struct Pending {
        let message: OutgoingMessage
        let since: ContinuousClock.Instant
    }

    struct Waiter {
        let condition: @Sendable (isolated ChatConsole) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    init(options: ConsoleOptions, mode: ConsoleScreen.Mode, pump: InputPump, loop: EventLoop) {
        self.options = options
        self.mode = mode
        self.pump = pump
        self.loop = loop
        paths = StatePaths.fromEnvironment()
        sessions = SessionFile(paths: paths)
        isBellOn = options.bell || mode == .terminal && !options.noBell
        screen = ConsoleScreen(mode: mode)
        api = ServerAPI(server: options.server, loop: loop)
        api.agent = "roost chat"
    }

    /// The whole session.
    func run() async {
        pump.allowRead()
        guard await enter() else { return }
        while !isFinished, let line = await nextLine() {
            await perform(line)
        }
        if !isFinished { await exit() }
    }

    /// Carries out one line.
    func perform(_ line: String) async {
        if mode == .json, line.trimmingBlanks().hasPrefix("{") { return await perform(json: line) }
        switch LineGrammar.intent(of: line, at: place) {
        case .nothing: break
        case .message(let text): await send(text)
        case .command(let verb, let argument):
            guard let command = Command.named(verb) else { return }
            await command.handler(self, argument)
        case .join(let name): await join(name)
        case .unknown(let verb):
            let slash = place == .room ? "/" : ""
            var hint = "There is no command \"\(slash)\(verb)\". \(slash)help lists them."
            if place == .room { hint += " To send a line that begins with a slash, write two." }
            screen.show(.problem(code: "unknown_command", hint))
        case .elsewhere(let verb):
            screen.show(.problem(code: "unknown_command", elsewhere(verb)))
        }
    }

    private func elsewhere(_ verb: String) -> String {
        switch (place, verb) {
        case (.door, _): "First \"register\" or \"login\"."
        case (_, "login"), (_, "register"): "You are logged in. Use \"logout\" first."
        default: "First go to a room: its name, or \"rooms\" to see which there are."
        }
    }

    func showHelp(_ topic: String) {
        if !topic.isEmpty {
            let verb = topic.hasPrefix("/") ? String(topic.dropFirst()) : topic
            guard let command = Command.named(verb.lowercased()) else {
                return screen.show(.problem(code: "unknown_command", "There is no command \"\(verb)\"."))
            }
            let slash = place == .room && command.verb != "exit" ? "/" : ""
            let examples = command.examples.map { "\n  \(slash)\($0)" }.joined()
            return screen.show(
                .note("\(command.usage(slash: slash)): \(command.help).\n\(command.details)\(examples)"))
        }
        let start =
            switch place {
            case .door: "You are at the door."
            case .lobby: "You are in the lobby. The name of a room takes you there."
            case .room: "What you write goes to the room. Commands begin with a slash:"
            }
        screen.show(.note(([start] + Command.list(at: place, forAdmin: managesPeople)).joined(separator: "\n")))
    }

    // MARK: Waiting

    /// Waits until something is so, or the time is over.
    func wait(atMost limit: Duration, until condition: @escaping @Sendable (isolated ChatConsole) -> Bool) async {
        if condition(self) { return }
        let number = nextWaiter
        nextWaiter += 1
        await withCheckedContinuation { continuation in
            waiters[number] = Waiter(condition: condition, continuation: continuation)
            Task {
                try? await Task.sleep(for: limit)
                waiters.removeValue(forKey: number)?.continuation.resume()
            }
        }
    }

    /// Something has changed.
    func checkWaiters() {
        for (number, waiter) in waiters where waiter.condition(self) {
            waiters.removeValue(forKey: number)?.continuation.resume()
        }
    }

    // MARK: The end

    /// Ends the session, after a moment for what is on its way; without a terminal, after all the time that it takes.
    func exit() async {
        guard !isFinished else { return }
        if live != nil, mode == .terminal {
            if isConnected { await wait(atMost: .seconds(1)) { $0.pending.isEmpty } }
        } else if live != nil {
            await drain()
        }
        await finish(nil)
    }

    /// Ends the session now.
    func finish(_ code: ExitCode?) async {
        guard !isFinished else { return }
        isFinished = true
        var code = code
        let left = pending.count
        if left > 0 {
            screen.show(
                .problem(
                    code: "kept",
                    left == 1
                        ? "1 message is kept and will be sent at the next start."
                        : "\(left) messages are kept and will be sent at the next start."))
        }
        screen.close()
        await live?.stop()
        if code == nil, somethingRefused { code = .sendRefused }
        if code == nil, account == nil, logInRefused || mode != .terminal { code = .logInRefused }
        if code == nil, mode != .terminal, left > 0 { code = isConnected ? .other : .unreachable }
        TerminalMode.restore()
        pump.finish((code ?? .success).rawValue)
    }

    /// Waits for every acknowledgement. A server that stays away for half a minute ends the wait: the messages are kept.
    private func drain() async {
        while !isFinished, !pending.isEmpty {
            await wait(atMost: .seconds(30)) { $0.pending.isEmpty || $0.isConnected || $0.isFinished }
            if pending.isEmpty { break }
            if !isConnected { return }
            await wait(atMost: .seconds(3600)) { $0.pending.isEmpty || !$0.isConnected || $0.isFinished }
        }
        // One's own lines come back as events; a script sees them before the end.
        if isConnected, room != nil { await wait(atMost: .seconds(5)) { $0.lastShown >= $0.lastAcknowledged } }
    }
}
