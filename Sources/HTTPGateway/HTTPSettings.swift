public import ChatService

/// What the HTTP side of the server is told by the configuration.
public struct HTTPSettings: Sendable {
    public var serverName: String
    public var version: String
    /// The origin that browsers see, as `https://chat.example.org`; nil when they reach the server directly.
    public var publicOrigin: String?
    public var trustedProxies: [AddressRange]
    /// Serves the page from this directory instead of the binary, for work on it.
    public var webRoot: String?
    public var limits: Limits

    public init(
        serverName: String, version: String, publicOrigin: String?, trustedProxies: [AddressRange], webRoot: String?,
        limits: Limits
    ) {
        self.serverName = serverName
        self.version = version
        self.publicOrigin = publicOrigin
        self.trustedProxies = trustedProxies
        self.webRoot = webRoot
        self.limits = limits
    }

    /// Whether cookies may only travel encrypted.
    var isSecure: Bool { publicOrigin?.hasPrefix("https://") ?? false }
}
