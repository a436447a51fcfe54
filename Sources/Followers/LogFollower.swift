public import ChatDomain
public import ChatStore
public import Log
import Synchronization
public import Threads

/// What is kept beside the store and follows it: never before the log, always able to catch up.
public protocol Follower: AnyObject {
    /// The last arrival that it has, for good.
    var progress: Int64 { get }

    /// Takes what came next. After a throw the same is given again, a while later.
    func take(_ arrivals: [Arrival], from reader: any StoreReader) throws

    /// Everything in the log up to a place is gone from the store, without an event that tells of it. Told again at each
    /// start.
    func erase(_ log: LogID, through place: SequenceNumber) throws

    /// About once a second, when it has everything: for what takes longer.
    func rest(_ reader: any StoreReader) throws
}

/// Reads the log in the order of arrival, on a thread of its own, behind those who write and never in their way.
public final class LogFollower: Sendable {
    private enum Message: Sendable {
        case look
        case erased(LogID, through: SequenceNumber)
        case whenCaughtUp(@Sendable () -> Void)
    }

    private let thread: WorkerThread<Message>
    private let flags: Flags

    /// - Parameter makeFollower: runs on the thread, where the follower stays.
    public init(
        _ name: String, store: any ChatStore, log: Log, makeFollower: @escaping @Sendable () throws -> any Follower
    ) throws(ThreadError) {
        let flags = Flags()
        self.flags = flags
        thread = try WorkerThread(name: name, givesWay: true) {
            let pursuit = Pursuit(name: name, store: store, log: log, flags: flags, makeFollower: makeFollower)
            return { messages in pursuit.handle(messages) }
        }
    }

    /// There may be something new. Cheap, from any thread, as often as one likes.
    public func poke() {
        if !flags.isPoked.exchange(true, ordering: .acquiringAndReleasing) { thread.post(.look) }
    }

    /// See ``Follower/erase(_:through:)``.
    public func erased(_ log: LogID, through place: SequenceNumber) {
        thread.post(.erased(log, through: place))
        poke()
    }

    /// Calls back when everything that was committed before has been taken, or cannot be.
    public func whenCaughtUp(_ body: @escaping @Sendable () -> Void) {
        thread.post(.whenCaughtUp(body))
    }

    /// Ends between two batches; the rest is taken after the next start.
    public func stop() {
        flags.isStopping.store(true, ordering: .releasing)
        thread.close()
        thread.join()
    }

    fileprivate final class Flags: Sendable {
        let isPoked = Atomic(false)
        let isStopping = Atomic(false)
    }

    /// The thread's own part.
    private final class Pursuit {
        private let name: String
        private let log: Log
        private let flags: Flags
        private let follower: (any Follower)?
        private let reader: (any StoreReader)?
        /// What could not be erased yet.
        private var toErase: [(LogID, SequenceNumber)] = []
        private var hasFailed = false
        private var nextRest = ContinuousClock.now

        init(
            name: String, store: any ChatStore, log: Log, flags: Flags, makeFollower: () throws -> any Follower
        ) {
            (self.name, self.log, self.flags) = (name, log, flags)
            var made: (any Follower, any StoreReader)?
            do {
                made = (try makeFollower(), try store.makeReader())
            } catch {
                log.error("a follower cannot follow the log", ["follower": name, "reason": "\(error)"])
            }
            (follower, reader) = (made?.0, made?.1)
        }

        func handle(_ messages: [Message]) {
            flags.isPoked.store(false, ordering: .releasing)
            var waiting: [@Sendable () -> Void] = []
            for message in messages {
                switch message {
                case .look: break
                case .erased(let log, let place): toErase.append((log, place))
                case .whenCaughtUp(let body): waiting.append(body)
                }
            }
            if let follower, let reader { pursue(follower, reader) }
            for body in waiting { body() }
        }

        private func pursue(_ follower: any Follower, _ reader: any StoreReader) {
            do {
                while !flags.isStopping.load(ordering: .acquiring) {
                    let arrivals = try reader.arrivals(
                        after: follower.progress, limit: Self.batchEvents, bytes: Self.batchBytes)
                    guard !arrivals.isEmpty else { break }
                    try follower.take(arrivals, from: reader)
                }
                while let (place, through) = toErase.first {
                    try follower.erase(place, through: through)
                    toErase.removeFirst()
                }
                let now = ContinuousClock.now
                if now >= nextRest {
                    nextRest = now + .seconds(1)
                    try follower.rest(reader)
                }
                if hasFailed { log.info("a follower follows the log again", ["follower": name]) }
                hasFailed = false
            } catch {
                // Said once, tried again at the next poke.
                if !hasFailed {
                    log.error("a follower fell behind the log; trying again", ["follower": name, "reason": "\(error)"])
                }
                hasFailed = true
            }
        }

        /// As many that a follower can tell catching up from what comes message by message.
        private static let batchEvents = 2_000
        private static let batchBytes = 1 << 20
    }
}
