/// What stands before the payload of a frame (RFC 6455, 5.2).
struct FrameHeader {
    enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10

        var isControl: Bool { rawValue >= 8 }
    }

    static let longest = 14

    let isFinal: Bool
    let isCompressed: Bool
    let opcode: Opcode
    let payloadBytes: Int
    /// Zero, which masks nothing, if the frame has no mask.
    let maskKey: MaskKey
    /// The size of the header itself.
    let headerBytes: Int

    /// Reads the header at the start of `bytes`, or gives nil if more bytes are needed.
    ///
    /// Throws at the first wrong byte, whether or not the rest is there, so that how input is split changes nothing.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer, role: WebSocketRole, mayCompress: Bool) throws(WebSocketFailure) {
        guard let first = bytes.first else { return nil }
        guard let opcode = Opcode(rawValue: first & 0x0F) else { throw .unknownOpcode }
        isFinal = first & 0x80 != 0
        isCompressed = first & 0x40 != 0
        self.opcode = opcode
        guard first & 0x30 == 0 else { throw .reservedBits }
        // Of the extensions only permessage-deflate is known: RSV1 on the first frame of a message (RFC 7692, 6).
        guard !isCompressed || (mayCompress && (opcode == .text || opcode == .binary)) else { throw .reservedBits }
        guard isFinal || !opcode.isControl else { throw .fragmentedControlFrame }

        guard bytes.count >= 2 else { return nil }
        let second = bytes[1]
        let isMasked = second & 0x80 != 0
        switch role {
        case .server: guard isMasked else { throw .unmaskedFrame }
        case .client: guard !isMasked else { throw .maskedFrame }
        }
        let short = Int(second & 0x7F)
        guard short <= 125 || !opcode.isControl else { throw .oversizedControlFrame }

        var offset = 2
        switch short {
        case 126:
            guard bytes.count >= 4 else { return nil }
            payloadBytes = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
            guard payloadBytes > 125 else { throw .lengthNotMinimal }
            offset = 4
        case 127:
            guard bytes.count >= 10 else { return nil }
            let length = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
            guard length >> 63 == 0 else { throw .lengthOutOfRange }
            guard length > 0xFFFF else { throw .lengthNotMinimal }
            guard let length = Int(exactly: length) else { throw .frameTooBig }
            payloadBytes = length
            offset = 10
        default:
            payloadBytes = short
        }

        if isMasked {
            guard bytes.count >= offset + 4 else { return nil }
            maskKey = MaskKey(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset += 4
        } else {
            maskKey = .none
        }
        headerBytes = offset
    }
}
