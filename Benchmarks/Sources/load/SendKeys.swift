import Glibc

/// New UUIDs of version 7 (RFC 9562, section 5.7): milliseconds, then what makes them unique.
struct SendKeys {
    private var last = UInt64.random(in: 0...(1 << 60))

    mutating func append(to out: inout [UInt8]) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let milliseconds = UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
        last &+= 1
        let high = milliseconds << 16 | 0x7000 | (last >> 48 & 0xFFF)
        let low = 1 << 63 | (last & 0x3FFF_FFFF_FFFF_FFFF)
        for place in 0..<32 {
            if place == 8 || place == 12 || place == 16 || place == 20 { out.append(UInt8(ascii: "-")) }
            let word = place < 16 ? high : low
            let nibble = UInt8(truncatingIfNeeded: word >> UInt64((15 - place % 16) * 4)) & 0xF
            out.append(nibble < 10 ? 0x30 &+ nibble : 0x57 &+ nibble)
        }
    }
}
