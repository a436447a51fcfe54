import Glibc

/// How a follower gives way to those who write.
///
/// A nice value alone does not: on a busy core a follower takes the gaps in which the others wait for the disk, and keeps
/// them waiting when they want to go on. So while the log grows fast it rests in proportion to what it used, and catches
/// up when there is time.
public struct FollowingPace: Sendable {
    /// From so many events a second on, the log grows fast. A server at this rate has the time to feed what follows it.
    public var busy = 2_000.0
    /// While it grows fast: rests so many times as long as it worked, in CPU time. 100 leaves it a hundredth of one core; what
    /// it writes has its share of the disk as well.
    public var rest = 100.0
    /// Rests so long at least when it has everything, so that many small steps become one: nanoseconds.
    public var gathering: UInt64 = 200_000_000
    /// The longest rest: nanoseconds.
    public var longest: UInt64 = 10_000_000_000

    public init() {}
}

/// Follows how fast a log grows, and says how long to rest.
struct Pacer {
    private let pace: FollowingPace
    private var seen: (arrival: Int64, at: UInt64)?
    private var used: UInt64

    init(_ pace: FollowingPace) {
        self.pace = pace
        used = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
    }

    /// - Parameters:
    ///   - newest: the last arrival in the store.
    ///   - isBehind: there is more to take.
    /// - Returns: nanoseconds.
    mutating func rest(newest: Int64, isBehind: Bool) -> UInt64 {
        let (now, cpu) = (nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_THREAD_CPUTIME_ID))
        defer { (seen, used) = ((newest, now), cpu) }
        let least = isBehind ? 0 : pace.gathering
        guard let seen, now > seen.at else { return least }
        let growth = Double(newest - seen.arrival) * 1e9 / Double(now - seen.at)
        guard growth >= pace.busy else { return least }
        let rest = pace.rest * Double(cpu &- used)
        return rest < Double(pace.longest) ? max(least, UInt64(rest)) : pace.longest
    }
}

func nanoseconds(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}
