/// What IRC clients put into texts besides words, as Markdown.
enum IncomingText {
    /// Nil for a request of CTCP that is no ACTION.
    static func markdown(of text: String) -> String? {
        guard text.hasPrefix("\u{1}") else { return withoutCodes(text) }
        var inner = text.dropFirst()
        if inner.hasSuffix("\u{1}") { inner = inner.dropLast() }
        guard inner.hasPrefix("ACTION ") else { return nil }
        return "_\(withoutCodes(String(inner.dropFirst(7))))_"
    }

    /// Bold, italics and monospace are kept as Markdown has them; colours and the rest are dropped.
    static func withoutCodes(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }) else { return text }
        var (out, open) = ("", [String]())
        var scalars = Substring(text).unicodeScalars
        func toggle(_ mark: String) {
            if let place = open.lastIndex(of: mark) { open.remove(at: place) } else { open.append(mark) }
            out += mark
        }
        while let scalar = scalars.popFirst() {
            switch scalar.value {
            case 0x02: toggle("**")
            case 0x1D: toggle("_")
            case 0x11: toggle("`")
            case 0x03: dropDigits(&scalars, upTo: 2)
            case 0x04: scalars = scalars.dropFirst(scalars.prefix(6).allSatisfy(\.properties.isASCIIHexDigit) ? 6 : 0)
            case 0x0F:
                for mark in open.reversed() { out += mark }
                open = []
            case 0x0A, 0x09: out.unicodeScalars.append(scalar)
            case ..<0x20: break
            default: out.unicodeScalars.append(scalar)
            }
        }
        for mark in open.reversed() { out += mark }
        return out
    }

    /// The numbers of a colour, and those of the one behind it.
    private static func dropDigits(_ scalars: inout Substring.UnicodeScalarView, upTo most: Int) {
        func drop() -> Bool {
            var count = 0
            while count < most, let next = scalars.first, ("0"..."9").contains(next) {
                scalars.removeFirst()
                count += 1
            }
            return count > 0
        }
        guard drop(), scalars.first == "," else { return }
        let before = scalars
        scalars.removeFirst()
        if !drop() { scalars = before }
    }
}
