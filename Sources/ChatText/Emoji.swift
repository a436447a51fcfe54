/// Single emoji, for reactions. Judged by the Unicode properties that the standard library carries.
public enum Emoji {
    /// The longest emoji are families with skin tones; none of the recommended ones has more bytes.
    public static let mostBytes = 64

    /// Whether a text is one emoji and nothing else. A symbol that is text by default (❤, ☎, ©) counts with and without
    /// U+FE0F; a bare digit does not.
    public static func isOne(_ text: String) -> Bool {
        normalForm(text) != nil
    }

    /// One spelling for what looks the same: U+FE0F stands where a symbol is text by default, and only there. Nil when the
    /// text is not one emoji.
    ///
    /// Source: UTS #51, ED-14 to ED-17 and section 1.4.9 ("possible_emoji").
    public static func normalForm(_ text: String) -> String? {
        guard !text.isEmpty, text.utf8.count <= mostBytes, text.count == 1 else { return nil }
        var rest = Substring(text).unicodeScalars
        var form = String.UnicodeScalarView()
        if let first = rest.first, first.isRegionalIndicator {
            guard rest.count == 2, rest.allSatisfy(\.isRegionalIndicator) else { return nil }
            return text
        }
        repeat {
            guard takeElement(&rest, &form) else { return nil }
            guard let joiner = rest.popFirst() else { return String(form) }
            guard joiner == "\u{200D}" else { return nil }
            form.append(joiner)
        } while !rest.isEmpty
        return nil
    }

    /// One symbol with what modifies it.
    private static func takeElement(
        _ rest: inout Substring.UnicodeScalarView, _ form: inout String.UnicodeScalarView
    ) -> Bool {
        guard let base = rest.popFirst(), base.properties.isEmoji, !base.isRegionalIndicator else { return false }
        form.append(base)
        let isStyled = rest.first == "\u{FE0F}"
        if isStyled { rest.removeFirst() }
        if base.isASCII {
            // Digits, # and * are emoji as keycaps only.
            guard rest.popFirst() == "\u{20E3}" else { return false }
            form.append("\u{FE0F}")
            form.append("\u{20E3}")
            return true
        }
        if let tone = rest.first, tone.properties.isEmojiModifier {
            guard base.properties.isEmojiModifierBase else { return false }
            form.append(tone)
            rest.removeFirst()
            return true
        }
        if !base.properties.isEmojiPresentation { form.append("\u{FE0F}") }
        return takeTags(&rest, &form)
    }

    /// The tags of a flag such as Scotland's, with their end.
    private static func takeTags(
        _ rest: inout Substring.UnicodeScalarView, _ form: inout String.UnicodeScalarView
    ) -> Bool {
        var count = 0
        while let tag = rest.first, (0xE0020...0xE007E).contains(tag.value) {
            form.append(tag)
            rest.removeFirst()
            count += 1
        }
        guard count > 0 else { return true }
        form.append("\u{E007F}")
        return rest.popFirst() == "\u{E007F}"
    }
}

extension Unicode.Scalar {
    fileprivate var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }
}
