/// Names for transcripts' files.
public enum TranscriptFileName {
    public static let mostBytes = 200

    /// A name that every file system takes: letters, marks and digits of the title in any script, `-` and `_`, then the
    /// room's id, which makes it one of its kind, and the extension. At most ``mostBytes`` bytes, and never a dot first.
    public static func make(_ title: String, id: Int64, format: TranscriptFormat) -> String {
        let end = "-\(id).\(format.rawValue)"
        let room = mostBytes - end.utf8.count
        var name = ""
        var isGap = false
        for character in title {
            // What begins with a hyphen is taken for an option.
            guard character.isAllowedInFileName, !name.isEmpty || character != "-" && character != "_" else {
                isGap = !name.isEmpty
                continue
            }
            let piece = (isGap ? "-" : "") + String(character)
            guard name.utf8.count + piece.utf8.count <= room else { break }
            name += piece
            isGap = false
        }
        // The devices of Windows ("con", "nul") are no names even with something behind a dot, but with "-1" they are.
        return (name.isEmpty ? "room" : name) + end
    }
}

extension Character {
    fileprivate var isAllowedInFileName: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .nonspacingMark, .spacingMark:
                true
            default: scalar == "-" || scalar == "_"
            }
        }
    }
}
