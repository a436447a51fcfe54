internal import ChatDomain
internal import SQLite
internal import UnicodeText

/// What a message's row tells without its text.
struct MessageFacts {
    let room: RoomID
    let sequence: SequenceNumber
    let at: Timestamp
    let author: AccountID
    let traits: MessageTraits
}

/// A query with its scope, ready to judge messages.
struct Search {
    let matcher: TextMatcher
    let rooms: [RoomID: SequenceNumber]
    let authors: Set<AccountID>?
    let mentions: Set<AccountID>
    let traits: MessageTraits
    /// The first and the last millisecond that may be found.
    let earliest: Int64
    let latest: Int64

    init(_ query: SearchQuery, _ scope: SearchScope) {
        matcher = TextMatcher(query.texts)
        rooms = scope.rooms
        authors = scope.authors
        mentions = scope.mentions
        traits = query.traits.intersection([.link, .file, .image])
        earliest = query.since?.rawValue ?? .min
        latest = query.until.map { $0.rawValue == .min ? .min : $0.rawValue - 1 } ?? .max
    }

    func mayOverlap(_ segment: Segment) -> Bool { segment.latest >= earliest && segment.earliest <= latest }

    /// Whether no message of the segment is too early or too late.
    func covers(_ segment: Segment) -> Bool { segment.earliest >= earliest && segment.latest <= latest }

    func allows(_ message: MessageFacts) -> Bool {
        guard let floor = rooms[message.room], message.sequence > floor else { return false }
        let at = message.at.rawValue
        return at >= earliest && at <= latest && message.traits.isSuperset(of: traits)
            && authors?.contains(message.author) != false
    }

    /// The text folded, if it is what is sought.
    func folded(_ text: StoredText, _ traits: MessageTraits) -> [UInt8]? {
        guard mentions.isEmpty || traits.contains(.mentionsAll) || mentions.isSubset(of: text.mentions) else {
            return nil
        }
        guard !matcher.needles.isEmpty else { return [] }
        let folded = SearchFold.folded(text.text)
        return matcher.matches(folded) ? folded : nil
    }
}

/// Which lists a search asks a segment for, the shortest first as far as the segments before have shown.
struct TokenPlan {
    /// A message must be in all of these.
    private var all: [Token]
    /// And in one of each of these.
    private let groups: [[Token]]

    init(_ search: Search) {
        var all = Set<Token>()
        for needle in search.matcher.needles { all.formUnion(Pieces.ofNeedle(needle.utf8)) }
        for trait in search.traits.each { all.insert(.trait(trait)) }
        self.all = Array(all)
        var groups = search.mentions.map { [Token.mention($0), Token.mentionOfAll] }
        if let authors = search.authors { groups.append(authors.map(Token.author)) }
        self.groups = groups
    }

    /// The messages of a segment that may be hits, rising; nil when the lists leave out none.
    mutating func numbers(_ reader: ListReader, rooms: [RoomID: SequenceNumber]) throws(SQLiteError) -> [UInt32]? {
        var lists: [(token: Token, list: [UInt8])] = []
        for (place, token) in all.enumerated() {
            guard let list = try reader.list(token) else {
                // What is missing here is likely to be missing in the next.
                all.swapAt(0, place)
                return []
            }
            lists.append((token, list))
        }
        lists.sort { $0.list.count < $1.list.count }
        all = lists.map(\.token)
        var numbers: [UInt32]?
        for (_, list) in lists {
            numbers = numbers.map { MessageList.intersection($0, list) } ?? MessageList.numbers(list.span.bytes)
            // Reading a few messages costs no more than reading the rest of the lists.
            if let count = numbers?.count, count <= 4 { break }
        }
        for group in groups where numbers.map({ group.count <= $0.count }) ?? true {
            try Self.narrow(&numbers, to: group, reader)
        }
        // Lists of rooms pay where there are fewer of them than messages to look at.
        if rooms.count <= numbers?.count ?? 1_024 {
            try Self.narrow(&numbers, to: rooms.keys.map(Token.room), reader)
        }
        return numbers
    }

    private static func narrow(
        _ numbers: inout [UInt32]?, to group: [Token], _ reader: ListReader
    ) throws(SQLiteError) {
        var union: [UInt32] = []
        for token in group {
            guard let list = try reader.list(token) else { continue }
            union += MessageList.numbers(list.span.bytes)
        }
        let members = Set(union)
        numbers = numbers?.filter(members.contains) ?? members.sorted()
    }
}
