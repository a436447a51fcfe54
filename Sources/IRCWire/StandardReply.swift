/// A reply that says by a word what went wrong, for programs, and by a sentence, for people (IRCv3 standard-replies).
public struct StandardReply: Sendable, Hashable {
    public enum Kind: Sendable { case fail, warn, note }

    public var kind: Kind
    /// The command it answers; nil for one that answers none (`*`).
    public var command: String?
    /// Upper case with underscores, as `INVALID_TARGET`.
    public var code: String
    /// What it is about: words.
    public var context: [String]
    public var text: String

    public init(_ kind: Kind, _ command: String?, _ code: String, _ context: [String] = [], text: String) {
        self.kind = kind
        self.command = command
        self.code = code
        self.context = context
        self.text = text
    }

    public init(_ kind: Kind, _ command: IRCCommand, _ code: String, _ context: [String] = [], text: String) {
        self.init(kind, command.rawValue, code, context, text: text)
    }
}

extension IRCLines {
    public mutating func append(_ source: IRCSource, _ reply: StandardReply) {
        let command: IRCCommand =
            switch reply.kind {
            case .fail: .fail
            case .warn: .warn
            case .note: .note
            }
        append(source, command, [reply.command ?? "*", reply.code] + reply.context, trailing: reply.text)
    }
}
