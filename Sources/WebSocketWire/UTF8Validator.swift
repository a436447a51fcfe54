/// Checks UTF-8 that comes in pieces, and notices a wrong byte as soon as it is there (Unicode 16.0, table 3-7).
struct UTF8Validator {
    /// How many continuation bytes the character still needs, and in which range the next of them must lie.
    private var needed: UInt8 = 0
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xBF

    /// Whether text may end here.
    var isBetweenCharacters: Bool { needed == 0 }

    /// Whether `bytes` can follow what came before. After a false answer the validator is of no more use.
    mutating func accepts(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var needed = needed
        var low = low
        var high = high
        var index = 0
        let end = bytes.count
        while index < end {
            if needed == 0 {
                while index &+ 8 <= end,
                    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    index &+= 8
                }
                guard index < end else { break }
            }
            let byte = bytes[index]
            index &+= 1
            if needed > 0 {
                guard byte >= low && byte <= high else { return false }
                needed &-= 1
                (low, high) = (0x80, 0xBF)
                continue
            }
            switch byte {
            case 0x00...0x7F: continue
            case 0xC2...0xDF: needed = 1
            case 0xE0: (needed, low) = (2, 0xA0)
            case 0xED: (needed, high) = (2, 0x9F)
            case 0xE1...0xEF: needed = 2
            case 0xF0: (needed, low) = (3, 0x90)
            case 0xF4: (needed, high) = (3, 0x8F)
            case 0xF1...0xF3: needed = 3
            default: return false
            }
        }
        (self.needed, self.low, self.high) = (needed, low, high)
        return true
    }

    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var validator = UTF8Validator()
        return validator.accepts(bytes) && validator.isBetweenCharacters
    }
}
