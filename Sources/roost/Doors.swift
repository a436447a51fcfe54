import ChatDomain
import ChatService
import EventLoop
import HTTPGateway
import IRCGateway
import LiveGateway
import Log

/// The gateways of one loop. Confined to it.
final class Doors {
    let http: HTTPGateway
    let live: LiveGateway
    let irc: IRCGateway?
    private let loop: EventLoop
    private var everySecond: LoopTimer?
    private var parting: LoopTimer?

    /// - Parameter keepsTime: whether this loop tells the service each second.
    init(
        on loop: EventLoop, live: LiveGateway, irc: IRCGateway?, settings: HTTPSettings, service: ChatService,
        book: ConnectionBook,
        log: Log, keepsTime: Bool
    ) {
        self.loop = loop
        self.live = live
        self.irc = irc
        live.start(service)
        irc?.start(service)
        http = HTTPGateway(
            on: loop, settings: settings, service: service, book: book, log: log,
            unixTime: { Timestamp.now().rawValue / 1_000 },
            upgrade: { request in Doors.upgrade(request, to: live) })
        everySecond = LoopTimer(on: loop, after: 1_000, every: 1_000) { [unowned self] in
            http.sweep()
            self.live.sweep()
            self.irc?.sweep()
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
            guard (http.isIdle && live.connectionCount == 0 && irc?.connectionCount ?? 0 == 0) || loop.now >= deadline
            else { return }
            parting?.cancel()
            body()
        }
    }
}
