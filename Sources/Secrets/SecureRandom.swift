import CSodium

/// The system's random bytes. Holding one proves that they are to be had, so its functions don't fail.
///
/// Safe on every thread; copies are the same source. (`randombytes_buf`)
public struct SecureRandom: RandomNumberGenerator, Sendable {
    /// - Throws: ``SecretsError/unavailable``.
    public init() throws(SecretsError) {
        try Sodium.start()
    }

    public func next() -> UInt64 {
        var value: UInt64 = 0
        randombytes_buf(&value, MemoryLayout<UInt64>.size)
        return value
    }

    public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress else { return }
        randombytes_buf(start, buffer.count)
    }

    /// That many random bytes; none for a negative count.
    public func bytes(_ count: Int) -> [UInt8] {
        let count = max(0, count)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            // The array may have got more room than it asked for.
            fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer).prefix(count)))
            initialized = count
        }
    }
}
