/// Counts since the loop started. Read on the loop.
public struct LoopStatistics: Sendable {
    /// Turns in which the loop was woken from another thread.
    public var wakeUps = 0
    /// System calls made to write, those that took nothing included.
    public var writes = 0
    /// Bytes that the system took at once.
    public var writtenBytes = 0
    /// How often a socket took less than was offered, so that its connection was blocked.
    public var blocks = 0
    public var acceptedConnections = 0
    /// How often accepting paused because the system had no descriptor or memory left.
    public var acceptPauses = 0
    public var openConnections = 0
}
