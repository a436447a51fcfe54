import Glibc
import Synchronization

/// What a thread does just now, for whoever watches it: the thread writes, any reads.
///
/// A *turn* lasts from the first thing that a thread does after it has waited until it waits again. What comes for it
/// meanwhile waits as long: the length of its turns is its lag.
public final class Activity: Sendable {
    public let thread: String
    /// How long its turns took, in nanoseconds.
    public let turns = Histogram(upTo: Histogram.durations)
    private let stallCount = Figure()
    /// When the turn began; 0 while the thread waits.
    private let began = Figure()
    /// The address of a text that stays.
    private let doing = Atomic<UInt>(0)
    private let limit = Atomic<Int>(.max)

    public init(thread: String) {
        self.thread = thread
    }

    /// The thread begins something. Costs a store, and the first of a turn a look at the clock.
    public func enter(_ what: ActivityName) {
        doing.store(what.address, ordering: .relaxed)
        if began.value == 0 { began.set(monotonicNanoseconds()) }
    }

    /// The thread has nothing to do any more.
    public func rest() {
        let start = began.value
        guard start != 0 else { return }
        began.set(0)
        let duration = monotonicNanoseconds() - start
        turns.observe(duration)
        if duration > limit.load(ordering: .relaxed) { stallCount.add() }
    }

    /// Turns of this many nanoseconds and more count as stalls. Before it is called, none does.
    public func countStalls(over nanoseconds: Int) { limit.store(nanoseconds, ordering: .relaxed) }

    /// Turns that were longer than that.
    public var stalls: Int { stallCount.value }

    /// The turn under way; nil while the thread waits.
    public var turn: (began: Int, doing: ActivityName)? {
        let start = began.value
        guard start != 0, let name = ActivityName(address: doing.load(ordering: .relaxed)) else { return nil }
        return (start, name)
    }
}

/// A word for something that a thread does. Small, and stays for ever.
public struct ActivityName: Sendable, Equatable, ExpressibleByStringLiteral, CustomStringConvertible {
    let address: UInt

    public init(stringLiteral name: StaticString) {
        address = name.hasPointerRepresentation ? UInt(bitPattern: name.utf8Start) : Self.unnamed
    }

    /// For names that are known when the program starts: what is kept for them is never given back.
    public init(kept name: String) {
        address = strdup(name).map { UInt(bitPattern: $0) } ?? Self.unnamed
    }

    fileprivate init?(address: UInt) {
        guard address != 0 else { return nil }
        self.address = address
    }

    private static let unnamed = UInt(bitPattern: ("something" as StaticString).utf8Start)

    public static func == (a: ActivityName, b: ActivityName) -> Bool { a.description == b.description }

    public var description: String {
        UnsafePointer<CChar>(bitPattern: address).map { String(cString: $0) } ?? ""
    }
}

/// Of a clock that only goes forward, and stands still while the machine sleeps (CLOCK_MONOTONIC).
public func monotonicNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
}
