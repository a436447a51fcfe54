/// The form in which texts are searched: equal for what differs in case, diacritics, width, ligatures, invisible
/// characters, the shape of quotation marks and dashes, or the amount of white space.
///
/// NFKC_Casefold (Unicode Standard §3.13, D147), then without the marks that are diacritics: of Latin, Greek and
/// Cyrillic letters, and the points of Hebrew and Arabic. Vowel signs of Indic and Thai writing, viramas and the voicing
/// of kana stay, since they make other words. What is left is composed again (NFC), so that Korean syllables are one
/// scalar each. A run of white space and control characters is one space. Letters with a stroke (ø, ł), dotless ı, æ and
/// œ, which Unicode does not decompose, become their plain letters.
///
/// Folding a folded text changes nothing. A NUL never comes out.
public enum SearchFold {
    /// The folded text in UTF-8. It can be 12 times as long as the text; time is in proportion to the text.
    ///
    /// - Parameter utf8: What is no UTF-8 in it counts as U+FFFD.
    public static func folded(_ utf8: [UInt8]) -> [UInt8] {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return foldedASCII(utf8) }
        return folded(String(decoding: utf8, as: UTF8.self))
    }

    public static func folded(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { utf8 in
            var folder = TextFolder(FoldedBytes(capacity: utf8.count))
            folder.fold(utf8)
            return folder.sink.utf8
        }
    }

    private static func foldedASCII(_ utf8: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: utf8.count) { out, count in
            var wasSpace = false
            for byte in utf8 {
                let folded = TextFolder<FoldedBytes>.foldedASCII(byte)
                let isSpace = folded == 0x20
                if isSpace && wasSpace { continue }
                wasSpace = isSpace
                out[count] = folded
                count += 1
            }
        }
    }
}

/// A text in the form in which texts are searched (`SearchFold`), and where each part of it came from.
public struct FoldedText: Sendable {
    public let utf8: [UInt8]
    /// For each byte, where in the original what it came from starts and ends.
    private let starts: [Int]
    private let ends: [Int]

    public init(_ text: String) {
        var text = text
        let folded = text.withUTF8 { utf8 in
            var folder = TextFolder(MappedBytes())
            folder.fold(utf8)
            return folder.sink
        }
        utf8 = folded.utf8
        starts = folded.starts
        ends = folded.ends
    }

    /// The bytes of the original that a range of the folded bytes came from, whole characters with their marks: where "ß"
    /// became "ss", that of one "s" is all of "ß". An empty range, or one that is not in the text, has none.
    public func sourceRange(of range: Range<Int>) -> Range<Int>? {
        guard !range.isEmpty, utf8.indices.contains(range.lowerBound), range.upperBound <= utf8.count else {
            return nil
        }
        let start = starts[range.lowerBound]
        let end = ends[range.upperBound - 1]
        return start <= end ? start..<end : nil
    }
}

/// Where a folder puts what it makes.
protocol FoldSink {
    mutating func put(_ byte: UInt8, from start: Int, to end: Int)
    /// What was put last ends later in the original: marks that were taken away belong to their letter.
    mutating func extendLast(to end: Int)
}

struct FoldedBytes: FoldSink {
    var utf8: [UInt8] = []

    init(capacity: Int) { utf8.reserveCapacity(capacity) }

    mutating func put(_ byte: UInt8, from start: Int, to end: Int) { utf8.append(byte) }
    mutating func extendLast(to end: Int) {}
}

struct MappedBytes: FoldSink {
    var utf8: [UInt8] = []
    var starts: [Int] = []
    var ends: [Int] = []

    mutating func put(_ byte: UInt8, from start: Int, to end: Int) {
        utf8.append(byte)
        starts.append(start)
        ends.append(end)
    }

    mutating func extendLast(to end: Int) {
        // All bytes that came from the same place, so that a match that ends within them ends alike.
        guard let start = starts.last else { return }
        var index = ends.count
        while index > 0, starts[index - 1] == start {
            index -= 1
            ends[index] = end
        }
    }
}
