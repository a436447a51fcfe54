import ChatDomain
import ChatStore

/// A unit on its way to the disk, with whom to tell.
struct Submission: Sendable {
    var unit: CommitUnit
    var reply: Reply
    /// Bytes that it counts for in the pending budget.
    var bytes: Int

    enum Reply: Sendable {
        /// A send on a live connection: acknowledged by the committing thread itself.
        case live(ConnectionID, id: Int64, room: RoomID)
        /// Anything else: the service is told, and answers. The closure runs on the service thread, after the
        /// directory has the change.
        case call(@Sendable (ServiceCore, SettledOutcome) -> Void)
    }
}

/// Submissions that are committed together. The units stand by themselves, as the store wants them.
struct SubmissionBatch {
    private(set) var units: [CommitUnit] = []
    private(set) var replies: [Submission.Reply] = []
    /// What all of them count for in the pending budget.
    private(set) var bytes = 0

    var isEmpty: Bool { units.isEmpty }

    mutating func append(_ submission: Submission) {
        units.append(submission.unit)
        replies.append(submission.reply)
        bytes += submission.bytes
    }
}

/// What became of a submission, for its caller.
enum SettledOutcome: Sendable {
    case outcome(CommitOutcome)
    /// The transaction failed: it may or may not be there after a restart.
    case unknown
}

/// What the committing thread is told, in order.
enum CommitterInput: Sendable {
    case submit([Submission])
    indirect case attach(SubscriptionStart)
    case detach(outlet: Int, room: RoomID)
    /// Goes to all loops with readers of the room, without being kept.
    case presence(OutletMessage, room: RoomID)
    /// Goes to all loops.
    indirect case shown(PersonPresence)
    /// The service has read the store again after a failure.
    case reloaded(heads: [LogID: LogHead])
    /// Everything before it is settled when the closure runs.
    case barrier(@Sendable () -> Void)
}
