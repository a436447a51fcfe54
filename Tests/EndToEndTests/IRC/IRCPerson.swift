extension Person {
    /// An IRC client that has logged in, and was shown these channels with who is in them.
    func irc(_ capabilities: [String] = IRCProbe.plain, in channels: String...) throws -> IRCProbe {
        let probe = try IRCProbe(port: server.ircPort)
        try probe.register(username, secret: token, capabilities: capabilities)
        var missing = Set(channels)
        while !missing.isEmpty { missing.remove(try probe.skip(to: "366").found[1]) }
        return probe
    }
}

extension IRCProbe {
    /// What clients of today ask for at least. They ask for history themselves.
    static let plain = [
        "message-tags", "server-time", "account-tag", "batch", "labeled-response", "standard-replies",
        "draft/chathistory",
    ]

    /// The answer to a command, which has its label: a line, or what lies in a batch.
    func ask(_ command: String, label: String = "asked", tags: String? = nil) throws -> [IRCLine] {
        try say("@label=\(label)\(tags.map { ";" + $0 } ?? "") \(command)")
        var passed: [IRCLine] = []
        while let line = try next(for: "the answer to \(command)") {
            guard line.tags["label"] == label else {
                passed.append(line)
                continue
            }
            guard line.command == "BATCH" else {
                putBack(passed)
                return [line]
            }
            let reference = String(line[0].dropFirst())
            let (_, rest) = try skip(to: "BATCH") { $0[0] == "-" + reference }
            putBack(passed + rest.filter { $0.tags["batch"] == nil && $0.command != "BATCH" })
            return [line] + rest.filter { $0.tags["batch"] != nil || $0.command == "BATCH" }
        }
        throw Unexpected(description: "the end came before the answer to \(command)")
    }

    /// A message, in the words that the tests have: who says what where.
    func said(within patience: Duration = .seconds(30)) throws -> String {
        try skip(to: "PRIVMSG", "NOTICE", within: patience).found.saying
    }
}

extension IRCLine {
    var saying: String { "\(nick ?? source ?? "?") \(self[0]): \(text)" }
    var id: String { tags["msgid"] ?? "" }

    /// The place in its room that the id names.
    var sequence: Int? {
        let parts = id.split(separator: "-")
        return parts.count == 3 ? Int(parts[1]) : nil
    }
}
