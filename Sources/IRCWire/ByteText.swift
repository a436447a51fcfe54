/// Bytes with a meaning in the grammar of IRC.
enum ASCII {
    static let nul: UInt8 = 0x00
    static let lf: UInt8 = 0x0A
    static let cr: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let plus: UInt8 = 0x2B
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equals: UInt8 = 0x3D
    static let at: UInt8 = 0x40
    static let backslash: UInt8 = 0x5C

    static func upper(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte &- 0x20 : byte }
    static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte &+ 0x20 : byte }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The bytes that may stand in no part of a line: NUL, CR and LF.
    static func breaksLine(_ byte: UInt8) -> Bool { byte == nul || byte == lf || byte == cr }
}

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
    public var text: String { String(decoding: self, as: UTF8.self) }
}

extension UnsafeRawBufferPointer {
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
