/// One extension in a `Sec-WebSocket-Extensions` field (RFC 6455, 9.1).
struct WebSocketExtension: Equatable {
    struct Parameter: Equatable {
        /// Lower case.
        var name: String
        /// Without quotes.
        var value: String?
    }

    /// Lower case.
    var name: String
    var parameters: [Parameter] = []

    /// The extensions of all the fields of one message in their order, or nil if they break the grammar.
    static func list(_ fields: [String]) -> [WebSocketExtension]? {
        var scanner = FieldScanner(fields.joined(separator: ","))
        var list: [WebSocketExtension] = []
        repeat {
            // RFC 9110, 5.6.1: a recipient ignores empty elements.
            guard let name = scanner.token() else { continue }
            var found = WebSocketExtension(name: name.lowercased())
            while scanner.skip(";") {
                guard let name = scanner.token() else { return nil }
                var parameter = Parameter(name: name.lowercased())
                if scanner.skip("=") {
                    guard let value = scanner.token() ?? scanner.quotedToken() else { return nil }
                    parameter.value = value
                }
                found.parameters.append(parameter)
            }
            list.append(found)
        } while scanner.skip(",")
        return scanner.isAtEnd ? list : nil
    }
}

/// The words of a header field (RFC 9110, 5.6).
struct FieldScanner {
    private var rest: Substring.UTF8View

    init(_ field: String) { rest = Substring(field).utf8 }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return rest.isEmpty
        }
    }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard let first = rest.first, first == UInt8(ascii: mark) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func token() -> String? {
        skipSpace()
        let token = rest.prefix(while: Self.isTokenByte)
        guard !token.isEmpty else { return nil }
        rest = rest.dropFirst(token.count)
        return String(Substring(token))
    }

    /// A quoted string whose content is a token, as RFC 6455 demands of extension parameters.
    mutating func quotedToken() -> String? {
        guard skip("\"") else { return nil }
        var content: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return content.isEmpty ? nil : String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), Self.isTokenByte(escaped) else { return nil }
                content.append(escaped)
            default:
                guard Self.isTokenByte(byte) else { return nil }
                content.append(byte)
            }
        }
        return nil
    }

    /// The comma-separated tokens of all the fields of one name, or nil if they are anything else.
    static func tokens(_ fields: [String]) -> [String]? {
        var scanner = FieldScanner(fields.joined(separator: ","))
        var tokens: [String] = []
        repeat {
            if let token = scanner.token() { tokens.append(token) }
        } while scanner.skip(",")
        return scanner.isAtEnd ? tokens : nil
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
