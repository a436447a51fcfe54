public import ChatWire

/// Why there is no live connection any more, or none came to be.
public enum ConnectionLoss: Error, Sendable, Equatable {
    /// No connection could be made.
    case unreachable(String)
    /// The connection ended without a good-bye.
    case broken(String)
    /// The server said good-bye, with a code of docs/protocol/live.md.
    case closed(code: UInt16, reason: String)
    /// The server answered the upgrade with an ordinary answer.
    case refused(status: Int, RefusalView?)
    /// The server broke the protocol.
    case fault(String)
    /// Nothing was heard for too long.
    case silent

    /// What to do about it.
    enum Verdict: Equatable {
        /// Come back after a pause, at least as long as the server asks.
        case comeBack(after: Duration?)
        /// Coming back with the same input would end the same way.
        case comeBackWithout
        /// The session is over; only a new log-in helps.
        case loggedOut
        /// Nothing that a client can do by itself helps.
        case giveUp
    }

    /// What the close codes and answers of docs/protocol mean for who may come back.
    var verdict: Verdict {
        switch self {
        case .unreachable, .broken, .silent, .fault: .comeBack(after: nil)
        case .closed(4001, _): .loggedOut
        case .closed(1002, _), .closed(1003, _), .closed(1007, _), .closed(1009, _): .comeBackWithout
        case .closed: .comeBack(after: nil)
        case .refused(401, _): .loggedOut
        case .refused(let status, let refusal):
            if status >= 500 || status == 429 || status == 408 {
                .comeBack(after: refusal?.retryAfter.map { .seconds(max(0, $0)) })
            } else {
                .giveUp
            }
        }
    }

    /// A sentence for a person.
    public var message: String {
        switch self {
        case .unreachable(let reason): "The server cannot be reached: \(reason)"
        case .broken: "The connection was lost."
        case .closed(4001, ""): "The session has ended. Log in again."
        case .closed(1001, _), .closed(1012, _): "The server is restarting."
        case .closed(_, let reason): reason.isEmpty ? "The server closed the connection." : reason
        case .refused(_, let refusal?): refusal.message
        case .refused(let status, nil): "The server answered with status \(status)."
        case .fault(let reason): "The server broke the protocol: \(reason)"
        case .silent: "Nothing was heard from the server for too long."
        }
    }
}
