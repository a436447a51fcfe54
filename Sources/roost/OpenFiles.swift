import Glibc
import Log

/// How many files the process may have open, its connections among them.
enum OpenFiles {
    /// What a server has open besides its connections: its store, its loops, its listeners.
    static let besides = 128

    /// The limit that holds now (RLIMIT_NOFILE, the soft one); nil when it cannot be read.
    static var limit: Int? { limits.map { Int(clamping: $0.rlim_cur) } }

    /// The limit that ``allow(connections:)`` comes to for this user; nil when it cannot be read.
    static func attainable(connections: Int) -> Int? {
        limits.map { Int(clamping: max($0.rlim_cur, min($0.rlim_max, rlim_t(connections + besides)))) }
    }

    /// Raises the limit to what so many connections need, as far as the system lets this user; never lowers it.
    ///
    /// Usual is 1,024, which a login shell and systemd give for the sake of programs that use `select`.
    /// - Returns: the limit that holds from now on.
    @discardableResult
    static func allow(connections: Int) -> Int? {
        guard var limits else { return nil }
        let needed = rlim_t(connections + besides)
        if limits.rlim_cur < needed {
            limits.rlim_cur = min(needed, limits.rlim_max)
            // What is refused leaves the limit as it was, and is told by it.
            _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        }
        return limit
    }

    /// The same, and says so in the log when it is not enough.
    static func allow(connections: Int, log: Log) {
        guard let limit = allow(connections: connections), limit < connections + besides else { return }
        log.warning(
            "fewer files may be open than max_connections needs; raise the limit (ulimit -Hn; systemd: LimitNOFILE)",
            ["limit": "\(limit)", "needed": "\(connections + besides)", "max_connections": "\(connections)"])
    }

    private static var limits: rlimit? {
        var limits = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 ? limits : nil
    }
}
