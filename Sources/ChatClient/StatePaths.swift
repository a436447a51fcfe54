import Glibc

/// Where a client keeps what outlives it (XDG Base Directory Specification 0.8).
public struct StatePaths: Sendable, Equatable {
    /// Messages that are not acknowledged.
    public var state: String
    /// Who is logged in where.
    public var configuration: String

    public init(state: String, configuration: String) {
        self.state = state
        self.configuration = configuration
    }

    /// `$XDG_STATE_HOME/roost` and `$XDG_CONFIG_HOME/roost`; without those `~/.local/state/roost` and `~/.config/roost`.
    /// Relative values are ignored, as the specification asks.
    public static func fromEnvironment() -> StatePaths {
        let home = variable("HOME") ?? "/"
        return StatePaths(
            state: (absolute("XDG_STATE_HOME") ?? home + "/.local/state") + "/roost",
            configuration: (absolute("XDG_CONFIG_HOME") ?? home + "/.config") + "/roost")
    }

    private static func absolute(_ name: String) -> String? {
        variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
