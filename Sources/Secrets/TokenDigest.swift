import CSodium

/// The BLAKE2b-256 digest of a ``Token``, by which a store finds what the token opens.
///
/// A digest opens nothing. A token has 256 random bits, so a plain fast digest of it can't be guessed back, and a
/// look-up by digest tells nothing about the token by its time.
public struct TokenDigest: Hashable, Sendable {
    private var octets = Octets32()

    /// The 32 bytes that ``bytes`` gave; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard let octets = Octets32(bytes) else { return nil }
        self.octets = octets
    }

    /// (`crypto_generichash_blake2b_salt_personal`)
    init(hashing token: Octets32, for purpose: TokenPurpose) {
        _ = Sodium.isReady  // It chooses the implementation, which nobody may be reading meanwhile.
        let result = octets.withMutablePointer { digest in
            token.withPointer { token in
                purpose.withPointer { name in
                    crypto_generichash_blake2b_salt_personal(
                        digest, Octets32.count, token, UInt64(Octets32.count), nil, 0, nil, name)
                }
            }
        }
        // It refuses nothing but lengths, and those are constants here. Going on with zeros would open every door.
        precondition(result == 0, "BLAKE2b refused 32 bytes.")
    }

    public var bytes: [UInt8] { octets.array }
}
