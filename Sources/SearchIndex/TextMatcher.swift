internal import UnicodeText

/// The folded words and phrases of a search: whether a text has them all, where, and how well it fits.
struct TextMatcher {
    let needles: [Needle]

    init(_ texts: [String]) {
        var needles = Set<[UInt8]>()
        for text in texts {
            let folded = SearchFold.folded(text)
            let needle = Array(folded.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
            if !needle.isEmpty { needles.insert(needle) }
        }
        // The longest is the rarest, most likely.
        self.needles = needles.map(Needle.init(_:)).sorted { $0.utf8.count > $1.utf8.count }
    }

    func matches(_ folded: [UInt8]) -> Bool {
        needles.allSatisfy { $0.first(in: folded, from: 0) != nil }
    }

    /// In the original's UTF-8; sorted, none touching another.
    func marks(in text: String, atMost limit: Int) -> [Range<Int>] {
        guard !needles.isEmpty else { return [] }
        let folded = FoldedText(text)
        var marks: [Range<Int>] = []
        for needle in needles {
            var start = 0
            var count = 0
            while count < limit, let found = needle.first(in: folded.utf8, from: start) {
                start = found + needle.utf8.count
                count += 1
                if let range = folded.sourceRange(of: found..<start) { marks.append(range) }
            }
        }
        marks.sort { $0.lowerBound < $1.lowerBound }
        var joined: [Range<Int>] = []
        for mark in marks {
            if let last = joined.last, mark.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, mark.upperBound)
            } else {
                joined.append(mark)
            }
        }
        return Array(joined.prefix(max(0, limit)))
    }

    /// How well a folded text fits; higher is better. The age goes from 0 for the newest hit to 1 for the oldest.
    func score(_ folded: [UInt8], age: Double) -> Double {
        var score = 0.0
        for needle in needles {
            var best = 0.0
            var count = 0
            var start = 0
            while count < 8, let found = needle.first(in: folded, from: start) {
                start = found + needle.utf8.count
                count += 1
                let begins = found == 0 || !Self.isPartOfWord(folded[found - 1])
                let ends = start == folded.count || !Self.isPartOfWord(folded[start])
                best = max(best, begins && ends ? 2 : begins ? 1.5 : 1)
            }
            score += best + 0.2 * Double(count)
        }
        return score / (1 + Double(folded.count) / 1000) - 0.5 * age
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
