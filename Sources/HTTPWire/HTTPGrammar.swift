/// The byte classes of RFC 9110, 5.6 and RFC 3986 that the parsers and serializers share.
enum HTTPGrammar {
    static let cr = UInt8(ascii: "\r")
    static let lf = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")

    /// `tchar`, RFC 9110, 5.6.2.
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"): true
        case UInt8(ascii: "~"): true
        default: false
        }
    }

    static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isToken)
    }

    /// Horizontal white space: SP or HTAB.
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// What may stand in no line: every control character but HTAB. CR and LF are judged before.
    static func isControl(_ byte: UInt8) -> Bool { (byte < 0x20 && byte != tab) || byte == 0x7F }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// ASCII letters to lower case, everything else as it is.
    static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// Compares as field names, methods of authentication and tokens are compared: ASCII case does not matter.
    static func equalIgnoringCase(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
        left.utf8.elementsEqual(right.utf8) { lowered($0) == lowered($1) }
    }

    /// The elements of a comma-separated list (RFC 9110, 5.6.1) without quoted strings in it, empty ones left out.
    static func listElements(_ value: String) -> [Substring] {
        split(value, by: UInt8(ascii: ",")).map(trimmed).filter { !$0.isEmpty }
    }

    /// The parts between the separators, empty ones too. By bytes: as Characters, a separator with a combining mark behind
    /// it would be another one.
    static func split(_ text: some StringProtocol, by separator: UInt8) -> [Substring] {
        Substring(text).utf8.split(separator: separator, omittingEmptySubsequences: false).map(Substring.init)
    }

    /// The parts before and after the first separator; nil without one.
    static func cut(_ text: Substring, at separator: UInt8) -> (Substring, Substring)? {
        guard let index = text.utf8.firstIndex(of: separator) else { return nil }
        return (Substring(text.utf8[..<index]), Substring(text.utf8[index...].dropFirst()))
    }

    /// Without the blanks at both ends.
    static func trimmed(_ text: Substring) -> Substring {
        let bytes = text.utf8
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return Substring(bytes[first...last])
    }

    /// The part of a line between its blanks.
    static func trimmedRange(_ line: Span<UInt8>, from start: Int) -> Range<Int> {
        var low = start
        var high = line.count
        while low < high, isBlank(line[low]) { low += 1 }
        while low < high, isBlank(line[high - 1]) { high -= 1 }
        return low..<high
    }

    /// Whether a field value may be written: no control character but HTAB, and nothing to be trimmed away.
    static func isWritableValue(_ value: String) -> Bool {
        let bytes = value.utf8
        if let first = bytes.first, isBlank(first) { return false }
        if let last = bytes.last, isBlank(last) { return false }
        return !bytes.contains(where: isControl)
    }
}

extension Span<UInt8> {
    /// The bytes as text, or nil if they are not UTF-8.
    func text(_ range: Range<Int>) -> String? {
        guard let valid = try? UTF8Span(validating: extracting(range)) else { return nil }
        return String(copying: valid)
    }

    /// Whether these bytes are `text`, ASCII case ignored.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { other in
            var index = 0
            while index < count {
                if HTTPGrammar.lowered(self[index]) != HTTPGrammar.lowered(other[index]) { return false }
                index += 1
            }
            return true
        }
    }

    func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        var index = start
        while index < count {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }
}
