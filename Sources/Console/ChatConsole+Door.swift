import ChatClient
import ChatDomain
import ChatWire
import Glibc

/// Who one is: log-in, registration, and the way out.
extension ChatConsole {
    /// Reaches the server and logs in, as far as that goes without asking. False when the program is to end.
    func enter() async -> Bool {
        drawArea()
        if let file = options.passwordFile {
            guard let password = Self.firstLine(ofFile: file) else {
                screen.show(.problem(code: "usage", "The password file \(file) cannot be read."))
                await finish(.usage)
                return false
            }
            givenPassword = password
        } else {
            givenPassword = getenv("ROOST_PASSWORD").map { String(cString: $0) }
        }
        do throws(ClientError) {
            let info = try await api.info()
            if options.register {
                await register()
            } else if try await resume() {
            } else if let login = options.login {
                await logIn(as: login)
            } else {
                welcome(info)
            }
        } catch {
            screen.show(.problem(code: Self.code(of: error), error.message))
            if case .unreachable = error {
                screen.show(.note("Is a server running at \(options.server)? \"roost serve\" starts one."))
            }
            await finish(Self.isUnreachable(error) ? .unreachable : .other)
        }
        if !isFinished, account == nil, mode != .terminal, options.register || options.login != nil {
            await finish(.logInRefused)
        }
        return !isFinished
    }

    private func welcome(_ info: ServerInfo) {
        var text = "Welcome to \(TerminalText.line(info.name)) at \(options.server).\n"
        if info.ownerNeeded {
            text += "Nobody lives here yet. \"register\" makes the first account, which becomes the owner; "
            text += "it needs the one-time code that the server printed when it started."
        } else if info.registration == "open" {
            text += "\"login\" if you have an account here, \"register\" to make one."
        } else if info.registration == "link" {
            text += "\"login\" if you have an account here, \"register\" if you have an invitation to make one."
        } else {
            text += "\"login\" with your account. New accounts are made by the owner."
        }
        screen.show(.note(text + " \"help\" tells more, \"exit\" ends."))
    }

    /// Goes on with the log-in of the last time. False when there is none that still counts.
    private func resume() async throws(ClientError) -> Bool {
        let stored: StoredSession?
        do throws(FileFailure) {
            stored = try sessions.latest(server: options.server, login: options.login)
        } catch {
            screen.show(.problem(code: "file", error.message))
            return false
        }
        guard let stored else { return false }
        api.token = stored.token
        do throws(ClientError) {
            await begin(try await api.me(), token: stored.token)
            return true
        } catch {
            api.token = nil
            guard case .refused(let refusal) = error, refusal.code == RefusalCode.notLoggedIn.rawValue else {
                throw error
            }
            forget(stored.token)
            screen.show(.problem(code: refusal.code, "Your session has ended. Log in again."))
            return false
        }
    }

    func logIn(as name: String) async {
        var name = name
        if name.isEmpty {
            guard let answer = await ask("Username or mail address: ") else { return }
            name = answer.trimmingBlanks()
            if name.isEmpty { return }
        }
        guard let password = await password("Password: ") else { return }
        do throws(ClientError) {
            await begin(try await api.logIn(login: name, password: password))
        } catch {
            await refusedAtDoor(error)
        }
    }

    func register() async {
        do throws(ClientError) {
            let info = try await api.info()
            guard let mail = await given(options.mail, or: "Mail address: "),
                let username = await given(options.login, or: "Username (for logging in): ")
            else { return }
            var name = options.name
            if name == nil, mode == .terminal { name = await ask("Name that others see (\(username)): ") }
            var code: String?
            if info.ownerNeeded {
                guard let answer = await given(options.code, or: "One-time code: ") else { return }
                code = answer
            }
            var invite = options.invite
            if info.registration == "link", !info.ownerNeeded, invite == nil {
                guard let answer = await ask("Invitation (the last part of the link): ") else { return }
                invite = answer.trimmingBlanks()
            }
            guard let password = await newPassword() else { return }
            let shown = name?.trimmingBlanks()
            let registration = Registration(
                mail: mail, username: username, name: shown?.isEmpty == true ? nil : shown, password: password,
                code: code, invite: invite)
            await begin(try await api.register(registration))
        } catch {
            await refusedAtDoor(error)
        }
    }

    private func given(_ value: String?, or question: String) async -> String? {
        if let value, options.register { return value }
        return await ask(question)?.trimmingBlanks()
    }

    private func password(_ question: String) async -> String? {
        if let password = givenPassword {
            // What was given is tried once; whoever is at a terminal can then correct it.
            givenPassword = nil
            return password
        }
        return await ask(question, secret: true)
    }

