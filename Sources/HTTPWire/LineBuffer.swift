/// Finds lines that end in CR LF and keeps the beginning of one that is not whole yet.
///
/// Every byte is looked at once, so that a peer which sends one byte at a time costs no more than one which sends
/// all. The verdict on a line depends on its bytes alone, never on how they were split.
struct LineBuffer {
    enum Scan {
        case needMore
        /// The line, without its end, stands in the input.
        case whole(Range<Int>)
        /// The line was put together from several inputs: `take()` it.
        case pieced
    }

    private var partial: [UInt8] = []

    var isEmpty: Bool { partial.isEmpty }
    /// Of memory.
    var bytes: Int { partial.capacity }

    /// Goes on from `position`, which ends up behind the last byte that was looked at.
    /// - Parameter limit: bytes of a line without its end. The first byte past it throws `tooLong`.
    mutating func scan(
        _ input: Span<UInt8>, at position: inout Int, limit: Int, tooLong: @autoclosure () -> HTTPRefusal
    ) throws(HTTPRefusal) -> Scan {
        let start = position
        var afterCR = partial.last == HTTPGrammar.cr
        var length = partial.count - (afterCR ? 1 : 0)
        while position < input.count {
            let byte = input[position]
            position += 1
            if afterCR {
                guard byte == HTTPGrammar.lf else { throw .bareCarriageReturn }
                guard partial.isEmpty else {
                    append(input.extracting(start..<position))
                    return .pieced
                }
                return .whole(start..<(position - 2))
            }
            if byte == HTTPGrammar.cr {
                afterCR = true
                continue
            }
            if byte == HTTPGrammar.lf { throw .bareLineFeed }
            if HTTPGrammar.isControl(byte) { throw .controlByte }
            length += 1
            if length > limit { throw tooLong() }
        }
        append(input.extracting(start..<position))
        return .needMore
    }

    /// The line that `.pieced` announced, without its end. Gives its memory away.
    mutating func take() -> [UInt8] {
        var line = partial
        partial = []
        line.removeLast(min(2, line.count))
        return line
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        if bytes.isEmpty { return }
        bytes.withUnsafeBufferPointer { partial.append(contentsOf: $0) }
    }
}
