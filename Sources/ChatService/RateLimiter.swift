import ChatDomain

/// A token bucket for each key: `perSecond` tokens a second, at most `burst` at once. Confined to one thread.
struct RateLimiter<Key: Hashable> {
    private struct Bucket {
        var tokens: Double
        var at: Timestamp
    }

    private let perSecond: Double
    private let burst: Double
    private var buckets: [Key: Bucket] = [:]

    /// - Parameter perSecond: 0 switches the limit off.
    init(perSecond: Int, burst: Int) {
        self.perSecond = Double(perSecond)
        self.burst = Double(max(burst, 1))
    }

    var isOff: Bool { perSecond == 0 }

    /// Takes a token. Nil when there was one, else in how many seconds there will be.
    mutating func take(_ key: Key, at now: Timestamp) -> Int? {
        guard !isOff else { return nil }
        var bucket = buckets[key] ?? Bucket(tokens: burst, at: now)
        let elapsed = Double(max(0, now.rawValue - bucket.at.rawValue)) / 1_000
        bucket.tokens = min(burst, bucket.tokens + elapsed * perSecond)
        bucket.at = now
        defer { buckets[key] = bucket }
        guard bucket.tokens >= 1 else {
            return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
        }
        bucket.tokens -= 1
        return nil
    }

    /// Forgets buckets that are full again, so that memory follows activity.
    mutating func sweep(at now: Timestamp) {
        guard !isOff else { return }
        let refill = Int64(burst / perSecond * 1_000) + 1_000
        buckets = buckets.filter { now.rawValue - $0.value.at.rawValue < refill }
    }
}

/// Slows the guessing of passwords: after some failures each further one doubles the pause, up to a limit.
/// Kept for a log-in name (known or not, so that nothing is told by it) and for an address.
struct LoginThrottle {
    private struct Record {
        var failures = 0
        var until = Timestamp(milliseconds: 0)
        var last = Timestamp(milliseconds: 0)
    }

    private let allowed: Int
    private let longestPause: Int
    private var records: [String: Record] = [:]

    /// - Parameters:
    ///   - allowed: failures that cost nothing; 0 switches the throttle off.
    ///   - longestPause: seconds.
    init(allowed: Int, longestPause: Int) {
        self.allowed = allowed
        self.longestPause = longestPause
    }

    /// Seconds to wait before the next try, or nil.
    func pause(_ key: String, at now: Timestamp) -> Int? {
        guard allowed > 0, let record = records[key], record.until > now else { return nil }
        return max(1, Int((record.until.rawValue - now.rawValue + 999) / 1_000))
    }

    mutating func failed(_ key: String, at now: Timestamp) {
        guard allowed > 0 else { return }
        var record = records[key] ?? Record()
        record.failures += 1
        record.last = now
        if record.failures >= allowed {
            let doublings = min(record.failures - allowed, 16)
            let pause = min(longestPause, 1 << doublings)
            record.until = Timestamp(milliseconds: now.rawValue + Int64(pause) * 1_000)
        }
        records[key] = record
    }

    mutating func succeeded(_ key: String) {
        records[key] = nil
    }

    /// Forgets what is an hour old.
    mutating func sweep(at now: Timestamp) {
        records = records.filter { now.rawValue - $0.value.last.rawValue < 3_600_000 }
    }
}
