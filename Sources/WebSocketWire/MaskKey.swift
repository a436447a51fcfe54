/// The four bytes that a client XORs over a payload (RFC 6455, 5.3), and how far into them the payload is.
struct MaskKey {
    static let none = MaskKey(0)

    /// The next byte to use is the lowest one.
    private var value: UInt32

    /// `word` as it lies in memory.
    init(_ word: UInt32) { value = UInt32(littleEndian: word) }

    /// Masks or unmasks in place, and moves on by as many bytes.
    mutating func apply(to bytes: UnsafeMutableRawBufferPointer) {
        guard value != 0 else { return }
        let wide = UInt64(value) | UInt64(value) << 32
        var offset = 0
        let wholeWords = bytes.count & ~7
        while offset < wholeWords {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            bytes.storeBytes(of: (word ^ wide).littleEndian, toByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        var rest = wide
        while offset < bytes.count {
            bytes[offset] ^= UInt8(truncatingIfNeeded: rest)
            rest >>= 8
            offset &+= 1
        }
        let turn = UInt32(truncatingIfNeeded: bytes.count & 3) * 8
        value = value >> turn | value << (32 - turn)
    }
}
