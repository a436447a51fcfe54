import ChatDomain
import Testing

@Suite("The form of a handle")
struct HandleTests {
    private func refusal(_ text: String) -> Handle.Fault? {
        do throws(Handle.Fault) {
            try Handle.checkForm(of: text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Letters, marks and digits of any script, hyphens and underscores are accepted",
        arguments: [
            "a", "7", "lobby", "the-lobby_2", "éva", "e\u{301}va", "северо-запад", "北京", "ひらがな", "हिन्दी", "عربي", "٣",
            "a--", "a__", "ʻokina", String(repeating: "x", count: 32), String(repeating: "𐍈", count: 32),
        ])
    func accepted(text: String) {
        #expect(refusal(text) == nil)
    }

    @Test("A handle is not empty and at most 32 characters long")
    func length() {
        #expect(refusal("") == .empty)
        #expect(refusal(String(repeating: "x", count: 33)) == .tooLong(limit: 32))
        #expect(refusal("a" + String(repeating: "\u{301}", count: 32)) == .tooLong(limit: 32))
        #expect(refusal(String(repeating: "x", count: 10_000_000)) == .tooLong(limit: 32))
    }

    @Test("It begins with a letter or a digit", arguments: ["-a", "_a", "\u{301}a", " a", "#a", ".", "😀", "\u{0}"])
    func start(text: String) {
        #expect(refusal(text) == .badStart)
    }

    @Test(
        "What an IRC channel or a URL cannot carry is refused",
        arguments: [
            " ", "\t", "\n", "\r", "\u{0}", "\u{7}", "\u{1B}", "\u{7F}", "\u{85}", "\u{A0}", "\u{200B}", "\u{200D}",
            "\u{202E}", "\u{FEFF}", "\u{E000}", "\u{10FFFF}", "\u{FFFD}", ",", ":", "#", "&", "/", "?", "%", "@", "!",
            "\"", "'", "<", ">", "\\", ".", "~", "😀", "½", "Ⅳ", "€", "\u{20DD}",
        ])
    func characters(bad: String) {
        #expect(refusal("a" + bad) == .badCharacter(bad))
        #expect(refusal("a" + bad + "b") == .badCharacter(bad))
    }
}
