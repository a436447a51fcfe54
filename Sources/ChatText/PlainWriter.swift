/// Puts together the plain text of blocks.
struct PlainWriter {
    private let spoilers: PlainText.Spoilers
    private var out: [UInt8] = []
    private var isFirst = true
    private var links: [String] = []
    private var known: Set<String> = []

    private static let mask = Array("▒▒▒".utf8)

    init(spoilers: PlainText.Spoilers) {
        self.spoilers = spoilers
    }

    consuming func finish() -> (text: String, links: [String]) {
        var end = out.count
        while end > 0, out[end - 1].isSpace { end -= 1 }
        var start = 0
        while start < end, out[start] == 0x0A { start += 1 }
        return (String(decoding: out[start..<end], as: UTF8.self), links)
    }

    mutating func add(_ block: Block) {
        if !isFirst { out.append(0x0A) }
        isFirst = false
        out += block.prefix
        switch block.kind {
        case .blank: break
        case .code: addLines(block.content, depth: block.depth)
        case .text:
            // A continued line begins with the marks of its quotes.
            let text = inline(block.content)
            addLines(text, depth: block.depth)
        case .row:
            for (place, cell) in Self.cells(of: block.content).enumerated() {
                if place > 0 { out += " | ".utf8 }
                out += inline(cell)
            }
        }
        while let last = out.last, last.isBlank { out.removeLast() }
    }

    private mutating func addLines(_ text: [UInt8], depth: Int) {
        guard depth > 0 else {
            out += text
            return
        }
        let marks = Block.quoteMarks(depth)
        for byte in text {
            out.append(byte)
            if byte == 0x0A { out += marks }
        }
    }

    /// The cells of a table's row. A bar after a backslash divides nothing.
    static func cells(of row: [UInt8]) -> [[UInt8]] {
        var cells: [[UInt8]] = [[]]
        var place = 0
        while place < row.count {
            if row[place] == UInt8(ascii: "\\"), place + 1 < row.count {
                cells[cells.count - 1] += row[place...(place + 1)]
                place += 2
                continue
            }
            if row[place] == UInt8(ascii: "|") {
                cells.append([])
            } else {
                cells[cells.count - 1].append(row[place])
            }
            place += 1
        }
        cells = cells.map { cell in
            let first = cell.firstIndex { !$0.isBlank } ?? cell.count
            let last = cell.lastIndex { !$0.isBlank } ?? first - 1
            return first <= last ? Array(cell[first...last]) : []
        }
        if cells.first?.isEmpty == true { cells.removeFirst() }
        if cells.last?.isEmpty == true { cells.removeLast() }
        return cells
    }

    /// The text of a block's inline Markdown.
    private mutating func inline(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var labels: [Int] = []
        var hiddenFrom: Int?
        for piece in InlineParser.parse(bytes) {
            switch piece.kind {
            case .text, .escaped, .code, .delimiter, .usedDelimiter:
                text += bytes[piece.start..<piece.end]
            case .address:
                let address = bytes[piece.start..<piece.end]
                text += address
                note(Array(address))
            case .label: labels.append(text.count)
            case .destination:
                let address = Self.unescaped(bytes[piece.start..<piece.end])
                // A spoiler may have closed over the label's beginning.
                let start = min(labels.popLast() ?? text.count, text.count)
                note(address)
                if start == text.count {
                    text += address
                } else if !address.isEmpty, !text[start...].elementsEqual(address) {
                    text += " (".utf8
                    text += address
                    text.append(UInt8(ascii: ")"))
                }
            case .spoilerStart: hiddenFrom = text.count
            case .spoilerEnd:
                if spoilers == .hidden, let hiddenFrom, hiddenFrom <= text.count {
                    text.removeLast(text.count - hiddenFrom)
                    text += Self.mask
                }
                hiddenFrom = nil
            case .nothing: break
            }
        }
        return text
    }

    private mutating func note(_ address: [UInt8]) {
        guard links.count < PlainText.mostLinks, let scheme = WebAddress.scheme(address, at: 0),
            address.count > scheme
        else { return }
        let link = String(decoding: address, as: UTF8.self)
        if known.insert(link).inserted { links.append(link) }
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var place = bytes.startIndex
        while place < bytes.endIndex {
            if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.endIndex, bytes[place + 1].isASCIIPunctuation {
                place += 1
            }
            out.append(bytes[place])
            place += 1
        }
        return out
    }
}
