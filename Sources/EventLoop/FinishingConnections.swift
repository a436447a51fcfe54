/// The connections of a loop that are about to close, with one timer for all of their limits.
struct FinishingConnections {
    private var entries: [(connection: TCPConnection, deadline: UInt64)] = []
    private var timer: LoopTimer?
    private var wakesAt = UInt64.max

    /// Milliseconds. Deadlines closer together than this share one look, so that a crowd of them costs little.
    private static let coarseness: UInt64 = 50

    mutating func add(_ connection: TCPConnection, until deadline: UInt64) {
        entries.append((connection, deadline))
        if deadline < wakesAt { schedule(at: deadline, on: connection.loop) }
    }

    mutating func removeAll() {
        entries = []
        timer = nil
    }

    private mutating func schedule(at deadline: UInt64, on loop: EventLoop) {
        wakesAt = max(deadline, loop.now + Self.coarseness)
        timer = LoopTimer(on: loop, after: wakesAt - loop.now) { [unowned loop] in
            loop.finishing.closeOverdue(on: loop)
        }
    }

    private mutating func closeOverdue(on loop: EventLoop) {
        let now = loop.now
        for entry in entries where entry.deadline <= now { entry.connection.close(for: .finishTimedOut) }
        entries.removeAll { $0.connection.phase != .finishing }
        timer = nil
        wakesAt = .max
        if let earliest = entries.map(\.deadline).min() { schedule(at: earliest, on: loop) }
    }
}
