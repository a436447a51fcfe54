public import ChatWire

/// Why a call has no result.
public enum ClientError: Error, Sendable, Equatable {
    /// The server understood, and said no: with a documented code and a sentence for a person.
    case refused(RefusalView)
    /// No connection could be made, or it broke before the answer was complete. The request may have been carried out.
    case unreachable(String)
    /// What answered does not speak as a Roost server does.
    case protocolFault(String)
    /// No answer came in time. The request may have been carried out.
    case timeout

    /// A sentence for a person.
    public var message: String {
        switch self {
        case .refused(let refusal): refusal.message
        case .unreachable(let reason): "The server cannot be reached: \(reason)"
        case .protocolFault(let reason): "The server's answer makes no sense: \(reason)"
        case .timeout: "The server did not answer in time."
        }
    }
}
