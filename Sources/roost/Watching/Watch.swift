import EventLoop
import Log
import Metrics
import MetricsGateway

/// Looks at the other threads: tells what holds them up, and gives the figures to whoever asks at `--metrics`.
///
/// On a loop of its own, so that it sees and answers when they cannot.
final class Watch: Sendable {
    private let loop: EventLoop
    private let metrics: ServerMetrics
    private let log: Log
    private let processStalls = Figure()
    private let post: LoopBound<Post>

    /// What is confined to the loop.
    private final class Post {
        var stalls: StallWatch
        var timer: LoopTimer?
        var gateway: MetricsGateway?

        init(_ stalls: StallWatch) { self.stalls = stalls }
    }

    init(_ metrics: ServerMetrics, log: Log) throws {
        self.metrics = metrics
        self.log = log
        let loop = try EventLoop(name: "watch")
        try loop.start()
        let limit = metrics.configuration.limits.stallMs * 1_000_000
        let post = loop.runAndWait {
            LoopBound(Post(StallWatch(limit > 0 ? metrics.activities : [], limit: limit)), on: loop)
        }
        guard let post else { throw LoopError.loopStopped }
        (self.loop, self.post) = (loop, post)
        guard limit > 0 else { return }
        loop.post { [self] in
            let interval = UInt64(max(1, post.value.stalls.interval / 1_000_000))
            post.value.timer = LoopTimer(on: loop, after: interval, every: interval) { [unowned self] in look() }
        }
    }

    /// Opens the door for Prometheus.
    /// - Returns: its address, with the port that was chosen; nil where none is wanted.
    func listen() throws -> SocketAddress? {
        guard let address = metrics.configuration.metrics else { return nil }
        do {
            try TCPListener.checkUnused(address)
            return try loop.runAndWait { [self] () throws(LoopError) in
                let gateway = MetricsGateway(on: loop, log: log) { [unowned self] in
                    metrics.text(processStalls: processStalls.value)
                }
                post.value.gateway = gateway
                return try gateway.listen(at: address)
            }
        } catch {
            throw ConfigurationError.cannotListen(at: address, as: "metrics", error)
        }
    }

    /// To be called before what it looks at ends.
    func stop() {
        _ = loop.runAndWait { [self] in
            post.value.timer = nil
            post.value.gateway = nil
        }
        loop.stop()
        loop.join()
    }

    private func look() {
        for finding in post.value.stalls.look(at: monotonicNanoseconds()) {
            switch finding {
            case .heldUp(let thread, let doing, let milliseconds):
                log.warning(
                    "a thread is held up", ["thread": thread, "doing": doing, "milliseconds": "\(milliseconds)"])
            case .goesOn(let thread, let milliseconds):
                log.warning("a thread goes on", ["thread": thread, "milliseconds": "\(milliseconds)"])
            case .processHeldUp(let milliseconds):
                processStalls.add()
                log.warning("the whole server stood still", ["milliseconds": "\(milliseconds)"])
            }
        }
    }
}
