public import ChatDomain

/// Somebody from elsewhere.
public struct ImportedUser: Equatable, Sendable {
    /// Names him in the import, such as Slack's "U012AB3CD".
    public var key: String
    /// A proposal for his handle: its characters are such as handles have. It may be taken, or too much like another.
    public var handle: String
    public var name: String
    public var mail: String?
    public var isBot: Bool
    /// He was deactivated there.
    public var isGone: Bool

    public init(
        key: String, handle: String, name: String, mail: String? = nil, isBot: Bool = false, isGone: Bool = false
    ) {
        (self.key, self.handle, self.name, self.mail, self.isBot, self.isGone) = (
            key, handle, name, mail, isBot, isGone
        )
    }
}

public struct ImportedRoom: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// Anybody could join.
        case open
        /// Its members alone knew it.
        case closed
        /// Between two or more people; it has no name of its own.
        case direct
    }

    public var key: String
    /// A proposal, as that of a user.
    public var handle: String
    public var title: String
    public var topic: String
    public var kind: Kind
    /// The keys of its members.
    public var members: [String]
    public var isArchived: Bool

    public init(
        key: String, handle: String, title: String, topic: String = "", kind: Kind = .open, members: [String] = [],
        isArchived: Bool = false
    ) {
        (self.key, self.handle, self.title, self.topic) = (key, handle, title, topic)
        (self.kind, self.members, self.isArchived) = (kind, members, isArchived)
    }
}

public enum ImportedAuthor: Hashable, Sendable {
    /// The key of a user.
    case user(String)
    /// Nobody who is in the import: a bot, or a guest from another house.
    case named(String)
}

public struct ImportedReaction: Equatable, Sendable {
    /// An emoji, or ":name:" for one that only the other house has.
    public var emoji: String
    public var by: [ImportedAuthor]

    public init(emoji: String, by: [ImportedAuthor]) {
        (self.emoji, self.by) = (emoji, by)
    }
}

public struct ImportedMessage: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case message
        case joined
        case left
        /// What the other house said of the room, as a sentence.
        case notice
    }

    /// The key of its room.
    public var room: String
    /// Names it among the messages of its room.
    public var key: String
    public var at: Timestamp
    public var author: ImportedAuthor
    public var kind: Kind
    /// Markdown, as it was in the end; nil when it was deleted.
    public var text: String?
    public var editedAt: Timestamp?
    /// The key of the message whose thread it stands in.
    public var thread: String?
    /// The key of the message that it answers.
    public var reply: String?
    public var reactions: [ImportedReaction]
    /// Files by name and address; their content does not come along.
    public var files: [TranscriptFile]

    public init(
        room: String, key: String, at: Timestamp, author: ImportedAuthor, kind: Kind = .message, text: String?,
        editedAt: Timestamp? = nil, thread: String? = nil, reactions: [ImportedReaction] = [],
        files: [TranscriptFile] = []
    ) {
        (self.room, self.key, self.at, self.author, self.kind) = (room, key, at, author, kind)
        (self.text, self.editedAt, self.thread) = (text, editedAt, thread)
        (self.reactions, self.files) = (reactions, files)
    }
}

/// What could not be taken in.
public struct ImportFault: Equatable, Sendable {
    public let file: String
    /// The place of the entry in its file, from 0, or its line, from 1; nil when it is the file itself.
    public let index: Int?
    /// A sentence.
    public let reason: String

    public init(file: String, index: Int?, reason: String) {
        (self.file, self.index, self.reason) = (file, index, reason)
    }
}

/// A history from elsewhere, ready to be taken in: users, then rooms, then messages in the order of each room.
public struct ImportedHistory: Sendable {
    public var users: [ImportedUser] = []
    public var rooms: [ImportedRoom] = []
    public var messages: [ImportedMessage] = []
    /// At most the number that was asked for; ``faultCount`` has them all.
    public var faults: [ImportFault] = []
    public var faultCount = 0

    public init() {}
}

enum ProposedHandle {
    /// Case-folded, other characters as hyphens, 28 at most: there must be room for a number behind it.
    static func make(_ name: String, otherwise: String) -> String {
        var scalars = String.UnicodeScalarView()
        // A bound first: a name may be as long as its file.
        for scalar in String(String.UnicodeScalarView(name.unicodeScalars.prefix(64))).lowercased().unicodeScalars {
            guard scalars.count < 28 else { break }
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
                scalars.append(scalar)
            case .nonspacingMark, .spacingMark: if !scalars.isEmpty { scalars.append(scalar) }
            default: if !scalars.isEmpty { scalars.append(scalar == "_" ? "_" : "-") }
            }
        }
        while let last = scalars.last, last == "-" { scalars.removeLast() }
        return scalars.isEmpty ? otherwise : String(scalars)
    }
}
