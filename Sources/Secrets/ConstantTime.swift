import CSodium

/// Comparing secrets without telling by the time where they differ, and forgetting them.
public enum ConstantTime {
    /// Whether the bytes are the same; the time depends on the count alone. The count itself is no secret.
    /// (`sodium_memcmp`)
    public static func equal(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        a.withUnsafeBytes { a in b.withUnsafeBytes { b in equal(a, b) } }
    }

    static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count else { return false }
        guard let first = a.baseAddress, let second = b.baseAddress else { return true }
        return sodium_memcmp(first, second, a.count) == 0
    }

    /// Overwrites a secret that is no longer needed with zeros, which the optimizer can't leave out. Copies stay.
    /// (`sodium_memzero`)
    public static func wipe(_ secret: inout [UInt8]) {
        secret.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            sodium_memzero(start, bytes.count)
        }
    }
}
