import Testing
import UnicodeText

private let tenMegabytes = String(repeating: "é", count: 5_000_000)

private func scalars(_ text: String?) -> [UInt32]? {
    text?.unicodeScalars.map(\.value)
}

@Suite("Normalization forms")
struct TextFormTests {
    // Compared scalar by scalar, since Swift's strings are equal when canonically equivalent.
    @Test(
        "Case folding takes away what differs only in case, width or ligature",
        arguments: [
            ("Straße", "strasse"), ("STRASSE", "strasse"), ("\u{130}", "i\u{307}"), ("I", "i"), ("ﬁ", "fi"),
            ("Ａｄａ", "ada"), ("Ὀδυσσεύς", "ὀδυσσεύσ"), ("①", "1"), ("E\u{301}", "\u{E9}"), ("\u{E9}", "\u{E9}"),
            ("a\u{200B}b\u{AD}", "ab"), ("\u{200D}", ""), ("", ""), ("Ada_99", "ada_99"), ("北京", "北京"),
            ("👍🏽", "👍🏽"), ("😀\u{FE0F}", "😀"), ("ｶﾞ", "ガ"), ("K", "k"),
        ])
    func caseFolding(text: String, folded: String) throws {
        let once = try #require(TextForm.caseFoldedNFKC(text))
        #expect(scalars(once) == scalars(folded))
        #expect(scalars(TextForm.caseFoldedNFKC(once)) == scalars(once))
    }

    @Test(
        "NFC composes and reorders, and leaves case and width alone",
        arguments: [
            ("e\u{301}", "\u{E9}"), ("a\u{301}\u{323}", "\u{1EA1}\u{301}"), ("Å", "\u{C5}"), ("ﬁ", "ﬁ"), ("Ａ", "Ａ"),
            ("\u{1112}\u{1161}\u{11AB}", "한"), ("", ""), ("Plain", "Plain"), ("👩‍🚀", "👩‍🚀"),
            ("\u{1D15E}", "\u{1D157}\u{1D165}"),
        ])
    func nfc(text: String, composed: String) {
        #expect(scalars(TextForm.nfc(text)) == scalars(composed))
    }

    @Test(
        "SASLprep does as the examples of RFC 4013 say",
        arguments: [
            ("I\u{AD}X", "IX"), ("user", "user"), ("USER", "USER"), ("\u{AA}", "a"), ("\u{2168}", "IX"),
            ("\u{7}", nil), ("\u{627}1", nil), ("", ""), ("a\u{A0}b", "a b"),
        ] as [(String, String?)])
    func saslPrep(text: String, prepared: String?) {
        #expect(scalars(TextForm.saslPrepared(text)) == scalars(prepared))
    }

    @Test("A text that grows eighteen times is folded in full")
    func growth() throws {
        let folded = try #require(TextForm.caseFoldedNFKC(String(repeating: "\u{FDFA}", count: 1_000)))
        #expect(folded.unicodeScalars.count == 18_000)
    }

    @Test("What is beyond the limit is refused, at the limit it is not")
    func limits() {
        #expect(TextForm.nfc(tenMegabytes) == nil)
        #expect(TextForm.caseFoldedNFKC(tenMegabytes) == nil)
        #expect(TextForm.caseFoldedNFKC(String(repeating: "A", count: 10_000_000)) == nil)
        #expect(TextForm.nfc("ééé", maximumBytes: 6) == "ééé")
        #expect(TextForm.nfc("ééé", maximumBytes: 5) == nil)
        #expect(TextForm.nfc("abc", maximumBytes: 2) == nil)
        #expect(TextForm.nfc("", maximumBytes: -1) == nil)
    }

    @Test("The limit may be raised, and then ten megabytes are folded in full")
    func raised() throws {
        let folded = try #require(TextForm.caseFoldedNFKC(tenMegabytes.uppercased(), maximumBytes: .max))
        #expect(folded == tenMegabytes)
    }

    @Test("Bytes that are no text become one before they get here: surrogates can't stand alone")
    func surrogates() throws {
        let broken = String(decoding: [0x61, 0xD800, 0x62] as [UInt16], as: UTF16.self)
        #expect(scalars(TextForm.caseFoldedNFKC(broken)) == [0x61, 0xFFFD, 0x62])
        let encoded = String(decoding: [0xED, 0xA0, 0x80] as [UInt8], as: UTF8.self)
        let folded = try #require(TextForm.caseFoldedNFKC(encoded))
        #expect(folded.unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
    }

    @Test("Ten thousand marks on one letter are put in order")
    func marks() throws {
        let marked = "a" + String(repeating: "\u{301}\u{323}", count: 5_000)
        let composed = try #require(TextForm.nfc(marked))
        #expect(composed.unicodeScalars.count == 10_000)
        #expect(composed.unicodeScalars.first == "\u{1EA1}")
    }
}
