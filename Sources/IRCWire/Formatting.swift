/// The codes by which clients make a text bold or coloured.
public enum Formatting {
    /// The text alone: without formatting codes and the digits of colours, and without all other control characters but the tab.
    public static func plain(_ text: String) -> String {
        // 0xC2 begins the controls U+0080 to U+009F, among others.
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 }) else { return text }
        var plain = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\t": plain.append(scalar)
            case "\u{3}": dropColours(from: &rest, digits: 1...2) { ("0"..."9").contains($0) }
            case "\u{4}": dropColours(from: &rest, digits: 6...6) { $0.properties.isASCIIHexDigit }
            default: if scalar.properties.generalCategory != .control { plain.append(scalar) }
            }
        }
        return String(plain)
    }

    /// Takes `front` or `front,back` away, if it is there.
    private static func dropColours(
        from text: inout Substring.UnicodeScalarView, digits: ClosedRange<Int>, isDigit: (Unicode.Scalar) -> Bool
    ) {
        func colour(_ text: Substring.UnicodeScalarView) -> Int? {
            let count = text.prefix(digits.upperBound).prefix(while: isDigit).count
            return digits.contains(count) ? count : nil
        }
        guard let front = colour(text) else { return }
        text = text.dropFirst(front)
        guard text.first == ",", let back = colour(text.dropFirst()) else { return }
        text = text.dropFirst(1 + back)
    }
}
