import ChatDomain
import SearchIndex
import Wording

/// What people said, from a seed: messages of several writings, whose words are as frequent as Zipf's law has them. Half
/// of all is said in room 1, the rest in rooms 2 to 100 in turn.
struct Chatter {
    private var random = SeededRandom(seed: 0x0005_EA4C_4200)
    private let people: Int
    private let sayings = Sayings()
    /// 2023-11-14; two messages a minute.
    static let start: Int64 = 1_700_000_000_000
    static let pause: Int64 = 30_000

    init(people: Int) { self.people = people }

    static func room(of arrival: Int64) -> RoomID {
        RoomID(rawValue: arrival.isMultiple(of: 2) ? 1 : 2 + arrival / 2 % 99)
    }

    mutating func message(_ arrival: Int64) -> IndexedMessage {
        var traits: MessageTraits = []
        var text = sayings.words(&random)
        if chance(20) {
            traits.insert(.link)
            let path = "\(sayings.english.word(&random))/\(sayings.english.word(&random))"
            text += " https://example.org/\(path)?id=\(arrival)"
        }
        if chance(33) { traits.insert(.file) }
        if chance(25) { traits.insert(.image) }
        let mentions = chance(15) ? [anybody()] : []
        return IndexedMessage(
            arrival: arrival, room: Self.room(of: arrival), sequence: SequenceNumber(arrival),
            at: Timestamp(milliseconds: Self.start + arrival * Self.pause), author: anybody(),
            content: IndexedContent(text: text, traits: traits, mentions: mentions))
    }

    private mutating func anybody() -> AccountID {
        AccountID(rawValue: Int64.random(in: 1...Int64(people), using: &random))
    }

    private mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }
}
