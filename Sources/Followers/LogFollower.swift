public import ChatDomain
public import ChatStore
public import Log
import Metrics
import Synchronization
public import Threads

/// Reads the log in the order of arrival, on a thread of its own, behind those who write and never in their way.
public final class LogFollower: Sendable {
    /// There may be something to do.
    private struct Look: Sendable {}

    private let thread: WorkerThread<Look>
    private let signals = Signals()
    public let name: String

    /// - Parameter makeFollower: runs on the thread, where the follower stays.
    public init(
        _ name: String, store: any ChatStore, log: Log, pace: FollowingPace = FollowingPace(),
        makeFollower: @escaping @Sendable () throws -> any Follower
    ) throws(ThreadError) {
        self.name = name
        let signals = signals
        thread = try WorkerThread(name: name, precedence: .last) {
            let pursuit = Pursuit(
                name: name, store: store, log: log, pace: pace, signals: signals, makeFollower: makeFollower)
            return { _ in pursuit.look() }
        }
    }

    /// Events that it has not taken yet, as of its last look, which is a second ago at most while nothing keeps it.
    public var backlog: Int { signals.backlog.value }

    /// There may be something new. Cheap, from any thread, as often as one likes.
    public func poke() {
        if !signals.isPoked.exchange(true, ordering: .acquiringAndReleasing) { thread.post(Look()) }
    }

    /// See ``Follower/erase(_:_:)``.
    public func erased(_ log: LogID, _ places: ClosedRange<SequenceNumber>) {
        signals.erased.withLock { $0.append((log, places)) }
        poke()
    }

    /// Ends between two batches; the rest is taken after the next start.
    public func stop() {
        signals.stopping.open()
        thread.close()
        thread.join()
    }

    fileprivate final class Signals: Sendable {
        let isPoked = Atomic(false)
        let stopping = Latch()
        let backlog = Figure()
        let erased = Mutex<[(LogID, ClosedRange<SequenceNumber>)]>([])
    }

    /// The thread's own part.
    private final class Pursuit {
        private let name: String
        private let log: Log
        private let signals: Signals
        private let follower: (any Follower)?
        private let reader: (any StoreReader)?
        private var pacer: Pacer
        /// What could not be erased yet.
        private var toErase: [(LogID, ClosedRange<SequenceNumber>)] = []
        private var hasFailed = false
        private var nextTidying = ContinuousClock.now

        init(
            name: String, store: any ChatStore, log: Log, pace: FollowingPace, signals: Signals,
            makeFollower: () throws -> any Follower
        ) {
            (self.name, self.log, self.signals) = (name, log, signals)
            pacer = Pacer(pace)
            var made: (any Follower, any StoreReader)?
            do {
                made = (try makeFollower(), try store.makeReader())
            } catch {
                log.error("a follower cannot follow the log", ["follower": name, "reason": "\(error)"])
            }
            (follower, reader) = (made?.0, made?.1)
        }

        func look() {
            signals.isPoked.store(false, ordering: .releasing)
            guard let follower, let reader else { return }
            do {
                try pursue(follower, reader)
                if hasFailed { log.info("a follower follows the log again", ["follower": name]) }
                hasFailed = false
            } catch {
                // Said once, tried again at the next poke.
                if !hasFailed {
                    log.error("a follower fell behind the log; trying again", ["follower": name, "reason": "\(error)"])
                }
                hasFailed = true
                if let newest = try? reader.lastArrival() { note(newest, follower) }
            }
        }

        private func note(_ newest: Int64, _ follower: any Follower) {
            signals.backlog.set(Int(clamping: max(0, newest - follower.progress)))
        }

        /// Returns when it has everything.
        private func pursue(_ follower: any Follower, _ reader: any StoreReader) throws {
            var isStopping = signals.stopping.wait(limit: 0)
            while !isStopping {
                let arrivals = try reader.arrivals(
                    after: follower.progress, limit: Self.batchEvents, bytes: Self.batchBytes)
                if !arrivals.isEmpty { try follower.take(arrivals, from: reader) }
                let newest = try reader.lastArrival()
                let isBehind = follower.progress < newest
                note(newest, follower)
                try erase(follower)
                let now = ContinuousClock.now
                if now >= nextTidying {
                    nextTidying = now + .seconds(1)
                    try follower.tidy(reader, isBehind: isBehind)
                }
                if arrivals.isEmpty { break }
                isStopping = signals.stopping.wait(limit: pacer.rest(newest: newest, isBehind: isBehind))
            }
        }

        private func erase(_ follower: any Follower) throws {
            toErase += signals.erased.withLock { erased in
                defer { erased = [] }
                return erased
            }
            while let (place, places) = toErase.first {
                try follower.erase(place, places)
                toErase.removeFirst()
            }
        }

        /// As many that a follower can tell catching up from what comes message by message.
        private static let batchEvents = 2_000
        private static let batchBytes = 1 << 20
    }
}
