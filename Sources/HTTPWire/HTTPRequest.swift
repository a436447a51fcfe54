/// A whole request: head and body.
public struct HTTPRequest: Sendable, Hashable {
    public let method: HTTPMethod
    public let target: HTTPTarget
    public let version: HTTPVersion
    /// A target in absolute form has replaced the Host header (RFC 9112, 3.2.2), so there is one truth about the host.
    public let headers: HTTPHeaders
    public let body: [UInt8]

    public init(
        method: HTTPMethod, target: HTTPTarget, version: HTTPVersion = .http11, headers: HTTPHeaders = .init(),
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.body = body
    }

    public var path: String { target.path }
    public var query: String? { target.query }

    /// Host and port that the client meant. Nil only in HTTP/1.0.
    public var authority: String? { headers["host"] }

    /// Whether the client would send another request on this connection (RFC 9112, 9.3).
    public var keepAlive: Bool {
        HTTPConnectionRules.keepAlive(headers, version: version)
    }

    /// Whether the client offers to switch to `protocolName` (RFC 9110, 7.8): `isUpgrade(to: "websocket")`.
    public func isUpgrade(to protocolName: String) -> Bool {
        version == .http11 && headers.contains(token: "upgrade", in: "connection")
            && headers.contains(token: protocolName, in: "upgrade")
    }
}

enum HTTPConnectionRules {
    static func keepAlive(_ headers: HTTPHeaders, version: HTTPVersion) -> Bool {
        if headers.contains(token: "close", in: "connection") { return false }
        return version == .http11 || headers.contains(token: "keep-alive", in: "connection")
    }
}
