import ChatDomain
import ChatService
import EventLoop
import FoundationEssentials
import HTTPGateway
import IRCGateway
import LiveGateway
import Log
import SQLiteStore
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
    /// What all of it counts.
    let metrics: ServerMetrics
    private let log: Log

    /// How long connections may take to end when the server stops, in milliseconds.
    private static let partingLimit: UInt64 = 3_000

    init(_ configuration: ServeConfiguration, store: SQLiteStore, loops: [EventLoop], log: Log) throws {
        let random = try SecureRandom()
        let code = OneTimeCode(from: random)
        let encoder = LiveFrameEncoder()
        let limits = configuration.limits
        for loop in loops {
            loop.runAndWait {
                loop.outboundLimit = limits.outboundTotalBytes / loops.count
                loop.unusedLimit = limits.inboundTotalBytes / loops.count
            }
        }
        let lives = loops.enumerated().compactMap { number, loop in
            loop.runAndWait {
                LoopBound(
                    LiveGateway(
                        on: loop, outletNumber: number, loops: loops.count, limits: limits, encoder: encoder, log: log),
                    on: loop)
            }
        }
        let book = ConnectionBook(limits: limits, exempt: configuration.trustedProxies)
        let ircs = IRCDoor.make(configuration, on: loops, book: book, log: log)
        let outlets =
            zip(loops, lives).compactMap { loop, live in loop.runAndWait { live.value.outlet } }
            + zip(loops, ircs).compactMap { loop, irc in loop.runAndWait { irc.value.outlet } }
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
            outlets: outlets, encoders: ircs.isEmpty ? [encoder] : [encoder, IRCFrameEncoder()],
            search: following.index, followers: following.port,
            readers: configuration.readers,
            passwordThreads: configuration.passwordThreads, log: log, now: { .now() })
        let startedAt = Timestamp.now()
        let probe = MachineProbe(configuration: configuration, index: following.index, startedAt: startedAt)
        let settings = HTTPSettings(
            version: Roost.version, publicOrigin: configuration.publicURL, trustedProxies: configuration.trustedProxies,
            webRoot: configuration.webRoot, limits: limits, machine: probe.look)
        doors = zip(loops, lives).enumerated().compactMap { number, pair in
            let (loop, live) = pair
            return loop.runAndWait {
                let doors = Doors(
                    on: loop, live: live.value, irc: number < ircs.count ? ircs[number].value : nil, settings: settings,
                    service: service, book: book, log: log,
                    keepsTime: number == 0)
                return LoopBound(doors, on: loop)
            }
        }
        let figures = zip(loops, doors).compactMap { loop, door in
            loop.runAndWait {
                [door.value.http.figures, door.value.live.figures] + (door.value.irc.map { [$0.figures] } ?? [])
            }
        }
        metrics = ServerMetrics(
            loops: loops, doors: figures.flatMap(\.self), service: service, store: store.figures, following: following,
            configuration: configuration, startedAt: startedAt)
        self.service = service
        self.following = following
        self.configuration = configuration
        self.loops = loops
        self.log = log
        ownerCode = code
    }

    /// Where the doors are, with the ports that were chosen.
    struct Addresses {
        var http: SocketAddress
        var irc: SocketAddress?
        var metrics: SocketAddress?
    }

    /// Opens the doors.
    func listen() throws -> Addresses {
        let http = try listen(at: configuration.listen, as: "listen") { doors, address throws(LoopError) in
            try doors.http.listen(at: address)
        }
        let irc = try configuration.irc.map { address in
            try listen(at: address, as: "irc") { doors, address throws(LoopError) in
                try doors.irc?.listen(at: address) ?? address
            }
        }
        return Addresses(http: http, irc: irc)
    }

    /// Opens one of them on each loop.
    private func listen(
        at wanted: SocketAddress, as option: String,
        _ open: @escaping @Sendable (Doors, SocketAddress) throws(LoopError) -> SocketAddress
    ) throws -> SocketAddress {
        var address = wanted
        do {
            try TCPListener.checkUnused(address)
        } catch {
            throw ConfigurationError.cannotListen(at: address, as: option, error)
        }
        for (loop, door) in zip(loops, doors) {
            let wanted = address
            do {
                let bound = try loop.runAndWait { () throws(LoopError) in try open(door.value, wanted) }
                address = bound ?? address
            } catch {
                throw ConfigurationError.cannotListen(at: wanted, as: option, error)
            }
        }
        return address
    }

    /// Stops accepting, finishes what is under way, tells clients to come back, closes.
    func stop() {
        onEachLoop { $0.http.stop() }
        // They read the store, which ends with the service.
        following.stop()
        service.stop()
        onEachLoop {
            $0.live.stop()
            $0.irc?.stop()
        }
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

extension ConfigurationError {
    static func cannotListen(at address: SocketAddress, as option: String, _ error: any Error) -> ConfigurationError {
        ConfigurationError("Cannot listen on \(address): \(error). Choose another --\(option) address.")
    }
}

extension Timestamp {
    static func now() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}
