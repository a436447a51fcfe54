import Glibc

/// What stands at the beginning of each text, in hexadecimal digits: the number of its sender (8), when it was sent, in
/// nanoseconds of the monotonic clock (16), and which of its sender's messages it is, from 1 (8).
enum Stamp {
    static let length = 32

    /// - Parameter length: of the whole text, in bytes.
    static func append(of client: Client, at time: UInt64, length: Int, to out: inout [UInt8]) {
        append(UInt64(client.index), digits: 8, to: &out)
        append(time, digits: 16, to: &out)
        append(UInt64(client.sent + 1), digits: 8, to: &out)
        for place in 0..<max(0, length - Self.length) { out.append(filler[place % filler.count]) }
    }

    /// -1 for a text without a stamp.
    static func sender(of text: UnsafeRawBufferPointer) -> Int {
        guard text.count >= length, text.prefix(length).allSatisfy(isDigit) else { return -1 }
        return Int(truncatingIfNeeded: number(text, from: 0, digits: 8))
    }

    static func time(of text: UnsafeRawBufferPointer) -> UInt64 {
        text.count >= length ? number(text, from: 8, digits: 16) : 0
    }

    static func count(of text: UnsafeRawBufferPointer) -> Int {
        text.count >= length ? Int(truncatingIfNeeded: number(text, from: 24, digits: 8)) : 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }

    private static let filler = Array(" It is quiet tonight, and the river is high; we meet at the old bridge.".utf8)

    private static func append(_ value: UInt64, digits: Int, to out: inout [UInt8]) {
        for place in (0..<digits).reversed() {
            let nibble = UInt8(truncatingIfNeeded: value >> UInt64(place * 4)) & 0xF
            out.append(nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble)
        }
    }

    private static func number(_ text: UnsafeRawBufferPointer, from start: Int, digits: Int) -> UInt64 {
        var value: UInt64 = 0
        for place in start..<(start + digits) {
            let byte = text[place]
            value = value << 4 | UInt64(byte < 0x3A ? byte &- 0x30 : byte &- 0x57)
        }
        return value
    }
}

/// Nanoseconds of the clock that only goes forward.
func monotonicNow() -> UInt64 { clockNow(CLOCK_MONOTONIC) }

/// Nanoseconds of CPU that this process has used.
func ownCPU() -> UInt64 { clockNow(CLOCK_PROCESS_CPUTIME_ID) }

private func clockNow(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
