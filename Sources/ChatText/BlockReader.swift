/// A leaf of a message: a paragraph, a heading, a row of a table, a block of code, an empty line.
struct Block {
    enum Kind {
        /// Inline Markdown.
        case text
        /// Kept to the letter.
        case code
        /// A row of a table: cells between bars.
        case row
        case blank
    }

    var kind: Kind
    /// What stands before the first line: the marks of quotes and lists.
    var prefix: [UInt8]
    /// How deep in quotes the block is; each further line gets that many marks.
    var depth: Int
    var content: [UInt8]
}

/// Divides a message into blocks, line by line. Linear, whatever the input: a line that leaves a quote begins a new
/// block, so no mark is written that was not in the source.
struct BlockReader {
    private struct Fence {
        let byte: UInt8
        let length: Int
        let indent: Int
    }

    private let source: [UInt8]
    private var blocks: [Block] = []
    /// The paragraph or the code block that is open.
    private var open: Block?
    private var fence: Fence?
    /// The lines of the open code block so far.
    private var codeLines = 0
    /// Where the last line of the open paragraph begins in its content.
    private var lastLine = 0
    /// The depth of the table that is open.
    private var table: Int?

    private init(_ source: [UInt8]) {
        self.source = source
    }

    static func blocks(of source: [UInt8]) -> [Block] {
        var reader = BlockReader(source)
        var start = 0
        while start < source.count {
            let end = source[start...].firstIndex(of: 0x0A) ?? source.count
            let hasReturn = end > start && source[end - 1] == 0x0D
            reader.line(start, hasReturn ? end - 1 : end)
            start = end + 1
        }
        reader.close()
        return reader.blocks
    }

    private mutating func close() {
        if let block = open, block.kind != .code || codeLines > 0 { blocks.append(block) }
        open = nil
        fence = nil
    }

    private func afterBlanks(_ place: Int, _ end: Int) -> Int {
        var place = place
        while place < end, source[place].isBlank { place += 1 }
        return place
    }

    private mutating func line(_ start: Int, _ end: Int) {
        if let fence, codeLine(start, end, fence) { return }
        var place = start
        var depth = 0
        var prefix: [UInt8] = []
        var isItem = false
        var afterQuotes = start
        containers: while true {
            let mark = afterBlanks(place, end)
            if mark < end, source[mark] == UInt8(ascii: ">") {
                prefix += source[place..<mark]
                prefix += "> ".utf8
                depth += 1
                place = mark + 1
                if place < end, source[place] == 0x20 { place += 1 }
                afterQuotes = place
            } else if let after = listMark(mark, end) {
                prefix += source[place..<after]
                prefix.append(0x20)
                isItem = true
                place = min(after + 1, end)
            } else {
                break containers
            }
        }
        var end = end
        while end > place, source[end - 1].isBlank { end -= 1 }
        let first = afterBlanks(place, end)
        let goesOn = !isItem && open?.depth == depth
        if first == end {
            close()
            table = nil
            blocks.append(Block(kind: isItem ? .text : .blank, prefix: prefix, depth: depth, content: []))
        } else if let fence = opening(first, end, indent: first - afterQuotes) {
            close()
            table = nil
            self.fence = fence
            codeLines = 0
            open = Block(kind: .code, prefix: prefix, depth: depth, content: [])
        } else if goesOn, first - place < 4, isUnderline(first, end) {
            close()
        } else if goesOn, isTableRule(first, end), makeTable(depth) {
        } else if first - place < 4, let title = heading(first, end) {
            close()
            table = nil
            blocks.append(Block(kind: .text, prefix: prefix, depth: depth, content: Array(source[title])))
        } else if table == depth, !isItem, source[first..<end].contains(UInt8(ascii: "|")) {
            blocks.append(Block(kind: .row, prefix: prefix, depth: depth, content: Array(source[first..<end])))
        } else {
            table = nil
            paragraph(Array(source[place..<end]), prefix, depth, goesOn: goesOn)
        }
    }

    private mutating func paragraph(_ text: [UInt8], _ prefix: [UInt8], _ depth: Int, goesOn: Bool) {
        if goesOn, open != nil {
            open?.content.append(0x0A)
            lastLine = open?.content.count ?? 0
            open?.content += text
        } else {
            close()
            lastLine = 0
            open = Block(kind: .text, prefix: prefix, depth: depth, content: text)
        }
    }

