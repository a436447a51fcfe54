import ChatDomain
import ChatStore
import Secrets

// What happens to people and sessions by itself, as time goes by.
extension ServiceCore {
    /// Once a second.
    func keepPeople(at now: Timestamp) {
        guard !isStopping else { return }
        endStatuses(at: now)
        removeVisitorsWhoLeft()
        if now.rawValue >= nextPeopleSweep.rawValue {
            nextPeopleSweep = Timestamp(milliseconds: now.rawValue + 60_000)
            noteLiveSessions(at: now)
            endOldSessions(at: now)
            dropOldLinks(at: now)
            dropOldAddressBans(at: now)
            dropOrphans()
        }
        let used = sessionUse.take(directory)
        // What is lost by a failure is noted again at the next use.
        if !used.isEmpty { submit(CommitUnit(changes: used), reply: .call { _, _ in }) }
    }

    private func endStatuses(at now: Timestamp) {
        guard !directory.statusEnds.isEmpty else { return }
        for (account, end) in directory.statusEnds where end <= now {
            // Behind whatever he changes himself at this moment.
            let ignored: Answer<Void> = { _ in }
            decideInTurn(for: nil, holding: [.account(account)], answer: ignored) { core throws(Refusal) in
                var profile = core.profile(account)
                guard let until = profile.status?.until, until <= core.ports.now().rawValue else { return .done(()) }
                profile.status = nil
                let news = core.tell(account, .changed) { $0.topic = "profile" }
                let unit = CommitUnit(appends: [news], changes: [profile.put(owner: account.rawValue)])
                return .commit(unit) { core, _ in
                    core.announceChange(of: account, whoShowed: core.directory.showsPresence(account))
                }
            }
        }
    }

    /// A live stream uses its session as long as it is open.
    private func noteLiveSessions(at now: Timestamp) {
        for digest in live.keys {
            guard let session = directory.sessions[digest.bytes] else { continue }
            let detail = directory.detail(of: session)
            sessionUse.note(session, detail, from: detail.address ?? session.address, at: now)
        }
    }

    private func endOldSessions(at now: Timestamp) {
        let days = settings.limits.sessionDays
        let ended = directory.sessions.values.filter { session in
            if directory.detail(of: session).kind == .connection { return isLeft(session, at: now) }
            guard directory.end(of: session, browserDays: days).map({ $0 <= now }) == true else { return false }
            // A browser that is connected uses its session.
            let isConnected = TokenDigest(bytes: session.digest).map { live[$0] != nil } ?? false
            return !isConnected || directory.detail(of: session).kind == .token
        }
        guard !ended.isEmpty else { return }
        submit(
            CommitUnit(changes: directory.ending(ended)),
            reply: .call { core, outcome in
                guard case .outcome(.committed) = outcome else { return }
                core.endConnections(of: ended)
            })
    }

    /// A session whose connection has gone, while its door could not end it: the store had failed, say.
    private func isLeft(_ session: Session, at now: Timestamp) -> Bool {
        let isConnected = TokenDigest(bytes: session.digest).map { live[$0] != nil } ?? false
        return !isConnected && now.rawValue - session.createdAt.rawValue > 120_000
    }

    private func dropOldLinks(at now: Timestamp) {
        let old = directory.inviteLinks.items(of: 0).filter { $0.value.expiresAt <= now.rawValue }.keys
        guard !old.isEmpty else { return }
        let changes = old.map { StateChange.removeRecord(RecordKey(.inviteLink, owner: 0, item: $0)) }
        submit(CommitUnit(changes: changes), reply: .call { _, _ in })
    }

    /// A session may end while its use is being written.
    private func dropOrphans() {
        let known = Set(directory.sessions.values.map { SessionPlace(account: $0.account.rawValue, number: $0.number) })
        let orphans = directory.sessionDetails.all.flatMap { account, details in
            details.keys.map { SessionPlace(account: account, number: $0) }.filter { !known.contains($0) }
        }
        guard !orphans.isEmpty else { return }
        let changes = orphans.map {
            StateChange.removeRecord(RecordKey(.sessionDetail, owner: $0.account, item: $0.number))
        }
        submit(CommitUnit(changes: changes), reply: .call { _, _ in })
    }

    private struct SessionPlace: Hashable {
        var account: Int64
        var number: Int64
    }
}
