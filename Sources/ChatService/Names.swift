import ChatDomain
import UnicodeText

extension Handle {
    /// Normalises and checks what a person typed.
    ///
    /// - Parameter what: the beginning of the sentence, such as "A username".
    static func make(from typed: String, what: String) throws(Refusal) -> Handle {
        do throws(Handle.Fault) {
            // What is far too long is not worth normalising.
            guard typed.utf8.count <= maximumLength * 16 else { throw .tooLong(limit: maximumLength) }
            // Folding drops what nobody sees. Joiners are typed without a thought; the rest is not.
            let hides = typed.unicodeScalars.contains { scalar in
                scalar.properties.isDefaultIgnorableCodePoint && scalar != "\u{200C}" && scalar != "\u{200D}"
            }
            guard !hides, let folded = TextForm.caseFoldedNFKC(typed) else { throw .deceptive }
            try checkForm(of: folded)
            guard Confusables.suspicion(of: folded).isEmpty, let key = Confusables.skeleton(folded) else {
                throw .deceptive
            }
            return Handle(unchecked: folded, key: key)
        } catch {
            throw Refusal(
                .nameInvalid, "\(what) \(error.reason)",
                limit: error == .tooLong(limit: maximumLength)
                    ? Refusal.Limit(name: "handle_length", value: maximumLength) : nil)
        }
    }

    /// The key under which a typed name would be found, or nil when it can be none.
    static func lookUpKey(_ typed: String) -> String? {
        guard typed.utf8.count <= maximumLength * 16, let folded = TextForm.caseFoldedNFKC(typed) else { return nil }
        return Confusables.skeleton(folded)
    }
}

extension Handle.Fault {
    /// The end of a sentence that begins with what was named.
    fileprivate var reason: String {
        switch self {
        case .empty: "must not be empty."
        case .tooLong(let limit): "may have at most \(limit) characters."
        case .badStart: "must begin with a letter or a digit."
        case .badCharacter(let character):
            "may have letters, digits, - and _ only, not \(FreeText.shown(character))."
        case .deceptive: "mixes scripts, or has characters that nobody sees: use one script."
        }
    }
}

/// Names for people's eyes: any text on one line.
enum FreeText {
    /// - Parameter limit: most characters, by the name of the limit.
    static func check(_ typed: String, what: String, limit: Refusal.Limit) throws(Refusal) -> String {
        guard typed.utf8.count <= limit.value * 16, let text = TextForm.nfc(typed) else {
            throw tooLong(what, limit)
        }
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else { throw Refusal(.nameInvalid, "\(what) must not be empty.") }
        guard trimmed.unicodeScalars.count <= limit.value else { throw tooLong(what, limit) }
        for scalar in trimmed.unicodeScalars where !isShown(scalar) {
            throw Refusal(.nameInvalid, "\(what) may not contain \(shown(String(scalar))).")
        }
        return trimmed
    }

    /// The same for what may be absent: empty then.
    static func checkOptional(_ typed: String, what: String, limit: Refusal.Limit) throws(Refusal) -> String {
        typed.utf8.count <= 256 && typed.trimmed.isEmpty ? "" : try check(typed, what: what, limit: limit)
    }

    /// A text of several lines, which may be empty.
    static func checkLines(_ typed: String, what: String, limit: Refusal.Limit) throws(Refusal) -> String {
        guard typed.utf8.count <= limit.value * 16 + 16, let text = TextForm.nfc(typed) else {
            throw tooLong(what, limit)
        }
        let trimmed = text.trimmed
        guard trimmed.unicodeScalars.count <= limit.value else { throw tooLong(what, limit) }
        for scalar in trimmed.unicodeScalars where !isShown(scalar) && scalar != "\n" {
            throw Refusal(.textInvalid, "\(what) may not contain \(shown(String(scalar))).")
        }
        return trimmed
    }

    private static func tooLong(_ what: String, _ limit: Refusal.Limit) -> Refusal {
        Refusal(
            .nameInvalid, "\(what) may have at most \(limit.value) characters.",
            limit: limit)
    }

    /// Whether it belongs on a line: no control characters, no line breaks, nothing that turns the writing around.
    static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        // The joiners, which emoji and some scripts need, are the only invisible characters allowed.
        case .format: scalar == "\u{200D}" || scalar == "\u{200C}"
        default: true
        }
    }

    /// A character for a sentence: itself where it can be seen, else its number.
    static func shown(_ character: String) -> String {
        guard let scalar = character.unicodeScalars.first else { return "nothing" }
        if isShown(scalar), !scalar.properties.isWhitespace { return "“\(character)”" }
        return "U+\(String(scalar.value, radix: 16, uppercase: true))"
    }
}

/// A mail address, checked for form alone: whether it is somebody's shows when mail is sent.
enum MailAddress {
    /// The address without surrounding white space. RFC 5321, section 4.5.3.1.3 bounds its length.
    static func check(_ typed: String) throws(Refusal) -> String {
        let refusal = Refusal(.mailInvalid, "That is not a mail address. It looks like name@example.org.")
        guard typed.utf8.count <= 254 else { throw refusal }
        let address = typed.trimmed
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, !parts[1].isEmpty,
            !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
            address.unicodeScalars.allSatisfy({ scalar in
                !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
                    && scalar.properties.generalCategory != .format && !":;,<>()[]\\\"".unicodeScalars.contains(scalar)
            })
        else { throw refusal }
        return address
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var scalars = Substring(self).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
