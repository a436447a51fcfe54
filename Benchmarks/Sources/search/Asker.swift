import ChatDomain
import SearchIndex
import Wording

/// Questions from a seed.
struct Asker {
    enum Kind: String, CaseIterable {
        case common = "a common word"
        case rare = "a rare word"
        case part = "a part of a word"
        case twoWords = "two words"
        case phrase = "a phrase of two common words"
        case rarePhrase = "a phrase that nobody wrote, of common words"
        case letters = "two letters"
        case chinese = "two Chinese characters"
        case oneCharacter = "one Chinese character"
        case url = "a piece of a URL"
        case author = "a word, from somebody"
        case link = "a word, has a link, before a day"
        case mentions = "mentions somebody"
        case fewRooms = "a common word, in three small rooms"
        case fewRoomsRare = "a rare word, in three small rooms"
        case day = "everything of a day"
        case nothing = "a word that nobody wrote"
        case ranked = "a common word, ranked"
    }

    private var random = SeededRandom(seed: 0xA5)
    private let sayings = Sayings()
    private var english: Vocabulary { sayings.english }
    private var chinese: Vocabulary { sayings.chinese }
    private static let now = Timestamp(milliseconds: Chatter.start + 1_000_000 * Chatter.pause)

    mutating func question(_ kind: Kind) throws -> (SearchQuery, SearchScope) {
        // Most may read most rooms.
        var rooms: [RoomID: SequenceNumber] = [:]
        for number in Int64(1)...80 { rooms[RoomID(rawValue: number)] = .zero }
        var scope = SearchScope(rooms: rooms)
        let small = [7, 40, 90].map { (RoomID(rawValue: $0), SequenceNumber.zero) }
        let text: String
        switch kind {
        case .common: text = common()
        case .rare: text = rare()
        case .part: text = String(rare().dropFirst().dropLast())
        case .twoWords: text = "\(common()) \(english.word(&random))"
        case .phrase: text = "\"\(english.word(rank: number(5))) \(english.word(rank: number(5)))\""
        case .rarePhrase: text = "\"\(common()) \(common()) \(common()) \(common()) \(common())\""
        case .letters: text = String(common().prefix(2))
        case .chinese: text = String((chinese.word(&random) + chinese.word(&random)).prefix(2))
        case .oneCharacter: text = String(chinese.word(&random).prefix(1))
        case .url: text = "org/\(english.word(rank: number(2_000)))/"
        case .author:
            text = common()
            scope.authors = [AccountID(rawValue: Int64(1 + number(5_000)))]
        case .link: text = "\(common()) has:link before:2024-06-0\(1 + number(9))"
        case .mentions:
            text = "mentions:me"
            scope.mentions = [AccountID(rawValue: Int64(1 + number(5_000)))]
        case .fewRooms:
            text = common()
            scope.rooms = Dictionary(uniqueKeysWithValues: small)
        case .fewRoomsRare:
            text = rare()
            scope.rooms = Dictionary(uniqueKeysWithValues: small)
        case .day: text = "on:2024-0\(1 + number(9))-1\(number(10))"
        case .nothing: text = rare() + "qx"
        case .ranked:
            text = common()
            scope.order = .ranked
        }
        return (try SearchQuery.parse(text, now: Self.now), scope)
    }

    private mutating func common() -> String { english.word(rank: number(200)) }
    private mutating func rare() -> String { english.word(rank: 5_000 + number(35_000)) }
    private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
}
