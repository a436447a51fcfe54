/// What `roost admin` was started with.
struct AdminOrder {
    enum Task {
        /// About all commands, or those of which the words are the beginning.
        case help([String])
        case run(AdminCommand, [String])
    }

    let task: Task
    let words: CommandWords

    /// Reads the words after `roost admin`. Options may stand anywhere.
    init(_ arguments: [String], commands: [AdminCommand] = AdminCommand.all) throws(CommandWords.Fault) {
        let flags = commands.flatMap(\.flags)
        words = try CommandWords(
            "admin", arguments, flags: Set(flags.filter { $0.value == nil }.map(\.name)),
            valued: Set(flags.filter { $0.value != nil }.map(\.name)))
        let written = words.words
        if written.isEmpty || written.first == "help" || words.wantsHelp {
            let topic = written.first == "help" ? Array(written.dropFirst()) : written
            task = .help(try Self.topic(topic, commands))
            return
        }
        guard let command = commands.first(where: { written.starts(with: $0.path) }) else {
            throw Self.unknown(written, commands)
        }
        let rest = Array(written.dropFirst(command.path.count))
        try Self.check(rest, command)
        if let foreign = words.options.first(where: { option in
            !CommandWords.doorOptions.contains(option) && !command.flags.contains { $0.name == option }
        }) {
            throw CommandWords.Fault(
                message: "\(foreign) is not for \"\(command.name)\". See roost admin help \(command.name).")
        }
        task = .run(command, rest)
    }

    private static func check(_ rest: [String], _ command: AdminCommand) throws(CommandWords.Fault) {
        let needed = command.arguments.filter { !$0.isOptional }
        guard rest.count >= needed.count else {
            throw CommandWords.Fault(
                message: "\(needed[rest.count].name) is missing: roost admin \(command.usage)")
        }
        guard rest.count <= command.arguments.count || command.arguments.last?.isRepeated == true else {
            let extra = rest[command.arguments.count]
            throw CommandWords.Fault(
                message: "\"\(extra)\" is one word too many: roost admin \(command.usage)")
        }
    }

    /// The beginning of the words that some command begins with.
    private static func topic(
        _ words: [String], _ commands: [AdminCommand]
    ) throws(CommandWords.Fault) -> [String] {
        if let command = commands.first(where: { words.starts(with: $0.path) }) { return command.path }
        guard commands.contains(where: { $0.path.starts(with: words) }) else { throw unknown(words, commands) }
        return words
    }

    private static func unknown(_ words: [String], _ commands: [AdminCommand]) -> CommandWords.Fault {
        let group = words.prefix(1)
        var known: [String] = []
        let isGroup = commands.contains { $0.path.starts(with: group) }
        for command in commands where !isGroup || command.path.starts(with: group) {
            let word = isGroup ? command.path.dropFirst().first : command.path.first
            if let word, !known.contains(word) { known.append(word) }
        }
        let list = known.joined(separator: ", ")
        guard isGroup, let name = group.first else {
            return CommandWords.Fault(message: "roost admin has no \"\(words.first ?? "")\". It has: \(list).")
        }
        let what = words.count > 1 ? "has no \"\(words[1])\". It has" : "needs one of these words behind it"
        return CommandWords.Fault(message: "roost admin \(name) \(what): \(list).")
    }
}
