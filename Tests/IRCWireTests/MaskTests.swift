import Testing

@testable import IRCWire

@Suite("Names and masks")
struct MaskTests {
    @Test("Names are the same but for the case of ASCII letters")
    func caseMapping() {
        #expect(CaseMapping.fold("#Kitchen[]^~ÄÉ") == "#kitchen[]^~ÄÉ")
        #expect(CaseMapping.areSame("ADA", "ada"))
        #expect(CaseMapping.areSame("Küche", "kÜche") == false)
        #expect(CaseMapping.areSame("a[", "a{") == false)
        #expect(CaseMapping.areSame("ada", "adam") == false)
        #expect(CaseMapping.areSame("", ""))
    }

    struct Match: Sendable, CustomTestStringConvertible {
        let mask: String
        let yes: [String]
        let no: [String]
        var testDescription: String { mask }
    }

    static let matches = [
        Match(mask: "", yes: [""], no: ["a"]),
        Match(mask: "*", yes: ["", "a", "*", "🦉"], no: []),
        Match(mask: "**", yes: ["", "abc"], no: []),
        Match(mask: "?", yes: ["a", "é", "🦉"], no: ["", "ab", "éa"]),
        Match(mask: "a?c", yes: ["abc", "AbC", "a🦉c"], no: ["ac", "abbc"]),
        Match(mask: "Ada", yes: ["ada", "ADA"], no: ["adam", "bada"]),
        Match(mask: "ad*", yes: ["ad", "ada", "adam"], no: ["ba"]),
        Match(mask: "*am", yes: ["am", "adam", "amam"], no: ["ama"]),
        Match(mask: "a*b*c", yes: ["abc", "aXbYc", "abcbc", "aabbcc"], no: ["acb", "ab"]),
        Match(mask: "*?*", yes: ["a", "abc"], no: [""]),
        Match(mask: "*a?", yes: ["ab", "aab", "xaé"], no: ["a", "ba"]),
        Match(mask: #"a\*b"#, yes: ["a*b"], no: ["aXb", #"a\b"#]),
        Match(mask: #"a\?"#, yes: ["a?"], no: ["ab"]),
        Match(mask: #"a\\b"#, yes: [#"a\b"#], no: ["ab"]),
        Match(mask: #"a\"#, yes: [#"a\"#], no: ["a"]),
        Match(mask: #"\Ada"#, yes: ["ada"], no: [#"\ada"#]),
        Match(mask: "[a-z]", yes: ["[a-z]"], no: ["a"]),
    ]

    @Test("A mask matches what it says, and nothing else", arguments: matches)
    func globs(_ match: Match) {
        for text in match.yes { #expect(Glob(match.mask).matches(text), "\(text)") }
        for text in match.no { #expect(!Glob(match.mask).matches(text), "\(text)") }
    }

    @Test("A mask agrees with the plainest way to match, on random masks and texts")
    func oracle() {
        func plain(_ mask: Substring, _ text: Substring) -> Bool {
            guard let first = mask.first else { return text.isEmpty }
            switch first {
            case "*": return plain(mask.dropFirst(), text) || (!text.isEmpty && plain(mask, text.dropFirst()))
            case "?": return !text.isEmpty && plain(mask.dropFirst(), text.dropFirst())
            default: return text.first == first && plain(mask.dropFirst(), text.dropFirst())
            }
        }
        var random = SplitMix(state: 5)
        for _ in 0..<20_000 {
            let mask = String(
                (0..<Int.random(in: 0...8, using: &random)).map { _ in "ab*?é".randomElement(using: &random) ?? "a" })
            let text = String(
                (0..<Int.random(in: 0...10, using: &random)).map { _ in "abé".randomElement(using: &random) ?? "a" })
            if Glob(mask).matches(text) != plain(mask[...], text[...]) { Issue.record("\(mask) on \(text)") }
        }
    }

    @Test("A mask made to be slow is not: many stars end as soon as one would")
    func slow() {
        let mask = String(repeating: "*a", count: 200) + "*b"
        #expect(!Glob(mask).matches(String(repeating: "a", count: 20_000)))
    }

    @Test(
        "What people write is completed",
        arguments: [
            ("ada", "ada!*@*"), ("ada!7", "ada!7@*"), ("7@host", "*!7@host"), ("@host", "*!*@host"),
            ("ada!", "ada!*@*"),
            ("!7@", "*!7@*"), ("ada!7@host", "ada!7@host"), ("*", "*!*@*"), ("", "*!*@*"),
            ("guests.example", "*!*@guests.example"), ("*.example", "*!*@*.example"), ("ada!*@*", "ada!*@*"),
            ("a!b!c@d@e", "a!b!c@d@e"), ("Äda", "Äda!*@*"),
        ])
    func completed(text: String, mask: String) {
        #expect(HostMask(text).description == mask)
        #expect(HostMask(mask) == HostMask(text))
    }

    @Test("A host mask matches in its three parts, each within itself")
    func hostMasks() {
        #expect(HostMask("ada!*@people.*").matches(nick: "Ada", user: "7", host: "people.example"))
        #expect(!HostMask("ada!*@people.*").matches(nick: "Ada", user: "7", host: "guests.example"))
        #expect(!HostMask("ada!8@*").matches(nick: "ada", user: "7", host: "x"))
        #expect(!HostMask("a*b").matches(nick: "a", user: "b", host: "b"))
        #expect(HostMask("ada").onlyNick == "ada")
        for text in ["a*", "ada!7@*", "*!*@guests.example", "*"] { #expect(HostMask(text).onlyNick == nil) }
    }

    @Test("An entry of a ban list may say that it mutes")
    func bans() {
        #expect(BanMask("ada") == .ban(HostMask("ada")))
        #expect(BanMask("m:ada") == .mute(HostMask("ada")))
        #expect(BanMask("M:7@host").description == "m:*!7@host")
        #expect(BanMask("ada!*@*").description == "ada!*@*")
    }
}
