import CICU

extension TextForm {
    /// SASLprep (RFC 4013), as protocols want passwords from which a client proves something. For stored strings:
    /// characters that Unicode 3.2 did not have are none of it.
    ///
    /// - Parameter maximumBytes: The longest text to work on, in UTF-8.
    /// - Returns: Nil for a longer text, for one that has what SASLprep prohibits, or if ICU has no data.
    ///   (`usprep_prepare`)
    public static func saslPrepared(_ text: String, maximumBytes: Int = 65_536) -> String? {
        guard text.utf8.count <= maximumBytes else { return nil }
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        return ICUText.transformed(text, maximumBytes: maximumBytes, roost_icu_saslprep)
    }
}
