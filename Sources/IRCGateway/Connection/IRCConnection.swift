import ChatDomain
import ChatService
import EventLoop
import IRCWire
import RoomStreams
import Secrets

/// One IRC client: its socket, who it is, what it is in, and what of it is under way. Confined to the loop.
///
/// Commands are done one after the other. One that has to ask the service holds back those behind it, so that answers come
/// in the order of the questions; messages alone go on without waiting.
final class IRCConnection: TCPConnectionHandler {
    let id: ConnectionID
    let socket: TCPConnection
    let peer: String
    unowned let gateway: IRCGateway

    // Who it is.
    var registration = Introduction()
    var capabilities: CapabilitySet = []
    /// Once it has logged in.
    private(set) var caller: Caller?
    /// As others see it; the wanted nick before it has logged in.
    var name: PersonName?
    /// Whether the session is to end with the connection.
    private(set) var ownsSession = false
    var preferences = IRCPreferences()

    // What it is in.
    var subscriptions: [Subscription] = []
    /// Rooms asked for and not answered yet.
    var entering: Set<RoomID> = []
    /// Those of them that the running JOIN waits for.
    private var awaited: Set<RoomID> = []
    /// Rooms to be asked for again in a second.
    var enteringLater: Set<RoomID> = []
    /// Rooms by what this client calls them, folded: channels, and nicks of direct conversations.
    var roomsByName: [String: RoomID] = [:]
    /// How far this client was told that its account has read.
    var markers: [RoomID: Timestamp] = [:]
    /// Where a MARKREAD of its own is under way, whose answer tells what comes of it.
    var marking: Set<RoomID> = []
    /// Labels of own messages that come back as echo.
    var echoLabels: [RoomID: [SequenceNumber: String]] = [:]

    /// Own messages in rooms that are not read yet.
    var exceptions: [RoomID: [SequenceNumber]] = [:]

    // What is under way.
    var pendingSends: [Int64: PendingSend] = [:]
    var nextSend: Int64 = 1
    /// By nick, folded.
    var monitored: [String: Monitored] = [:]
    /// Metadata keys whose changes it wants to be told.
    var followed: Set<String> = []
    /// What it was told of its own account.
    var ownMetadata: Metadata?
    var reply: LabelledReply?
    /// A text that comes in several lines, while its batch is open.
    var multiline: IncomingMultiline?
    /// Whether it has said OPER.
    var isOper = false
    /// User mode `w`.
    var hearsWallops = false
    /// Whether it does not count as its account's being there (`draft/pre-away`).
    var isPassive = false
    private var reader = IRCLineReader()
    /// Commands that may come at once; refilled each second. Messages are counted by the service, as for all doors.
    var allowance: Int
    /// Answers of the service that the running command waits for.
    private var asking = 0
    /// What came behind a command that waits.
    private var held: [UInt8] = []
    private var isHeld = false
    private var isInLine = false
    private(set) var isClosing = false
    private(set) var saidGoodbye = false
    let openedAt: UInt64
    private var lastHeard: UInt64
    private var pingedAt: UInt64?
    /// When it last said something, for WHOIS.
    var lastSpoke: UInt64

    init(id: ConnectionID, socket: TCPConnection, peer: String, gateway: IRCGateway) {
        self.id = id
        self.socket = socket
        self.peer = peer
        self.gateway = gateway
        openedAt = socket.loop.now
        lastHeard = socket.loop.now
        lastSpoke = socket.loop.now
        allowance = gateway.limits.accountRequestBurst
    }

    var town: IRCTown { gateway.town }
    var limits: Limits { gateway.limits }

    /// What numeric replies are addressed to.
    var nick: String { name?.username ?? registration.nick ?? "*" }

