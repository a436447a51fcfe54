import ChatText

/// An event in words: who, and what he says or does. All of it is visible text; `name` and `does` are one line.
public struct TranscriptLine: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
        /// What somebody wrote, without its Markdown.
        case says(String)
        /// The end of a sentence that begins with the name.
        case does(String)
    }

    public let name: String
    /// What stands in parentheses behind the name, or nothing.
    public let aside: String?
    public let content: Content
    /// What stands in parentheses behind the content, or nothing.
    public let mark: String?
    /// A line for each file.
    public let files: [String]

    public init(_ event: TranscriptEvent) {
        name = Self.name(event.by)
        var (aside, mark): (String?, String?)
        var files: [String] = []
        switch event.action {
        case .message(let message):
            if message.thread != nil { aside = "in a thread" }
            mark = message.text == nil ? "message deleted" : message.editedAt == nil ? nil : "edited"
            content = .says(Self.plain(message.text ?? ""))
            files = message.files.map(Self.describe)
        case .edited(_, let text):
            aside = "edited"
            if text == nil { mark = "message deleted" }
            content = .says(Self.plain(text ?? ""))
        case .other(let kind, _, let text):
            aside = Self.line(kind)
            content = .says(Self.plain(text))
        default: content = .does(Self.deed(event.action))
        }
        (self.aside, self.mark, self.files) = (aside, mark, files)
    }

    private static func deed(_ action: TranscriptEvent.Action) -> String {
        switch action {
        case .created: "made the room"
        case .joined: "joined"
        case .left: "left"
        case .deleted: "deleted a message"
        case .reacted(_, let emoji): "reacted with \(line(emoji))"
        case .unreacted(_, let emoji): "took back \(line(emoji))"
        case .pinned: "pinned a message"
        case .unpinned: "unpinned a message"
        case .invited(let person): "invited \(name(person))"
        case .removed(let person): "removed \(name(person))"
        case .banned(let person): "banned \(name(person))"
        case .unbanned(let person): "lifted the ban on \(name(person))"
        case .role(let person, let role): "gave \(name(person)) the role \(line(role))"
        case .changed(let property, ""): "cleared the \(line(property))"
        case .changed(let property, let value): "changed the \(line(property)) to “\(line(value))”"
        case .message, .edited, .other: ""
        }
    }

    private static func describe(_ file: TranscriptFile) -> String {
        var parts = [line(file.name)]
        if let type = file.mediaType { parts.append(line(type)) }
        if let size = file.size { parts.append("\(size) bytes") }
        if let address = file.address { parts.append(line(address)) }
        return "[file: \(parts.joined(separator: ", "))]"
    }

    private static func name(_ person: TranscriptPerson) -> String {
        let name = line(person.name.isEmpty ? person.handle : person.name)
        return name.isEmpty ? "#\(person.id)" : name
    }

    private static func line(_ text: String) -> String { SafeText.visible(text, lines: false) }

    private static func plain(_ markdown: String) -> String {
        SafeText.visible(PlainText(of: markdown).text, lines: true)
    }

    /// `[2026-11-20 10:15:03] Ada: hello`, or `[…] * Ada joined`, with a line feed at the end. Further lines are indented by
    /// four spaces, so that nothing in a message looks like a line of its own.
    func text(at moment: String) -> String {
        var line = "[\(moment)] "
        switch content {
        case .does(let deed): line += "* \(name) \(deed)"
        case .says(let words):
            line += name
            if let aside { line += " (\(aside))" }
            line += ":"
            if !words.isEmpty { line += " " + words.indented }
        }
        if let mark { line += " (\(mark))" }
        for file in files { line += "\n    " + file }
        return line + "\n"
    }
}

extension String {
    fileprivate var indented: String {
        split(separator: "\n", omittingEmptySubsequences: false).map(String.init).joined(separator: "\n    ")
    }
}
