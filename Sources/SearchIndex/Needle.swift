/// A folded text to look for, prepared so that looking takes time in proportion to the text alone, whatever both are
/// (Knuth, Morris and Pratt).
struct Needle {
    let utf8: [UInt8]
    /// How much of the needle is still found when the byte after a part of it differs.
    private let borders: [Int]

    init(_ utf8: [UInt8]) {
        self.utf8 = utf8
        var borders = [Int](repeating: 0, count: utf8.count)
        var length = 0
        for index in utf8.indices.dropFirst() {
            while length > 0, utf8[index] != utf8[length] { length = borders[length - 1] }
            if utf8[index] == utf8[length] { length += 1 }
            borders[index] = length
        }
        self.borders = borders
    }

    func first(in text: [UInt8], from start: Int) -> Int? {
        guard start >= 0, start <= text.count, !utf8.isEmpty, utf8.count <= text.count - start else { return nil }
        return utf8.withUnsafeBufferPointer { needle in
            text.withUnsafeBufferPointer { text in
                var found = 0
                for index in start..<text.count {
                    let byte = text[index]
                    while found > 0, byte != needle[found] { found = borders[found - 1] }
                    guard byte == needle[found] else { continue }
                    found += 1
                    if found == needle.count { return index + 1 - found }
                }
                return nil
            }
        }
    }
}
