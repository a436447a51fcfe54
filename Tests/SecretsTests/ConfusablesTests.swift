import Testing
import UnicodeText

@Suite("Names that look like others")
struct ConfusablesTests {
    @Test(
        "Texts that look alike have one skeleton",
        arguments: [
            ("paypal", "paypa1"), ("paypal", "p\u{430}yp\u{430}l"), ("modern", "rnodern"), ("scope", "ѕсоре"),
            ("Ivan", "lvan"), ("a\u{200B}da", "ada"), ("ad\u{AD}a\u{2060}", "ada"), ("e\u{301}", "\u{E9}"),
            ("O0", "0O"),
            ("𝐀da", "Ada"), ("", ""),
        ])
    func alike(first: String, second: String) throws {
        let skeleton = try #require(Confusables.skeleton(first))
        #expect(skeleton == Confusables.skeleton(second))
    }

    @Test(
        "Texts that don't look alike have two",
        arguments: [("paypal", "paypai"), ("ada", "Ada"), ("a", "b"), ("北", "京"), ("e", "é")])
    func different(first: String, second: String) throws {
        let skeleton = try #require(Confusables.skeleton(first))
        #expect(skeleton != Confusables.skeleton(second))
    }

    @Test(
        "Scripts that don't belong together are suspected",
        arguments: ["p\u{430}ypal", "αbc", "Иван (IT)", "한ひ", "ab\u{5D0}", "Ꭺda"])
    func mixed(text: String) {
        #expect(Confusables.suspicion(of: text) == .mixedScripts)
    }

    @Test(
        "Names as people write them are not",
        arguments: [
            "", "Ada", "Ada Lovelace 2", "日本語ひらがなカタカナabc", "한글abc", "漢字ㄅabc", "Иван", "Ὀδυσσεύς", "crème brûlée",
            "José", "Jose\u{301}", "محمد", "می\u{200C}خواهم", "क्\u{200D}ष", "עברית", "Nguyễn", "O'Brien-Smith",
            "Ada 👩\u{200D}🚀",
            "❤\u{FE0F}\u{200D}🔥", "👍🏽", "🇩🇪", "1\u{FE0F}\u{20E3}", "☀\u{FE0E}", "ada_99", "İstanbul",
        ])
    func unsuspected(text: String) {
        #expect(Confusables.suspicion(of: text) == [])
    }

    @Test(
        "What isn't seen is suspected",
        arguments: [
            "a\u{200B}b", "\u{200B}", "a\u{200D}b", "a\u{200C}b", "ad\u{AD}a", "\u{202E}ada", "ada\u{2066}",
            "e\u{301}\u{301}",
            "x\u{3164}y", "ada\u{FE0F}", "1\u{FE0F}", "ada\u{E0041}", "\u{200D}👍", "👍\u{200D}", "👍\u{200D}a",
            "\u{FEFF}ada",
            "می\u{200C}", "\u{FE0F}",
        ])
    func invisible(text: String) {
        #expect(Confusables.suspicion(of: text) == .invisible)
    }

    @Test("A name can be suspect for two reasons")
    func both() {
        #expect(Confusables.suspicion(of: "p\u{430}y\u{200B}pal") == [.mixedScripts, .invisible])
    }

    @Test("What is beyond the limit is refused: it has no skeleton and is not trusted")
    func limits() {
        let long = String(repeating: "a", count: 10_000_000)
        #expect(Confusables.skeleton(long) == nil)
        #expect(Confusables.suspicion(of: long) == .unchecked)
        #expect(Confusables.skeleton("abc", maximumBytes: 3) == "abc")
        #expect(Confusables.suspicion(of: "abc", maximumBytes: 2) == .unchecked)
    }

    @Test("The limit may be raised, and then a megabyte is compared in full")
    func raised() throws {
        let skeleton = try #require(Confusables.skeleton(String(repeating: "m", count: 1_000_000), maximumBytes: .max))
        #expect(skeleton.utf8.count == 2_000_000)
        let hidden = String(repeating: "a", count: 1_000_000) + "\u{200B}"
        #expect(Confusables.suspicion(of: hidden, maximumBytes: .max) == .invisible)
    }

    @Test("Many threads share the one checker")
    func threads() async {
        let same = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<2_000 {
                group.addTask {
                    Confusables.skeleton("paypa1\(index)") == Confusables.skeleton("paypal\(index)")
                        && Confusables.suspicion(of: "p\u{430}ypal\(index)") == .mixedScripts
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(same == 2_000)
    }
}
