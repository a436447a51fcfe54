/// Emphasis and strikethrough: the delimiter stack of CommonMark's appendix, "process emphasis".
extension InlineParser {
    /// A run of `*`, `_` or `~~`. Their indexes rise with their places.
    struct Delimiter {
        let piece: Int
        let byte: UInt8
        /// Modulo 3, as the rule about multiples of three wants it.
        let length: Int
        var left: Int
        let canOpen: Bool
        let canClose: Bool
        var previous: Int
        var next: Int
    }

    mutating func pushDelimiter(piece: Int, _ start: Int, _ end: Int) {
        let before = bytes.scalar(before: start) ?? "\n"
        let after = bytes.scalar(at: end) ?? "\n"
        let opensSpace = before.isWhitespace || before.isPunctuationOrSymbol
        let closesSpace = after.isWhitespace || after.isPunctuationOrSymbol
        let leftFlanking = !after.isWhitespace && (!after.isPunctuationOrSymbol || opensSpace)
        let rightFlanking = !before.isWhitespace && (!before.isPunctuationOrSymbol || closesSpace)
        let isWordBound = bytes[start] == UInt8(ascii: "_")
        let canOpen = leftFlanking && (!isWordBound || !rightFlanking || before.isPunctuationOrSymbol)
        let canClose = rightFlanking && (!isWordBound || !leftFlanking || after.isPunctuationOrSymbol)
        guard canOpen || canClose else { return }
        let index = delimiters.count
        delimiters.append(
            Delimiter(
                piece: piece, byte: bytes[start], length: end - start, left: end - start, canOpen: canOpen,
                canClose: canClose, previous: tail, next: -1))
        if tail >= 0 { delimiters[tail].next = index } else { head = index }
        tail = index
    }

    /// Matches what is open above a delimiter (-1: all), and forgets it.
    mutating func matchEmphasis(above bottom: Int) {
        // Below these no opener is to be found, for each kind of closer.
        var floors = [Int](repeating: bottom + 1, count: 13)
        var closer = bottom >= 0 ? delimiters[bottom].next : head
        while closer >= 0 {
            let end = delimiters[closer]
            guard end.canClose else {
                closer = end.next
                continue
            }
            let kind = floorIndex(end)
            var opener = end.previous
            while opener >= floors[kind], !matches(delimiters[opener], end) { opener = delimiters[opener].previous }
            if opener >= floors[kind] {
                use(opener, closer)
                if delimiters[closer].left == 0 {
                    closer = delimiters[closer].next
                }
            } else {
                floors[kind] = closer
                if !end.canOpen { unlink(closer) }
                closer = end.next
            }
        }
        tail = bottom
        if bottom >= 0 { delimiters[bottom].next = -1 } else { head = -1 }
    }

    private func floorIndex(_ closer: Delimiter) -> Int {
        switch closer.byte {
        case UInt8(ascii: "~"): 12
        case UInt8(ascii: "*"): (closer.canOpen ? 3 : 0) + closer.length % 3
        default: (closer.canOpen ? 9 : 6) + closer.length % 3
        }
    }

    private func matches(_ opener: Delimiter, _ closer: Delimiter) -> Bool {
        guard opener.canOpen, opener.byte == closer.byte else { return false }
        guard opener.byte != UInt8(ascii: "~"), opener.canClose || closer.canOpen else { return true }
        return closer.length % 3 == 0 || (opener.length + closer.length) % 3 != 0
    }

    /// Uses up one pair of marks, and closes what stands between them.
    private mutating func use(_ opener: Int, _ closer: Int) {
        let count = delimiters[opener].left >= 2 && delimiters[closer].left >= 2 ? 2 : 1
        delimiters[opener].left -= count
        delimiters[closer].left -= count
        let (first, last) = (delimiters[opener].piece, delimiters[closer].piece)
        pieces[first].end -= count
        pieces[first].kind = .usedDelimiter
        pieces[last].start += count
        pieces[last].kind = .usedDelimiter
        delimiters[opener].next = closer
        delimiters[closer].previous = opener
        if delimiters[opener].left == 0 { unlink(opener) }
        if delimiters[closer].left == 0 { unlink(closer) }
    }

    private mutating func unlink(_ index: Int) {
        let (previous, next) = (delimiters[index].previous, delimiters[index].next)
        if previous >= 0 { delimiters[previous].next = next } else { head = next }
        if next >= 0 { delimiters[next].previous = previous } else { tail = previous }
    }
}
