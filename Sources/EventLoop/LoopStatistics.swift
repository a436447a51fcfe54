public import Metrics

/// Counts since the loop started. Written on the loop, read on any thread.
public final class LoopStatistics: Sendable {
    /// Turns in which the loop was woken from another thread.
    public let wakeUps = Figure()
    /// System calls made to write, those that took nothing included.
    public let writes = Figure()
    /// Bytes that the system took at once.
    public let writtenBytes = Figure()
    public let readBytes = Figure()
    /// How often a socket took less than was offered, so that its connection was blocked.
    public let blocks = Figure()
    public let acceptedConnections = Figure()
    /// How often accepting paused because the system had no descriptor or memory left.
    public let acceptPauses = Figure()
    public let openConnections = Figure()
    /// ``EventLoop/outboundBytes``, as it was at the end of the last turn.
    public let outboundBytes = Figure()
}
