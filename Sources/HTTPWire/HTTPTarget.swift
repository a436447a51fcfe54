/// What a request asks for, split as RFC 9112, 3.2 says. The texts are as they came, escapes and all.
public struct HTTPTarget: Sendable, Hashable {
    /// Begins with `/`; or is `*`, for OPTIONS alone.
    public let path: String
    /// What follows the first `?`, nil without one.
    public let query: String?
    /// Host and port of a target in absolute form; nil for the usual origin form.
    public let authority: String?

    public init(path: String, query: String? = nil, authority: String? = nil) {
        self.path = path
        self.query = query
        self.authority = authority
    }

    init(_ bytes: Span<UInt8>, method: HTTPMethod) throws(HTTPRefusal) {
        guard method != .connect else { throw .connectUnsupported }
        guard let first = bytes.count > 0 ? bytes[0] : nil else { throw .targetInvalid }
        if first == UInt8(ascii: "/") {
            try self.init(pathAndQuery: bytes, from: 0, authority: nil, empty: "/")
        } else if bytes.count == 1, first == UInt8(ascii: "*") {
            guard method == .options else { throw .targetInvalid }
            self.init(path: "*")
        } else {
            try self.init(absolute: bytes, method: method)
        }
    }

    private init(absolute bytes: Span<UInt8>, method: HTTPMethod) throws(HTTPRefusal) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes.extracting(0..<colon).equalsIgnoringCase("http")
                || bytes.extracting(0..<colon).equalsIgnoringCase("https"),
            colon + 2 < bytes.count, bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/")
        else { throw .targetInvalid }
        let start = colon + 3
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") { end += 1 }
        guard let authority = bytes.text(start..<end), HTTPAuthority.isValid(authority) else { throw .targetInvalid }
        // RFC 9112, 3.2.4: OPTIONS for a URL without a path asks about the server itself.
        let empty = method == .options && end == bytes.count ? "*" : "/"
        try self.init(pathAndQuery: bytes, from: end, authority: authority, empty: empty)
    }

    private init(
        pathAndQuery bytes: Span<UInt8>, from start: Int, authority: String?, empty: String
    ) throws(HTTPRefusal) {
        let mark = bytes.firstIndex(of: UInt8(ascii: "?"), from: start)
        let pathEnd = mark ?? bytes.count
        var index = start
        while index < pathEnd {
            guard Self.isPathByte(bytes[index]) else { throw .targetInvalid }
            index += 1
        }
        guard let path = bytes.text(start..<pathEnd) else { throw .targetInvalid }
        var query: String?
        if let mark {
            index = mark + 1
            while index < bytes.count {
                guard Self.isQueryByte(bytes[index]) else { throw .targetInvalid }
                index += 1
            }
            query = bytes.text((mark + 1)..<bytes.count)
        }
        self.init(path: path.isEmpty ? empty : path, query: query, authority: authority)
    }

    /// RFC 3986 allows less than browsers send: `[`, `]` and `|` arrive bare.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "}"): false
        default: isQueryByte(byte)
        }
    }

    /// Visible ASCII but what the URL standard always escapes in a query. `#` would begin a fragment, which is not sent.
    private static func isQueryByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"): false
        default: (0x21...0x7E).contains(byte)
        }
    }
}
