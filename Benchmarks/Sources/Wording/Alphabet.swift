/// What syllables are made of.
package enum Alphabet {
    package static let latin = syllables("b c d f g h k l m n p r s t v w th st br", "a e i o u ea oo", "n r s t l ng")
    package static let umlauts = syllables("b d f g h k l m n r s sch t w z", "a e i o u ä ö ü ei", "n r ß t l ch")
    package static let cyrillic = syllables("б в г д ж з к л м н п р с т", "а е и о у ё ы", "й н т л в")
    package static let arabic = syllables("ب ت ج د ر س ع ف ق ك ل م ن ه", "ا و ي َ", "ن ر م")
    package static let han = scalars(0x4E00, 3_500)
    package static let hangul = scalars(0xAC00, 2_000)

    private static func syllables(_ starts: String, _ vowels: String, _ ends: String) -> [String] {
        var syllables: [String] = []
        for start in starts.split(separator: " ") {
            for vowel in vowels.split(separator: " ") {
                syllables.append("\(start)\(vowel)")
                for end in ends.split(separator: " ") { syllables.append("\(start)\(vowel)\(end)") }
            }
        }
        return syllables
    }

    private static func scalars(_ first: UInt32, _ count: UInt32) -> [String] {
        (first..<(first + count)).compactMap { Unicode.Scalar($0).map { String($0) } }
    }
}
