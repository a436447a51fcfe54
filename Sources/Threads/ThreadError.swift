/// Why a thread did not start.
public enum ThreadError: Error, Sendable, Equatable {
    /// The system refused another thread; `errno` is its reason (`EAGAIN` when a limit is reached).
    case cannotStart(errno: Int32)
}
