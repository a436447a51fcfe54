/// Keeps the writing area at the bottom of the terminal while lines appear above it.
///
/// What is printed scrolls away as usual and stays in the terminal's memory; only the area is ever drawn anew. The area
/// is some rows of pending messages and the line that is being written, where the cursor stands.
struct ScreenPainter {
    struct Area: Equatable {
        /// Rows above the input, each to be cut to the width.
        var rows: [String] = []
        var prompt = ""
        var input = ""
        /// The cursor's column in `input`.
        var cursor = 0
    }

    private(set) var columns: Int
    private let styled: Bool
    private var area = Area()
    /// How wide the rows are that stand on the screen, the input line last; empty when none is drawn.
    private var drawn: [Int] = []
    private var cursorColumn = 0

    init(columns: Int, styled: Bool) {
        self.columns = max(8, columns)
        self.styled = styled
    }

    /// The window has another width.
    mutating func resize(columns: Int) -> String {
        self.columns = max(8, columns)
        return eraseSequence() + draw(area)
    }

    /// Writes whole lines above the area and the area below them. One write, so that nothing flickers.
    mutating func paint(_ lines: [String], area: Area) -> String {
        if lines.isEmpty, area == self.area, !drawn.isEmpty { return "" }
        var out = "\u{1B}[?25l" + eraseSequence()
        for line in lines { out += line + "\r\n" }
        out += draw(area)
        return out + "\u{1B}[?25h"
    }

    /// Takes the area off the screen, as before the program ends.
    mutating func clear() -> String {
        defer { area = Area() }
        return eraseSequence()
    }

    /// Clears the whole screen; the area is at the top.
    mutating func restart(area: Area) -> String {
        drawn = []
        return "\u{1B}[H\u{1B}[2J" + draw(area)
    }

    private mutating func draw(_ area: Area) -> String {
        self.area = area
        var out = ""
        drawn = []
        for row in area.rows {
            let row = TerminalText.truncated(row, columns: columns - 1)
            out += (styled ? "\u{1B}[2m\(row)\u{1B}[0m" : row) + "\r\n"
            drawn.append(TerminalText.width(row))
        }
        out += area.prompt + area.input
        let promptWidth = TerminalText.width(area.prompt)
        drawn.append(promptWidth + TerminalText.width(area.input))
        cursorColumn = promptWidth + area.cursor
        out += "\r"
        if cursorColumn > 0 { out += "\u{1B}[\(cursorColumn)C" }
        return out
    }

    /// Goes to the area's first row and clears all from there. When the window has become narrower since, the terminal
    /// has broken the rows that do not fit.
    private mutating func eraseSequence() -> String {
        guard !drawn.isEmpty else { return "" }
        let above = drawn.dropLast().reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
        let up = above + cursorColumn / columns
        drawn = []
        return (up > 0 ? "\u{1B}[\(up)A" : "") + "\r\u{1B}[J"
    }
}
