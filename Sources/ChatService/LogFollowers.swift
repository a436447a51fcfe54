public import ChatDomain

/// What is told to those who follow the log behind it: search, transcripts. Called on the service thread, never blocks.
public struct LogFollowers: Sendable {
    /// There may be something new. Also once a second when there is nothing.
    var poke: @Sendable () -> Void
    /// Everything in a log up to a place is gone, without an event that tells of it. Told again at each start.
    var erased: @Sendable (LogID, SequenceNumber) -> Void

    public init(poke: @escaping @Sendable () -> Void, erased: @escaping @Sendable (LogID, SequenceNumber) -> Void) {
        (self.poke, self.erased) = (poke, erased)
    }

    public static let none = LogFollowers(poke: {}, erased: { _, _ in })
}
