import ChatDomain
import Secrets

/// Keys for messages: IRC clients make none. No two are the same: each sequence begins at a place of its own among 2^62, and
/// counts (RFC 9562, section 6.2, method 2).
struct KeySequence {
    private var next: UInt64

    init(random: SecureRandom) {
        next = random.next()
    }

    mutating func make(at now: Timestamp) -> SendKey? {
        next &+= 1
        let clock = UInt64(max(0, now.rawValue)) & 0xFFFF_FFFF_FFFF
        return SendKey(
            high: clock << 16 | 0x7000 | next & 0x0FFF, low: 0x8000_0000_0000_0000 | next & 0x3FFF_FFFF_FFFF_FFFF)
    }
}
