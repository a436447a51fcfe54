public import Metrics

/// What a store does with its disk. Each is written by one thread of the store, and read on any.
public final class StoreFigures: Sendable {
    /// Of the write-ahead log, one for each commit and few more, in nanoseconds.
    public let syncs = Histogram(upTo: Histogram.durations)
    /// Copying the log into the database, in nanoseconds; those that failed too.
    public let checkpoints = Histogram(upTo: Histogram.durations)
    public let checkpointFailures = Figure()
}
