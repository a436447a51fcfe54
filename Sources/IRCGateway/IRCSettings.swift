public import ChatService

/// How the IRC door is run.
public struct IRCSettings: Sendable {
    /// The name that the server goes by on IRC: a host name, with a dot, so that no nick looks like it.
    public var serverName: String
    public var version: String
    /// Lines of the message of the day, read anew at REHASH; empty for none.
    public var motd: @Sendable () -> [String]
    /// What ADMIN says: where the server is, and whom to ask.
    public var adminLines: [String]
    /// Where people open the server, without a slash at its end; nil when that is not known.
    public var publicURL: String?
    public var limits: Limits

    public init(
        serverName: String = "roost.local", version: String, motd: @escaping @Sendable () -> [String] = { [] },
        adminLines: [String] = [], publicURL: String? = nil, limits: Limits
    ) {
        (self.serverName, self.version, self.motd, self.adminLines) = (serverName, version, motd, adminLines)
        (self.publicURL, self.limits) = (publicURL, limits)
    }
}
