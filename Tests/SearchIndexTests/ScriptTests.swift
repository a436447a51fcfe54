import SearchIndex
import Testing

@Suite("Finding in many writings")
struct ScriptTests {
    @Test(
        "A word or a part of it is found and marked, whatever its case and its diacritics",
        arguments: [
            ("Ein Café in Zürich", "cafe", "Café"), ("cafe\u{301}s", "CAFÉ", "cafe\u{301}"),
            ("Die Straße ist lang", "STRASSE", "Straße"), ("Maße", "mas", "Maß"),
            ("Øresund Łódź", "oresund", "Øresund"),
            ("Øresund Łódź", "lodz", "Łódź"), ("İstanbul'da", "istanbul", "İstanbul"), ("DIŞARI", "dısarı", "DIŞARI"),
            ("dışarı", "DISARI", "dışarı"), ("Съешь ещё этих", "ЕЩЕ", "ещё"), ("Ἀθῆναι", "αθηναι", "Ἀθῆναι"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσεύς", "ΟΔΥΣΣΕΥΣ"), ("السَّلَامُ عليكم", "السلام", "السَّلَامُ"), ("كتـــاب", "كتاب", "كتـــاب"),
            ("שָׁלוֹם לכם", "שלום", "שָׁלוֹם"), ("नमस्ते दुनिया", "दुनिया", "दुनिया"), ("हिन्दी", "हिन", "हिन्"),
            ("ภาษาไทยง่าย", "ไทย", "ไทย"), ("我在北京工作", "北京", "北京"), ("我在北京工作", "京", "京"),
            ("東京都に住む", "東京", "東京"), ("東京都に住む", "東京都に住", "東京都に住"), ("ﾄｳｷｮｳ ｶﾞｽ", "ガス", "ｶﾞｽ"),
            ("안녕하세요 여러분", "하세", "하세"), ("\u{1112}\u{1161}\u{11AB}국", "한국", "\u{1112}\u{1161}\u{11AB}국"),
            ("well done 👍🏽!", "👍", "👍"), ("👩‍🚀 in space", "👩🚀", "👩‍🚀"), ("ﬁne ﬂoor", "floor", "ﬂoor"),
            ("ＦＵＬＬ width", "full", "ＦＵＬＬ"), ("don’t", "don't", "don’t"), ("a – b", "a - b", "a – b"),
            ("see https://example.com/a/b?q=1#x now", "example.com/a", "example.com/a"),
            ("see https://example.com/a/b?q=1#x now", "?q=1#", "?q=1#"), ("x", "X", "x"), ("ox", "ox", "ox"),
            ("one\n\t two", "one two", "one\n\t two"), ("file_name.TAR.gz", "e.tar", "e.TAR"),
            ("C++ & C#", "c++", "C++"),
            ("𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "unicode", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢"), ("soft\u{AD}hyphen", "softhyphen", "soft\u{AD}hyphen"),
        ])
    func found(text: String, sought: String, marked: String) throws {
        // In the tail, and in a segment.
        for limits in [SearchIndex.Limits(), tiny] {
            let scratch = try Scratch()
            let index = try scratch.open(limits)
            let writer = try index.makeWriter()
            try writer.apply([said("other", 1), said(text, 2), said("more", 3), said("还有", 4)], upTo: 4)
            let page = try index.makeReader().search(words(sought), in: everywhere(1), limit: 9)
            #expect(page.hits.map(\.arrival) == [2])
            let hit = try #require(page.hits.first)
            #expect(hit.text == text)
            let parts = hit.matches.map { Array(Array(text.utf8)[$0]) }
            #expect(parts == [Array(marked.utf8)])
        }
    }

    @Test(
        "What is another word is not found",
        arguments: [
            ("कुल", "केल"), ("か", "が"), ("하", "한"), ("มี", "มา"), ("abc", "abd"), ("ab cd", "abcd"), ("abc", "ac"),
            ("北海", "海北"), ("北と京", "北京"), ("one two", "two one"), ("", "a"),
        ])
    func notFound(text: String, sought: String) throws {
        for limits in [SearchIndex.Limits(), tiny] {
            let scratch = try Scratch()
            let index = try scratch.open(limits)
            try index.makeWriter().apply([said("q", 1), said(text, 2), said("r", 3)], upTo: 3)
            #expect(try index.makeReader().arrivals(words(sought)) == [])
        }
    }
}
