/// Why a client does not trust a server's answer (RFC 6455, 4.1).
public enum WebSocketAnswerFault: Error, Equatable, Sendable {
    /// The server answered with another status than 101.
    case refused(status: Int)
    case notAnUpgrade
    /// The answer was not made for this request.
    case wrongAcceptValue
    /// An extension that was not offered, or one with terms that were not.
    case unofferedExtension
    case unofferedSubprotocol
}

/// A client's side of the opening handshake (RFC 6455, 4.1). One for each attempt.
public struct WebSocketOffer: Sendable {
    /// What client and server agreed on.
    public struct Agreement: Equatable, Sendable {
        public let subprotocol: String?
        /// The window for ``WebSocketFrame`` if permessage-deflate was agreed on, else nil.
        public let deflateWindowBits: Int?
    }

    let key: String
    private let subprotocols: [String]
    private let deflates: Bool

    /// - Parameters:
    ///   - subprotocols: the best first.
    ///   - generator: for the 16 bytes of the key. RFC 6455 asks for good randomness; the system's has it.
    public init(
        subprotocols: [String] = [], deflates: Bool = true, using generator: some RandomNumberGenerator
    ) {
        // Not inout: Thread Sanitizer stumbles over the address of a generator without a state, such as the system's.
        var generator = generator
        key = HandshakeKey.make(using: &generator)
        self.subprotocols = subprotocols
        self.deflates = deflates
    }

    /// The fields of the GET request besides `Host`.
    public var fields: [(name: String, value: String)] {
        var fields = [
            (name: "Upgrade", value: "websocket"), (name: "Connection", value: "Upgrade"),
            (name: "Sec-WebSocket-Version", value: "13"), (name: "Sec-WebSocket-Key", value: key),
        ]
        if !subprotocols.isEmpty {
            fields.append((name: "Sec-WebSocket-Protocol", value: subprotocols.joined(separator: ", ")))
        }
        if deflates { fields.append((name: "Sec-WebSocket-Extensions", value: CompressionTerms.offer)) }
        return fields
    }

    /// Checks the server's answer.
    ///
    /// - Parameter values: all values of the response's fields of a name. Names are asked for in lower case.
    public func agreement(
        status: Int, values: (String) -> [String]
    ) throws(WebSocketAnswerFault) -> Agreement {
        guard status == 101 else { throw .refused(status: status) }
        guard values("upgrade").map({ $0.lowercased() }) == ["websocket"],
            FieldScanner.tokens(values("connection"))?.contains(where: { $0.lowercased() == "upgrade" }) == true
        else { throw .notAnUpgrade }
        guard values("sec-websocket-accept") == [HandshakeKey.answer(to: key)] else { throw .wrongAcceptValue }

        guard let extensions = WebSocketExtension.list(values("sec-websocket-extensions")),
            extensions.isEmpty || (deflates && extensions.count == 1 && extensions.allSatisfy(CompressionTerms.accepts))
        else { throw .unofferedExtension }
        let chosen = values("sec-websocket-protocol")
        guard chosen.count <= 1, chosen.allSatisfy(subprotocols.contains) else { throw .unofferedSubprotocol }
        return Agreement(subprotocol: chosen.first, deflateWindowBits: extensions.isEmpty ? nil : 15)
    }
}
