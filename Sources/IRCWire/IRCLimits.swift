/// How long the parts of a line may be, in bytes.
public struct IRCLimits: Sendable {
    /// The tags, without the `@` before and the blank behind them (message-tags, "Size limit").
    public var tagBytes: Int
    /// All the rest, with the CR LF at its end (RFC 2812, 2.3).
    public var messageBytes: Int

    public init(tagBytes: Int, messageBytes: Int = 512) {
        self.tagBytes = tagBytes
        self.messageBytes = messageBytes
    }

    /// What a client may send.
    public static let fromClients = IRCLimits(tagBytes: 4_094)
    /// What a server may send: its own tags, and those of the client whose message it passes on.
    public static let fromServers = IRCLimits(tagBytes: 8_189)
}
