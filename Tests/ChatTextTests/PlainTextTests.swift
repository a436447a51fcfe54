import ChatText
import Testing

@Suite("Plain text")
struct PlainTextTests {
    private func expect(_ markdown: String, gives plain: String, at location: SourceLocation = #_sourceLocation) {
        #expect(PlainText(of: markdown).text == plain, sourceLocation: location)
    }

    @Test("Emphasis and strikethrough lose their marks, and only they")
    func emphasis() {
        expect("**bold**, *thin*, __bold__, _thin_, ***both***, ~~gone~~", gives: "bold, thin, bold, thin, both, gone")
        expect("2 * 3 * 4, snake_case_name, a ~ b, ~5, **", gives: "2 * 3 * 4, snake_case_name, a ~ b, ~5, **")
        expect("*a **b* c**", gives: "a b c")
        expect("***a* b**", gives: "a b")
        expect("**a*", gives: "*a")
        expect("*a*b*", gives: "ab*")
        expect("foo***bar***baz", gives: "foobarbaz")
        expect("*foo**bar*", gives: "foo**bar")
        expect("*two\nlines*", gives: "two\nlines")
        expect("*not\n\nover paragraphs*", gives: "*not\n\nover paragraphs*")
        expect("»*a*« „**b**“ *北京*", gives: "»a« „b“ 北京")
    }

    @Test("Code is kept to the letter")
    func code() {
        expect("`*a*` ``b ` c`` ` `` ` `x", gives: "*a* b ` c `` `x")
        expect(
            "```swift\nlet *x* = \"@a\"\n\n  y || z\n```\nafter *it*", gives: "let *x* = \"@a\"\n\n  y || z\nafter it")
        expect("~~~\n```\n~~~~\n*a*", gives: "```\na")
        expect("```\nopen *to* the end", gives: "open *to* the end")
        expect("```x``` *a*", gives: "x a")
        expect("> ```\n> *a*\n> > b\n*c*", gives: "> *a*\n> > b\nc")
        expect("- ```\n  *a*\n  ```\n- b", gives: "- *a*\n- b")
        expect("```\n```", gives: "")
    }

    @Test("An address stays, whether it has a label, stands alone or in brackets")
    func links() {
        expect("[here](https://x.org/a?b=c) it is", gives: "here (https://x.org/a?b=c) it is")
        expect("[*a* `b`](</c d> \"title\")", gives: "a b (/c d)")
        expect("![cat](cat.png) ![](dog.png)", gives: "cat (cat.png) dog.png")
        expect("[https://x.org](https://x.org)", gives: "https://x.org")
        expect("<https://x.org/*a*> <ada@x.org> <b>", gives: "https://x.org/*a* ada@x.org <b>")
        expect("https://x.org/*a*/_b_ *c*", gives: "https://x.org/*a*/_b_ c")
        expect("**https://x.org/a**", gives: "https://x.org/a")
        expect("[a] (b), [a]: c, a](b), [a](b c)", gives: "[a] (b), [a]: c, a](b), [a](b c)")
        expect("[a [b](c) d](e)", gives: "[a b (c) d](e)")
        expect("[![a](b)](c)", gives: "a (b) (c)")
        expect("*[a*](b)", gives: "*a* (b)")
        expect("[a](x_(y)_z)", gives: "a (x_(y)_z)")
        expect("[a]()", gives: "a")
        expect("[`](b)`", gives: "[](b)")
    }

    @Test("Headings, lists, quotes and tables read as lines")
    func blocks() {
        expect("# One #\n## Two\nTitle\n===\n#no\n####### no", gives: "One\nTwo\nTitle\n#no\n####### no")
        expect("- a\n- *b*\n  c\n1. d\n* e", gives: "- a\n- b\n  c\n1. d\n* e")
        expect(">a\n> *b\n> c*\n\nd", gives: "> a\n> b\n> c\n\nd")
        expect("> > a\n> b", gives: "> > a\n> b")
        expect("text\n| a | *b* |\n|---|:-:|\n| `c` | d\\|e |\nend", gives: "text\na | b\nc | d|e\nend")
        expect("* * *\n\n***\n\n---", gives: "* * *\n\n***\n\n---")
        expect("a | b\nc", gives: "a | b\nc")
        expect("\n\n  a\\\nb  \n\n", gives: "  a\nb")
    }

