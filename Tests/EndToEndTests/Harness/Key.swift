import Foundation

/// Keys as a client makes them: UUIDs of version 7.
enum Key {
    static func next() -> String {
        var random = SystemRandomNumberGenerator()
        return make(using: &random)
    }

    static func make(using random: inout some RandomNumberGenerator) -> String {
        let milliseconds = UInt64(Date().timeIntervalSince1970 * 1_000)
        let time = hexadecimal(milliseconds, digits: 12)
        let a = hexadecimal(random.next() & 0xFFF, digits: 3)
        let b = hexadecimal(0x8000 | random.next() & 0x3FFF, digits: 4)
        return "\(time.prefix(8))-\(time.suffix(4))-7\(a)-\(b)-\(hexadecimal(random.next() >> 16, digits: 12))"
    }

    private static func hexadecimal(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