    /// A line within a fence. False when the line does not belong to it, for it has left the quote.
    private mutating func codeLine(_ start: Int, _ end: Int, _ fence: Fence) -> Bool {
        var place = start
        for _ in 0..<(open?.depth ?? 0) {
            let mark = afterBlanks(place, end)
            guard mark < end, source[mark] == UInt8(ascii: ">") else {
                close()
                return false
            }
            place = mark + 1
            if place < end, source[place] == 0x20 { place += 1 }
        }
        let first = afterBlanks(place, end)
        var last = first
        while last < end, source[last] == fence.byte { last += 1 }
        if last - first >= fence.length, afterBlanks(last, end) == end {
            close()
            return true
        }
        let text = source[min(first, place + fence.indent)..<end]
        if codeLines > 0 { open?.content.append(0x0A) }
        codeLines += 1
        open?.content += text
        return true
    }

    /// Where the mark of a list item ends, if one begins here: `-`, `+`, `*`, `1.` or `1)`, and a blank after it.
    private func listMark(_ place: Int, _ end: Int) -> Int? {
        guard place < end else { return nil }
        var after = place
        switch source[place] {
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): after += 1
        case 0x30...0x39:
            while after < end, after - place < 9, (0x30...0x39).contains(source[after]) { after += 1 }
            guard after < end, source[after] == UInt8(ascii: ".") || source[after] == UInt8(ascii: ")") else {
                return nil
            }
            after += 1
        default: return nil
        }
        return after == end || source[after].isBlank ? after : nil
    }

    private func opening(_ place: Int, _ end: Int, indent: Int) -> Fence? {
        let byte = source[place]
        guard byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") else { return nil }
        var after = place
        while after < end, source[after] == byte { after += 1 }
        guard after - place >= 3 else { return nil }
        // "```x```" on one line is a code span.
        if byte == UInt8(ascii: "`"), source[after..<end].contains(byte) { return nil }
        return Fence(byte: byte, length: after - place, indent: indent)
    }

    /// The text of a heading: one to six `#`, a blank, something.
    private func heading(_ place: Int, _ end: Int) -> Range<Int>? {
        var after = place
        while after < end, source[after] == UInt8(ascii: "#") { after += 1 }
        guard (1...6).contains(after - place), after < end, source[after].isBlank else { return nil }
        let first = afterBlanks(after, end)
        var last = end
        while last > first, source[last - 1] == UInt8(ascii: "#") { last -= 1 }
        if last == first || !source[last - 1].isBlank { last = end }
        while last > first, source[last - 1].isBlank { last -= 1 }
        return first..<last
    }

    /// `===` or `---` under a paragraph makes it a heading.
    private func isUnderline(_ place: Int, _ end: Int) -> Bool {
        let byte = source[place]
        guard byte == UInt8(ascii: "=") || byte == UInt8(ascii: "-"), end - place >= 3 else { return false }
        return source[place..<end].allSatisfy { $0 == byte }
    }

    /// `|---|:-:|` under the head of a table.
    private func isTableRule(_ place: Int, _ end: Int) -> Bool {
        let line = source[place..<end]
        return line.contains(UInt8(ascii: "|")) && line.contains(UInt8(ascii: "-"))
            && line.allSatisfy { byte in
                byte == UInt8(ascii: "|") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":") || byte.isBlank
            }
    }

    /// Makes the last line of the open paragraph the head of a table. False when it has no bar.
    private mutating func makeTable(_ depth: Int) -> Bool {
        guard var block = open, block.content[lastLine...].contains(UInt8(ascii: "|")) else { return false }
        var head = Block(kind: .row, prefix: block.prefix, depth: depth, content: Array(block.content[lastLine...]))
        open = nil
        if lastLine > 0 {
            block.content.removeLast(block.content.count - lastLine + 1)
            blocks.append(block)
            head.prefix = Block.quoteMarks(depth)
        }
        blocks.append(head)
        table = depth
        return true
    }
}

extension Block {
    static func quoteMarks(_ depth: Int) -> [UInt8] {
        (0..<depth).flatMap { _ in Array("> ".utf8) }
    }
}
