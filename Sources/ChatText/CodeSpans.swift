/// Where the runs of backticks are, so that each span finds its end without walking the text again.
struct CodeSpans {
    private struct Runs {
        var places: [Int] = []
        /// How many of them lie behind.
        var passed = 0
    }

    private var runs: [Int: Runs]?

    /// The place of the next run of exactly so many backticks. Calls must go forward.
    mutating func closing(_ length: Int, after place: Int, in bytes: [UInt8]) -> Int? {
        if runs == nil { runs = Self.index(bytes, from: place) }
        guard var same = runs?[length] else { return nil }
        // Out of the dictionary while it is changed, so that nothing is copied.
        runs?[length] = nil
        while same.passed < same.places.count, same.places[same.passed] < place { same.passed += 1 }
        let found = same.passed < same.places.count ? same.places[same.passed] : nil
        runs?[length] = same
        return found
    }

    private static func index(_ bytes: [UInt8], from start: Int) -> [Int: Runs] {
        var runs: [Int: Runs] = [:]
        var place = start
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "`") else {
                place += 1
                continue
            }
            let first = place
            while place < bytes.count, bytes[place] == UInt8(ascii: "`") { place += 1 }
            runs[place - first, default: Runs()].places.append(first)
        }
        return runs
    }
}
