public import ChatDomain
import ChatService
import EventLoop
import IRCWire
import Synchronization

/// What the IRC gateways of all loops share.
public final class IRCTown: Sendable {
    public let settings: IRCSettings
    let startedAt: Timestamp
    let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    private struct State {
        var motd: [String]
        var gateways: [LoopBound<IRCGateway>] = []
        var strangers = 0
    }

    public init(settings: IRCSettings, now: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.now = now
        startedAt = now()
        state = Mutex(State(motd: settings.motd()))
    }

    /// Where the server's own lines come from.
    var source: IRCSource { IRCSource(settings.serverName) }

    var motd: [String] { state.withLock { $0.motd } }

    /// Reads what may have changed since the start.
    func rehash() {
        let motd = settings.motd()
        state.withLock { $0.motd = motd }
    }

    /// Connections that are not logged in, on all loops.
    var strangers: Int { state.withLock { $0.strangers } }

    func countStrangers(_ change: Int) {
        state.withLock { $0.strangers += change }
    }

    func add(_ gateway: LoopBound<IRCGateway>) {
        state.withLock { $0.gateways.append(gateway) }
    }

    var loops: Int { state.withLock { $0.gateways.count } }

    /// Does something on each loop, at its next turn.
    func onEachLoop(_ body: @escaping @Sendable (IRCGateway) -> Void) {
        for gateway in state.withLock({ $0.gateways }) { gateway.loop.post { body(gateway.value) } }
    }

    // MARK: Names

    /// `nick!user@host` of somebody. The host says what he is on the server, since where he comes from is nobody's business.
    func source(of person: PersonName) -> IRCSource {
        person.id.rawValue == 0
            ? source : IRCSource(nick: person.username, user: String(person.id.rawValue), host: host(of: person))
    }

    /// The same of who has not logged in.
    func source(ofStranger nick: String) -> IRCSource {
        IRCSource(nick: nick, user: "stranger", host: "strangers.\(settings.serverName)")
    }

    func host(of person: PersonName) -> String { person.isBot ? "bots.\(settings.serverName)" : host(of: person.role) }

    func host(of role: ServerRole) -> String {
        switch role {
        case .owner, .admin: "staff.\(settings.serverName)"
        case .member: "people.\(settings.serverName)"
        case .guest: "guests.\(settings.serverName)"
        }
    }
}
