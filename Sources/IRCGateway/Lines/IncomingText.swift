import IRCWire

/// What IRC clients put into texts besides words, as Markdown.
enum IncomingText {
    /// Nil for a request of CTCP that is no ACTION.
    static func markdown(of text: String) -> String? {
        guard text.utf8.first == 0x01 else { return withoutCodes(text) }
        var inner = text.dropFirst()
        if inner.hasSuffix("\u{1}") { inner = inner.dropLast() }
        guard inner.hasPrefix("ACTION ") else { return nil }
        return "_\(withoutCodes(String(inner.dropFirst(7))))_"
    }

    /// Bold, italics and monospace are kept as Markdown has them; colours and the rest are dropped.
    static func withoutCodes(_ text: String) -> String {
        // Asked of every message, most of which have none.
        let isPlain = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 >= 0x20 || $0 == 0x0A } }
        guard isPlain != true else { return text }
        var (out, open) = (String.UnicodeScalarView(), [String]())
        for scalar in text.unicodeScalars {
            if let mark = marks[scalar] {
                if let place = open.lastIndex(of: mark) { open.remove(at: place) } else { open.append(mark) }
                out.append(contentsOf: mark.unicodeScalars)
            } else if scalar == "\u{F}" {
                for mark in open.reversed() { out.append(contentsOf: mark.unicodeScalars) }
                open = []
            } else {
                out.append(scalar)
            }
        }
        for mark in open.reversed() { out.append(contentsOf: mark.unicodeScalars) }
        // A text of several lines keeps them.
        return String(out).split(separator: "\n", omittingEmptySubsequences: false)
            .map { Formatting.plain(String($0)) }.joined(separator: "\n")
    }

    private static let marks: [Unicode.Scalar: String] = ["\u{2}": "**", "\u{1D}": "_", "\u{11}": "`"]
}
