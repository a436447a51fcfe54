/// The unique name of an account or a room: what an IRC channel, a URL and a person's memory can carry.
///
/// `text` is what is shown: case-folded, so that a capital I cannot stand in for a small l. `key` is its skeleton
/// (UTS #39): two handles that look alike have the same key, and the store holds the key unique.
public struct Handle: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public let key: String

    /// Trusts its caller: for values that were checked before, such as those read from the store.
    public init(unchecked text: String, key: String) {
        self.text = text
        self.key = key
    }

    public var description: String { text }

    /// The most characters (Unicode scalars) in a handle.
    public static let maximumLength = 32

    /// Why a text cannot be a handle.
    public enum Fault: Error, Equatable, Sendable {
        case empty
        case tooLong(limit: Int)
        case badStart
        case badCharacter(String)
        /// Scripts are mixed in a way that only deceives, or characters are invisible.
        case deceptive
    }

    /// Checks a text that was already normalised (NFKC) and case-folded: letters, marks and digits of any script,
    /// `-` and `_`; a letter or digit first; at most ``maximumLength`` characters.
    public static func checkForm(of folded: String) throws(Fault) {
        guard let first = folded.unicodeScalars.first else { throw .empty }
        // Bounded before it is walked: a name of 10 MB costs nothing.
        guard folded.utf8.count <= maximumLength * 4, folded.unicodeScalars.count <= maximumLength else {
            throw .tooLong(limit: maximumLength)
        }
        guard first.isLetterOrDigit else { throw .badStart }
        for scalar in folded.unicodeScalars where !scalar.mayStandInHandle {
            throw .badCharacter(String(scalar))
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLetterOrDigit: Bool {
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
        default: false
        }
    }

    fileprivate var mayStandInHandle: Bool {
        if isLetterOrDigit || self == "-" || self == "_" { return true }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }
}
