import Foundation

/// How long a condition may take before a test gives up on it. Generous: nothing waits for time to pass, only for
/// things to happen.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(_ patience: Duration = .seconds(30)) {
        end = .now + patience
    }

    var isOver: Bool { ContinuousClock.now >= end }

    /// What is left, for `poll`.
    var milliseconds: Int32 {
        let left = (end - .now) / .milliseconds(1)
        return Int32(max(0, min(left.rounded(.up), 600_000)))
    }
}

/// Something that a test waited for did not come.
struct Impatient: Error, CustomStringConvertible {
    let description: String

    init(_ what: String) {
        description = "waited in vain for \(what)"
    }
}

/// Asks again and again until the condition holds: for what only another process knows.
func eventually(_ what: String, within patience: Duration = .seconds(30), _ holds: () throws -> Bool) throws {
    let deadline = Deadline(patience)
    while try !holds() {
        guard !deadline.isOver else { throw Impatient(what) }
        poll(nil, 0, 5)
    }
}
