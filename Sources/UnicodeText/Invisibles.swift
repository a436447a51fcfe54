import CICU

/// Characters that nobody sees (Default_Ignorable_Code_Point), and the few places where they do something.
///
/// ICU 72 finds repeated marks but not these.
enum Invisibles {
    /// Whether one stands where it does nothing that can be seen.
    ///
    /// It may be: a joiner as domain names allow it (RFC 5892 A.1 and A.2), the joiner between two emoji, and the
    /// selector of an emoji's style. All others are taken for hidden, tag characters (the flag of Scotland) and variants
    /// of ideographs with them.
    static func areHidden(in text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.contains { index in
            scalars[index].properties.isDefaultIgnorableCodePoint
                && !isOfUse(scalars[index], after: scalars[..<index], before: scalars[(index + 1)...])
        }
    }

    private static func isOfUse(
        _ scalar: Unicode.Scalar, after: ArraySlice<Unicode.Scalar>, before: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        guard let previous = after.last else { return false }
        switch scalar {
        case "\u{200C}":  // Zero-width non-joiner: keeps two letters apart that would join.
            return isVirama(previous) || separatesLetters(after: after, before: before)
        case "\u{200D}":  // Zero-width joiner.
            return isVirama(previous) || (endsEmoji(previous) && before.first.map(isEmoji) == true)
        case "\u{FE0E}", "\u{FE0F}":  // Text and emoji style. Digits, # and * have one before a keycap alone.
            return isEmoji(previous) || (previous.properties.isEmoji && before.first == "\u{20E3}")
        default:
            return false
        }
    }

    private static func isVirama(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.canonicalCombiningClass == .virama
    }

    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmoji && !scalar.isASCII
    }

    private static func endsEmoji(_ scalar: Unicode.Scalar) -> Bool {
        isEmoji(scalar) || scalar == "\u{FE0F}"
    }

    /// Marks between the letters and the non-joiner don't count, as long as there are few.
    private static func separatesLetters(
        after: ArraySlice<Unicode.Scalar>, before: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        guard let left = after.suffix(4).last(where: { !isMark($0) }),
            let right = before.prefix(4).first(where: { !isMark($0) })
        else { return false }
        return roost_icu_joins_next(UChar32(bitPattern: left.value))
            && roost_icu_joins_previous(UChar32(bitPattern: right.value))
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .nonspacingMark
    }
}
