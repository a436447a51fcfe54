/// What a person does at the keyboard.
enum Key: Equatable {
    case text(String)
    /// What was pasted in one go, with its line breaks.
    case paste(String)
    case enter, backspace, delete, tab
    case left, right, up, down, home, end, wordLeft, wordRight
    /// Ctrl with a letter, such as "c".
    case control(Character)
}

/// Turns the bytes of a terminal in raw mode into keys, however they are split.
///
/// Knows what xterm and its descendants send (ECMA-48 control sequences) and bracketed paste. Other sequences are
/// swallowed whole, so that none of them ends up in a message.
struct KeyDecoder {
    /// The most bytes of one paste; what is beyond is dropped.
    static let pasteLimit = 1 << 20

    private var waiting: [UInt8] = []
    private var pasted: [UInt8]?

    /// The keys in `bytes`, and in what was incomplete before.
    mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        waiting += bytes
        var keys: [Key] = []
        var place = 0
        while place < waiting.count {
            if pasted != nil {
                guard let used = takePaste(from: place, into: &keys) else { break }
                place += used
            } else {
                guard let used = takeKey(from: place, into: &keys) else { break }
                place += used
            }
        }
        waiting.removeFirst(place)
        return keys
    }

    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Gathers pasted bytes. Nil when what is left may be the beginning of the end mark.
    private mutating func takePaste(from place: Int, into keys: inout [Key]) -> Int? {
        let rest = waiting[place...]
        guard let escape = rest.firstIndex(of: 0x1B) else {
            gather(rest)
            return rest.count
        }
        if escape > place {
            gather(rest[..<escape])
            return escape - place
        }
        let mark = rest.prefix(Self.pasteEnd.count)
        guard Self.pasteEnd.starts(with: mark) else {
            gather(rest.prefix(1))
            return 1
        }
        guard mark.count == Self.pasteEnd.count else { return nil }
        let text = String(decoding: pasted ?? [], as: UTF8.self)
        keys.append(.paste(text.replacingBreaks()))
        pasted = nil
        return mark.count
    }

    private mutating func gather(_ bytes: ArraySlice<UInt8>) {
        let room = max(0, Self.pasteLimit - (pasted?.count ?? 0))
        pasted?.append(contentsOf: bytes.prefix(room))
    }

    /// Nil when the key is not complete.
    private mutating func takeKey(from place: Int, into keys: inout [Key]) -> Int? {
        let byte = waiting[place]
        switch byte {
        case 0x1B: return takeEscape(from: place, into: &keys)
        case 0x0D, 0x0A: keys.append(.enter)
        case 0x7F, 0x08: keys.append(.backspace)
        case 0x09: keys.append(.tab)
        case 0x01...0x1A: keys.append(.control(Character(Unicode.Scalar(byte + 0x60))))
        case 0x00...0x1F: break
        default:
            // All ordinary bytes up to the next control character, without half a character at the end.
            let run = waiting[place...].prefix { $0 >= 0x20 && $0 != 0x7F }
            let whole = run.count - (run.endIndex == waiting.endIndex ? Self.incompleteTail(run) : 0)
            guard whole > 0 else { return nil }
            keys.append(.text(String(decoding: run.prefix(whole), as: UTF8.self)))
            return whole
        }
        return 1
    }

    /// How many bytes at the end begin a character that is not complete. What is no UTF-8 counts as complete.
    private static func incompleteTail(_ bytes: ArraySlice<UInt8>) -> Int {
        for back in 1...4 where back <= bytes.count {
            let byte = bytes[bytes.endIndex - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }

    private mutating func takeEscape(from place: Int, into keys: inout [Key]) -> Int? {
        let rest = waiting[place...].dropFirst()
        guard let kind = rest.first else { return nil }
        switch kind {
        case UInt8(ascii: "["): break
        case UInt8(ascii: "O"):
            guard let letter = rest.dropFirst().first else { return nil }
            if let key = Self.key(final: letter, parameters: "") { keys.append(key) }
            return 3
        case UInt8(ascii: "b"): keys.append(.wordLeft); return 2
        case UInt8(ascii: "f"): keys.append(.wordRight); return 2
        // Alt with Enter begins a new line within the message.
        case 0x0D: keys.append(.paste("\n")); return 2
        case 0x1B: return 1
        default: return 2
        }
        let body = rest.dropFirst()
        // Parameters and what stands between them and the last byte (ECMA-48, 5.4).
        guard let final = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
            // No terminal sends so long a sequence.
            return body.count > 64 ? 1 : nil
        }
        // What breaks a sequence off is the beginning of something else.
        guard (0x40...0x7E).contains(waiting[final]) else { return final - place }
        let parameters = String(decoding: body[..<final], as: UTF8.self)
        if waiting[final] == UInt8(ascii: "~"), parameters == "200" {
            pasted = []
        } else if let key = Self.key(final: waiting[final], parameters: parameters) {
            keys.append(key)
        }
        return final - place + 1
    }

    private static func key(final: UInt8, parameters: String) -> Key? {
        // Ctrl or Alt with an arrow goes by words.
        let byWords = parameters.hasSuffix(";5") || parameters.hasSuffix(";3")
        return switch (final, parameters) {
        case (UInt8(ascii: "A"), _): .up
        case (UInt8(ascii: "B"), _): .down
        case (UInt8(ascii: "C"), _): byWords ? .wordRight : .right
        case (UInt8(ascii: "D"), _): byWords ? .wordLeft : .left
        case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): .home
        case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): .end
        case (UInt8(ascii: "~"), "3"): .delete
        case (UInt8(ascii: "M"), ""): .enter
        default: nil
        }
    }
}

extension String {
    /// With every kind of line break as a line feed, and none at the end.
    fileprivate func replacingBreaks() -> String {
        var result = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in unicodeScalars {
            if scalar == "\r" { result.append("\n") } else if scalar != "\n" || !afterReturn { result.append(scalar) }
            afterReturn = scalar == "\r"
        }
        while result.last == "\n" { result.removeLast() }
        return String(result)
    }
}
