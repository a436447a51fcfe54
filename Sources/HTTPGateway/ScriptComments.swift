/// Comments are for who works on the page, and a seventh of what its scripts weigh compressed: they stay on the server.
///
/// Only whole lines are taken, and what they leave is empty lines, so that a fault names the line where it is. No text of
/// the page may therefore have a line that begins with `//` or `/**`; the tests that load it see whether one does.
enum ScriptComments {
    static func removed(from script: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(script.count)
        var isInBlock = false
        for line in script.split(separator: newline, omittingEmptySubsequences: false) {
            let text = line.drop { $0 == UInt8(ascii: " ") }
            if isInBlock {
                isInBlock = !text.suffix(2).elementsEqual(end)
            } else if text.starts(with: "/**".utf8), !text.hasMore(after: end) {
                isInBlock = !text.suffix(2).elementsEqual(end)
            } else if !text.starts(with: "//".utf8) {
                kept += line
            }
            kept.append(newline)
        }
        kept.removeLast()
        return kept
    }

    private static let newline = UInt8(ascii: "\n")
    private static let end = Array("*/".utf8)
}

extension ArraySlice<UInt8> {
    /// Whether a comment ends in this line, and the line goes on.
    fileprivate func hasMore(after end: [UInt8]) -> Bool {
        zip(self, dropFirst()).dropLast().contains { [$0, $1] == end }
    }
}
