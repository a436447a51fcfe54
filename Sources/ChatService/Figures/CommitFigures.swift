import ChatStore
public import Metrics

/// What the committing thread does. Written there, read on any thread.
public final class CommitFigures: Sendable {
    /// Of commits that succeeded, from the first row to the end of the sync, in nanoseconds.
    public let durations = Histogram(upTo: Histogram.durations)
    /// Events that one commit kept.
    public let batches = Histogram(upTo: Histogram.sizes)
    public let events = Figure()
    public let messages = Figure()
    /// What was there already, under the same key.
    public let repeats = Figure()
    public let failures = Figure()

    /// - Parameter start: of `monotonicNanoseconds`.
    func committed(_ units: [CommitUnit], _ outcomes: [CommitOutcome], since start: Int) {
        durations.observe(monotonicNanoseconds() - start)
        var (kept, said) = (0, 0)
        for (unit, outcome) in zip(units, outcomes) {
            switch outcome {
            case .committed:
                for append in unit.appends {
                    kept += append.events.count
                    for event in append.events where event.kind == .message { said += 1 }
                }
            case .duplicate: repeats.add()
            case .conflict, .fenced: break
            }
        }
        batches.observe(kept)
        events.add(kept)
        messages.add(said)
    }
}
