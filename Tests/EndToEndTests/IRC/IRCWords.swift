extension IRCLine {
    /// Without tags and source.
    var words: String { ([command] + parameters).joined(separator: " ") }
    /// With the source, without tags.
    var line: String { [source, words].compactMap { $0 }.joined(separator: " ") }
}

extension IRCProbe {
    /// What clients have that want to be told everything.
    static let everything =
        plain + [
            "echo-message", "multi-prefix", "extended-join", "away-notify", "setname", "chghost", "account-notify",
            "extended-monitor", "draft/channel-rename", "invite-notify", "userhost-in-names",
        ]

    /// The answer to a command, as words.
    func answers(_ command: String) throws -> [String] {
        try ask(command).filter { $0.command != "BATCH" }.map(\.words)
    }

    /// What the service says to that.
    func service(_ command: String) throws -> [String] {
        try ask("PRIVMSG roost :\(command)").filter { $0.nick == "roost" }.map(\.text)
    }

    /// What was said beside answers, up to now.
    func linesUpToNow() throws -> [String] { try upToPong().map(\.line) }
}
