import Testing

@testable import IRCWire

@Suite("Texts in pieces")
struct TextTests {
    private func split(_ text: String, _ room: Int, blank: String = " ") -> [String] {
        TextPieces.split(text, room: room, blank: blank).map { ($0.continues ? "…" : "") + $0.text }
    }

    @Test("A text that fits is one piece")
    func one() {
        #expect(split("soup", 4) == ["soup"])
        #expect(split("", 4) == [" "])
        #expect(split("", 4, blank: "") == [""])
    }

    @Test("Each line is a piece of its own, an empty one too")
    func lines() {
        #expect(split("a\nb\r\nc\rd", 9) == ["a", "b", "c", "d"])
        #expect(split("a\n\nb\n", 9) == ["a", " ", "b", " "])
        #expect(split("\r\n\n", 9, blank: "") == ["", "", ""])
    }

    @Test("A line that is too long is cut behind a blank, which stays")
    func blanks() {
        #expect(split("one two three", 8) == ["one two ", "…three"])
        #expect(split("one two three", 9) == ["one two ", "…three"])
        #expect(split("abcdefgh ij", 4) == ["abcd", "…efgh", "… ij"])
        #expect(split("ab cd\nef gh", 3) == ["ab ", "…cd", "ef ", "…gh"])
        #expect(split("    ", 3) == ["   ", "… "])
    }

    @Test("No character is cut in two, and one that is too large is cut between its code points")
    func characters() {
        #expect(split("ééé", 5) == ["éé", "…é"])
        #expect(split("a👩‍👩‍👧b", 18) == ["a", "…👩‍👩‍👧", "…b"])
        #expect(TextPieces.split("👩‍👩‍👧", room: 8).map(\.text).joined() == "👩‍👩‍👧")
        #expect(TextPieces.split("👩‍👩‍👧", room: 8).allSatisfy { $0.text.utf8.count <= 8 })
        // No room at all: still the text, one code point a piece.
        #expect(split("ab", 0) == ["a", "…b"])
        #expect(split("é🦉", -5) == ["é", "…🦉"])
    }

    @Test("Pieces fit, and joined again they are the text", arguments: [4, 5, 7, 16, 100])
    func roundTrip(room: Int) throws {
        var random = SplitMix(state: UInt64(room))
        for _ in 0..<1_000 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    "ab  é漢🦉👩‍👧\u{301}\n".randomElement(using: &random) ?? "a"
                })
            let pieces = TextPieces.split(text, room: room, blank: "")
            var joined = MultilineText(limits: MultilineLimits(bytes: 10_000, lines: 1_000))
            for piece in pieces {
                #expect(piece.text.utf8.count <= room)
                try Array(piece.text.utf8).withUnsafeBytes { try joined.append($0, continues: piece.continues) }
            }
            // Compared as bytes: a combining mark may meet what it stood behind.
            if Array(joined.text.utf8) != Array(text.utf8) { Issue.record("\(text.debugDescription) became \(pieces)") }
        }
    }

    @Test("A batch of lines has limits, counts its line feeds, and is unchanged after a fault")
    func limits() throws {
        func append(_ text: String, _ continues: Bool, to lines: inout MultilineText) throws(MultilineText.Fault) {
            var text = text
            var fault: MultilineText.Fault?
            text.withUTF8 { bytes in
                do throws(MultilineText.Fault) {
                    try lines.append(UnsafeRawBufferPointer(bytes), continues: continues)
                } catch {
                    fault = error
                }
            }
            if let fault { throw fault }
        }
        var lines = MultilineText(limits: MultilineLimits(bytes: 9, lines: 3))
        #expect(lines.isEmpty)
        try append("", false, to: &lines)
        #expect(lines.isEmpty)
        #expect(throws: MultilineText.Fault.blankContinuation) { try append("", true, to: &lines) }
        #expect(throws: MultilineText.Fault.tooManyBytes(limit: 9)) { try append("123456789", false, to: &lines) }
        try append("12345678", false, to: &lines)
        #expect(throws: MultilineText.Fault.tooManyBytes(limit: 9)) { try append("9", true, to: &lines) }
        #expect(lines.text == "\n12345678")
        #expect(!lines.isEmpty)
        var short = MultilineText(limits: MultilineLimits(bytes: 9, lines: 1))
        try append("a", false, to: &short)
        #expect(throws: MultilineText.Fault.tooManyLines(limit: 1)) { try append("b", true, to: &short) }
        #expect(short.text == "a")
    }

    @Test("Every fault of a batch has its reply")
    func faults() {
        #expect(MultilineText.Fault.tooManyBytes(limit: 9).reply.context == ["9"])
        #expect(MultilineText.Fault.tooManyBytes(limit: 9).reply.code == "MULTILINE_MAX_BYTES")
        #expect(MultilineText.Fault.tooManyLines(limit: 3).reply.code == "MULTILINE_MAX_LINES")
        #expect(MultilineText.Fault.blankContinuation.reply.code == "MULTILINE_INVALID")
        #expect(MultilineText.Fault.blankContinuation.reply.command == "BATCH")
    }

    @Test(
        "Formatting is taken out, with the numbers of colours, and so is what nobody can see",
        arguments: [
            ("plain\ttext é 🦉", "plain\ttext é 🦉"), ("\u{2}bold\u{2} \u{1D}it\u{F}", "bold it"),
            ("\u{3}4red\u{3} \u{3}04,12both\u{3}123", "red both3"), ("\u{3},5 \u{3}4,x \u{3}1,2,3", ",5 ,x ,3"),
            ("\u{4}ff00AAhex \u{4}ff00aa,001122x \u{4}ff00", "hex x ff00"),
            ("\u{7}bell\u{1B}[1m\u{7F}\u{9B}§", "bell[1m§"),
            ("\u{3}", ""), ("\u{3}9", ""), ("\u{3}4,", ","), ("a\u{0}b\r\nc", "abc"),
        ])
    func formatting(text: String, plain: String) {
        #expect(Formatting.plain(text) == plain)
    }
}
