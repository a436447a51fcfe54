/// Words, the most frequent first: the n-th is said 1/n as often as the first.
package struct Vocabulary {
    private let words: [String]
    /// The sums of 1/1, 1/2, …
    private let sums: [Double]

    package init(_ syllables: [String], words count: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        words = (0..<count).map { rank in
            let length = rank < 100 ? 1 : Int.random(in: 2...3, using: &random)
            return (0..<length).map { _ in syllables.randomElement(using: &random) ?? "" }.joined()
        }
        var sum = 0.0
        sums = (1...count).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    package func word(_ random: inout SeededRandom) -> String {
        let place = Double.random(in: 0..<(sums.last ?? 1), using: &random)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }

    /// The word of a rank, counted from 0.
    package func word(rank: Int) -> String { words[min(rank, words.count - 1)] }
}
