/// Reads the inline Markdown of one block (CommonMark 0.31, chapter 6, without HTML, entities and references; with
/// strikethrough and spoilers) into pieces in the order of the source.
///
/// Linear: code spans are looked up in an index, emphasis has a floor for each kind of closer (as in cmark), a
/// destination has at most 32 parentheses, and what failed once is not tried again from the same place.
struct InlineParser {
    enum Kind {
        case text
        /// A character after a backslash.
        case escaped
        case code
        /// An address as it stands.
        case address
        /// What is left of a run of `*`, `_` or `~~`.
        case delimiter
        /// The same, when some of it was used up.
        case usedDelimiter
        /// A link's or an image's `[`.
        case label
        /// A link's destination. Escapes in it are still there.
        case destination
        case spoilerStart
        case spoilerEnd
        case nothing
    }

    struct Piece {
        var kind: Kind
        var start: Int
        var end: Int
    }

    let bytes: [UInt8]
    var pieces: [Piece] = []
    var delimiters: [Delimiter] = []
    /// The list of delimiters that are still open: its first and last.
    var head = -1
    var tail = -1
    private var brackets: [Bracket] = []
    /// Brackets below this one can begin no link: there is a link in them.
    private var closedBelow = 0
    private var codeSpans = CodeSpans()
    private var spoiler: Int?
    private var textStart = 0

    private struct Bracket {
        let piece: Int
        let isImage: Bool
        /// The last delimiter before it.
        let delimiter: Int
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func parse(_ bytes: [UInt8]) -> [Piece] {
        var parser = InlineParser(bytes)
        parser.run()
        return parser.pieces
    }

    private mutating func run() {
        var place = 0
        while place < bytes.count {
            place = step(place)
        }
        flush(place)
        matchEmphasis(above: -1)
    }

    private mutating func flush(_ place: Int) {
        if place > textStart { pieces.append(Piece(kind: .text, start: textStart, end: place)) }
        textStart = place
    }

    /// Puts a piece after the text before it. Returns the place after the piece in the source.
    private mutating func add(_ kind: Kind, _ start: Int, _ end: Int, from place: Int, to next: Int) -> Int {
        flush(place)
        pieces.append(Piece(kind: kind, start: start, end: end))
        textStart = next
        return next
    }

    private func runEnd(_ place: Int) -> Int {
        var end = place + 1
        while end < bytes.count, bytes[end] == bytes[place] { end += 1 }
        return end
    }

    /// Reads what is at a place; gives the next place.
    private mutating func step(_ place: Int) -> Int {
        let next: UInt8? = place + 1 < bytes.count ? bytes[place + 1] : nil
        switch bytes[place] {
        case UInt8(ascii: "\\"):
            if next == 0x0A { return add(.nothing, place, place, from: place, to: place + 1) }
            guard let next, next.isASCIIPunctuation else { return place + 1 }
            return add(.escaped, place + 1, place + 2, from: place, to: place + 2)
        case UInt8(ascii: "`"):
            let end = runEnd(place)
            guard let close = codeSpans.closing(end - place, after: end, in: bytes) else { return end }
            let next = close + (end - place)
            var (start, stop) = (end, close)
            let isPadded = stop - start > 2 && bytes[start] == 0x20 && bytes[stop - 1] == 0x20
            if isPadded, bytes[start..<stop].contains(where: { $0 != 0x20 }) { (start, stop) = (start + 1, stop - 1) }
            return add(.code, start, stop, from: place, to: next)
        case UInt8(ascii: "*"), UInt8(ascii: "_"):
            return delimiterRun(place, runEnd(place))
        case UInt8(ascii: "~"):
            let end = runEnd(place)
            return end - place == 2 ? delimiterRun(place, end) : end
        case UInt8(ascii: "|"):
            let end = runEnd(place)
            return end - place == 2 ? spoilerMark(place) : end
        case UInt8(ascii: "["): return bracket(place, isImage: false)
        case UInt8(ascii: "!") where next == UInt8(ascii: "["): return bracket(place, isImage: true)
        case UInt8(ascii: "]"): return closeBracket(place)
        case UInt8(ascii: "<"):
            guard let end = WebAddress.bracketed(bytes, at: place) else { return place + 1 }
            return add(.address, place + 1, end - 1, from: place, to: end)
        case UInt8(ascii: "h"), UInt8(ascii: "H"):
            guard let end = WebAddress.end(of: bytes, from: place) else { return place + 1 }
            return add(.address, place, end, from: place, to: end)
        default: return place + 1
        }
    }

