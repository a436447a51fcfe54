/// One line of IRC (Modern IRC, "Message Format"; IRCv3 message-tags), read by a parser of the tests' own, so that
/// server and test cannot be wrong in the same way.
struct IRCLine: CustomStringConvertible {
    /// Without its line end.
    let raw: String
    /// Unescaped; empty for a tag without a value.
    private(set) var tags: [String: String] = [:]
    /// `nick!user@host`, or the name of a server.
    private(set) var source: String?
    /// A word in capitals, or three digits.
    private(set) var command = ""
    private(set) var parameters: [String] = []

    struct Malformed: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    /// - Parameter bytes: without the line end.
    /// - Throws: ``Malformed`` for what no server may send: longer than 512 bytes (8,191 for its tags), not UTF-8, a
    ///   carriage return or a NUL, a tag twice, no command.
    init(_ bytes: [UInt8]) throws {
        guard let raw = String(validating: bytes, as: UTF8.self) else {
            throw Malformed("not UTF-8: \(String(decoding: bytes, as: UTF8.self))")
        }
        self.raw = raw
        guard !bytes.contains(0), !bytes.contains(13) else { throw Malformed("a NUL or CR: \(raw.debugDescription)") }
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "@") {
            let word = Self.word(&rest)
            guard word.count < 8_191 else { throw Malformed("tags of \(word.count) bytes: \(raw)") }
            try readTags(word.dropFirst())
        }
        guard rest.count <= 510 else { throw Malformed("\(rest.count) bytes: \(raw)") }
        if rest.first == UInt8(ascii: ":") { source = Self.text(Self.word(&rest).dropFirst()) }
        let command = Self.word(&rest)
        self.command = Self.text(command)
        guard !command.isEmpty, command.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }) else {
            throw Malformed("no command: \(raw.debugDescription)")
        }
        while let first = rest.first {
            if first == UInt8(ascii: ":") {
                parameters.append(Self.text(rest.dropFirst()))
                return
            }
            parameters.append(Self.text(Self.word(&rest)))
        }
    }

    /// Who said it, if a person did.
    var nick: String? { source.flatMap { $0.contains("!") ? String($0.prefix { $0 != "!" }) : nil } }

    /// The last parameter.
    var text: String { parameters.last ?? "" }

    /// A parameter, counted from 0; empty where there is none, so that a comparison fails and not the test's process.
    subscript(_ place: Int) -> String { parameters.indices.contains(place) ? parameters[place] : "" }

    var description: String { raw }

    private mutating func readTags(_ bytes: ArraySlice<UInt8>) throws {
        for tag in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            let parts = tag.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.text(parts[0])
            guard !name.isEmpty, tags[name] == nil else {
                throw Malformed("a tag twice, or one without a name: \(raw)")
            }
            tags[name] = parts.count > 1 ? Self.unescaped(Self.text(parts[1])) : ""
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Takes the word at the beginning, and the spaces behind it.
    private static func word(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let word = rest.prefix { $0 != UInt8(ascii: " ") }
        rest = rest.dropFirst(word.count).drop { $0 == UInt8(ascii: " ") }
        return word
    }

    private static func unescaped(_ value: String) -> String {
        let meant: [Unicode.Scalar: Unicode.Scalar] = [":": ";", "s": " ", "r": "\r", "n": "\n"]
        var text = ""
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if isEscaped {
                text.unicodeScalars.append(meant[scalar] ?? scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
