/// What a client says by PRIVMSG or NOTICE that is no plain text (Modern IRC, CTCP): `\x01ACTION waves\x01`.
public struct CTCP: Hashable, Sendable {
    /// In upper case: `ACTION`, `VERSION`, `PING`, …
    public let command: String
    public let text: String

    public init(_ command: String, _ text: String) {
        self.command = command
        self.text = text
    }

    /// What somebody does, as `/me` says it.
    public static func action(_ text: String) -> CTCP { CTCP("ACTION", text) }

    /// Nil for a plain text. The byte at the end may be missing: a line that was cut lost it.
    public init?(message: String) {
        guard message.utf8.first == 0x01 else { return nil }
        var rest = message.unicodeScalars.dropFirst()
        if rest.last == "\u{1}" { rest = rest.dropLast() }
        let words = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        command = words.first.map { String($0).uppercased() } ?? ""
        text = words.count > 1 ? String(words[1]) : ""
        if command.isEmpty { return nil }
    }

    /// As it stands in the message.
    public var message: String { text.isEmpty ? "\u{1}\(command)\u{1}" : "\u{1}\(command) \(text)\u{1}" }
}
