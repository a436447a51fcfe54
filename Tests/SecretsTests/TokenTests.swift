import Testing

@testable import Secrets

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// `#expect` can't take a span itself.
private func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    ConstantTime.equal(a.span, b.span)
}

@Suite("Tokens")
struct TokenTests {
    let random: SecureRandom

    init() throws {
        random = try SecureRandom()
    }

    /// The bytes 0 to 31.
    static let counting = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    /// The bytes 224 to 255, whose text has both characters that are base64url's own.
    static let high = "4OHi4-Tl5ufo6err7O3u7_Dx8vP09fb3-Pn6-_z9_v8"

    @Test("A token's text is base64url without padding, and reads back as the same token")
    func text() throws {
        for text in [Self.counting, Self.high] {
            #expect(Token(text: text)?.text == text)
        }
        let token = Token(from: random)
        #expect(token.text.utf8.count == Token.textLength)
        #expect(Token(text: token.text) == token)
        #expect(token != Token(from: random))
    }

    private static let others: [String] = {
        let tail = String(counting.dropFirst())
        let head = String(counting.dropLast())
        return [
            "", "A", "\(counting)=", "\(counting)A", "\(counting)\n", head, "\(head)=", "\(head)9", " \(tail)",
            "\n\(counting)", "\0\(tail)", "é\(tail.dropFirst())", "😀\(tail)", high.replacing("-", with: "+"),
            high.replacing("_", with: "/"), String(repeating: "A", count: 10_000_000),
        ]
    }()

    @Test("Any other text is no token", arguments: others)
    func strict(text: String) {
        #expect(Token(text: text) == nil)
    }

    @Test("No scalar stands in for a character of the alphabet")
    func alphabet() throws {
        var accepted = 0
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let character = String(scalar)
            guard let token = Token(text: character + Self.counting.dropFirst(character.utf8.count)) else { continue }
            #expect(token.text.hasPrefix(character))
            accepted += 1
        }
        #expect(accepted == 64)
    }

    @Test("The digest is BLAKE2b-256 with the purpose as its personalization")
    func digest() throws {
        let token = try #require(Token(text: Self.counting))
        // Python: hashlib.blake2b(bytes(range(32)), digest_size=32, person=b"session").hexdigest()
        #expect(
            hex(token.digest(for: TokenPurpose("session")).bytes)
                == "e518d4be90bdbd217f74f727ae20baf51a390f5c833e6a747131cdf4daf1af2d")
        #expect(
            hex(token.digest(for: TokenPurpose("invitation")).bytes)
                == "8daf313a897f34e95bb4395fc177af15858d03bbffe1eceabb538b3183515d9d")
    }

    @Test("A digest reads back from its 32 bytes, and from no other number")
    func digestBytes() throws {
        let digest = Token(from: random).digest(for: TokenPurpose("session"))
        #expect(TokenDigest(bytes: digest.bytes) == digest)
        #expect(Set([digest, try #require(TokenDigest(bytes: digest.bytes))]).count == 1)
        for count in [0, 1, 31, 33, 64] {
            #expect(TokenDigest(bytes: [UInt8](repeating: 1, count: count)) == nil)
        }
    }

    @Test("A token and a code show nothing of themselves when printed")
    func redacted() throws {
        let token = try #require(Token(text: Self.high))
        let code = OneTimeCode(from: random)
        var printed = "\(token) \(String(reflecting: [token])) \(code) \(String(reflecting: [code]))"
        dump((token, code), to: &printed)
        #expect(!printed.contains(Self.high.prefix(4)))
        #expect(!printed.contains("Octets"))
        #expect(!printed.contains("UInt8"))
        #expect(!printed.contains(code.text))
    }

    @Test("Equality looks at every byte")
    func everyByte() throws {
        let original = Array(repeating: UInt8(7), count: 32)
        for index in original.indices {
            var changed = original
            changed[index] ^= 0x80
            #expect(!areEqual(original, changed))
        }
        #expect(areEqual(original, original))
        #expect(!areEqual(original, Array(original.dropLast())))
        #expect(areEqual([], []))
    }

    @Test("Wiping leaves zeros")
    func wipe() {
        var secret: [UInt8] = [1, 2, 3]
        ConstantTime.wipe(&secret)
        #expect(secret == [0, 0, 0])
        var nothing: [UInt8] = []
        ConstantTime.wipe(&nothing)
        #expect(nothing.isEmpty)
    }

    @Test("Random bytes fill all they are asked for and come in every value")
    func randomBytes() throws {
        let bytes = random.bytes(100_000)
        #expect(bytes.count == 100_000)
        #expect(Set(bytes).count == 256)
        // 250.9 values are to be expected among the last 1,000 bytes.
        #expect(Set(bytes.suffix(1_000)).count > 200)
        #expect(random.bytes(-1).isEmpty)
        #expect(random.bytes(0).isEmpty)
        #expect(Set((0..<1_000).map { _ in random.next() }).count == 1_000)
    }
}

@Suite("One-time codes")
struct OneTimeCodeTests {
    @Test("A code is two groups of four characters that are not misread")
    func form() throws {
        let random = try SecureRandom()
        var seen: [Character: Int] = [:]
        for _ in 0..<5_000 {
            let text = OneTimeCode(from: random).text
            #expect(text.count == 9)
            #expect(Array(text)[4] == "-")
            for character in text where character != "-" { seen[character, default: 0] += 1 }
        }
        #expect(Set(seen.keys) == Set("23456789ABCDEFGHJKMNPQRSTUVWXYZ"))
        // 40,000 characters, 1,290 of each if all are as likely: 200 are more than five standard deviations.
        #expect(seen.values.allSatisfy { abs($0 - 1_290) < 200 })
    }

    @Test(
        "A code is known again however it is typed",
        arguments: ["7KQM-2XPA", "7kqm2xpa", " 7kqm 2xpa ", "7-K-Q-M-2-X-P-A"])
    func typed(text: String) throws {
        let code = try #require(OneTimeCode(typed: text))
        #expect(code.text == "7KQM-2XPA")
        #expect(code == OneTimeCode(typed: "7KQM-2XPA"))
        #expect(code != OneTimeCode(typed: "7KQM-2XPB"))
    }

    @Test(
        "What can't be a code is none",
        arguments: [
            "", "7KQM-2XP", "7KQM-2XPAA", "7KQM-2XP0", "7KQM-2XPO", "7KQM-2XP1", "7KQM_2XPA", "7KQM-2XPä", "７KQM-2XPA",
            "7KQM\0-2XPA", "7KQM-2XPA" + String(repeating: " ", count: 40), String(repeating: "-", count: 10_000_000),
        ])
    func refused(text: String) {
        #expect(OneTimeCode(typed: text) == nil)
    }
}
