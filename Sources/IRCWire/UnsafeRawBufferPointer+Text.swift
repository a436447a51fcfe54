extension UInt64 {
    /// Whether one of the eight bytes is `byte`. Never wrong where it says no.
    @inline(__always)
    func mayHold(_ byte: UInt8) -> Bool {
        let zeroed = self ^ (0x0101_0101_0101_0101 &* UInt64(byte))
        return (zeroed &- 0x0101_0101_0101_0101) & ~zeroed & 0x8080_8080_8080_8080 != 0
    }
}

extension UnsafeRawBufferPointer {
    /// The first CR or LF from `start` on.
    func firstLineEnd(from start: Int) -> Int? {
        var index = start
        while index &+ 8 <= count {
            let word = loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word.mayHold(ASCII.lf) || word.mayHold(ASCII.cr) { break }
            index &+= 8
        }
        while index < count {
            if self[index] == ASCII.lf || self[index] == ASCII.cr { return index }
            index &+= 1
        }
        return nil
    }

    /// The part of the bytes, held within them.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range.clamped(to: 0..<count)])
    }

    /// The bytes as text; what is not UTF-8 is replaced.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// How many bytes from the front are printable ASCII for certain: whole groups of eight.
    private var plainPrefix: Int {
        var index = 0
        while index &+ 8 <= count {
            let word = loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let controls = (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
            if controls | (word & 0x8080_8080_8080_8080) != 0 { break }
            index &+= 8
        }
        return index
    }

    /// Throws unless all is UTF-8 without NUL, CR and LF.
    func checkText() throws(IRCMessageError) {
        let rest = UnsafeRawBufferPointer(rebasing: self[plainPrefix...])
        for byte in rest where byte <= ASCII.cr && ASCII.breaksLine(byte) { throw .forbiddenByte }
        guard (try? UTF8Span(validating: rest.assumingMemoryBound(to: UInt8.self).span)) != nil else {
            throw .invalidUTF8
        }
    }
}
