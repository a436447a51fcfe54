public import ChatDomain

/// A message as the index keeps it.
public struct IndexedMessage: Hashable, Sendable {
    /// The number of its event in the order in which events arrived in the store, all logs together. Later is newer.
    public var arrival: Int64
    public var room: RoomID
    public var sequence: SequenceNumber
    public var at: Timestamp
    public var author: AccountID
    public var content: IndexedContent

    public init(
        arrival: Int64, room: RoomID, sequence: SequenceNumber, at: Timestamp, author: AccountID,
        content: IndexedContent
    ) {
        self.arrival = arrival
        self.room = room
        self.sequence = sequence
        self.at = at
        self.author = author
        self.content = content
    }
}

/// The part of a message that an edit replaces.
public struct IndexedContent: Hashable, Sendable {
    /// Plain text, as people see it. Only its words are searched, and hits show it as it is here.
    public var text: String
    public var traits: MessageTraits
    /// Who is mentioned by name.
    public var mentions: [AccountID]
    /// Whether it mentions everybody: then a search for anybody's mentions finds it.
    public var mentionsAll: Bool

    public init(
        text: String, traits: MessageTraits = [], mentions: [AccountID] = [], mentionsAll: Bool = false
    ) {
        self.text = text
        self.traits = traits
        self.mentions = mentions
        self.mentionsAll = mentionsAll
    }
}

/// What `has:` finds. The numbers are stored.
public struct MessageTraits: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let link = MessageTraits(rawValue: 1)
    public static let file = MessageTraits(rawValue: 2)
    public static let image = MessageTraits(rawValue: 4)
}

/// What happened in the log, as far as the index cares.
public enum IndexChange: Hashable, Sendable {
    /// A new message. Nothing happens when its place (room and sequence) or its arrival is there already.
    case put(IndexedMessage)
    /// An edit: the old content is erased. Nothing happens when the message is not there.
    case replace(RoomID, SequenceNumber, IndexedContent)
    case erase(RoomID, SequenceNumber)
    /// All messages of the room up to and including a place.
    case eraseRoom(RoomID, through: SequenceNumber)
}
