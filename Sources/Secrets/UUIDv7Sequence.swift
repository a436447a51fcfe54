import Synchronization

/// Identifiers in strictly rising order, whatever the clock does (RFC 9562 §6.2, method 1).
///
/// `rand_a` is a counter. Each new millisecond seeds it with 11 random bits, so that at least 2,048 fit into one. Beyond
/// them the sequence runs ahead of the clock by a millisecond, and it stays where it was while the clock is behind. Only
/// at the end of 48 bits, in the year 10889, does the order end, and uniqueness rests on the 62 random bits.
public final class UUIDv7Sequence: Sendable {
    private struct Position {
        var milliseconds: UInt64 = 0
        var counter: UInt16 = 0
    }

    private static let lastMillisecond: UInt64 = 0xFFFF_FFFF_FFFF
    private static let lastCounter: UInt16 = 0x0FFF

    private let position = Mutex(Position())

    public init() {}

    /// - Parameter milliseconds: Taken as the nearest of what 48 bits hold.
    public func next(millisecondsSince1970 milliseconds: Int64, random: SecureRandom) -> UUIDv7 {
        let clock = min(UInt64(max(0, milliseconds)), Self.lastMillisecond)
        let randB = random.next()
        let seed = UInt16(truncatingIfNeeded: random.next() & 0x07FF)
        let taken = position.withLock { position in
            if clock > position.milliseconds {
                position = Position(milliseconds: clock, counter: seed)
            } else if position.counter < Self.lastCounter {
                position.counter += 1
            } else if position.milliseconds < Self.lastMillisecond {
                position = Position(milliseconds: position.milliseconds + 1, counter: seed)
            }
            return position
        }
        return UUIDv7(milliseconds: taken.milliseconds, randA: taken.counter, randB: randB)
    }
}
