import Testing

@testable import Secrets

@Suite("Password hashes from outside")
struct PasswordHashFormTests {
    static let good = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"

    /// The hash with one part written otherwise.
    static func with(_ part: String, _ other: String) -> String {
        good.replacing(part, with: other)
    }

    private static let otherForms: [String] = [
        "", "$", "$$$$$", "$argon2id$", "password", "$2b$12$abcdefghijklmnopqrstuv", String(good.dropFirst()),
        "\(good)$", "\(good)=", "\(good)\0", "\(good)é", with("c29tZXNhbHQ", "c29tZXNhbé"), with("/4", "é"),
        with("argon2id", "argon2i"), with("argon2id", "argon2d"),
        with("argon2id", "ARGON2ID"), with("v=19", "v=16"), with("v=19$", ""), with("m=256", "m=0256"),
        with("m=256", "m=+256"), with("m=256", "m=-256"), with("m=256", "m=0"), with("m=256", "m=1"),
        with("m=256", "m=99999999999999999999"), with("m=256,", ""), with("m=256,t=2", "t=2,m=256"),
        with("t=2", "t=0"), with("t=2", "t="), with("p=1", "p=0"), with("p=1", "p=1,x=2"), with("c29tZXNhbHQ", ""),
        with("c29tZXNhbHQ", "c29t"), with("c29tZXNhbHQ", "c29t!XNhbHQ"), String(repeating: "$", count: 1_000_000),
        good + String(repeating: "A", count: 10_000_000),
    ]

    @Test("A text of another form is malformed", arguments: otherForms)
    func malformed(text: String) {
        #expect(throws: SecretsError.malformedHash) { try PasswordHash(encoded: text) }
    }

    @Test(
        "A hash that would cost more than the ceiling is refused before anything is computed",
        arguments: [
            with("m=256", "m=1048577"), with("m=256", "m=4294967295"),
            with("t=2", "t=17"), with("t=2", "t=4294967295"),
            with("p=1", "p=65").replacing("m=256", with: "m=1024"),
        ])
    func tooCostly(text: String) {
        #expect(throws: SecretsError.costOutOfRange) { try PasswordHash(encoded: text) }
    }

    @Test("The ceiling is the caller's")
    func ceiling() throws {
        for (operations, memory) in [(1, 256 * 1_024), (2, 255 * 1_024)] {
            let tooLittle = try PasswordCost(operations: operations, memoryBytes: memory)
            #expect(throws: SecretsError.costOutOfRange) { try PasswordHash(encoded: Self.good, ceiling: tooLittle) }
        }
        let enough = try PasswordCost(operations: 2, memoryBytes: 256 * 1_024)
        #expect(try PasswordHash(encoded: Self.good, ceiling: enough).encoded == Self.good)
    }

    @Test("A hash with any one character changed is refused or fits no more, and never traps")
    func corrupted() throws {
        // Numbers that grow in the costs are bounded by the ceiling: a change must not make the test slow.
        let ceiling = try PasswordCost(operations: 9, memoryBytes: 1_024 * 1_024)
        let original = Array(Self.good.utf8)
        var outcomes = (refused: 0, wrong: 0)
        for index in original.indices {
            for replacement in ["A", "9", "$", ",", "=", "/", "\0", "\u{7F}"].flatMap({ Array($0.utf8) })
            where replacement != original[index] {
                var changed = original
                changed[index] = replacement
                do throws(SecretsError) {
                    let hash = try PasswordHash(encoded: String(decoding: changed, as: UTF8.self), ceiling: ceiling)
                    #expect(try !hash.fits("password"))
                    outcomes.wrong += 1
                } catch {
                    #expect(error == .malformedHash || error == .costOutOfRange)
                    outcomes.refused += 1
                }
            }
        }
        #expect(outcomes.refused > 300)
        #expect(outcomes.wrong > 100)
    }

    // A hash may be of 16 bytes or more: without its last few characters it is another one, which nothing fits.
    @Test("Every beginning of a hash is refused, or fits no more")
    func truncated() throws {
        for count in 0..<Self.good.utf8.count {
            guard let hash = try? PasswordHash(encoded: String(Self.good.prefix(count))) else { continue }
            #expect(try !hash.fits("password"))
            #expect(count > 60)
        }
    }
}
