import CSodium

/// The one start of libsodium in this process.
enum Sodium {
    /// Whether `sodium_init` succeeded. Runs it on first use, once, on whichever thread comes first.
    static let isReady: Bool = sodium_init() >= 0

    static func start() throws(SecretsError) {
        guard isReady else { throw .unavailable }
    }
}
