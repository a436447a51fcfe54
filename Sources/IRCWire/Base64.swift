/// Base64 with padding and nothing else (RFC 4648, 4).
public enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                for shift: UInt32 in [18, 12, 6, 0] { text.append(digits[Int(bits >> shift & 63)]) }
                (bits, count) = (0, 0)
            }
        }
        if count > 0 {
            bits <<= count == 1 ? 4 : 2
            if count == 2 { text.append(digits[Int(bits >> 12 & 63)]) }
            text.append(digits[Int(bits >> 6 & 63)])
            text.append(digits[Int(bits & 63)])
            text.append(contentsOf: Array(repeating: ASCII.equals, count: 3 - count))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil unless the text is what `encode` makes of some bytes: padded, without blanks, with zero bits behind the end.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.suffix(2).filter { $0 == ASCII.equals }.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for letter in text.dropLast(padding) {
            guard let digit = value(of: letter) else { return nil }
            bits = bits << 6 | digit
            count += 1
            if count == 4 {
                for shift: UInt32 in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
                (bits, count) = (0, 0)
            }
        }
        switch (count, padding) {
        case (0, 0): return bytes
        case (2, 2) where bits & 15 == 0: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
        case (3, 1) where bits & 3 == 0:
            bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
        default: return nil
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
