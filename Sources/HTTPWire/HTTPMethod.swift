/// A request method. Methods are case-sensitive (RFC 9110, 9.1): `get` is `.other("get")`.
public enum HTTPMethod: Sendable, Hashable {
    case get, head, post, put, patch, delete, options, trace, connect
    /// Any other token.
    case other(String)

    /// Whether it only looks at something: GET and HEAD (RFC 9110, section 9.2.1).
    public var isSafe: Bool { self == .get || self == .head }

    /// As it stands on the wire.
    public var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other(let name): name
        }
    }

    /// Nil if the name is not a token.
    public init?(_ name: String) {
        guard HTTPGrammar.isToken(name) else { return nil }
        switch name {
        case "GET": self = .get
        case "HEAD": self = .head
        case "POST": self = .post
        case "PUT": self = .put
        case "PATCH": self = .patch
        case "DELETE": self = .delete
        case "OPTIONS": self = .options
        case "TRACE": self = .trace
        case "CONNECT": self = .connect
        default: self = .other(name)
        }
    }
}

/// The versions that are spoken. Everything else is refused.
public enum HTTPVersion: Sendable, Hashable {
    case http10, http11

    init(_ bytes: Span<UInt8>) throws(HTTPRefusal) {
        // Case-sensitive: RFC 9112, 2.3.
        guard bytes.count == 8, bytes.text(0..<5) == "HTTP/", bytes[6] == UInt8(ascii: "."),
            HTTPGrammar.isDigit(bytes[5]), HTTPGrammar.isDigit(bytes[7])
        else { throw .versionMalformed }
        switch (bytes[5], bytes[7]) {
        case (0x31, 0x31): self = .http11
        case (0x31, 0x30): self = .http10
        default: throw .versionUnsupported
        }
    }
}
