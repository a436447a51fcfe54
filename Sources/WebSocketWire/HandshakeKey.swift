import Digests

/// The key of a handshake and the answer that proves it was read (RFC 6455, 4.1 and 4.2.2).
enum HandshakeKey {
    static let bytes = 16

    /// Whether `text` is the Base64 form of 16 bytes.
    static func isValid(_ text: String) -> Bool {
        let text = text.utf8
        return text.count == 24 && text.suffix(2).elementsEqual("==".utf8)
            && text.prefix(22).allSatisfy { alphabet.contains($0) }
    }

    static func make(using generator: inout some RandomNumberGenerator) -> String {
        base64((0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    static func answer(to key: String) -> String {
        let salted = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        return base64(Digest.sha1(salted.span.bytes))
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            let word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0...3 {
                let index = Int(word >> UInt32(18 - 6 * place)) & 63
                text.append(place <= group.count ? alphabet[index] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