    private mutating func delimiterRun(_ place: Int, _ end: Int) -> Int {
        let next = add(.delimiter, place, end, from: place, to: end)
        pushDelimiter(piece: pieces.count - 1, place, end)
        return next
    }

    /// `||`: as a delimiter, it hides what stands between two of them; "a || b || c" hides nothing.
    private mutating func spoilerMark(_ place: Int) -> Int {
        let follows = bytes.scalar(at: place + 2).map { !$0.isWhitespace } ?? false
        let precedes = bytes.scalar(before: place).map { !$0.isWhitespace } ?? false
        if let start = spoiler, precedes {
            pieces[start].kind = .spoilerStart
            spoiler = nil
            return add(.spoilerEnd, place, place + 2, from: place, to: place + 2)
        }
        let next = add(.text, place, place + 2, from: place, to: place + 2)
        if spoiler == nil, follows { spoiler = pieces.count - 1 }
        return next
    }

    private mutating func bracket(_ place: Int, isImage: Bool) -> Int {
        let end = place + (isImage ? 2 : 1)
        let next = add(.text, place, end, from: place, to: end)
        brackets.append(Bracket(piece: pieces.count - 1, isImage: isImage, delimiter: tail))
        return next
    }

    private mutating func closeBracket(_ place: Int) -> Int {
        guard let open = brackets.popLast() else { return place + 1 }
        let mayLink = open.isImage || brackets.count >= closedBelow
        closedBelow = min(closedBelow, brackets.count)
        guard mayLink, let target = LinkTarget(bytes, after: place + 1) else { return place + 1 }
        let next = add(
            .destination, target.destination.lowerBound, target.destination.upperBound, from: place, to: target.end)
        pieces[open.piece].kind = .label
        matchEmphasis(above: open.delimiter)
        if !open.isImage { closedBelow = brackets.count }
        return next
    }
}

/// `(destination "title")` after a link's label (CommonMark, section 6.3).
struct LinkTarget {
    static let mostParentheses = 32

    let destination: Range<Int>
    /// The place after the closing parenthesis.
    let end: Int

    /// - Parameter after: the place after the label's `]`.
    init?(_ bytes: [UInt8], after start: Int) {
        func at(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }
        var place = start
        guard at(place) == UInt8(ascii: "(") else { return nil }
        place += 1
        while let byte = at(place), byte.isSpace { place += 1 }
        if at(place) == UInt8(ascii: "<") {
            place += 1
            let first = place
            while let byte = at(place), byte != UInt8(ascii: ">") {
                if byte == UInt8(ascii: "<") || byte == 0x0A { return nil }
                place += byte == UInt8(ascii: "\\") && at(place + 1)?.isASCIIPunctuation == true ? 2 : 1
            }
            guard place < bytes.count else { return nil }
            destination = first..<place
            place += 1
        } else {
            let first = place
            var depth = 0
            scanning: while let byte = at(place) {
                switch byte {
                case 0...0x20, 0x7F: break scanning
                case UInt8(ascii: "("):
                    depth += 1
                    guard depth <= Self.mostParentheses else { return nil }
                case UInt8(ascii: ")"):
                    if depth == 0 { break scanning }
                    depth -= 1
                case UInt8(ascii: "\\"):
                    if at(place + 1)?.isASCIIPunctuation == true { place += 1 }
                default: break
                }
                place += 1
            }
            guard depth == 0 else { return nil }
            destination = first..<place
        }
        let afterDestination = place
        while let byte = at(place), byte.isSpace { place += 1 }
        if place > afterDestination, let quote = at(place), quote != UInt8(ascii: ")") {
            guard let close = Self.titleEnd(bytes, place, quote) else { return nil }
            place = close
            while let byte = at(place), byte.isSpace { place += 1 }
        }
        guard at(place) == UInt8(ascii: ")") else { return nil }
        end = place + 1
    }

    /// The place after a title that begins with `quote`.
    private static func titleEnd(_ bytes: [UInt8], _ start: Int, _ quote: UInt8) -> Int? {
        let close: UInt8
        switch quote {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): close = quote
        case UInt8(ascii: "("): close = UInt8(ascii: ")")
        default: return nil
        }
        var place = start + 1
        while place < bytes.count {
            let byte = bytes[place]
            if byte == close { return place + 1 }
            if byte == quote { return nil }
            place += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }
}
