/// Finds threads that are held up in one turn, when it is asked now and then.
///
/// Confined to one thread, which must not be one of those that it watches.
public struct StallWatch {
    /// What is worth a line in the log.
    public enum Finding: Sendable, Equatable {
        /// A thread has been at one turn for too long, and still is.
        case heldUp(thread: String, doing: String, milliseconds: Int)
        /// It goes on, so long after it began. Follows each `heldUp`.
        case goesOn(thread: String, milliseconds: Int)
        /// Nobody asked for so long: the whole process stood still, or had no processor.
        case processHeldUp(milliseconds: Int)
    }

    private struct Watched {
        let activity: Activity
        /// When the turn began that was told of.
        var told: (began: Int, doing: String)?
        var mayTellAfter = Int.min
    }

    /// The longest turn that nobody hears of, in nanoseconds.
    public let limit: Int
    private var watched: [Watched]
    private var lastLook: Int?

    /// A thread that is held up again and again is told of this often, in nanoseconds. Its turns are counted in any case.
    private static let quiet = 10_000_000_000

    /// - Parameter limit: in nanoseconds.
    public init(_ activities: [Activity], limit: Int) {
        self.limit = limit
        watched = activities.map { Watched(activity: $0) }
        for activity in activities { activity.countStalls(over: limit) }
    }

    /// How often to look, in nanoseconds, so that what lasts a quarter longer than the limit is always seen.
    public var interval: Int { max(1, limit / 4) }

    /// - Parameter now: of `monotonicNanoseconds`.
    public mutating func look(at now: Int) -> [Finding] {
        var findings: [Finding] = []
        if let lastLook, now - lastLook - interval > limit {
            findings.append(.processHeldUp(milliseconds: (now - lastLook) / 1_000_000))
        }
        lastLook = now
        for place in watched.indices { findings += look(at: &watched[place], now) }
        return findings
    }

    private func look(at one: inout Watched, _ now: Int) -> [Finding] {
        let turn = one.activity.turn
        var findings: [Finding] = []
        if let told = one.told {
            guard turn?.began != told.began else { return [] }
            // It ended between this look and the one before.
            findings.append(
                .goesOn(thread: one.activity.thread, milliseconds: (now - told.began) / 1_000_000))
            one.told = nil
        }
        if let turn, now - turn.began > limit, now >= one.mayTellAfter {
            let doing = turn.doing.description
            one.told = (turn.began, doing)
            one.mayTellAfter = now + Self.quiet
            findings.append(
                .heldUp(thread: one.activity.thread, doing: doing, milliseconds: (now - turn.began) / 1_000_000))
        }
        return findings
    }
}
