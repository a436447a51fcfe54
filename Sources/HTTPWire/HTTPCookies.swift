/// The cookies of a request (RFC 6265, 4.2.1).
public struct HTTPCookies: Sendable, Hashable {
    public struct Pair: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    /// In the order in which they stand.
    public let pairs: [Pair]

    /// Reads all Cookie headers. A pair that breaks the grammar is passed over: it belongs to some other program under the
    /// same domain, and must not lock its people out of this one.
    public init(_ headers: HTTPHeaders) {
        pairs = headers.values("cookie").flatMap { value in
            HTTPGrammar.split(value, by: UInt8(ascii: ";")).compactMap { Self.pair(HTTPGrammar.trimmed($0)) }
        }
    }

    /// The value of the cookie of that name, if there is just one. Of several of one name nobody can tell which this
    /// server set, since another host of the domain may add one; they count as none.
    public subscript(name: String) -> String? {
        let found = pairs.filter { $0.name == name }
        return found.count == 1 ? found.first?.value : nil
    }

    private static func pair(_ text: Substring) -> Pair? {
        guard case (let name, var value)? = HTTPGrammar.cut(text, at: UInt8(ascii: "=")) else { return nil }
        if value.utf8.count >= 2, value.utf8.first == UInt8(ascii: "\""), value.utf8.last == UInt8(ascii: "\"") {
            value = Substring(value.utf8.dropFirst().dropLast())
        }
        guard HTTPGrammar.isToken(name), value.utf8.allSatisfy(isCookieOctet) else { return nil }
        return Pair(name: String(name), value: String(value))
    }

    /// `cookie-octet`: visible ASCII but quote, comma, semicolon and backslash.
    static func isCookieOctet(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\\"): false
        default: (0x21...0x7E).contains(byte)
        }
    }
}
