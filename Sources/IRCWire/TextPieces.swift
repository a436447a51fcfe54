/// A text as IRC can carry it: one piece for each line that must be sent.
public struct TextPiece: Hashable, Sendable {
    public var text: String
    /// Whether it goes on where the piece before ended, within one line of the text (`draft/multiline-concat`).
    public var continues: Bool

    public init(_ text: String, continues: Bool = false) {
        self.text = text
        self.continues = continues
    }
}

/// Splitting a text into pieces that fit into lines.
public enum TextPieces {
    /// Splits at line breaks (LF, CR LF, CR); what is still too long behind its last blank that fits, or else between two
    /// characters as people count them, or else between two code points. A blank stays at the end of its piece, so that
    /// joined pieces are the text again.
    /// - Parameters:
    ///   - room: the bytes that a piece may have: what the line's prefix leaves of 510. At least one code point goes into each.
    ///   - blank: what stands for an empty line. Clients without draft/multiline may be sent no empty one.
    public static func split(_ text: String, room: Int, blank: String = " ") -> [TextPiece] {
        if text.utf8.count <= room, !text.isEmpty, !text.utf8.contains(where: isBreak) { return [TextPiece(text)] }
        var pieces: [TextPiece] = []
        for line in lines(of: text) {
            if line.isEmpty {
                pieces.append(TextPiece(blank))
                continue
            }
            var rest = line
            var continues = false
            while rest.utf8.count > max(0, room) {
                let end = cut(rest, room: room)
                pieces.append(TextPiece(String(rest[..<end]), continues: continues))
                rest = rest[end...]
                continues = true
            }
            if !rest.isEmpty { pieces.append(TextPiece(String(rest), continues: continues)) }
        }
        return pieces
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == ASCII.lf || byte == ASCII.cr }

    private static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            let byte = bytes[index]
            let next = bytes.index(after: index)
            guard isBreak(byte) else {
                index = next
                continue
            }
            lines.append(text[start..<index])
            start = next
            if byte == ASCII.cr, next < bytes.endIndex, bytes[next] == ASCII.lf { start = bytes.index(after: next) }
            index = start
        }
        lines.append(text[start...])
        return lines
    }

    /// Where the first piece of a line that is too long ends.
    private static func cut(_ line: Substring, room: Int) -> Substring.Index {
        var used = 0
        var end = line.startIndex
        var behindBlank: Substring.Index?
        for index in line.indices {
            let character = line[index]
            used += character.utf8.count
            if used > room { break }
            end = line.index(after: index)
            if character == " " { behindBlank = end }
        }
        if let behindBlank { return behindBlank }
        if end > line.startIndex { return end }
        // Not one character fits. Its code points may.
        used = 0
        for index in line.unicodeScalars.indices {
            used += UTF8.width(line.unicodeScalars[index])
            if used > room { break }
            end = line.unicodeScalars.index(after: index)
        }
        return max(end, line.unicodeScalars.index(after: line.startIndex))
    }
}
