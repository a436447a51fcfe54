/// A validator of a representation (RFC 9110, 8.8.3).
public struct EntityTag: Sendable, Hashable {
    /// What stands between the quotes.
    public let opaque: String
    public let isWeak: Bool

    /// Nil if the text has a quote, a blank or a control character.
    public init?(_ opaque: String, isWeak: Bool = false) {
        guard opaque.utf8.allSatisfy(Self.isTagByte) else { return nil }
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// The value of an ETag header.
    public var headerValue: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

    /// Whether If-None-Match holds this tag or `*`, so that GET and HEAD are answered with 304. The comparison is weak
    /// (RFC 9110, 13.1.2). A header that is not a list of tags matches nothing.
    public func isMatched(byIfNoneMatch headers: HTTPHeaders) -> Bool {
        let values = headers.values("if-none-match")
        if values == ["*"] { return true }
        return values.contains { Self.list($0)?.contains { $0.opaque == opaque } ?? false }
    }

    /// The tags of a list, nil if it is not one.
    static func list(_ value: String) -> [EntityTag]? {
        var tags: [EntityTag] = []
        var rest = value.utf8[...]
        while true {
            rest = rest.drop { HTTPGrammar.isBlank($0) || $0 == UInt8(ascii: ",") }
            guard !rest.isEmpty else { return tags }
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == UInt8(ascii: "\"") else { return nil }
            rest = rest.dropFirst()
            guard let close = rest.firstIndex(of: UInt8(ascii: "\"")),
                let tag = EntityTag(String(Substring(rest[..<close])), isWeak: isWeak)
            else { return nil }
            tags.append(tag)
            rest = rest[close...].dropFirst().drop(while: HTTPGrammar.isBlank)
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        }
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x7E).contains(byte) || byte >= 0x80
    }
}
