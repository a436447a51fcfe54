import Console

/// Rows of text whose columns stand below each other. What others wrote moves no cursor.
struct Columns {
    private var rows: [[String]] = []

    /// - Parameter titles: the first row; none for rows without titles.
    init(_ titles: [String] = []) {
        if !titles.isEmpty { rows.append(titles) }
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells.map { TerminalText.line($0) })
    }

    /// A line for each row. The last column ends where its text does.
    var lines: [String] {
        var widths: [Int] = []
        for row in rows {
            for (place, cell) in row.enumerated() {
                let width = TerminalText.width(cell)
                if place == widths.count { widths.append(width) } else { widths[place] = max(widths[place], width) }
            }
        }
        return rows.map { row in
            var line = ""
            var gap = 0
            for (cell, width) in zip(row, widths) {
                if !cell.isEmpty {
                    line += String(repeating: " ", count: gap) + cell
                    gap = 0
                }
                gap += width - TerminalText.width(cell) + 2
            }
            return line
        }
    }
}
