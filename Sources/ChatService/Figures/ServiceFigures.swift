public import Metrics

/// What the service thread does and holds. Written there, read on any thread.
public final class ServiceFigures: Sendable {
    public let logins = Figure()
    /// Log-ins with a name or a password that was wrong.
    public let loginFailures = Figure()
    // Looked at once a second.
    /// Active ones, guests among them.
    public let accounts = Figure()
    /// Accounts with a live connection.
    public let online = Figure()
    /// Channels and conversations, deleted ones too until they are forgotten.
    public let rooms = Figure()
}

extension ServiceCore {
    /// Costs the same however much there is.
    func noteFigures() {
        figures.accounts.set(directory.activeCount)
        figures.online.set(presence.count)
        figures.rooms.set(directory.rooms.count)
    }
}
