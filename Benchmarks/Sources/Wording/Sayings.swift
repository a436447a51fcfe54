/// Words of several writings, as frequent as Zipf's law has them.
package struct Sayings {
    package let english = Vocabulary(Alphabet.latin, words: 40_000, seed: 1)
    package let german = Vocabulary(Alphabet.umlauts, words: 20_000, seed: 2)
    package let russian = Vocabulary(Alphabet.cyrillic, words: 20_000, seed: 3)
    package let arabic = Vocabulary(Alphabet.arabic, words: 10_000, seed: 4)
    package let chinese = Vocabulary(Alphabet.han, words: 20_000, seed: 5)
    package let korean = Vocabulary(Alphabet.hangul, words: 10_000, seed: 6)

    package init() {}

    /// 3 to 30 words, most of them few.
    package func words(_ random: inout SeededRandom) -> String {
        var count = 3 + Int.random(in: 0..<10, using: &random)
        if Int.random(in: 0..<5, using: &random) == 0 { count += 17 }
        let (vocabulary, space): (Vocabulary, String) =
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<60: (english, " ")
            case 60..<75: (german, " ")
            case 75..<85: (russian, " ")
            case 85..<90: (arabic, " ")
            case 90..<97: (chinese, "")
            default: (korean, " ")
            }
        return (0..<count).map { _ in vocabulary.word(&random) }.joined(separator: space)
    }
}
