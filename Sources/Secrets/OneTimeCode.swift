import CSodium

/// A short random code that a person reads in one place and types in another.
///
/// 8 of 31 characters are 39 bits: enough where tries are few and the code soon ends, too few to be stored under a
/// fast hash or guessed at without limit. Printing one shows nothing of it; ``text`` is the only way out.
public struct OneTimeCode: Sendable {
    private let characters: [UInt8]

    /// Digits and capital letters without 0, 1, I, L and O, which are misread.
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ".utf8)
    private static let length = 8

    /// What is longer, in bytes, is no code with a few separators, and is not read.
    private static let maximumTypedBytes = 32

    /// Every code is equally likely. (`randombytes_uniform`)
    public init(from random: SecureRandom) {
        characters = (0..<Self.length).map { _ in
            Self.alphabet[Int(randombytes_uniform(UInt32(Self.alphabet.count)))]
        }
    }

    /// Reads what a person typed: capitals or not, hyphens and spaces anywhere. Nil if it can't be a code.
    public init?(typed text: String) {
        let bytes = text.utf8.prefix(Self.maximumTypedBytes + 1)
        guard bytes.count <= Self.maximumTypedBytes else { return nil }
        var characters: [UInt8] = []
        for byte in bytes where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            let capital = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
            guard Self.alphabet.contains(capital) else { return nil }
            characters.append(capital)
        }
        guard characters.count == Self.length else { return nil }
        self.characters = characters
    }

    /// Two groups of four: `7KQM-2XPA`.
    public var text: String {
        String(decoding: characters.prefix(4) + [UInt8(ascii: "-")] + characters.dropFirst(4), as: UTF8.self)
    }
}

extension OneTimeCode: Equatable {
    public static func == (a: OneTimeCode, b: OneTimeCode) -> Bool {
        ConstantTime.equal(a.characters.span, b.characters.span)
    }
}

extension OneTimeCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "OneTimeCode(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
