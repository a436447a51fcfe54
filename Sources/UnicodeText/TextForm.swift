import CICU

/// The Unicode normalization forms in which texts are kept and compared.
public enum TextForm {
    /// NFC: the same characters, each written in one way (UAX #15). For names to show, and for passwords.
    ///
    /// - Parameter maximumBytes: The longest text to work on, in UTF-8.
    /// - Returns: Nil for a longer text, or if ICU has no data. (`unorm2_normalize`)
    public static func nfc(_ text: String, maximumBytes: Int = 65_536) -> String? {
        guard text.utf8.count <= maximumBytes else { return nil }
        if isASCII(text) { return text }
        return ICUText.transformed(text, maximumBytes: maximumBytes, roost_icu_nfc)
    }

    /// NFKC_Casefold: equal for texts that differ only in case, width, ligatures and characters that nobody sees
    /// (Unicode Standard §3.13, D147). For keys such as the name by which an account is found; not for showing.
    ///
    /// Doing it again changes nothing. The result can be empty, and can be 18 times as long as the text.
    ///
    /// - Parameter maximumBytes: The longest text to work on, in UTF-8.
    /// - Returns: Nil for a longer text, or if ICU has no data. (`unorm2_getNFKCCasefoldInstance`)
    public static func caseFoldedNFKC(_ text: String, maximumBytes: Int = 65_536) -> String? {
        guard text.utf8.count <= maximumBytes else { return nil }
        if isASCII(text) { return text.lowercased() }
        return ICUText.transformed(text, maximumBytes: maximumBytes, roost_icu_nfkc_casefold)
    }

    /// Most texts are, and ICU's data need not be touched for them.
    private static func isASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 }
    }
}
