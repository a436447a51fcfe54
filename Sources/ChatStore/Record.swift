/// State that is neither account, room, membership nor session: one JSON object under a key.
///
/// The store does not look into it. What a collection's records mean is the service's to know.
public struct Record: Sendable, Equatable {
    public var key: RecordKey
    /// One JSON object in UTF-8, or for ``RecordCollection/picture`` what the picture is.
    public var value: [UInt8]

    public init(key: RecordKey, value: [UInt8]) {
        self.key = key
        self.value = value
    }
}

/// Names a record: what kind of state, whose, and which one.
public struct RecordKey: Sendable, Hashable, Comparable {
    public var collection: RecordCollection
    /// An account or a room, as the collection says.
    public var owner: Int64
    public var item: Int64
    public var part: Int64

    public init(_ collection: RecordCollection, owner: Int64, item: Int64 = 0, part: Int64 = 0) {
        self.collection = collection
        self.owner = owner
        self.item = item
        self.part = part
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.collection.rawValue, a.owner, a.item, a.part) < (b.collection.rawValue, b.owner, b.item, b.part)
    }
}

/// Kinds of records. The numbers are stored: they may be added to, never changed.
public enum RecordCollection: Int16, Sendable, CaseIterable {
    /// Owner: an account. About, pronouns, time zone, status, privacy.
    case profile = 1
    /// Owner: an account; item: a room, or 0 for the account itself. What to be notified of.
    case notification = 2
    /// Owner: who blocks; item: whom.
    case block = 3
    /// Owner: a room.
    case roomSettings = 4
    /// Owner: a room; item: a member. Role, muted until, from where on he may read.
    case member = 5
    /// Owner: an account; item: a room. How far he has read.
    case marker = 6
    /// Owner: a room; item: who is invited.
    case invitation = 7
    /// Owner: a room; item: who is kept out.
    case ban = 8
    /// Owner: a room, or 0 for the server; item: the link's number.
    case inviteLink = 9
    /// Owner: an account; item: the session's number. Name, scopes, last use.
    case sessionDetail = 10
    /// Owner: a room; item: the message's number.
    case pin = 11
    /// Owner: an account; item: the room; part: the root of a thread, or 0.
    case draft = 12
    /// Owner: an account; item: the room; part: the message's number.
    case saved = 13
    /// Owner: an account; item: its number.
    case scheduled = 14
    /// Owner: 0; item: its number.
    case report = 15
    /// Owner: an account. The picture's own bytes.
    case picture = 16
    /// Owner: the lower account; item: the higher. The room of their direct conversation.
    case directConversation = 17
    /// Owner: 0; item: a number. What the server's owner set.
    case serverSettings = 18
    /// Owner: an account that allows SCRAM. What is kept of its password for it.
    case scram = 20
    /// Owner: 0; item: its number. Addresses that are kept out of the server.
    case addressBan = 21
    /// Owner: an account. What IRC clients are shown, and whether it is a bot's.
    case ircPreferences = 22
    /// Owner: an account that lasts as long as its connection.
    case visitor = 23
    /// Owner: a room; item: a message that is an anonymous poll; part: who voted. What he chose.
    case ballot = 30

    /// Whether the service holds all of them in memory. The others are read when they are asked for.
    public var isResident: Bool {
        switch self {
        case .pin, .draft, .saved, .picture, .ballot: false
        default: true
        }
    }
}