    @Test("Escapes give the character, entities stay as they are")
    func escapes() {
        expect(#"\*a\* \[b\](c) \\ \q \`d\`"#, gives: #"*a* [b](c) \ \q `d`"#)
        expect("&amp; &lt;b&gt;", gives: "&amp; &lt;b&gt;")
        expect("[a](b\\)c)", gives: "a (b)c)")
    }

    @Test("Spoilers are shown where they are asked for, and masked in notifications")
    func spoilers() {
        let text = "The end: ||he **dies**|| so. a || b || c, ||open"
        expect(text, gives: "The end: he dies so. a || b || c, ||open")
        #expect(
            PlainText(of: text, spoilers: .hidden).text == "The end: ▒▒▒ so. a || b || c, ||open")
        #expect(PlainText(of: "`||a||` ||[b](c)|| [d||e](f||g)", spoilers: .hidden).text == "||a|| ▒▒▒ d||e (f||g)")
        #expect(PlainText(of: "||[a||](b)", spoilers: .hidden).text == "▒▒▒ (b)")
        #expect(PlainText(of: "||a ||b||", spoilers: .hidden).text == "▒▒▒")
    }

    @Test("Mentions and emoji stay")
    func others() {
        expect("@ada_b, _@ada_: 👩‍👩‍👧 :smile:", gives: "@ada_b, @ada: 👩‍👩‍👧 :smile:")
    }

    @Test("Addresses of the web are told, each once, those in code not")
    func addresses() {
        let text = PlainText(
            of:
                "https://a.org/(b), [x](http://c.org) <HTTPS://d.org> https://a.org/(b)) `https://e.org` mailto:f@g.h https:// xhttp://y.z"
        )
        #expect(text.links == ["https://a.org/(b)", "http://c.org", "HTTPS://d.org"])
        #expect(!PlainText(of: "ftp://a.b [c](/d)").hasLink)
        let many = (0..<300).map { "http://x.org/\($0)" }.joined(separator: " ")
        #expect(PlainText(of: many).links.count == PlainText.mostLinks)
    }

    @Test("An excerpt is one line that ends between characters")
    func excerpt() {
        #expect(PlainText.excerpt(of: "**a**\n\n- b\t c ||d||", limit: 20) == "a - b c ▒▒▒")
        #expect(PlainText.excerpt(of: "12345", limit: 5) == "12345")
        #expect(PlainText.excerpt(of: "123456", limit: 5) == "1234…")
        #expect(PlainText.excerpt(of: "👩‍👩‍👧e\u{301}🇫🇷x", limit: 3) == "👩‍👩‍👧e\u{301}…")
        #expect(PlainText.excerpt(of: "abc", limit: 0) == "")
        #expect(PlainText.excerpt(of: "abc", limit: .max) == "abc")
        #expect(PlainText.excerpt(of: " \n ", limit: 9) == "")
        let tower = "a" + String(repeating: "\u{301}", count: 50_000)
        #expect(PlainText.excerpt(of: "x" + tower, limit: 10) == "x…")
        #expect(PlainText.excerpt(of: String(repeating: "\u{1F1EB}", count: 999), limit: 9).utf8.count <= 9 * 64)
    }

    @Test("What has no marks comes back as it is")
    func fixedPoints() {
        for text in ["", "hello", "a\nb\n\nc", "> q\n- l\n  m", "it's 5 > 3 & 2 < 4", "x | y", "¡Olé! 北京，你好"] {
            expect(text, gives: text)
            #expect(PlainText(of: PlainText(of: text).text) == PlainText(of: text))
        }
    }

    @Test("Any text has a plain text, which is not much longer", arguments: 0..<40)
    func anything(seed: Int) {
        var random = Seeded(UInt64(seed))
        for _ in 0..<100 {
            let text = random.markdown(upTo: 60)
            let plain = PlainText(of: text).text
            #expect(plain.utf8.count <= 3 * text.utf8.count + 3)
            let hidden = PlainText.excerpt(of: text, limit: 10)
            #expect(hidden.count <= 10 && !hidden.contains("\n"))
        }
    }

    @Test(
        "The longest messages are read, however they are nested",
        arguments: [
            "*", "_", "`", "[", "]", "![", "[](", "[a](", "[a](<b", "[a](b \"", "[a](b '", "](", "||", "||a", "~~",
            "~~a", ">",
            "> ", "- ", "1. ", "> - ", "*a ", "*a_ ", "a*", "**a", "*a**", "_*", "`a``", "\\", "\\`", "http://",
            "http://(",
            "http://a)", "<", "<a:", "|", "|\n|---\n", "| a\n", ">\n", "\n", "#", "# ", "```\n", "> ```\n", "a\n===\n",
            "@", "@a",
            "a@", "@a@", "![[a](b)", "[a](b)", "[*", "*[", "[a](b)*", "*[a](b)", "[[a](b)", "[a*](b)*", "\u{301}",
            "[](<)", "[](a",
            "[x](()",
        ])
    func nested(part: String) {
        let text = String(repeating: part, count: 65_536 / part.utf8.count)
        #expect(PlainText(of: text).text.utf8.count <= 3 * text.utf8.count)
        // Backwards, what opens never closes.
        let answer = PlainText(of: text + "a" + String(text.reversed()), spoilers: .hidden)
        #expect(answer.text.utf8.count <= 6 * text.utf8.count)
        #expect(Mentions.find(in: text + " @ada").count <= Mentions.defaultLimit)
    }
}
