import ChatDomain
import ChatService
import ChatStore
import EventLoop
import FoundationEssentials
import HTTPGateway
import LiveGateway
import Log
import Secrets
import Threads

/// The running server: the service, and on each loop a live and an HTTP gateway.
final class House: Sendable {
    let service: ChatService
    /// What the first account must know.
    let ownerCode: OneTimeCode
    private let configuration: ServeConfiguration
    private let following: Following
    private let loops: [EventLoop]
    private let doors: [LoopBound<Doors>]
    private let log: Log

    /// How long connections may take to end when the server stops, in milliseconds.
    private static let partingLimit: UInt64 = 3_000

    init(_ configuration: ServeConfiguration, store: any ChatStore, loops: [EventLoop], log: Log) throws {
        let random = try SecureRandom()
        let code = OneTimeCode(from: random)
        let encoder = LiveFrameEncoder()
        let limits = configuration.limits
        let lives = loops.enumerated().compactMap { number, loop in
            loop.runAndWait {
                LoopBound(
                    LiveGateway(
                        on: loop, outletNumber: number, loops: loops.count, limits: limits, encoder: encoder, log: log),
                    on: loop)
            }
        }
        let outlets = zip(loops, lives).compactMap { loop, live in loop.runAndWait { live.value.outlet } }
        let following = try Following(store: store, configuration, log: log)
        let service = try ChatService(
            store: store,
            settings: ServiceSettings(
                name: configuration.serverName, registration: configuration.registrationForAddress, ownerCode: code,
                passwordCost: try PasswordCost(
                    operations: configuration.passwordOperations,
                    memoryBytes: configuration.passwordMemory * 1_048_576),
                scramIterations: configuration.scramIterations, trustedProxies: configuration.trustedProxies,
                guests: configuration.guests, limits: limits),
            outlets: outlets, encoders: [encoder], search: following.index, followers: following.port,
            readers: configuration.readers,
            passwordThreads: configuration.passwordThreads, log: log, now: { .now() })
        let probe = MachineProbe(configuration: configuration, index: following.index, startedAt: .now())
        let settings = HTTPSettings(
            version: Roost.version, publicOrigin: configuration.publicURL, trustedProxies: configuration.trustedProxies,
            webRoot: configuration.webRoot, limits: limits, machine: probe.look)
        let book = ConnectionBook(limits: limits, exempt: configuration.trustedProxies)
        doors = zip(loops, lives).enumerated().compactMap { number, pair in
            let (loop, live) = pair
            return loop.runAndWait {
                let doors = Doors(
                    on: loop, live: live.value, settings: settings, service: service, book: book, log: log,
                    keepsTime: number == 0)
                return LoopBound(doors, on: loop)
            }
        }
        self.service = service
        self.following = following
        self.configuration = configuration
        self.loops = loops
        self.log = log
        ownerCode = code
    }

    /// Opens the doors. Returns the address, with the port that was chosen.
    func listen() throws -> SocketAddress {
        var address = configuration.listen
        do {
            try TCPListener.checkUnused(address)
        } catch {
            throw Self.cannotListen(at: address, error)
        }
        for (loop, door) in zip(loops, doors) {
            let wanted = address
            do {
                let bound = try loop.runAndWait { () throws(LoopError) in try door.value.http.listen(at: wanted) }
                address = bound ?? address
            } catch {
                throw Self.cannotListen(at: wanted, error)
            }
        }
        return address
    }

    private static func cannotListen(at address: SocketAddress, _ error: any Error) -> ConfigurationError {
        ConfigurationError("Cannot listen on \(address): \(error). Choose another --listen address.")
    }

    /// Stops accepting, finishes what is under way, tells clients to come back, closes.
    func stop() {
        onEachLoop { $0.http.stop() }
        // They read the store, which ends with the service.
        following.stop()
        service.stop()
        onEachLoop { $0.live.stop() }
        let parted = doors.indices.map { _ in Latch() }
        for (place, loop) in loops.enumerated() {
            let (door, latch) = (doors[place], parted[place])
            loop.post { door.value.waitUntilEmpty(within: Self.partingLimit) { latch.open() } }
        }
        for latch in parted { latch.wait() }
    }

    private func onEachLoop(_ body: @escaping @Sendable (Doors) -> Void) {
        for (loop, door) in zip(loops, doors) {
            _ = loop.runAndWait { body(door.value) }
        }
    }
}

/// The gateways of one loop. Confined to it.
private final class Doors {
    let http: HTTPGateway
    let live: LiveGateway
    private let loop: EventLoop
    private var everySecond: LoopTimer?
    private var parting: LoopTimer?

    /// - Parameter keepsTime: whether this loop tells the service each second.
    init(
        on loop: EventLoop, live: LiveGateway, settings: HTTPSettings, service: ChatService, book: ConnectionBook,
        log: Log, keepsTime: Bool
    ) {
        self.loop = loop
        self.live = live
        live.start(service)
        http = HTTPGateway(
            on: loop, settings: settings, service: service, book: book, log: log,
            unixTime: { Timestamp.now().rawValue / 1_000 },
            upgrade: { request in Doors.upgrade(request, to: live) })
        everySecond = LoopTimer(on: loop, after: 1_000, every: 1_000) { [unowned self] in
            http.sweep()
            self.live.sweep()
            if keepsTime { service.tick() }
        }
    }

    private static func upgrade(_ request: HTTPGateway.Request, to live: LiveGateway) -> HTTPGateway.UpgradeAnswer {
        switch live.agree(
            method: request.method.name, httpVersion: request.version == .http11 ? (1, 1) : (1, 0),
            values: { request.headers.values($0) })
        {
        case .failure(let refusal):
            return .refused(status: refusal.status, fields: refusal.fields, sentence: refusal.sentence)
        case .success(let agreement):
            return .agreed(fields: agreement.fields) { socket, caller, rest, release in
                live.begin(socket, agreement: agreement, caller: caller, bytes: rest, release: release)
            }
        }
    }

    func waitUntilEmpty(within limit: UInt64, _ body: @escaping () -> Void) {
        let deadline = loop.now + limit
        parting = LoopTimer(on: loop, after: 0, every: 20) { [unowned self] in
            guard (http.isIdle && live.connectionCount == 0) || loop.now >= deadline else { return }
            parting?.cancel()
            body()
        }
    }
}

extension Timestamp {
    static func now() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}
