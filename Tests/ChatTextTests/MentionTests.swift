import ChatText
import Testing

@Suite("Mentions")
struct MentionTests {
    private func names(_ text: String) -> [String] {
        Mentions.find(in: text).map { mention in
            switch mention {
            case .here: "<here>"
            case .all: "<all>"
            case .name(let name): name
            }
        }
    }

    @Test("A name after @ is a mention, without the punctuation after it")
    func plain() {
        #expect(names("@ada") == ["ada"])
        #expect(
            names("hi @ada, @ben! (@cleo) \"@dan\": @éva. @北京 @a-b_c; @7up") == [
                "ada", "ben", "cleo", "dan", "éva", "北京", "a-b_c", "7up",
            ])
        #expect(names("@Ada @ada @Ada") == ["Ada", "ada"])
        #expect(names("@here @ALL @all @allen") == ["<here>", "<all>", "allen"])
        #expect(names("*@ada* **@ben**s _@cleo_ ~~@dan~~ ||@eve||") == ["ada", "ben", "cleo", "dan", "eve"])
        #expect(names("> @ada\n- @ben\n# @cleo\n| a | b |\n|---|---|\n| @dan | x |") == ["ada", "ben", "cleo", "dan"])
        #expect(names("[@ada](x) ...@ben @a\\_b") == ["ada", "ben", "a_b"])
        #expect(names("@क्‍ष") == ["क्‍ष"])
    }

    @Test("Mail and web addresses, code and escapes are none")
    func others() {
        #expect(names("ada@example.org a.b+c@d.e x_@y é@z <mail@x.org> @ada@example.org") == [])
        #expect(names("https://x.org/@ada <https://x.org/@ben> [x](https://y.org/@cleo)") == [])
        #expect(names("`@ada` ``@ben`` \\@cleo\n```\n@dan\n```\n~~~\n@eve") == [])
        #expect(names("@ @- @_ @. @@ @😀 @\n@") == [])
        #expect(names("`a` @ada `b` @ben") == ["ada", "ben"])
        #expect(names("`@ada @ben") == ["ada", "ben"])
    }

    @Test("Their number and their length are bounded")
    func bounds() {
        let crowd = (0..<1000).map { "@p\($0)" }.joined(separator: " ")
        #expect(Mentions.find(in: crowd).count == Mentions.defaultLimit)
        #expect(Mentions.find(in: crowd, limit: 3) == [.name("p0"), .name("p1"), .name("p2")])
        #expect(names("@" + String(repeating: "x", count: 64)).count == 1)
        #expect(names("@" + String(repeating: "x", count: 65) + " @ada") == ["ada"])
        #expect(Mentions.find(in: "@a", limit: 0) == [])
    }

    @Test("A name can be had without what trails it")
    func tails() {
        #expect(Mentions.withoutTail("ada-_-") == "ada")
        #expect(Mentions.withoutTail("a-b") == nil)
        #expect(Mentions.withoutTail("--") == nil)
        #expect(Mentions.withoutTail("") == nil)
    }

    @Test("Any text has its mentions, and names are made of what handles are made of", arguments: 0..<20)
    func anything(seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<100 {
            let text = random.markdown(upTo: 50)
            for name in names(text) {
                #expect(!name.contains(where: { " \n@`*[]()<>|~\\".contains($0) }))
                #expect(name.unicodeScalars.count <= 64)
            }
        }
    }
}
