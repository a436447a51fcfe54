public import ChatService

/// What the HTTP side of the server is told by the configuration.
public struct HTTPSettings: Sendable {
    public var version: String
    /// The origin that browsers see, as `https://chat.example.org`; nil when they reach the server directly.
    public var publicOrigin: String?
    public var trustedProxies: [AddressRange]
    /// Serves the page from this directory instead of the binary, for work on it.
    public var webRoot: String?
    public var limits: Limits
    /// Looks at the machine, which may take a moment.
    public var machine: @Sendable (ServiceHealth) -> MachineState

    public init(
        version: String, publicOrigin: String?, trustedProxies: [AddressRange], webRoot: String?,
        limits: Limits, machine: @escaping @Sendable (ServiceHealth) -> MachineState
    ) {
        self.version = version
        self.publicOrigin = publicOrigin
        self.trustedProxies = trustedProxies
        self.webRoot = webRoot
        self.limits = limits
        self.machine = machine
    }

    /// Whether cookies may only travel encrypted.
    var isSecure: Bool { publicOrigin?.hasPrefix("https://") ?? false }
}
