/// The body of a message event: `{"text":"…"}`, in one canonical spelling, which is stored and sent as it is.
public enum MessageBody {
    public enum Fault: Error, Equatable, Sendable {
        /// Nothing but white space.
        case empty
        case tooLong(bytes: Int)
        /// A control character other than tab and line feed.
        case controlCharacter(UInt8)
    }

    private static let opening = Array("{\"text\":\"".utf8)
    private static let closing = Array("\"}".utf8)

    /// Makes a body from the content of a JSON string as a client wrote it (checked by the reader).
    /// CR LF becomes LF. `limit` counts the UTF-8 bytes of the text itself.
    public static func make(
        raw: UnsafeRawBufferPointer, escaped: Bool, limit: Int
    ) throws(Fault) -> [UInt8] {
        if escaped { return try make(text: JSONText.unescaped(raw), limit: limit) }
        // Without escapes there is neither quote, backslash nor control character below 0x20 in it.
        guard raw.count <= limit else { throw .tooLong(bytes: raw.count) }
        if let delete = raw.firstIndex(of: 0x7F) { throw .controlCharacter(raw[delete]) }
        guard !isBlank(raw) else { throw .empty }
        return enclosed(raw)
    }

    /// - Parameter text: needs no escapes.
    private static func enclosed(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(text.count + opening.count + closing.count)
        body.append(contentsOf: opening)
        body.append(contentsOf: text)
        body.append(contentsOf: closing)
        return body
    }

    /// Makes a body from plain UTF-8.
    public static func make(text: [UInt8], limit: Int) throws(Fault) -> [UInt8] {
        // Most texts stand in JSON as they are.
        if text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            guard text.count <= limit else { throw .tooLong(bytes: text.count) }
            guard !text.withUnsafeBytes({ isBlank($0) }) else { throw .empty }
            return text.withUnsafeBytes { enclosed($0) }
        }
        var clean: [UInt8] = []
        clean.reserveCapacity(text.count)
        for (place, byte) in text.enumerated() {
            if byte == 0x0D, place + 1 < text.count, text[place + 1] == 0x0A { continue }
            if byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F { throw .controlCharacter(byte) }
            clean.append(byte)
        }
        guard clean.count <= limit else { throw .tooLong(bytes: clean.count) }
        let blank = clean.withUnsafeBytes { isBlank($0) }
        guard !blank else { throw .empty }
        var body = opening
        clean.withUnsafeBytes { JSONText.appendEscaped($0, to: &body) }
        body.append(contentsOf: closing)
        return body
    }

    /// The text of a body that has nothing else and no escapes, as most are; nil for any other. A tenth of the time that
    /// the decoder takes.
    static func soleText(of body: [UInt8]) -> String? {
        guard body.count >= opening.count + closing.count, body.starts(with: opening) else { return nil }
        let text = body[opening.count..<(body.count - closing.count)]
        guard body[text.endIndex...].elementsEqual(closing),
            !text.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 })
        else { return nil }
        return String(validating: text, as: UTF8.self)
    }

    /// Whether there is nothing but white space, of any script.
    private static func isBlank(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let seen = text.firstIndex(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 }) else { return true }
        guard text[seen] >= 0x80 else { return false }
        return String(decoding: text[seen...], as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }
}
