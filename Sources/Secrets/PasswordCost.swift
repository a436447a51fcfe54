import CSodium

/// How much work one password hash takes, for us and for whoever guesses.
public struct PasswordCost: Hashable, Sendable {
    /// Passes over the memory (argon2's `t`).
    public let operations: Int

    /// Memory filled by one hash, in bytes; argon2 counts it in whole KiB (its `m`).
    public let memoryBytes: Int

    /// What a configuration may ask for: passes.
    public static let allowedOperations = 1...64

    /// What a configuration may ask for: 8 KiB to 4 GiB.
    public static let allowedMemoryBytes = 8_192...4_294_967_296

    /// - Throws: ``SecretsError/costOutOfRange``.
    public init(operations: Int, memoryBytes: Int) throws(SecretsError) {
        guard Self.allowedOperations.contains(operations), Self.allowedMemoryBytes.contains(memoryBytes) else {
            throw .costOutOfRange
        }
        self.init(uncheckedOperations: operations, memoryBytes: memoryBytes)
    }

    init(uncheckedOperations operations: Int, memoryBytes: Int) {
        self.operations = operations
        self.memoryBytes = memoryBytes
    }

    /// The default: 2 passes over 64 MiB (libsodium's `INTERACTIVE`).
    public static let interactive = PasswordCost(
        uncheckedOperations: crypto_pwhash_opslimit_interactive(),
        memoryBytes: crypto_pwhash_memlimit_interactive())

    /// The least that argon2id allows: 1 pass over 8 KiB. It protects nothing; for tests alone.
    public static let minimal = PasswordCost(uncheckedOperations: 1, memoryBytes: 8_192)

    /// The most that a hash made elsewhere may cost by default: 16 passes over 1 GiB.
    public static let importCeiling = PasswordCost(uncheckedOperations: 16, memoryBytes: 1_073_741_824)
}
