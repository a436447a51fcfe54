import Testing

@testable import Console

@Suite("Keys")
struct KeyDecoderTests {
    private func keys(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return decoder.decode(text.utf8)
    }

    @Test("The sequences of terminals are keys")
    func sequences() {
        #expect(keys("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D") == [.up, .down, .right, .left])
        #expect(keys("\u{1B}OA\u{1B}OH\u{1B}[1~\u{1B}[F\u{1B}[3~") == [.up, .home, .home, .end, .delete])
        #expect(keys("\u{1B}[1;5D\u{1B}f\u{1B}[1;5C\u{1B}b") == [.wordLeft, .wordRight, .wordRight, .wordLeft])
        #expect(
            keys("a\u{7F}\r\t\u{01}\u{0C}") == [.text("a"), .backspace, .enter, .tab, .control("a"), .control("l")])
    }

    @Test("Sequences that mean nothing here leave nothing in the line")
    func unknown() {
        #expect(keys("\u{1B}[200;3;4z\u{1B}[?1;2c\u{1B}[15~x\u{1B}qy") == [.text("x"), .text("y")])
    }

    @Test("However the bytes are split, the keys are the same")
    func split() {
        let input = Array("héllo 👍\u{1B}[1;5D\u{1B}[200~pasted\r\nlines\u{1B}[201~\u{1B}[3~漢\r".utf8)
        var whole = KeyDecoder()
        let expected = joined(whole.decode(input))
        for cut in 0...input.count {
            var decoder = KeyDecoder()
            #expect(joined(decoder.decode(input[..<cut]) + decoder.decode(input[cut...])) == expected, "cut at \(cut)")
        }
        var byByte = KeyDecoder()
        #expect(joined(input.flatMap { byByte.decode([$0]) }) == expected)
    }

    /// Text that came in pieces is put together.
    private func joined(_ keys: [Key]) -> [Key] {
        keys.reduce(into: []) { result, key in
            if case .text(let more) = key, case .text(let start)? = result.last {
                result[result.count - 1] = .text(start + more)
            } else {
                result.append(key)
            }
        }
    }

    @Test("A paste is one thing with its line breaks, whatever is in it")
    func paste() {
        #expect(keys("\u{1B}[200~one\rtwo\r\nthree\n\u{1B}[201~") == [.paste("one\ntwo\nthree")])
        #expect(keys("\u{1B}[200~a\u{1B}[Ab\u{03}\u{1B}[201~c") == [.paste("a\u{1B}[Ab\u{03}"), .text("c")])
    }

    @Test("Random bytes do not stop the decoder")
    func random() {
        var random = SeededGenerator(seed: 3)
        var decoder = KeyDecoder()
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                [0x1B, 0x5B, 0x32, 0x7E, 0xC3, 0xF0, 0x80, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random) ?? 0
            }
            _ = decoder.decode(bytes)
        }
        // Out of whatever it was in: a paste, a sequence, half a character.
        _ = decoder.decode("\u{1B}[201~\u{1B}[201~".utf8)
        #expect(decoder.decode("z".utf8) == [.text("z")])
    }
}

@Suite("Line editing")
struct LineEditorTests {
    private func edit(_ keys: [Key]) -> LineEditor {
        var editor = LineEditor()
        for key in keys { _ = editor.handle(key) }
        return editor
    }

    private func text(_ keys: [Key]) -> String { String(edit(keys).text) }

    @Test("Keys edit where the cursor stands")
    func editing() {
        #expect(text([.text("helo"), .left, .text("l"), .end, .text("!")]) == "hello!")
        #expect(text([.text("abc"), .home, .delete, .end, .backspace]) == "b")
        #expect(text([.text("one two three"), .control("w"), .control("w")]) == "one ")
        #expect(text([.text("one two"), .control("a"), .wordRight, .control("k")]) == "one")
        #expect(text([.text("one two"), .wordLeft, .control("u")]) == "two")
        #expect(text([.text("one two"), .control("w"), .control("a"), .control("y")]) == "twoone ")
    }

    @Test("A character is removed as a whole, however many scalars it has")
    func characters() {
        #expect(text([.text("a👨‍👩‍👧b"), .left, .backspace]) == "ab")
        #expect(text([.text("e"), .text("\u{0301}"), .text("x"), .backspace]) == "e\u{0301}")
        #expect(text([.text("e"), .text("\u{0301}"), .backspace]) == "")
    }

