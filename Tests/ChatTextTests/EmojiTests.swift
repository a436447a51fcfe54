import ChatText
import Testing

@Suite("Single emoji")
struct EmojiTests {
    @Test(
        "One emoji of any kind is one",
        arguments: [
            "😀", "❤️", "❤", "☎️", "👍🏿", "☝🏻", "👩‍👩‍👧‍👦", "👩🏻‍❤️‍💋‍👨🏿", "🏳️‍🌈", "👁️‍🗨️", "👩‍⚕️", "🇫🇷",
            "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "#️⃣", "*⃣", "©️", "™", "🕵🏿‍♂️", "🫠", "‼️", "🏿",
        ])
    func one(text: String) {
        #expect(Emoji.isOne(text))
    }

    @Test(
        "Everything else is none",
        arguments: [
            "", " ", "a", "1", "#", "*", "1\u{FE0F}", "😀😀", "😀 ", " 😀", "😀a", "a😀", "🇫", "🇫🇷🇩", "❤\u{FE0E}", "\u{FE0F}",
            "\u{200D}",
            "😀\u{200D}", "\u{200D}😀", "😀🏿", "😀\u{301}", "é", "北", "→x", "½", "€", "\u{20E3}", "😀\u{20E3}",
            "🏴\u{E0067}", "a\u{FE0F}\u{20E3}", "\u{E007F}", "👍\u{FE0F}\u{FE0F}", ":smile:",
        ])
    func none(text: String) {
        #expect(!Emoji.isOne(text))
    }

    @Test("What looks the same has one spelling")
    func normal() {
        #expect(Emoji.normalForm("❤") == "❤️")
        #expect(Emoji.normalForm("❤️") == "❤️")
        #expect(Emoji.normalForm("😀\u{FE0F}") == "😀")
        #expect(Emoji.normalForm("1\u{20E3}") == "1️⃣")
        #expect(Emoji.normalForm("☝️🏻").map { Array($0.unicodeScalars) } == ["☝", "🏻"])
        #expect(Emoji.normalForm("🏳\u{200D}🌈") == "🏳️‍🌈")
        #expect(Emoji.normalForm("👩\u{200D}⚕") == "👩‍⚕️")
        #expect(Emoji.normalForm("x") == nil)
    }

    @Test("It is bounded, and any text may be asked about")
    func anything() {
        #expect(!Emoji.isOne("👩" + String(repeating: "\u{200D}👩", count: 50_000)))
        var random = Seeded(7)
        let parts: [Unicode.Scalar] = [
            "😀", "❤", "\u{200D}", "\u{FE0F}", "\u{20E3}", "🏿", "1", "🇫", "\u{E0067}", "\u{E007F}", "🏴", "👩", "\u{FE0E}",
            "a",
        ]
        for _ in 0..<5000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<random.below(7) { scalars.append(parts[random.below(parts.count)]) }
            let text = String(scalars)
            guard let form = Emoji.normalForm(text) else { continue }
            #expect(text.count == 1)
            #expect(Emoji.normalForm(form).map { Array($0.utf8) } == Array(form.utf8))
        }
    }
}
