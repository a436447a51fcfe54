/// Text from people, made harmless for terminals, editors and pages.
enum SafeText {
    /// Control characters become visible ones (U+2400 and following), and what turns the writing around, or breaks lines
    /// unseen, becomes U+FFFD. Tabs stay; line feeds only where `lines` says so.
    static func visible(_ text: String, lines: Bool) -> String {
        guard text.unicodeScalars.contains(where: { replacement($0, lines: lines) != nil }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { out.append(replacement(scalar, lines: lines) ?? scalar) }
        return String(out)
    }

    private static func replacement(_ scalar: Unicode.Scalar, lines: Bool) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x09: nil
        case 0x0A where lines: nil
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value)
        case 0x7F: "\u{2421}"
        case 0x80...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: nil
        }
    }

    /// Appends text to a page: as the content of an element, or of an attribute in double quotes.
    static func appendEscaped(_ text: some Sequence<UInt8>, to out: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\""): out += "&quot;".utf8
            case UInt8(ascii: "'"): out += "&#39;".utf8
            default: out.append(byte)
            }
        }
    }
}
