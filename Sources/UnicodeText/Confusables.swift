import CICU

/// Names that look like other names (UTS #39).
public enum Confusables {
    /// What the text looks like: two texts whose skeletons are equal can be mistaken for each other (UTS #39 §4).
    ///
    /// For comparing and for keys alone; it is no text to show. Upper and lower case stay apart, since "I" looks like
    /// "l" but "i" does not: where names are equal in any case, compare the skeletons of the case-folded names, and
    /// those of the names as written as well. Characters that nobody sees count for nothing.
    ///
    /// - Parameter maximumBytes: The longest text to work on, in UTF-8.
    /// - Returns: Nil for a longer text, or if ICU has no data. (`uspoof_getSkeleton`)
    public static func skeleton(_ text: String, maximumBytes: Int = 4_096) -> String? {
        guard text.utf8.count <= maximumBytes, let checker = SpoofChecker.shared else { return nil }
        // ICU 72 keeps them, the standard since version 15 does not.
        var seen = String.UnicodeScalarView()
        seen.append(contentsOf: text.unicodeScalars.lazy.filter { !$0.properties.isDefaultIgnorableCodePoint })
        return ICUText.transformed(String(seen), maximumBytes: maximumBytes) { text, length, out, capacity in
            roost_icu_skeleton(checker.pointer, text, length, out, capacity)
        }
    }

    /// What makes the text unfit for a name that others rely on; empty if nothing does. (`uspoof_check2`)
    ///
    /// It judges the whole text: check a name of several words, where "Иван (IT)" is nothing to suspect, word by word.
    ///
    /// - Parameter maximumBytes: The longest text to work on, in UTF-8.
    public static func suspicion(of text: String, maximumBytes: Int = 4_096) -> Suspicion {
        guard let source = ICUText.units(text, maximumBytes: maximumBytes), let checker = SpoofChecker.shared else {
            return .unchecked
        }
        let failed = roost_icu_spoof_check(checker.pointer, source.units, source.count)
        guard failed >= 0 else { return .unchecked }
        var suspicion: Suspicion = []
        if failed & Int32(bitPattern: USPOOF_RESTRICTION_LEVEL.rawValue) != 0 { suspicion.insert(.mixedScripts) }
        if failed & Int32(bitPattern: USPOOF_INVISIBLE.rawValue) != 0 || Invisibles.areHidden(in: text) {
            suspicion.insert(.invisible)
        }
        return suspicion
    }
}

/// Reasons to suspect a name.
public struct Suspicion: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Scripts that don't belong together, such as Latin and Cyrillic: beyond UTS #39's "highly restrictive" level,
    /// which lets Latin stand beside Chinese, Japanese or Korean.
    public static let mixedScripts = Suspicion(rawValue: 1)

    /// Something that isn't seen: a character without a shape where it has no use, or the same mark twice on a letter.
    public static let invisible = Suspicion(rawValue: 2)

    /// The text was too long, or ICU has no data: nothing is known, so don't trust it.
    public static let unchecked = Suspicion(rawValue: 4)
}
