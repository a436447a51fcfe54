/// What `roost admin help` says, made from the table of commands.
enum AdminHelp {
    /// - Parameter topic: the beginning of some command's words, or the whole; empty for all.
    static func text(about topic: [String], commands: [AdminCommand] = AdminCommand.all) -> String {
        if let command = commands.first(where: { $0.path == topic }) { return text(about: command) }
        let chosen = commands.filter { $0.path.starts(with: topic) }
        var text = "roost admin looks after a running server, over the network\n"
        var group = ""
        for command in chosen {
            let first = command.path.first ?? ""
            if first != group { text += "\n" }
            group = first
            let usage = "  \(command.usage)"
            text += usage.count < indent ? pad(usage) : usage + "\n" + pad("")
            text += command.sentence + "\n"
        }
        text += """

            WHO is a username or mail address; ROOM is a room's name, with or without #, or its number.
            roost admin help COMMAND explains one, with its options. docs/operating/admin.md has examples.

            \(CommandWords.doorHelp)

            \(CommandWords.endings)
            """
        return text
    }

    private static func text(about command: AdminCommand) -> String {
        var text = "roost admin \(command.usage)\n    \(command.sentence)\n"
        for flag in command.flags {
            let usage = "  \(flag.usage)"
            text += "\n" + (usage.count < flagIndent ? pad(usage, flagIndent) : usage + "\n" + pad("", flagIndent))
            text += flag.sentence
        }
        if !command.flags.isEmpty { text += "\n" }
        return text + "\n\(CommandWords.doorHelp)\n\n\(CommandWords.endings)"
    }

    private static let indent = 36
    private static let flagIndent = 26

    private static func pad(_ text: String, _ columns: Int = indent) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}
