/// What a word on a line may be.
enum Argument: Equatable {
    case text
    case person
    /// This and all that follow.
    case people
    case room
    case message
    case command
    case choice([String])
}

/// Completes the word before the cursor. Pure: all that it knows is given.
struct Completer {
    var place: Place
    var commands: [Command]
    /// Usernames, with the display names by which they are found as well.
    var people: [(username: String, name: String)] = []
    /// As rooms are called on a line.
    var rooms: [String] = []
    /// The newest first.
    var messages: [Int64] = []

    struct Found: Equatable {
        /// Which characters are replaced.
        var range: Range<Int>
        var candidates: [String]
    }

    func find(in text: [Character], cursor: Int) -> Found? {
        let cursor = min(max(0, cursor), text.count)
        let start = (text[..<cursor].lastIndex { $0.isWhitespace }).map { $0 + 1 } ?? 0
        let word = String(text[start..<cursor])
        let candidates = candidates(for: word, before: String(text[..<start]))
        return candidates.isEmpty ? nil : Found(range: start..<cursor, candidates: candidates)
    }

    private func candidates(for word: String, before: String) -> [String] {
        let line = before + word
        let isCommand = line.hasPrefix("/") ? !line.hasPrefix("//") : place != .room
        guard isCommand else { return inText(word) }
        let slash = line.hasPrefix("/") ? "/" : ""
        let words = before.split(whereSeparator: \.isWhitespace)
        guard let verb = words.first else {
            let start = word.dropFirst(slash.count).lowercased()
            let verbs = commands.filter { $0.places.contains(place) && $0.verb.hasPrefix(start) }
            return verbs.map { slash + $0.verb }.sorted() + (slash.isEmpty && place == .lobby ? rooms(word) : [])
        }
        guard let command = commands.first(where: { slash + $0.verb == verb.lowercased() }) else { return [] }
        let index = words.count - 1
        let argument =
            index < command.takes.count ? command.takes[index] : command.takes.last == .people ? .people : .text
        switch argument {
        case .text: return inText(word)
        case .person, .people: return people(word)
        case .room: return rooms(word)
        case .message: return messages.map { "#\($0)" }.filter { $0.hasPrefix(word.hasPrefix("#") ? word : "#" + word) }
        case .command: return commands.map(\.verb).filter { $0.hasPrefix(word.lowercased()) }.sorted()
        case .choice(let choices): return choices.filter { $0.hasPrefix(word.lowercased()) }
        }
    }

    /// In a message only what begins with a mark is meant to be a name.
    private func inText(_ word: String) -> [String] {
        if word.hasPrefix("@") {
            let everybody = ["@all", "@here"].filter { word.count > 1 && $0.hasPrefix(word.lowercased()) }
            return people(word) + everybody
        }
        return word.hasPrefix("#") ? rooms(word) : []
    }

    private func people(_ word: String) -> [String] {
        let mark = word.hasPrefix("@") ? "@" : ""
        let start = word.dropFirst(mark.count).lowercased()
        return people.filter { $0.username.lowercased().hasPrefix(start) || $0.name.lowercased().hasPrefix(start) }
            .map { mark + $0.username }.sorted()
    }

    private func rooms(_ word: String) -> [String] {
        let mark = word.hasPrefix("#") ? "#" : ""
        let start = word.dropFirst(mark.count).lowercased()
        return rooms.filter { $0.lowercased().hasPrefix(start) && (mark.isEmpty || !$0.hasPrefix("@")) }
            .map { mark + $0 }.sorted()
    }
}

/// Repeated Tab: the candidates one after the other, as long as nothing else was done to the line.
struct CompletionCycle: Equatable {
    private(set) var found: Completer.Found
    private var original: [Character]
    private var index = 0
    /// The line as the last Tab left it.
    private(set) var text: [Character]
    private(set) var cursor: Int

    init?(_ completer: Completer, text: [Character], cursor: Int) {
        guard let found = completer.find(in: text, cursor: cursor) else { return nil }
        self.found = found
        original = text
        (self.text, self.cursor) = (text, cursor)
        insert()
    }

    /// Whether the line is still as the last Tab left it.
    func continues(_ text: [Character], cursor: Int) -> Bool { self.text == text && self.cursor == cursor }

    mutating func next() {
        index = (index + 1) % found.candidates.count
        insert()
    }

    /// What there is to choose from; nil when that is no question.
    var choices: [String]? { found.candidates.count > 1 ? found.candidates : nil }

    private mutating func insert() {
        let after = original[found.range.upperBound...]
        let blank: [Character] = after.first?.isWhitespace == true ? [] : [" "]
        let word = Array(found.candidates[index]) + blank
        text = original[..<found.range.lowerBound] + word + after
        cursor = found.range.lowerBound + word.count
    }
}
