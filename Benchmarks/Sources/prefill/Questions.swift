import Glibc
import Wording

/// Questions to search for over HTTP, from a seed, by the kinds in turn: one a line, `kind TAB text TAB order TAB room`,
/// without a room where all are searched.
struct Questions {
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
        case cyrillic = "a Russian word"
        case url = "a piece of a URL"
        case author = "a word, from somebody"
        case link = "a word, has a link, before a day"
        case mentions = "mentions somebody"
        case room = "a common word, in one small room"
        case rareRoom = "a rare word, in one small room"
        case day = "everything of a day"
        case nothing = "a word that nobody wrote"
        case ranked = "a common word, ranked"
    }

    private let plan: Plan
    private let sayings = Sayings()
    private var random = SeededRandom(seed: 0xA5_5A)
    private static let count = 1_000

    init(_ plan: Plan) { self.plan = plan }

    func write(to path: String) throws {
        var questions = self
        var text = ""
        for number in 0..<Self.count {
            text += questions.line(Kind.allCases[number % Kind.allCases.count]) + "\n"
        }
        guard let file = fopen(path, "w") else { throw PrefillError("cannot write \(path)") }
        defer { fclose(file) }
        guard fputs(text, file) >= 0 else { throw PrefillError("cannot write \(path)") }
    }

    private mutating func line(_ kind: Kind) -> String {
        var (order, room) = ("newest", "")
        let text: String
        switch kind {
        case .common: text = common()
        case .rare: text = rare()
        case .part: text = String(rare().dropFirst().dropLast())
        case .twoWords: text = "\(common()) \(sayings.english.word(&random))"
        case .phrase: text = "\"\(sayings.english.word(rank: number(5))) \(sayings.english.word(rank: number(5)))\""
        case .rarePhrase: text = "\"\(common()) \(common()) \(common()) \(common()) \(common())\""
        case .letters: text = String(common().prefix(2))
        case .chinese: text = String((sayings.chinese.word(&random) + sayings.chinese.word(&random)).prefix(2))
        case .oneCharacter: text = String(sayings.chinese.word(&random).prefix(1))
        case .cyrillic: text = sayings.russian.word(&random)
        case .url: text = "org/\(sayings.english.word(rank: number(2_000)))/"
        case .author: text = "\(common()) from:person\(1 + number(plan.hall))"
        case .link: text = "\(common()) has:link before:2026-03-0\(1 + number(9))"
        case .mentions: text = "mentions:person\(1 + number(plan.hall))"
        case .room: (text, room) = (common(), smallRoom())
        case .rareRoom: (text, room) = (rare(), smallRoom())
        case .day: text = "on:2026-0\(1 + number(8))-1\(number(10))"
        case .nothing: text = rare() + "qx"
        case .ranked: (text, order) = (common(), "ranked")
        }
        return [kind.rawValue, text, order, room].joined(separator: "\t")
    }

    private mutating func common() -> String { sayings.english.word(rank: number(200)) }
    private mutating func rare() -> String { sayings.english.word(rank: 5_000 + number(35_000)) }
    private mutating func smallRoom() -> String { "\(3 + number(plan.rooms))" }
    private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
}
