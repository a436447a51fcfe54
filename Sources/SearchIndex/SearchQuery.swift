public import ChatDomain

/// What somebody looks for, with names as he wrote them: whoever asks the index puts accounts and rooms in their place
/// (`SearchScope`).
public struct SearchQuery: Hashable, Sendable {
    /// Words, parts of words and phrases. All must occur, anywhere in the text and in any order, without regard to case,
    /// diacritics and the other things that `SearchFold` takes away.
    public var texts: [String] = []
    /// By any of these.
    public var from: [String] = []
    /// In any of these.
    public var rooms: [String] = []
    /// All of these are mentioned.
    public var mentions: [String] = []
    /// Has all of these.
    public var traits: MessageTraits = []
    /// Not before this moment.
    public var since: Timestamp?
    /// Before this moment.
    public var until: Timestamp?

    public init() {}

    /// `mentions:me` asks for the one who searches.
    public static let me = "me"
}

/// What the names of a query stand for, and what may be found at all.
public struct SearchScope: Hashable, Sendable {
    /// The rooms that are searched, each from after a place (zero for all of it). Nothing else is ever found: put in the
    /// rooms that the one who searches may read, less those that the query leaves out.
    public var rooms: [RoomID: SequenceNumber]
    /// Whose messages; nil for anybody's.
    public var authors: Set<AccountID>?
    /// Who all must be mentioned.
    public var mentions: Set<AccountID>
    public var order: SearchOrder

    public init(
        rooms: [RoomID: SequenceNumber], authors: Set<AccountID>? = nil, mentions: Set<AccountID> = [],
        order: SearchOrder = .newest
    ) {
        self.rooms = rooms
        self.authors = authors
        self.mentions = mentions
        self.order = order
    }
}

public enum SearchOrder: Hashable, Sendable {
    /// By arrival, the last first.
    case newest
    /// The newest `Limits.ranked` hits by how well they fit: whole words before parts, often before once, newer before older.
    case ranked
}

/// Why a query cannot be searched for, in one sentence each for whoever wrote it (`description`).
public enum SearchQueryError: Error, Hashable, CustomStringConvertible {
    case tooLong(maximumBytes: Int)
    case tooManyParts(maximum: Int)
    /// Not a word and not a filter.
    case nothing
    case emptyFilter(String)
    case badDate(filter: String, value: String)
    case unknownTrait(String)

    public var description: String {
        switch self {
        case .tooLong(let maximum): "A search can have at most \(maximum) bytes."
        case .tooManyParts(let maximum): "A search can have at most \(maximum) words and filters."
        case .nothing: "Type a word to search for."
        case .emptyFilter(let filter): "\(filter): needs a value, such as \(Self.example(filter))."
        case .badDate(let filter, let value):
            "\"\(value)\" is no date: write \(filter):2026-01-31, \(filter):today or \(filter):yesterday."
        case .unknownTrait(let value): "\"\(value)\" can't be searched for: write has:link, has:file or has:image."
        }
    }

    private static func example(_ filter: String) -> String {
        switch filter {
        case "from", "mentions": "\(filter):ada"
        case "in": "in:general"
        case "has": "has:link"
        default: "\(filter):2026-01-31"
        }
    }
}
