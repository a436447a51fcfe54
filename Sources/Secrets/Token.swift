import CSodium

/// 32 random bytes that open something to whoever shows them, such as a session or an invitation.
///
/// Only its ``digest(for:)`` is stored. Comparing takes the same time wherever two tokens differ. Printing one shows
/// nothing of it; ``text`` is the only way out.
public struct Token: Sendable {
    private var octets = Octets32()

    /// The length of ``text``, in ASCII characters.
    public static let textLength = 43

    public init(from random: SecureRandom) {
        withUnsafeMutableBytes(of: &octets) { random.fill($0) }
    }

    /// Reads what ``text`` gives. Nil for any other text: padding, white space, the other base64 alphabet, other
    /// lengths, and a last character with bits that belong to no byte. (`sodium_base642bin`)
    public init?(text: String) {
        let characters = text.utf8.prefix(Self.textLength + 1).map { CChar(bitPattern: $0) }
        // libsodium 1.0.18 takes bytes beyond ASCII for an "A".
        guard characters.allSatisfy({ $0 > 0 }) else { return nil }
        var count = 0
        let result = octets.withMutablePointer { bytes in
            sodium_base642bin(
                bytes, Octets32.count, characters, characters.count, nil, &count, nil,
                sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        }
        guard result == 0, count == Octets32.count else { return nil }
    }

    /// base64url without padding (RFC 4648 §5). (`sodium_bin2base64`)
    public var text: String {
        // One more for the closing zero.
        var characters = [CChar](repeating: 0, count: Self.textLength + 1)
        _ = octets.withPointer { bytes in
            sodium_bin2base64(
                &characters, characters.count, bytes, Octets32.count, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        }
        return String(decoding: characters.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What is stored in the token's place: one way, and another for each purpose, so that a token of one kind never
    /// passes for another kind.
    public func digest(for purpose: TokenPurpose) -> TokenDigest {
        TokenDigest(hashing: octets, for: purpose)
    }
}

extension Token: Equatable {
    public static func == (a: Token, b: Token) -> Bool {
        withUnsafeBytes(of: a.octets) { a in withUnsafeBytes(of: b.octets) { b in ConstantTime.equal(a, b) } }
    }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Token(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
