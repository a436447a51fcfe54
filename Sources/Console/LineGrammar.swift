/// Where a person is: this decides what a line means.
enum Place: Hashable {
    /// Before the log-in.
    case door
    case lobby
    case room
}

/// What a line means.
enum Intent: Equatable {
    case nothing
    case message(String)
    case command(verb: String, argument: String)
    /// The name of a room, in the lobby.
    case join(String)
    /// A command that there is not.
    case unknown(String)
    /// A command that is for another place.
    case elsewhere(verb: String)
}

enum LineGrammar {
    /// Reads a line. In a room everything is a message but `exit` alone and what begins with one slash; elsewhere words
    /// are commands, with a slash or without.
    static func intent(of line: String, at place: Place) -> Intent {
        let trimmed = line.trimmingBlanks()
        if trimmed.isEmpty { return .nothing }
        if place == .room, !trimmed.hasPrefix("/") {
            return trimmed == "exit" ? .command(verb: "exit", argument: "") : .message(line)
        }
        if place == .room, trimmed.hasPrefix("//") { return .message(String(trimmed.dropFirst())) }
        let hasSlash = trimmed.hasPrefix("/")
        let words = hasSlash ? trimmed.dropFirst() : trimmed[...]
        let end = words.firstIndex { $0 == " " || $0 == "\t" } ?? words.endIndex
        let verb = words[..<end].lowercased()
        let argument = String(words[end...]).trimmingBlanks()
        guard let command = Command.named(verb) else {
            // In the lobby, what is no command is a room's name.
            return place == .lobby && !hasSlash ? .join(trimmed) : .unknown(verb)
        }
        guard command.places.contains(place) else { return .elsewhere(verb: verb) }
        return .command(verb: verb, argument: argument)
    }
}

extension StringProtocol {
    /// Without blanks and line breaks at both ends.
    func trimmingBlanks() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
