public import ChatDomain

/// What is told to those who follow the log behind it: search, transcripts. Called on the service thread, never blocks.
public struct LogFollowers: Sendable {
    /// There may be something new. Also once a second when there is nothing.
    var poke: @Sendable () -> Void
    /// What stood at these places of a log is gone: a message, or everything from the beginning on, which has no event that
    /// tells of it and is told again at each start.
    var erased: @Sendable (LogID, ClosedRange<SequenceNumber>) -> Void

    public init(
        poke: @escaping @Sendable () -> Void,
        erased: @escaping @Sendable (LogID, ClosedRange<SequenceNumber>) -> Void
    ) {
        (self.poke, self.erased) = (poke, erased)
    }

    public static let none = LogFollowers(poke: {}, erased: { _, _ in })
}
