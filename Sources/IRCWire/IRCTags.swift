/// The tags of a message: `key=value;+client-key=value` (message-tags). A view of the line's bytes.
public struct IRCTags {
    /// As it stood in the line, without the `@`.
    public let raw: UnsafeRawBufferPointer

    init(_ raw: UnsafeRawBufferPointer) { self.raw = raw }

    public var isEmpty: Bool { raw.isEmpty }

    /// The value of a tag, unescaped; empty where it has none, nil where the tag is not there. Of several with
    /// one key the last counts.
    public subscript(_ key: String) -> String? {
        if raw.isEmpty { return nil }
        var found: UnsafeRawBufferPointer?
        forEach { name, value in if name.elementsEqual(key.utf8) { found = value } }
        return found.map(Self.unescaped)
    }

    /// All tags in their order, those that come twice too; the values are escaped.
    public func forEach(_ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void) {
        var start = 0
        while start < raw.count {
            var end = start
            var equals: Int?
            while end < raw.count, raw[end] != ASCII.semicolon {
                if equals == nil, raw[end] == ASCII.equals { equals = end }
                end &+= 1
            }
            let keyEnd = equals ?? end
            if keyEnd > start { body(raw.part(start..<keyEnd), raw.part(min(keyEnd + 1, end)..<end)) }
            start = end + 1
        }
    }

    /// What a client wants passed on to others: tags with `+`, unescaped, of several with one key the last one alone.
    /// Keys of a form that no tag may have are left out.
    public var clientOnly: [(key: String, value: String)] {
        if raw.isEmpty { return [] }
        var found: [(key: String, value: String)] = []
        forEach { name, value in
            guard name.first == ASCII.plus, Self.isKey(name) else { return }
            let key = name.text
            found.removeAll { $0.key == key }
            found.append((key, Self.unescaped(value)))
        }
        return found
    }

    /// `[+][vendor/]name`, of letters, digits and hyphens, with dots in the vendor.
    static func isKey(_ bytes: some Collection<UInt8>) -> Bool {
        let name = bytes.first == ASCII.plus ? bytes.dropFirst() : bytes[...]
        return !name.isEmpty
            && name.allSatisfy {
                switch $0 {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F: true
                default: false
                }
            }
    }

    // MARK: Escapes

    /// `\:` `\s` `\\` `\r` `\n` are `;`, blank, `\`, CR and LF; any other backslash is dropped, one at the end too.
    public static func unescaped(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.contains(ASCII.backslash) else { return bytes.text }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var isEscaped = false
        for byte in bytes {
            if !isEscaped, byte == ASCII.backslash {
                isEscaped = true
                continue
            }
            plain.append(isEscaped ? unescaped(byte) : byte)
            isEscaped = false
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func unescaped(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: ":"): ASCII.semicolon
        case UInt8(ascii: "s"): ASCII.space
        case UInt8(ascii: "r"): ASCII.cr
        case UInt8(ascii: "n"): ASCII.lf
        default: letter
        }
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte <= ASCII.space && (byte == ASCII.space || ASCII.breaksLine(byte)) || byte == ASCII.semicolon
            || byte == ASCII.backslash
    }

    /// The value as it stands in a line. NUL, which cannot be written, is left out.
    static func appendEscaped(_ value: String.UTF8View, to bytes: inout [UInt8]) {
        guard value.contains(where: mustBeEscaped) else {
            bytes.append(contentsOf: value)
            return
        }
        for byte in value {
            let letter: UInt8
            switch byte {
            case ASCII.nul: continue
            case ASCII.semicolon: letter = UInt8(ascii: ":")
            case ASCII.space: letter = UInt8(ascii: "s")
            case ASCII.cr: letter = UInt8(ascii: "r")
            case ASCII.lf: letter = UInt8(ascii: "n")
            case ASCII.backslash: letter = ASCII.backslash
            default:
                bytes.append(byte)
                continue
            }
            bytes.append(ASCII.backslash)
            bytes.append(letter)
        }
    }
}
