import Glibc

/// What the dialects look for in bytes that came. Nothing here trusts them.
extension UnsafeRawBufferPointer {
    func begins(with prefix: StaticString) -> Bool {
        guard let baseAddress, count >= prefix.utf8CodeUnitCount else { return false }
        return memcmp(baseAddress, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0
    }

    /// Where the byte stands next, from a place on.
    func place(of byte: UInt8, from start: Int) -> Int? {
        guard let baseAddress, start < count, let found = memchr(baseAddress + start, Int32(byte), count - start) else {
            return nil
        }
        return UnsafeRawPointer(found) - baseAddress
    }

    /// The bytes from one place to before another; fewer where there are not so many.
    func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        let start = Swift.min(Swift.max(0, start), count)
        return UnsafeRawBufferPointer(rebasing: self[start..<Swift.min(Swift.max(start, end), count)])
    }

    /// The line that begins at a place, without its end (CR LF), and where the next begins; nil when it is not whole.
    func line(at start: Int) -> (line: UnsafeRawBufferPointer, next: Int)? {
        guard let end = place(of: 10, from: start) else { return nil }
        return (part(start, end - 1), end + 1)
    }

    /// Takes what stands before the next space, and that space.
    @discardableResult
    mutating func takeWord() -> UnsafeRawBufferPointer {
        let space = place(of: 32, from: 0) ?? count
        defer { self = part(space + 1, count) }
        return part(0, space)
    }

    /// The digits from a place on, as far as they go, and where they end; nil when there are none.
    func number(at start: Int) -> (value: Int64, end: Int)? {
        var (value, place) = (Int64(0), start)
        while place < count, case let digit = self[place] &- 0x30, digit < 10 {
            value = value &* 10 &+ Int64(digit)
            place += 1
        }
        return place > start ? (value, place) : nil
    }

    /// The number that the bytes are, from 0; nil when they are something else or too much for a length.
    var length: Int? {
        guard let (value, end) = number(at: 0), end == count, count <= 9 else { return nil }
        return Int(value)
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}
