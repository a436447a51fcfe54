import CLibUV

/// A value behind a mutex of the system.
///
/// `Synchronization.Mutex` would do, but Thread Sanitizer does not see it on Linux and reports races that are none.
final class Guarded<State>: @unchecked Sendable {
    // Unchecked: that is what the mutex is for.
    private let mutex = UnsafeMutablePointer<uv_mutex_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: sending State) {
        mutex.initialize(to: uv_mutex_t())
        uv_mutex_init(mutex)
        self.state = state
    }

    deinit {
        uv_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        uv_mutex_lock(mutex)
        defer { uv_mutex_unlock(mutex) }
        return body(&state)
    }
}
