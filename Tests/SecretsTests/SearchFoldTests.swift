import Testing
import UnicodeText

private func folded(_ text: String) -> String { String(decoding: SearchFold.folded(text), as: UTF8.self) }

private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

@Suite("The form in which texts are searched")
struct SearchFoldTests {
    // Compared scalar by scalar, since Swift's strings are equal when canonically equivalent.
    @Test(
        "What people don't tell apart when they search becomes the same",
        arguments: [
            ("Café", "cafe"), ("cafe\u{301}", "cafe"), ("ẤẲǛ", "aau"), ("Straße", "strasse"), ("İıIi", "iiii"),
            ("Øłđħŧ", "oldht"), ("Æœ", "aeoe"), ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"), ("ᾳ", "αι"), ("ЁЙ", "еи"), ("أهلاً", "اهلا"),
            ("שָׁלוֹם", "שלום"), ("हिन्दी", "हिन्दी"), ("क़", "क\u{93C}"), ("มี่", "มี่"), ("ｶﾞ", "ガ"), ("か\u{3099}", "が"),
            ("각", "각"), ("\u{1100}\u{1161}\u{11A8}", "각"), ("가\u{11A8}", "각"), ("ﬁ①㎏", "fi1kg"), ("Ａ\u{3000}Ｂ", "a b"),
            ("a\u{200B}\u{AD}\u{FEFF}b", "ab"), ("❤\u{FE0F}", "❤"), ("👍🏽", "👍🏽"), ("‘a’ “b” c–d", "'a' \"b\" c-d"),
            (" a\n\n\t b\0\u{7F}c\u{85}\u{2028}d ", " a b c d "), ("", ""), ("\u{301}\u{200D}", ""),
            ("كتـــاب", "كتاب"),
            ("ﷺ", "صلى الله عليه وسلم"), ("𝔘𝕟ⁱ", "uni"), ("北京", "北京"), ("\u{2F00}", "一"),
        ])
    func equal(text: String, expected: String) {
        #expect(scalars(folded(text)) == scalars(expected))
    }

    @Test("Folding the folded changes nothing, and canonically equivalent texts become one")
    func again() throws {
        // Every scalar there is, alone and after a letter of its kind.
        for value in UInt32(0)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let once = SearchFold.folded(text)
            if SearchFold.folded(once) != once {
                Issue.record("U+\(String(value, radix: 16)) becomes \(once), then \(SearchFold.folded(once))")
            }
            guard !once.contains(0), value < 0x3_0000, value % 7 == 0 || value < 0x3000 else { continue }
            if let composed = TextForm.nfc(text), SearchFold.folded(composed) != once {
                Issue.record("U+\(String(value, radix: 16)) and its NFC are not one")
            }
        }
    }

    @Test("Bytes give what their text gives, and what is no UTF-8 something")
    func bytes() {
        for text in ["plain TEXT  here", "Ünï cödé", ""] {
            #expect(SearchFold.folded(Array(text.utf8)) == SearchFold.folded(text))
        }
        #expect(SearchFold.folded([0x61, 0xFF, 0xC3]) == SearchFold.folded("a\u{FFFD}\u{FFFD}"))
    }

    @Test("A place in the folded text leads back to whole characters of the original")
    func places() throws {
        func source(_ text: String, _ range: Range<Int>) throws -> String? {
            let place = try #require(FoldedText(text).sourceRange(of: range))
            return String(validating: Array(text.utf8)[place], as: UTF8.self)
        }
        #expect(try source("über cafe\u{301}!", 5..<9) == "cafe\u{301}")
        #expect(try source("Maße", 2..<3) == "ß")
        #expect(try source("Maße", 3..<4) == "ß")
        #expect(try source("a \n\t b", 1..<2) == " \n\t ")
        #expect(try source("x\u{1112}\u{1161}\u{11AB}y", 1..<4) == "\u{1112}\u{1161}\u{11AB}")
        #expect(try source("ﾊﾟ", 0..<3) == "ﾊﾟ")
        #expect(try source("👍🏽👍", 0..<4) == "👍")
        let text = FoldedText("abc")
        #expect(text.utf8 == Array("abc".utf8))
        for range in [0..<0, 3..<3, 2..<4, 3..<9, -1..<1] { #expect(text.sourceRange(of: range) == nil) }
    }

    @Test("Ten thousand marks on one letter take no time to speak of, and belong to it")
    func marks() throws {
        let text = "xa" + String(repeating: "\u{301}\u{93C}", count: 10_000) + "y"
        let folded = FoldedText(text)
        #expect(folded.utf8.last == UInt8(ascii: "y"))
        #expect(folded.sourceRange(of: 0..<1) == 0..<1)
        #expect(folded.utf8 == SearchFold.folded(text))
    }
}
