/// The line that is being written: its text, the cursor in it, and the lines written before.
///
/// Written for this program, and not taken from readline or libedit: those own the terminal while they read, draw
/// through interfaces that know nothing of messages arriving above, and (readline) would put the program under the GPL.
struct LineEditor {
    /// What a key asks of the program.
    enum Outcome: Equatable {
        case edited
        case nothing
        case submitted(String)
        case interrupted
        /// Ctrl-D on an empty line.
        case ended
        case redraw
        case complete
    }

    /// The most bytes of a line. More than a message may have, so that the server's limit is the one that is told.
    static let byteLimit = 128 * 1024
    static let historyLimit = 500

    private(set) var text: [Character] = []
    /// Before which character the cursor stands.
    private(set) var cursor = 0
    /// Nothing of what is written is shown, nor kept.
    var isSecret = false

    private var history: [String] = []
    /// Which line of the history is shown; its count stands for the line that is new.
    private var shown = 0
    private var draft: [Character] = []
    private var cut: [Character] = []

    mutating func handle(_ key: Key) -> Outcome {
        switch key {
        case .text(let text): return insert(text)
        case .paste(let text): return insert(isSecret ? String(text.prefix { $0 != "\n" }) : text)
        case .enter: return submit()
        case .backspace: return remove(from: cursor - 1, to: cursor)
        case .control("d"):
            if text.isEmpty { return .ended }
            return remove(from: cursor, to: cursor + 1)
        case .delete: return remove(from: cursor, to: cursor + 1)
        case .left, .control("b"): return move(to: cursor - 1)
        case .right, .control("f"): return move(to: cursor + 1)
        case .home, .control("a"): return move(to: 0)
        case .end, .control("e"): return move(to: text.count)
        case .wordLeft: return move(to: wordStart)
        case .wordRight: return move(to: wordEnd)
        case .control("u"): return cutOut(from: 0, to: cursor)
        case .control("k"): return cutOut(from: cursor, to: text.count)
        case .control("w"): return cutOut(from: wordStart, to: cursor)
        case .control("y"): return insert(String(cut))
        case .up, .control("p"): return show(shown - 1)
        case .down, .control("n"): return show(shown + 1)
        case .control("c"): return .interrupted
        case .control("l"): return .redraw
        case .tab: return .complete
        case .control: return .nothing
        }
    }

    /// Replaces what is written.
    mutating func replace(with line: String) { replace(with: Array(line), cursor: .max) }

    mutating func replace(with line: [Character], cursor: Int) {
        text = line
        self.cursor = min(max(0, cursor), text.count)
    }

    private mutating func insert(_ added: String) -> Outcome {
        guard !added.isEmpty else { return .nothing }
        let before = String(text[..<cursor]) + added
        let whole = before + String(text[cursor...])
        guard whole.utf8.count <= Self.byteLimit else { return .nothing }
        // Taken apart again as a whole: a combining mark joins the character before it.
        text = Array(whole)
        cursor = min(before.count, text.count)
        return .edited
    }

    private mutating func submit() -> Outcome {
        let line = String(text)
        if !isSecret, !line.isEmpty, history.last != line {
            history.append(line)
            if history.count > Self.historyLimit { history.removeFirst() }
        }
        shown = history.count
        (text, cursor, draft) = ([], 0, [])
        return .submitted(line)
    }

    private mutating func move(to place: Int) -> Outcome {
        cursor = min(max(0, place), text.count)
        return .edited
    }

    private mutating func remove(from start: Int, to end: Int) -> Outcome {
        guard start >= 0, end <= text.count, start < end else { return .nothing }
        text.removeSubrange(start..<end)
        cursor = start
        return .edited
    }

    private mutating func cutOut(from start: Int, to end: Int) -> Outcome {
        guard start < end else { return .nothing }
        cut = isSecret ? [] : Array(text[start..<end])
        return remove(from: start, to: end)
    }

    private mutating func show(_ place: Int) -> Outcome {
        guard !isSecret, place >= 0, place <= history.count, place != shown else { return .nothing }
        if shown == history.count { draft = text }
        shown = place
        text = place == history.count ? draft : Array(history[place])
        cursor = text.count
        return .edited
    }

    private var wordStart: Int {
        var place = cursor
        while place > 0, text[place - 1].isWhitespace { place -= 1 }
        while place > 0, !text[place - 1].isWhitespace { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < text.count, text[place].isWhitespace { place += 1 }
        while place < text.count, !text[place].isWhitespace { place += 1 }
        return place
    }

    /// The part of the line around the cursor that fits into so many columns, and in which column of it the cursor is.
    /// A cut is marked. The cursor always has a column of its own.
    func view(columns: Int) -> (text: String, cursor: Int) {
        guard columns > 2, !isSecret else { return ("", 0) }
        let cells = text.map { character in
            let shown = character.isNewline ? "⏎" : TerminalText.line(String(character))
            return (text: shown, width: TerminalText.width(shown))
        }
        let total = cells.reduce(0) { $0 + $1.width }
        var start = 0
        if total >= columns {
            // As much as fits before the cursor, less a third to see what follows.
            var room = cursor == cells.count ? columns - 2 : columns * 2 / 3 - 1
            start = cursor
            while start > 0, room >= cells[start - 1].width {
                start -= 1
                room -= cells[start].width
            }
        }
        var view = start > 0 ? "‹" : ""
        var used = start > 0 ? 1 : 0
        var column = used
        for (place, cell) in cells.enumerated().dropFirst(start) {
            if place == cursor { column = used }
            if used + cell.width > columns - 1 {
                view += "›"
                break
            }
            view += cell.text
            used += cell.width
        }
        if cursor == cells.count { column = used }
        return (view, column)
    }
}
