/// Why a text is not the JSON that was asked for. Positions are byte offsets.
public enum JSONError: Error, Equatable, Sendable {
    case unexpected(at: Int)
    case tooDeep(limit: Int)
    case tooMany(limit: Int)
    case number(at: Int)
    case escape(at: Int)
    case unpairedSurrogate(at: Int)
    case repeatedMember(String)

    /// A sentence for the sender.
    public var message: String {
        switch self {
        case .unexpected(let place): "The JSON is malformed at byte \(place)."
        case .tooDeep(let limit): "The JSON is nested deeper than \(limit) levels."
        case .tooMany(let limit): "The JSON has more than \(limit) values."
        case .number(let place): "The number at byte \(place) is not an integer between -(2^53-1) and 2^53-1."
        case .escape(let place): "The escape at byte \(place) is not one that JSON has."
        case .unpairedSurrogate(let place): "The escape at byte \(place) is half of a surrogate pair."
        // The name is from outside and may be long.
        case .repeatedMember(let name): "The member \"\(String(name.unicodeScalars.prefix(32)))\" occurs twice."
        }
    }
}

/// A strict scanner over one JSON text (RFC 8259), for requests of known shape: one pass, no tree, no allocation
/// besides the strings that are asked for.
///
/// The bytes must be valid UTF-8 and outlive the reader. No read goes past the end, whatever the input.
public struct JSONReader {
    /// How deep a value that is skipped may be nested.
    public static let maximumDepth = 16

    let bytes: UnsafeRawBufferPointer
    var place = 0

    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The byte at the place, or nil at the end.
    @inline(__always)
    var peek: UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    @inline(__always)
    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard peek == byte else { throw .unexpected(at: place) }
        place += 1
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        place += 1
        return true
    }

    // MARK: Objects

    /// Opens the object that the whole text is.
    public mutating func beginObject() throws(JSONError) {
        skipSpace()
        try expect(UInt8(ascii: "{"))
    }

    /// The name of the next member, as the bytes between its quotes, or nil at the object's end.
    /// A name that is written with escapes is given as written, and so matches nothing.
    public mutating func nextMember(first: inout Bool) throws(JSONError) -> UnsafeRawBufferPointer? {
        skipSpace()
        if take(UInt8(ascii: "}")) { return nil }
        if !first {
            try expect(UInt8(ascii: ","))
            skipSpace()
        }
        first = false
        let name = try rawString().content
        skipSpace()
        try expect(UInt8(ascii: ":"))
        skipSpace()
        return name
    }

    /// Nothing but white space may follow.
    public mutating func end() throws(JSONError) {
        skipSpace()
        guard place == bytes.count else { throw .unexpected(at: place) }
    }

    // MARK: Values

    /// An integer that every JSON implementation can carry (RFC 8259, section 6). No fraction, no exponent.
    public mutating func integer() throws(JSONError) -> Int64 {
        let start = place
        let negative = take(UInt8(ascii: "-"))
        var value: Int64 = 0
        var digits = 0
        while let byte = peek, byte >= 0x30, byte <= 0x39 {
            // Sixteen digits hold 2^53 and cannot overflow.
            guard digits < 16 else { throw .number(at: start) }
            value = value &* 10 &+ Int64(byte &- 0x30)
            digits += 1
            place += 1
        }
        let leadingZero = digits > 1 && bytes[place - digits] == 0x30
        guard digits > 0, !leadingZero, value < 1 << 53 else { throw .number(at: start) }
        if let byte = peek, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") { throw .number(at: start) }
        return negative ? -value : value
    }

    public mutating func boolean() throws(JSONError) -> Bool {
        if peek == UInt8(ascii: "t") {
            try literal("true")
            return true
        }
        try literal("false")
        return false
    }

    mutating func literal(_ word: StaticString) throws(JSONError) {
        for offset in 0..<word.utf8CodeUnitCount {
            try expect(word.utf8Start[offset])
        }
    }

    /// A string as it stands between its quotes, and whether it has escapes. Escapes are checked.
    public mutating func rawString() throws(JSONError) -> (content: UnsafeRawBufferPointer, escaped: Bool) {
        try expect(UInt8(ascii: "\""))
        let start = place
        var escaped = false
        while let byte = peek {
            if byte == UInt8(ascii: "\"") {
                let content = UnsafeRawBufferPointer(rebasing: bytes[start..<place])
                place += 1
                return (content, escaped)
            }
            if byte < 0x20 { throw .unexpected(at: place) }
            if byte == UInt8(ascii: "\\") {
                escaped = true
                try skipEscape()
            } else {
                place += 1
            }
        }
        throw .unexpected(at: place)
    }

    /// A string with its escapes resolved.
    public mutating func string() throws(JSONError) -> String {
        let (content, escaped) = try rawString()
        if !escaped { return String(decoding: content, as: UTF8.self) }
        return String(decoding: JSONText.unescaped(content), as: UTF8.self)
    }

    private mutating func skipEscape() throws(JSONError) {
        let start = place
        place += 1
        guard let letter = peek else { throw .unexpected(at: place) }
        place += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let unit = try hexadecimal(from: start)
            if unit & 0xFC00 == 0xDC00 { throw .unpairedSurrogate(at: start) }
            guard unit & 0xFC00 == 0xD800 else { return }
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .unpairedSurrogate(at: start) }
            guard try hexadecimal(from: start) & 0xFC00 == 0xDC00 else { throw .unpairedSurrogate(at: start) }
        default:
            throw .escape(at: start)
        }
    }

    private mutating func hexadecimal(from start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = JSONText.hexadecimalDigit(byte) else { throw .escape(at: start) }
            value = value << 4 | digit
            place += 1
        }
        return value
    }

    /// Passes over any value.
    public mutating func skipValue() throws(JSONError) {
        // One bit a level tells objects from arrays, so that nesting needs no stack of ours.
        var depth = 0
        var objects: UInt32 = 0
        while true {
            skipSpace()
            var opened = false
            switch peek {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < Self.maximumDepth else { throw .tooDeep(limit: Self.maximumDepth) }
                objects = objects << 1 | (peek == UInt8(ascii: "{") ? 1 : 0)
                depth += 1
                place += 1
                opened = true
            case UInt8(ascii: "\""): _ = try rawString()
            case UInt8(ascii: "t"): try literal("true")
            case UInt8(ascii: "f"): try literal("false")
            case UInt8(ascii: "n"): try literal("null")
            default: try skipNumber()
            }
            // Close what ends here, then go on to the next value of what is still open.
            closing: while depth > 0 {
                skipSpace()
                let isObject = objects & 1 == 1
                if take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    objects >>= 1
                    depth -= 1
                    opened = false
                    continue closing
                }
                if !opened { try expect(UInt8(ascii: ",")) }
                if isObject {
                    skipSpace()
                    _ = try rawString()
                    skipSpace()
                    try expect(UInt8(ascii: ":"))
                }
                break closing
            }
            if depth == 0 { return }
        }
    }

    private mutating func skipNumber() throws(JSONError) {
        let start = place
        _ = take(UInt8(ascii: "-"))
        let whole = skipDigits()
        guard whole > 0, whole == 1 || bytes[place - whole] != 0x30 else { throw .unexpected(at: start) }
        if take(UInt8(ascii: ".")), skipDigits() == 0 { throw .unexpected(at: place) }
        if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
            place += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw .unexpected(at: place) }
        }
    }

    private mutating func skipDigits() -> Int {
        let start = place
        while let byte = peek, byte >= 0x30, byte <= 0x39 { place += 1 }
        return place - start
    }
}