    @Test("Lines written before come back, and the line that was begun is kept")
    func history() {
        var editor = edit([.text("one"), .enter, .text("two"), .enter, .text("dra")])
        _ = editor.handle(.up)
        #expect(String(editor.text) == "two")
        _ = editor.handle(.up)
        _ = editor.handle(.up)
        #expect(String(editor.text) == "one")
        _ = editor.handle(.down)
        _ = editor.handle(.down)
        #expect(String(editor.text) == "dra")
    }

    @Test("A secret is not shown, not kept and not cut out")
    func secret() {
        var editor = LineEditor()
        editor.isSecret = true
        for key in [Key.text("pass word"), .control("w"), .text("word")] { _ = editor.handle(key) }
        #expect(editor.view(columns: 40).text == "")
        #expect(editor.handle(.enter) == .submitted("pass word"))
        editor.isSecret = false
        _ = editor.handle(.up)
        _ = editor.handle(.control("y"))
        #expect(editor.text.isEmpty)
    }

    @Test("Ctrl-D ends on an empty line alone; Ctrl-C always")
    func ending() {
        var editor = LineEditor()
        #expect(editor.handle(.control("d")) == .ended)
        _ = editor.handle(.text("x"))
        #expect(editor.handle(.control("d")) == .nothing)
        #expect(editor.handle(.control("c")) == .interrupted)
    }

    @Test("At every width and place of the cursor the view fits, and the cursor is in it")
    func views() {
        let line = "漢字 and words 👍 and\nmore " + String(repeating: "x", count: 60)
        for columns in 3...60 {
            var editor = edit([.text(line)])
            for _ in 0...line.count {
                let view = editor.view(columns: columns)
                #expect(TerminalText.width(view.text) <= columns)
                #expect(view.cursor >= 0 && view.cursor < columns)
                _ = editor.handle(.left)
            }
        }
    }
}

@Suite("The writing area")
struct ScreenPainterTests {
    @Test("Lines appear above, and the input is drawn again as it was")
    func above() {
        var painter = ScreenPainter(columns: 40, styled: false)
        let area = ScreenPainter.Area(rows: ["… pending"], prompt: "den> ", input: "half a li", cursor: 4)
        _ = painter.paint([], area: area)
        let out = painter.paint(["14:03 Ben  hello"], area: area)
        #expect(
            out == "\u{1B}[?25l\u{1B}[1A\r\u{1B}[J14:03 Ben  hello\r\n… pending\r\nden> half a li\r\u{1B}[9C\u{1B}[?25h"
        )
        #expect(painter.paint([], area: area) == "")
        #expect(painter.clear() == "\u{1B}[1A\r\u{1B}[J")
        #expect(painter.clear() == "")
    }

    @Test("After the window became narrower the rows that the terminal broke are taken away too")
    func narrower() {
        var painter = ScreenPainter(columns: 80, styled: false)
        let area = ScreenPainter.Area(rows: [String(repeating: "r", count: 50)], prompt: "> ", input: "", cursor: 0)
        _ = painter.paint([], area: area)
        #expect(painter.resize(columns: 40).hasPrefix("\u{1B}[2A\r\u{1B}[J"))
    }
}

@Suite("Lines from a pipe")
struct LineSplitterTests {
    @Test("Lines come out whole, however they are split, and the last needs no line feed")
    func split() {
        let input = Array("one\r\ntwo\n\nthrée".utf8)
        for cut in 0...input.count {
            var splitter = LineSplitter()
            var pieces = splitter.split(Array(input[..<cut])) + splitter.split(Array(input[cut...]))
            if let last = splitter.end() { pieces.append(last) }
            #expect(pieces == [.line("one"), .line("two"), .line(""), .line("thrée")])
        }
    }

    @Test("A line beyond the limit is left out, and the next one is whole")
    func tooLong() {
        var splitter = LineSplitter()
        let long = [UInt8](repeating: 0x78, count: LineSplitter.byteLimit + 1)
        #expect(splitter.split(long + Array("\nnext\n".utf8)) == [.tooLong, .line("next")])
    }
}
