/// What a message says without its Markdown: for search, notifications, transcripts and simple clients.
///
/// Messages are stored as they were written; this is the one place that takes the marks away (docs/protocol/markdown.md).
/// Linear in the length of the message, whatever it is.
public struct PlainText: Sendable, Equatable {
    public enum Spoilers: Sendable {
        /// `||text||` as "text".
        case shown
        /// `||text||` as "▒▒▒".
        case hidden
    }

    /// At most as many addresses are told of one message.
    public static let mostLinks = 100

    /// The lines of the message, separated by line feeds, without empty ones at both ends.
    public let text: String

    /// The http and https addresses in it, in their order, each once, at most ``mostLinks``. Those in code do not count.
    public let links: [String]

    public var hasLink: Bool { !links.isEmpty }

    public init(of markdown: String, spoilers: Spoilers = .shown) {
        var writer = PlainWriter(spoilers: spoilers)
        for block in BlockReader.blocks(of: Array(markdown.utf8)) { writer.add(block) }
        (text, links) = writer.finish()
    }
}

extension PlainText {
    /// One line for a notification: spoilers hidden, white space closed up, cut between characters with "…" for the rest.
    ///
    /// - Parameter limit: the most characters (grapheme clusters), with the "…". A character of more than 16 scalars
    ///   or so counts for several, so that the excerpt has at most `64 * limit` bytes.
    public static func excerpt(of markdown: String, limit: Int = 120) -> String {
        guard limit > 0 else { return "" }
        let plain = PlainText(of: markdown, spoilers: .hidden).text
        var line = String.UnicodeScalarView()
        var isGap = false
        for scalar in plain.unicodeScalars {
            if scalar.isWhitespace || scalar.properties.generalCategory == .control {
                isGap = !line.isEmpty
                continue
            }
            if isGap { line.append(" ") }
            isGap = false
            line.append(scalar)
        }
        return String(line).shortened(to: limit)
    }
}

extension String {
    /// At most so many characters, the last of them "…" when some are missing.
    fileprivate func shortened(to limit: Int) -> String {
        let mostBytes = limit > Int.max / 64 ? Int.max : limit * 64
        var cut = startIndex
        var kept = 0
        var bytes = 0
        for place in indices {
            let size = self[place].utf8.count
            guard kept < limit, bytes <= mostBytes - size else { return String(self[..<cut]) + "…" }
            bytes += size
            kept += 1
            // There must be room for the "…".
            if kept < limit, bytes <= mostBytes - 3 { cut = index(after: place) }
        }
        return self
    }
}
