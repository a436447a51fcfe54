/// 32 bytes without a heap allocation, which tokens and digests are made of.
struct Octets32: Hashable, Sendable {
    // Words, since tuples of bytes and inline arrays are not Hashable. Their bytes lie in memory as given.
    private var a: UInt64 = 0
    private var b: UInt64 = 0
    private var c: UInt64 = 0
    private var d: UInt64 = 0

    static let count = 32

    init() {}

    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.count else { return nil }
        withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
    }

    var array: [UInt8] { withUnsafeBytes(of: self) { [UInt8]($0) } }

    /// The 32 bytes, for the length of the call.
    func withPointer<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
        withUnsafePointer(to: self) { $0.withMemoryRebound(to: UInt8.self, capacity: Self.count, body) }
    }

    /// The 32 bytes, to be written during the call.
    mutating func withMutablePointer<R>(_ body: (UnsafeMutablePointer<UInt8>) -> R) -> R {
        withUnsafeMutablePointer(to: &self) { $0.withMemoryRebound(to: UInt8.self, capacity: Self.count, body) }
    }
}
