/// Addresses in text that is plain already.
public enum WebLinks {
    /// Where http and https addresses stand, as offsets in UTF-8, without the punctuation around them. Linear.
    public static func ranges(in plain: String) -> [Range<Int>] {
        let bytes = Array(plain.utf8)
        var found: [Range<Int>] = []
        var place = 0
        while place < bytes.count {
            if bytes[place].lowercased == UInt8(ascii: "h"), let end = WebAddress.end(of: bytes, from: place) {
                found.append(place..<end)
                place = end
            } else {
                place += 1
            }
        }
        return found
    }
}
