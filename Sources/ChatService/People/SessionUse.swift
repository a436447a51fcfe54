import ChatDomain
import ChatStore
import Secrets

/// When sessions were used, until it is written down: every few minutes a session, and never while somebody waits.
struct SessionUse {
    private struct Use {
        var session: Session
        var detail: SessionDetail
    }

    /// Seconds for which a use that was written is recent enough.
    static let grain: Int64 = 300
    /// Sessions that are written down at once.
    private static let batch = 500

    private var unwritten: [[UInt8]: Use] = [:]

    mutating func note(_ session: Session, _ detail: SessionDetail, from address: String, at now: Timestamp) {
        let isRecent = now.rawValue - (detail.usedAt ?? 0) < Self.grain * 1_000
        guard !isRecent, unwritten[session.digest] == nil else { return }
        var detail = detail
        detail.usedAt = now.rawValue
        detail.address = address
        unwritten[session.digest] = Use(session: session, detail: detail)
    }

    /// What to write now: of sessions that are still there, and as they are now but for their use.
    mutating func take(_ directory: Directory) -> [StateChange] {
        guard !unwritten.isEmpty else { return [] }
        var changes: [StateChange] = []
        for (digest, use) in unwritten.prefix(Self.batch) {
            unwritten[digest] = nil
            guard directory.sessions[digest] != nil else { continue }
            var detail = directory.detail(of: use.session)
            detail.usedAt = use.detail.usedAt
            detail.address = use.detail.address
            changes.append(detail.put(owner: use.session.account.rawValue, item: use.session.number))
        }
        return changes
    }
}
