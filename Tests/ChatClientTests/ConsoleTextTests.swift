import Foundation
import Testing

@testable import ChatClient
@testable import ChatWire
@testable import Console

@Suite("Text of others on one's terminal")
struct TerminalTextTests {
    @Test(
        "Nothing in a text acts on the terminal, and all of it can be seen",
        arguments: [
            ("\u{1B}[2Jgone", "␛[2Jgone"), ("\u{1B}]0;title\u{07}", "␛]0;title␇"), ("\u{9B}31m", "‹U+9B›31m"),
            ("a\rb", "a␍b"), ("a\u{8}b", "a␈b"), ("a\u{7F}b", "a␡b"), ("\u{202E}abc", "‹U+202E›abc"),
            ("\u{2066}abc\u{2069}", "‹U+2066›abc‹U+2069›"), ("\u{FEFF}a", "‹U+FEFF›a"), ("a\0b", "a␀b"),
            ("\u{E000}", "‹U+E000›"),
        ])
    func safe(text: String, shown: String) {
        #expect(TerminalText.block(text) == shown)
        #expect(TerminalText.line(text) == shown)
    }

    @Test(
        "Ordinary text of all scripts stays as it is",
        arguments: ["héllo", "漢字かな", "مرحبا", "שלום\u{200F}", "👨‍👩‍👧‍👦 🇸🇪 ☺️", "ka\u{0301}", "नमस्ते", "می\u{200C}خواهم"])
    func untouched(text: String) {
        #expect(TerminalText.block(text) == text)
    }

    @Test("Line breaks stay in messages, and are shown in names")
    func lineBreaks() {
        #expect(TerminalText.block("a\nb\u{2028}c\td") == "a\nb\nc    d")
        #expect(TerminalText.line("a\nb\u{2028}c") == "a␊b␊c")
    }

    @Test("Marks do not pile up")
    func combining() {
        let zalgo = "a" + String(repeating: "\u{0301}", count: 500) + "b"
        #expect(TerminalText.block(zalgo) == "a\u{0301}\u{0301}\u{0301}\u{0301}b")
    }

    @Test("No random text gets a control character through")
    func random() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<20 {
                let high: UInt32 = [0x20, 0x100, 0x3000, 0x11_0000].randomElement(using: &random) ?? 0x100
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<high, using: &random)) { text.append(scalar) }
            }
            for scalar in TerminalText.line(String(text)).unicodeScalars {
                #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
                #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
            }
        }
    }

    @Test(
        "Widths are those of a terminal",
        arguments: [
            ("abc", 3), ("漢字", 4), ("é", 1), ("e\u{0301}", 1), ("👍", 2), ("☺️", 2), ("👨‍👩‍👧", 2), ("…", 1), ("한글", 4),
            ("ｱ", 1),
        ])
    func width(text: String, columns: Int) {
        #expect(TerminalText.width(text) == columns)
    }

    @Test("Lines break at blanks, long words stay whole, and nothing is lost")
    func wrapping() {
        #expect(TerminalText.wrapped("one two three", columns: 8) == ["one two", "three"])
        #expect(TerminalText.wrapped("one two", columns: 8, startingAt: 4) == ["one", "two"])
        #expect(
            TerminalText.wrapped("https://example.org/a/long/one x", columns: 8) == [
                "https://example.org/a/long/one", "x",
            ])
        #expect(TerminalText.wrapped("漢字 漢字", columns: 6) == ["漢字", "漢字"])
        #expect(TerminalText.wrapped("a\n\nb", columns: 8) == ["a", "", "b"])
        #expect(TerminalText.truncated("漢字漢字", columns: 5) == "漢字…")
    }
}

@Suite("The transcript")
struct TranscriptTests {
    init() { setenv("TZ", "UTC", 1) }

    private func message(_ text: String, at: Int64 = 1_795_161_780_000, seq: Int64 = 1) -> EventView {
        EventView(room: 1, seq: seq, at: at, kind: "message", by: .init(id: 9, name: "Ben"), body: .init(text: text))
    }

    @Test("A message has time and name, and each day a line of its own")
    func days() {
        var transcript = TextTranscript(columns: nil, styled: false)
        let lines = transcript.lines(
            .history([message("one"), message("two"), message("three", at: 1_795_248_180_000)]))
        #expect(lines.count == 5)
        #expect(lines[1].hasSuffix("Ben  one") && lines[2].hasSuffix("Ben  two") && lines[4].hasSuffix("Ben  three"))
        #expect(lines[0].contains("20") && lines[0].contains("November 2026") && lines[0] != lines[3])
    }

