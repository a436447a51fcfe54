public import Metrics

/// What waits for one of the service's threads.
public struct ServiceQueue: Sendable {
    public var name: String
    public var length: Int
    /// Nil where there is none: what fills these is held back by ``PendingBytes`` and the limits of requests.
    public var limit: Int?
}

extension ChatService {
    public var queues: [ServiceQueue] {
        let limits = settings.limits
        return [
            ServiceQueue(name: "service", length: service.waiting),
            ServiceQueue(name: "committer", length: committer.waiting),
            ServiceQueue(name: "password", length: passwords.waiting, limit: limits.passwordQueue),
            ServiceQueue(name: "read", length: readers.waiting, limit: limits.readQueue),
            ServiceQueue(name: "search", length: searchers.waiting, limit: limits.searchQueue),
        ]
    }

    /// The threads that nothing may hold up, since everybody waits for them.
    public var activities: [Activity] { [service.activity, committer.activity] }
}
