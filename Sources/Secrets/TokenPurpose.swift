/// What a kind of token is for, kept apart from all other kinds by BLAKE2b's personalization (16 bytes, zeros behind
/// the name).
public struct TokenPurpose: Hashable, Sendable {
    private var a: UInt64 = 0
    private var b: UInt64 = 0

    /// - Parameter name: 1 to 16 bytes of UTF-8, written in the program. Stored digests depend on it: never change it.
    public init(_ name: StaticString) {
        precondition((1...16).contains(name.utf8CodeUnitCount), "A token's purpose has 1 to 16 bytes.")
        name.withUTF8Buffer { name in
            withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: name) }
        }
    }

    /// The 16 bytes, for the length of the call.
    func withPointer<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
        withUnsafePointer(to: self) { $0.withMemoryRebound(to: UInt8.self, capacity: 16, body) }
    }
}