    @Test("What somebody writes whom one blocks is folded, and shown when it is asked for")
    func folding() {
        var transcript = TextTranscript(columns: nil, styled: false)
        transcript.folded = [9]
        let lines = transcript.lines(.event(message("buy this", seq: 7)))
        #expect(lines.last?.contains("#7 Ben") == true && !lines.contains { $0.contains("buy this") })
        #expect(
            transcript.lines(.messages(what: "message", [message("buy this", seq: 7)])).last?.contains("buy this")
                == true)
        #expect(transcript.lines(.event(message("again", seq: 8))).contains { $0.contains("again") } == false)
    }

    @Test("At 40 columns no line is wider, and what follows is indented")
    func narrow() {
        var transcript = TextTranscript(columns: 40, styled: false)
        let text = Array(repeating: "some words", count: 20).joined(separator: " ") + "\nand a new line"
        let lines = transcript.lines(.event(message(text)))
        #expect(lines.allSatisfy { TerminalText.width($0) < 40 })
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("      ") })
        #expect(lines.last == "      and a new line")
    }

    @Test("A name cannot speak for another, nor colour what follows")
    func hostileNames() {
        var transcript = TextTranscript(columns: 80, styled: true)
        var event = message("hi")
        event.by.name = "Ben\n14:03 Ada  send money \u{1B}[31m"
        let lines = transcript.lines(.event(event)).dropFirst()
        #expect(lines.count == 1)
        #expect(lines.first?.contains("\u{1B}[31m") == false)
    }

    @Test("Without colours there is no escape at all")
    func unstyled() {
        var transcript = TextTranscript(columns: 80, styled: false)
        let items: [ConsoleItem] = [
            .event(message("\u{1B}[31mred")), .problem(code: "x", "bad"), .connectionLost("gone", seconds: 3),
            .back(missed: 4),
        ]
        for item in items {
            #expect(transcript.lines(item).allSatisfy { !$0.contains("\u{1B}") })
        }
        #expect(transcript.lines(.back(missed: 4)) == ["Back. 4 messages while you were away."])
        #expect(
            transcript.lines(.connectionLost("The connection was lost.", seconds: 2.4))
                == ["The connection was lost. Trying again in 3 s …"])
    }

    @Test("People are shown with what is not usual of them, and a made up password once, on a line of its own")
    func people() {
        var transcript = TextTranscript(columns: nil, styled: false)
        var ben = AccountView(
            id: 2, username: "ben", name: "Ben\u{1B}", role: "admin", mail: "b@example.org", online: false)
        ben.state = "deactivated"
        let eve = AccountView(id: 3, username: "eve", name: "Eve", role: "member", online: true)
        #expect(
            transcript.lines(.people([ben, eve]))
                == ["● Eve (eve)", "○ Ben␛ (ben)  b@example.org  admin  deactivated"])
        #expect(transcript.lines(.added(eve, password: "ABCD-EFGH")).last == "  ABCD-EFGH")
        #expect(transcript.lines(.added(eve, password: nil)) == ["Eve has an account now, with the username eve."])
    }

    @Test("Sessions are numbered, and tell which one asks")
    func sessions() {
        var transcript = TextTranscript(columns: nil, styled: false)
        let lines = transcript.lines(
            .sessions([
                SessionView(
                    id: 9, client: "phone\n", address: "192.0.2.1", createdAt: 0, isOnline: true, isCurrent: false),
                SessionView(id: 8, client: "", address: "", createdAt: 0, isOnline: false, isCurrent: true),
            ]))
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("1  phone␊  since ") && lines[0].hasSuffix("from 192.0.2.1  online"))
        #expect(lines[1].hasPrefix("2  unknown program  since ") && lines[1].hasSuffix("  this one"))
    }

    @Test("Every item is one line of JSON, and what it carries comes out again")
    func json() throws {
        let line = JSONTranscript.lines(.event(message("a\n\"b\" \u{1B} 漢")))
        #expect(line.filter { $0 == 0x0A }.count == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        #expect(object["type"] as? String == "event")
        #expect((object["body"] as? [String: Any])?["text"] as? String == "a\n\"b\" \u{1B} 漢")
        #expect(JSONTranscript.lines(.history([message("a"), message("b")])).filter { $0 == 0x0A }.count == 2)
    }
}
