public import Deflate

/// Writes frames (RFC 6455, 5.2), each appended to what a connection is about to send.
///
/// A server passes no mask, so that one encoded frame can go to every reader. A client passes 32 fresh random bits for
/// every frame, unforeseeable to whoever chose the payload (RFC 6455, 5.3).
public enum WebSocketFrame {
    /// What a frame carries, by its opcode.
    public enum Kind: UInt8, Sendable {
        /// More of the message before it.
        case continuation = 0
        /// Valid UTF-8, which is up to the caller.
        case text = 1
        case binary = 2
        case ping = 9
        case pong = 10

        var isControl: Bool { self == .ping || self == .pong }
    }

    /// The most bytes that a frame has besides its payload.
    public static let largestHeader = 14

    /// Appends one frame. Of a ping or pong only the first 125 payload bytes are sent, and never as a fragment.
    public static func append(
        _ kind: Kind, _ payload: UnsafeRawBufferPointer, isFinal: Bool = true, mask: UInt32? = nil,
        to output: inout [UInt8]
    ) {
        let payload = kind.isControl ? UnsafeRawBufferPointer(rebasing: payload.prefix(125)) : payload
        let first = kind.rawValue | (isFinal || kind.isControl ? 0x80 : 0)
        append(first: first, payload, mask: mask, to: &output)
    }

    /// Appends a whole message in one frame, compressed with permessage-deflate if that makes it smaller.
    ///
    /// Only for a connection whose handshake agreed on it.
    ///
    /// - Parameter windowBits: what was agreed for this side's window.
    public static func append(
        _ kind: Kind, _ payload: UnsafeRawBufferPointer, deflatedBy deflater: Deflater, windowBits: Int = 15,
        mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        guard kind == .text || kind == .binary,
            let deflated = deflater.deflate(payload, windowBits: windowBits), deflated.count < payload.count
        else { return append(kind, payload, mask: mask, to: &output) }
        append(first: kind.rawValue | 0xC0, deflated, mask: mask, to: &output)
    }

    /// Appends a close frame, after which nothing more may be sent.
    ///
    /// A code that must not be sent is left out, and the reason with it. A reason over 123 bytes is cut between characters.
    public static func appendClose(
        _ code: WebSocketCloseCode?, reason: String = "", mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        var payload: [UInt8] = []
        if let code, code.isSendable {
            payload = [UInt8(code.rawValue >> 8), UInt8(truncatingIfNeeded: code.rawValue)]
            for scalar in reason.unicodeScalars {
                guard let encoded = UTF8.encode(scalar), payload.count + encoded.count <= 125 else { break }
                payload += encoded
            }
        }
        payload.withUnsafeBytes { append(first: 0x88, $0, mask: mask, to: &output) }
    }

    private static func append(
        first: UInt8, _ payload: UnsafeRawBufferPointer, mask: UInt32?, to output: inout [UInt8]
    ) {
        let masked: UInt8 = mask == nil ? 0 : 0x80
        output.append(first)
        switch payload.count {
        case ...125:
            output.append(masked | UInt8(truncatingIfNeeded: payload.count))
        case ...0xFFFF:
            output.append(masked | 126)
            appendBigEndian(UInt64(payload.count), bytes: 2, to: &output)
        default:
            output.append(masked | 127)
            appendBigEndian(UInt64(payload.count), bytes: 8, to: &output)
        }
        guard let mask else { return output.append(contentsOf: payload) }
        withUnsafeBytes(of: mask) { output.append(contentsOf: $0) }
        let start = output.count
        output.append(contentsOf: payload)
        var key = MaskKey(mask)
        output.withUnsafeMutableBytes { key.apply(to: UnsafeMutableRawBufferPointer(rebasing: $0.dropFirst(start))) }
    }

    private static func appendBigEndian(_ value: UInt64, bytes: Int, to output: inout [UInt8]) {
        for place in (0..<bytes).reversed() {
            output.append(UInt8(truncatingIfNeeded: value >> (UInt64(place) * 8)))
        }
    }
}
