/// Why a server turns an upgrade request down, and how to say so in HTTP (RFC 6455, 4.2).
public enum WebSocketRefusal: Error, Equatable, Sendable {
    case methodNotGet
    case httpVersionTooOld
    /// The request does not ask for a WebSocket at all.
    case notAnUpgrade
    case malformedKey
    case unsupportedVersion
    case malformedExtensions
    case malformedSubprotocols

    public var status: Int {
        switch self {
        case .methodNotGet: 405
        case .notAnUpgrade, .unsupportedVersion: 426
        case .httpVersionTooOld, .malformedKey, .malformedExtensions, .malformedSubprotocols: 400
        }
    }

    /// What the response must carry besides its body.
    public var fields: [(name: String, value: String)] {
        switch self {
        case .methodNotGet: [("Allow", "GET")]
        case .notAnUpgrade: [("Upgrade", "websocket"), ("Connection", "Upgrade")]
        case .unsupportedVersion:
            [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13")]
        default: []
        }
    }

    public var sentence: String {
        switch self {
        case .methodNotGet: "A WebSocket starts with GET."
        case .httpVersionTooOld: "A WebSocket needs HTTP/1.1."
        case .notAnUpgrade: "This address speaks WebSocket: send Upgrade: websocket and Connection: Upgrade."
        case .malformedKey: "Sec-WebSocket-Key must be there once, 16 bytes in Base64."
        case .unsupportedVersion: "Only version 13 of the WebSocket protocol is spoken here."
        case .malformedExtensions: "Sec-WebSocket-Extensions does not follow its grammar."
        case .malformedSubprotocols: "Sec-WebSocket-Protocol does not follow its grammar."
        }
    }
}

/// A server's yes to an upgrade request (RFC 6455, 4.2).
///
/// It does not look at `Host` and `Origin`: the one belongs to HTTP, the other to the application's rules.
public struct WebSocketAcceptance: Sendable {
    /// All fields of the response, whose status is 101.
    public let fields: [(name: String, value: String)]
    /// The one of the supported subprotocols that the client likes best.
    public let subprotocol: String?
    /// The window for ``WebSocketFrame`` if permessage-deflate was agreed on, else nil.
    public let deflateWindowBits: Int?

    /// - Parameters:
    ///   - subprotocols: those that are supported. If the client offers only others, none is chosen.
    ///   - deflates: whether permessage-deflate may be agreed on.
    ///   - values: all values of the request's fields of a name, in their order. Names are asked for in lower case.
    public init(
        method: String, httpVersion: (major: Int, minor: Int), subprotocols: [String] = [], deflates: Bool = true,
        values: (String) -> [String]
    ) throws(WebSocketRefusal) {
        guard FieldScanner.tokens(values("upgrade"))?.contains(where: { $0.lowercased() == "websocket" }) == true,
            FieldScanner.tokens(values("connection"))?.contains(where: { $0.lowercased() == "upgrade" }) == true
        else { throw .notAnUpgrade }
        guard method == "GET" else { throw .methodNotGet }
        guard httpVersion >= (1, 1) else { throw .httpVersionTooOld }
        guard values("sec-websocket-version") == ["13"] else { throw .unsupportedVersion }
        let keys = values("sec-websocket-key")
        guard keys.count == 1, let key = keys.first, HandshakeKey.isValid(key) else { throw .malformedKey }
        guard let offers = WebSocketExtension.list(values("sec-websocket-extensions"))
        else { throw .malformedExtensions }
        guard let wanted = FieldScanner.tokens(values("sec-websocket-protocol")) else { throw .malformedSubprotocols }

        var fields = [
            ("Upgrade", "websocket"), ("Connection", "Upgrade"),
            ("Sec-WebSocket-Accept", HandshakeKey.answer(to: key)),
        ]
        let chosen = wanted.first(where: subprotocols.contains)
        if let chosen { fields.append(("Sec-WebSocket-Protocol", chosen)) }
        let terms = deflates ? CompressionTerms.choose(from: offers) : nil
        if let terms { fields.append(("Sec-WebSocket-Extensions", terms.answer)) }
        self.fields = fields.map { (name: $0.0, value: $0.1) }
        subprotocol = chosen
        deflateWindowBits = terms.map { $0.serverWindowBits ?? 15 }
    }
}
