/// An identifier that sorts by the time it was made (RFC 9562 §5.7): 48 bits of milliseconds, a counter, 62 random bits.
public struct UUIDv7: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    private static let process = UUIDv7Sequence()

    /// Makes the next identifier of this process: later in order than all that it made before, on any thread.
    ///
    /// - Parameter milliseconds: What the clock says, since 1970. It may stand still or go back; see ``UUIDv7Sequence``.
    public static func make(millisecondsSince1970 milliseconds: Int64, random: SecureRandom) -> UUIDv7 {
        process.next(millisecondsSince1970: milliseconds, random: random)
    }

    /// Bits beyond a field's width are left out.
    init(milliseconds: UInt64, randA: UInt16, randB: UInt64) {
        high = milliseconds << 16 | 0x7000 | UInt64(randA & 0x0FFF)
        low = 0x8000_0000_0000_0000 | randB & 0x3FFF_FFFF_FFFF_FFFF
    }

    /// The 16 bytes, in network order.
    public var bytes: [UInt8] {
        (0..<16).map { index in
            let word = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index % 8)))
        }
    }

    /// `017f22e2-79b0-7cc3-98c4-dc0c0c07398f`: 36 characters, lower case (RFC 9562 §4).
    public var text: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension UUIDv7: Comparable {
    /// The order of the bytes, and of the texts.
    public static func < (a: UUIDv7, b: UUIDv7) -> Bool {
        (a.high, a.low) < (b.high, b.low)
    }
}

extension UUIDv7: CustomStringConvertible {
    public var description: String { text }
}
