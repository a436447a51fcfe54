/// Looking at single scalars in UTF-8 without making strings. Bytes that are not UTF-8 read as U+FFFD.
extension [UInt8] {
    /// The scalar that begins at a place, or nil at the end.
    func scalar(at place: Int) -> Unicode.Scalar? {
        guard place >= 0, place < count else { return nil }
        let first = self[place]
        if first < 0x80 { return Unicode.Scalar(first) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5, place + length <= count else { return "\u{FFFD}" }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for next in self[(place + 1)..<(place + length)] { value = value << 6 | UInt32(next & 0x3F) }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// The scalar that ends before a place, or nil at the beginning.
    func scalar(before place: Int) -> Unicode.Scalar? {
        guard place > 0, place <= count else { return nil }
        var start = place - 1
        while start > 0, place - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start)
    }
}

extension UInt8 {
    /// A space, a tab or a line break.
    var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    var isBlank: Bool { self == 0x20 || self == 0x09 }

    var isASCIIPunctuation: Bool {
        (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
            || (0x7B...0x7E).contains(self)
    }

    var isASCIILetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    /// In lower case, if it is an ASCII letter.
    var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension Unicode.Scalar {
    /// What CommonMark counts as punctuation: categories P and S.
    var isPunctuationOrSymbol: Bool {
        if isASCII { return UInt8(truncatingIfNeeded: value).isASCIIPunctuation }
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            return true
        default: return false
        }
    }

    var isWhitespace: Bool {
        isASCII ? UInt8(truncatingIfNeeded: value).isSpace || value == 0x0C : properties.isWhitespace
    }

    /// What a handle begins with (`ChatDomain.Handle`).
    var beginsHandle: Bool {
        if isASCII { return UInt8(truncatingIfNeeded: value).isASCIILetterOrDigit }
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            return true
        default: return false
        }
    }

    /// What a handle goes on with, as typed: the joiners are dropped when it is folded.
    var continuesHandle: Bool {
        if beginsHandle || self == "-" || self == "_" || self == "\u{200C}" || self == "\u{200D}" { return true }
        if isASCII { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }
}
