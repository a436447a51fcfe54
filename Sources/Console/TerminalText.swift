/// Text from elsewhere, made safe for a terminal: nothing in it can move the cursor, change the colours, answer for the
/// keyboard, turn the direction of what follows, or hide.
public enum TerminalText {
    /// The most combining marks that stay on one character; more are dropped.
    static let combiningLimit = 4

    /// For places where a line break would break the layout, such as names: every control character is shown.
    public static func line(_ text: String) -> String { clean(text, keepsBreaks: false) }

    /// For messages: line breaks and tabs keep their meaning.
    static func block(_ text: String) -> String { clean(text, keepsBreaks: true) }

    private static func clean(_ text: String, keepsBreaks: Bool) -> String {
        var safe = String.UnicodeScalarView()
        var marks = 0
        for scalar in text.unicodeScalars {
            if isMark(scalar) {
                marks += 1
                if marks > combiningLimit { continue }
            } else if !scalar.properties.isJoinControl {
                marks = 0
            }
            switch scalar.value {
            case 0x0A, 0x2028, 0x2029: safe.append(keepsBreaks ? "\n" : "␊")
            case 0x09 where keepsBreaks: safe.append(contentsOf: "    ".unicodeScalars)
            case 0x00...0x1F: safe.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: safe.append("␡")
            default:
                if isShownByNumber(scalar) {
                    safe.append(contentsOf: "‹U+\(String(scalar.value, radix: 16, uppercase: true))›".unicodeScalars)
                } else {
                    safe.append(scalar)
                }
            }
        }
        return String(safe)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        return switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func isShownByNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x7E: false
        // C1, where 9B begins a control sequence as ESC [ does.
        case 0x80...0x9F: true
        // Joiners and the marks of direction are parts of ordinary words; they change nothing beyond them.
        case 0x200C...0x200F, 0x061C: false
        // The variants of emoji, and the tags in the flags of countries' parts.
        case 0xFE00...0xFE0F, 0xE0020...0xE007F: false
        default:
            switch scalar.properties.generalCategory {
            // Overrides and isolates of direction, invisible operators, language tags, soft hyphens, …
            case .format, .control, .privateUse, .unassigned, .surrogate: true
            default: false
            }
        }
    }

    // MARK: Width

    /// How many columns a text takes.
    public static func width(_ text: String) -> Int {
        // Most text is ASCII.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return text.reduce(0) { $0 + width($1) }
    }

    /// How many columns a character takes: what its widest scalar does.
    static func width(_ character: Character) -> Int {
        var widest = 0
        for scalar in character.unicodeScalars {
            // Asks for the form of an emoji, which is two columns wide.
            if scalar.value == 0xFE0F { return 2 }
            widest = max(widest, width(scalar))
        }
        return widest
    }

    /// As `wcwidth` of POSIX, which Swift does not see and whose answer hangs on the locale.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20...0x7E: 1
        case 0x00...0x1F, 0x7F...0x9F: 0
        case 0xA0...0x2FF: scalar.value == 0xAD ? 0 : 1
        // East Asian Width W and F (UAX #11), by blocks.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
            0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
            isMark(scalar) ? 0 : 2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: 0
            default: scalar.properties.isEmojiPresentation ? 2 : 1
            }
        }
    }

    /// The longest beginning that takes at most so many columns.
    static func prefix(_ text: String, columns: Int) -> String {
        var left = columns
        var kept = ""
        for character in text {
            left -= width(character)
            if left < 0 { break }
            kept.append(character)
        }
        return kept
    }

    /// The text in at most so many columns, with a mark where it was cut.
    public static func truncated(_ text: String, columns: Int) -> String {
        width(text) <= columns ? text : prefix(text, columns: max(0, columns - 1)) + (columns > 0 ? "…" : "")
    }

    /// Breaks a text into lines of at most so many columns, at blanks. A longer word, such as an address, stays whole:
    /// the terminal breaks it, and it can be copied in one piece.
    ///
    /// - Parameter startingAt: how many columns of the first line are taken already.
    static func wrapped(_ text: String, columns: Int, startingAt: Int = 0) -> [String] {
        var lines: [String] = []
        var used = startingAt
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            var isFirst = true
            for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
                let size = width(String(word))
                if isFirst {
                    line += word
                    used += size
                } else if used + 1 + size > columns {
                    lines.append(line)
                    line = String(word)
                    used = size
                } else {
                    line += " " + word
                    used += 1 + size
                }
                isFirst = false
            }
            lines.append(line)
            used = 0
        }
        return lines
    }
}
