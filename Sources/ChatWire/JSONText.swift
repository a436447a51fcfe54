/// Strings and numbers as JSON writes them.
public enum JSONText {
    /// Appends a string with its quotes, escaping only what must be (RFC 8259, section 7).
    public static func append(_ text: String, to out: inout [UInt8]) {
        var text = text
        out.append(UInt8(ascii: "\""))
        text.withUTF8 { appendEscaped(UnsafeRawBufferPointer($0), to: &out) }
        out.append(UInt8(ascii: "\""))
    }

    /// A string with its quotes.
    public static func quoted(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        append(text, to: &out)
        return out
    }

    /// Appends UTF-8 with quotes, backslashes and control characters escaped.
    public static func appendEscaped(_ content: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        var clean = 0
        for place in 0..<content.count {
            let byte = content[place]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            out.append(contentsOf: content[clean..<place])
            clean = place + 1
            out.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
            case 0x0A: out.append(UInt8(ascii: "n"))
            case 0x09: out.append(UInt8(ascii: "t"))
            case 0x0D: out.append(UInt8(ascii: "r"))
            default:
                out.append(contentsOf: "u00".utf8)
                out.append(hexadecimal(byte >> 4))
                out.append(hexadecimal(byte & 0xF))
            }
        }
        out.append(contentsOf: content[clean..<content.count])
    }

    /// Resolves the escapes of a string's content that ``JSONReader/rawString()`` has checked.
    public static func unescaped(_ content: UnsafeRawBufferPointer) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(content.count)
        var place = 0
        func unit(at start: Int) -> UInt32 {
            guard start + 4 <= content.count else { return 0xFFFD }
            return (start..<start + 4).reduce(0) { $0 << 4 | (hexadecimalDigit(content[$1]) ?? 0) }
        }
        while place < content.count {
            let byte = content[place]
            place += 1
            guard byte == UInt8(ascii: "\\"), place < content.count else {
                out.append(byte)
                continue
            }
            let letter = content[place]
            place += 1
            switch letter {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                var value = unit(at: place)
                place += 4
                if value & 0xFC00 == 0xD800 {
                    value = 0x10000 + (value & 0x3FF) << 10 + unit(at: place + 2) & 0x3FF
                    place += 6
                }
                let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
                out.append(contentsOf: Array(String(Character(scalar)).utf8))
            default: out.append(letter)
            }
        }
        return out
    }

    /// Appends a decimal number.
    @inlinable
    public static func append(_ number: Int64, to out: inout [UInt8]) {
        if number < 0 { out.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { buffer in
            var place = 24
            repeat {
                place -= 1
                buffer[place] = UInt8(truncatingIfNeeded: rest % 10) | 0x30
                rest /= 10
            } while rest > 0
            out.append(contentsOf: buffer[place..<24])
        }
    }

    @inline(__always)
    static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte &- 0x30)
        case 0x61...0x66: UInt32(byte &- 0x57)
        case 0x41...0x46: UInt32(byte &- 0x37)
        default: nil
        }
    }

    private static func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? 0x30 + nibble : 0x57 + nibble
    }
}
