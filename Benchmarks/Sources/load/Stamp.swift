import Glibc

/// What stands at the beginning of each text: the number of its sender (8 hexadecimal digits) and when it was sent, in
/// nanoseconds of the monotonic clock (16).
enum Stamp {
    static let length = 24

    static func append(sender: Int, at time: UInt64, padding: Int, to out: inout [UInt8]) {
        append(UInt64(sender), digits: 8, to: &out)
        append(time, digits: 16, to: &out)
        for place in 0..<max(0, padding) { out.append(filler[place % filler.count]) }
    }

    static func sender(of text: UnsafeRawBufferPointer) -> Int {
        text.count >= 8 ? Int(truncatingIfNeeded: number(text, from: 0, digits: 8)) : -1
    }

    static func time(of text: UnsafeRawBufferPointer) -> UInt64 {
        text.count >= length ? number(text, from: 8, digits: 16) : 0
    }

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