    // MARK: From the client

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        lastHeard = connection.loop.now
        pingedAt = nil
        take(UnsafeRawBufferPointer(bytes))
        if !socket.mayKeep(held.capacity) { close("Too many commands wait. Come back in a moment.") }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        var input = bytes
        while !isClosing {
            guard mayGoOn, !gateway.isFull else {
                // Overload pushes back: what is not read stays in the client's socket.
                held.append(contentsOf: input)
                if !isHeld { socket.pauseReading() }
                isHeld = true
                return waitToResume()
            }
            guard let event = reader.next(&input) else { return }
            switch event {
            case .line(let line): perform(line)
            case .tooLong: numeric(.errInputTooLong, [], "The line is too long: at most 512 bytes, and 4094 of tags.")
            }
        }
    }

    /// Whether the next command may be looked at: the one before is answered, the answers are read, and it does not come
    /// too fast.
    private var mayGoOn: Bool {
        asking == 0 && pendingSends.count < limits.sendsInFlight && !socket.isBlocked
            && (allowance > 0 || limits.accountRequestsPerSecond == 0)
    }

    private func waitToResume() {
        guard mayGoOn, !isInLine else { return }
        isInLine = true
        gateway.waitForRoom(self)
    }

    /// Goes on after waiting for room.
    func resumeInTurn() {
        isInLine = false
        resume()
    }

    /// Goes on reading, if what it waited for has come.
    func resume() {
        guard isHeld, !isClosing else { return }
        guard mayGoOn, !gateway.isFull else { return waitToResume() }
        isHeld = false
        let bytes = held
        held = []
        bytes.withUnsafeBytes { take($0) }
        _ = socket.mayKeep(held.capacity)
        if !isHeld, !isClosing { socket.resumeReading() }
    }

    // MARK: Asking the service

    /// Asks, and goes on with the answer; the client's further commands wait until then.
    /// - Parameter ifGone: what is done with what was got, where the client has gone meanwhile.
    func ask<Value: Sendable>(
        _ question: (ChatService, @escaping Answer<Value>) -> Void,
        ifGone: @escaping @Sendable (ChatService, Value) -> Void = { _, _ in },
        then: @escaping @Sendable (IRCConnection, Result<Value, Refusal>) -> Void
    ) {
        guard let service = gateway.service else { return }
        gateway.handOverSends()
        asking += 1
        let (box, loop) = (LoopBound(self, on: socket.loop), socket.loop)
        question(service) { result in
            loop.post {
                let connection = box.value
                if !connection.isClosing {
                    then(connection, result)
                } else if case .success(let value) = result {
                    ifGone(service, value)
                }
                connection.asking -= 1
                guard connection.asking == 0 else { return }
                connection.endCommand()
                connection.resume()
            }
        }
    }

    /// The same, where a refusal is told and nothing else done.
    func ask<Value: Sendable>(
        as command: IRCCommand, about context: [String] = [],
        _ question: (ChatService, @escaping Answer<Value>) -> Void,
        then: @escaping @Sendable (IRCConnection, Value) -> Void = { _, _ in }
    ) {
        ask(question) { connection, result in
            switch result {
            case .success(let value): then(connection, value)
            case .failure(let refusal): connection.refuse(command, context, refusal)
            }
        }
    }

    /// Asks for something that no command waits for. Nothing is done when the client has gone meanwhile.
    func inquire<Value: Sendable>(
        _ question: (ChatService, @escaping Answer<Value>) -> Void,
        then: @escaping @Sendable (IRCConnection, Result<Value, Refusal>) -> Void
    ) {
        guard let service = gateway.service else { return }
        let (bound, loop) = (LoopBound(Weak(self), on: socket.loop), socket.loop)
        question(service) { result in
            loop.post {
                guard let connection = bound.value.connection, !connection.isClosing else { return }
                then(connection, result)
            }
        }
    }

    /// Asks for the running command, and lets those behind it go on: for answers that take their time.
    func askAside<Value: Sendable>(
        _ question: (ChatService, @escaping Answer<Value>) -> Void,
        then: @escaping @Sendable (IRCConnection, Result<Value, Refusal>) -> Void
    ) {
        let label = takeLabel()
        inquire(question) { connection, result in connection.answerAside(label) { then($0, result) } }
    }

    /// The running command is done when the room, which is being entered, was shown: what the client says in it comes
    /// behind.
    func awaitEntry(to room: RoomID) {
        guard entering.contains(room), awaited.insert(room).inserted else { return }
        asking += 1
    }

    /// The room was shown, or will not be.
    func endEntry(to room: RoomID) {
        guard awaited.remove(room) != nil else { return }
        asking -= 1
        guard asking == 0 else { return }
        endCommand()
        if isHeld { waitToResume() }
    }

    func isAwaited(_ room: RoomID) -> Bool { awaited.contains(room) }

    /// Whether the running command still waits for an answer.
    var isAsking: Bool { asking > 0 }

    // MARK: Who it is

    func admit(_ caller: Caller, _ name: PersonName, ownsSession: Bool) {
        self.caller = caller
        self.name = name
        self.ownsSession = ownsSession
        gateway.admitted(self, caller)
    }

    /// After the connection has closed: nothing of it is left at the service.
    func leave() {
        guard let service = gateway.service else { return }
        if case .scramDone(let token) = registration.mechanism { Self.end(token, from: peer, service) }
        guard let caller else { return }
        service.disconnected(id, caller, saidGoodbye: saidGoodbye)
        if ownsSession { service.logOut(caller) { _ in } }
    }

    /// Ends a session that was made for this connection, and that it does not need.
    static func end(_ token: Token, from peer: String, _ service: ChatService) {
        service.caller(token, address: peer) { result in
            if case .success(let caller) = result { service.logOut(caller) { _ in } }
        }
    }

    // MARK: Ending

    /// The client says good-bye.
    func quit(_ message: String?) {
        saidGoodbye = true
        close(message.map { "Quit: \($0)" } ?? "Client quit")
    }

    /// Says why, then closes.
    func close(_ reason: String) {
        guard !isClosing else { return }
        var lines = IRCLines()
        lines.append(nil, .error, [], trailing: reason)
        _ = socket.send(copying: lines.bytes.span)
        isClosing = true
        socket.finishThenClose(within: Self.closingMilliseconds)
    }

    private static let closingMilliseconds: UInt64 = 2_000

    func drained(_ connection: TCPConnection) {
        gateway.streams.drained(self)
        resume()
    }

    func endOfStream(_ connection: TCPConnection) {
        isClosing = true
        connection.close()
    }

    func closed(_ connection: TCPConnection, reason: CloseReason) {
        isClosing = true
        gateway.forget(self)
    }

    // MARK: Time

    /// Once a second.
    func sweep(now: UInt64) {
        guard !isClosing else { return }
        if let since = socket.blockedSince, now &- since > UInt64(limits.slowReaderTimeout) * 1_000 {
            gateway.figures.tooSlow.add()
            return close("The connection took nothing for too long. Come back.")
        }
        if caller == nil || !registration.isWelcome, now &- openedAt > UInt64(limits.ircLoginSeconds) * 1_000 {
            return close("Nobody has logged in for \(limits.ircLoginSeconds) seconds (irc_login_seconds). Come back.")
        }
        allowance = min(limits.accountRequestBurst, allowance + limits.accountRequestsPerSecond)
        resume()
        enterAgain()
        retrySends(now: now)
        if let pinged = pingedAt {
            guard now &- pinged > UInt64(limits.pongTimeout) * 1_000 else { return }
            return close("Ping timeout: \(limits.pongTimeout) seconds")
        }
        if !isHeld, now &- lastHeard > UInt64(limits.pingInterval) * 1_000 {
            pingedAt = now
            send { $0.append(nil, .ping, [town.settings.serverName]) }
        }
    }
}