    /// A password that is typed unseen is typed twice.
    private func newPassword() async -> String? {
        let wasGiven = givenPassword != nil
        while let first = await password("Password: ") {
            if wasGiven || mode != .terminal { return first }
            guard let second = await ask("The same again: ", secret: true) else { return nil }
            if first == second { return first }
            screen.show(.problem(code: "password_invalid", "The two are not the same. Once more."))
        }
        return nil
    }

    private func refusedAtDoor(_ error: ClientError) async {
        logInRefused = true
        screen.show(.problem(code: Self.code(of: error), error.message))
        if Self.isUnreachable(error), mode != .terminal { await finish(.unreachable) }
    }

    // MARK: In

    private func begin(_ logIn: LogIn) async {
        let session = StoredSession(
            server: options.server, username: logIn.account.username, mail: logIn.account.mail, token: logIn.token)
        do throws(FileFailure) {
            try sessions.store(session)
        } catch {
            screen.show(.problem(code: "file", "You will have to log in again next time. \(error.message)"))
        }
        api.token = logIn.token
        do throws(ClientError) {
            await begin(try await api.me(), token: logIn.token)
        } catch {
            await refusedAtDoor(error)
        }
    }

    private func begin(_ own: OwnAccount, token: String) async {
        let live: LiveClient
        do throws(LiveClientError) {
            live = try LiveClient(
                server: options.server, token: token, account: AccountID(rawValue: own.account.id), paths: paths,
                loop: loop)
        } catch {
            screen.show(.problem(code: "file", error.message))
            return await finish(.other)
        }
        self.live = live
        account = own.account
        logInRefused = false
        place = .lobby
        screen.setOwn(own.account.id)
        await refreshBlocks()
        screen.show(.loggedIn(own.account))
        Task { await takeEvents(of: live) }
        await live.start()
        let left = await live.unsettled.filter { !settledEarly($0) }
        if !left.isEmpty {
            pending = left.map { Pending(message: $0, since: .now) }
            screen.show(
                .note(
                    left.count == 1
                        ? "1 message from last time is being sent."
                        : "\(left.count) messages from last time are being sent."))
        }
        keep(own.rooms)
        // What others do to one is told at once, wherever one is.
        await live.follow(room: -own.account.id)
        // For completion alone.
        if mode == .terminal { Task { if let people = try? await api.people(upTo: 1_000) { knownPeople = people } } }
        await showUnread(atStart: true)
        await goToFirstRoom(own.rooms)
    }

    private func goToFirstRoom(_ rooms: [RoomView]) async {
        if let name = options.room {
            await join(name)
            // Lines that were meant for one place must not go to another.
            if room == nil, mode != .terminal { await finish(.other) }
        } else if rooms.count == 1, let only = rooms.first {
            await open(only)
        } else {
            await listRooms()
            screen.show(.note("The name of a room takes you there. \"help\" tells more."))
        }
    }

    // MARK: Out

    func logOut() async {
        // First the stream, so that its end is not taken for news.
        let kept = pending.count
        let ended = live
        live = nil
        await ended?.stop()
        do throws(ClientError) {
            try await api.logOut()
        } catch {
            // Whoever logs out wants the token gone from here, whether or not the server hears of it.
            screen.show(.problem(code: Self.code(of: error), error.message))
        }
        await leaveHouse()
        screen.show(.loggedOut)
        if kept > 0 { screen.show(.note("Messages that did not get through are sent after your next log-in.")) }
    }

    /// Nobody is logged in any more.
    func leaveHouse() async {
        if let token = api.token { forget(token) }
        api.token = nil
        await live?.stop()
        live = nil
        account = nil
        room = nil
        (shownSessions, shownLinks, shownScheduled, shownTokens, shownInvites) = ([], [], [], [], [])
        lastSearch = nil
        (knownPeople, knownRooms, unread, typists) = ([], [:], [:], [:])
        place = .door
        pending = []
        isConnected = false
        wasConnected = false
        screen.setOwn(nil)
        screen.fold([])
        drawArea()
    }

    private func forget(_ token: String) {
        do throws(FileFailure) {
            try sessions.remove(token: token)
        } catch {
            screen.show(.problem(code: "file", error.message))
        }
    }

    // MARK: Words

    static func code(of error: ClientError) -> String {
        switch error {
        case .refused(let refusal): refusal.code
        case .unreachable: "unreachable"
        case .protocolFault: "protocol_fault"
        case .timeout: "timeout"
        }
    }

    private static func isUnreachable(_ error: ClientError) -> Bool {
        switch error {
        case .unreachable, .timeout: true
        default: false
        }
    }

    private static func firstLine(ofFile path: String) -> String? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { return nil }
        return String(decoding: bytes.prefix(count).prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }
}
