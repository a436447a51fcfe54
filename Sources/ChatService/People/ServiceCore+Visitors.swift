import ChatDomain
import ChatStore

/// That an account is a visitor's: a guest who came without one, and is gone when he leaves. Owner: the account.
struct Visitor: RecordValue {
    static var collection: RecordCollection { .visitor }

    /// When he came, in milliseconds since 1970.
    var at: Int64
}

// Guests who come in under a free name, where the owner allows it.
extension ServiceCore {
    func enterAsGuest(named name: String, client: String, address: String, answer: @escaping Answer<LoggedIn>) {
        do throws(Refusal) {
            try checkRunning()
            try checkAddress(address)
            let username = try AccountDraft.username(name)
            let refusals: @Sendable (CommitConflict) -> Refusal = { conflict in
                if case .username = conflict { .usernameTaken(username) } else { .outcomeUnknown }
            }
            decideInTurn(for: nil, holding: [.visitors], answer: answer, onConflict: refusals) { core throws(Refusal) in
                try core.checkMayVisit()
                guard core.directory.account(username: username.key) == nil else { throw .usernameTaken(username) }
                let (id, now) = (core.directory.takeAccountNumber(), core.ports.now())
                let account = Account(
                    id: id, username: username, mail: "\(id.rawValue)", displayName: username.text, role: .guest,
                    passwordHash: "", createdAt: now)
                core.names.set(account)
                var unit = core.firstUnit(of: account)
                unit.changes.append(Visitor(at: now.rawValue).put(owner: id.rawValue))
                let token = core.begin(in: &unit, of: id, client, address, .connection)
                return .commit(unit) { core, _ in
                    core.log.info("guest came", ["account": "\(id.rawValue)"])
                    return LoggedIn(account: .own(account), token: token)
                }
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func checkMayVisit() throws(Refusal) {
        guard entry.guests, !directory.accounts.isEmpty else {
            throw .registrationClosed("This server lets nobody in without an account.")
        }
        let limit = settings.limits.guestsAtOnce
        guard directory.visitors.all.count < limit else {
            throw .tooMany("There are \(limit) guests already. Come again later.", "guests_at_once", limit)
        }
    }

    /// Refuses what would make more of a visitor than somebody who passes.
    func checkStays(_ account: AccountID) throws(Refusal) {
        guard directory.visitors[account.rawValue] == nil else {
            throw .notAllowed("This guest has no account of his own, and is gone when he leaves. He can register.")
        }
    }

    /// Removes those whose last connection has ended. To be called when a session may have ended, and once a second.
    func removeVisitorsWhoLeft() {
        guard !directory.visitors.all.isEmpty else { return }
        for owner in directory.visitors.all.keys {
            let account = AccountID(rawValue: owner)
            guard !visitorsLeaving.contains(account), !isConnected(visitor: account) else { continue }
            visitorsLeaving.insert(account)
            removeVisitor(account)
        }
    }

    private func isConnected(visitor account: AccountID) -> Bool {
        directory.accounts[account]?.state == .active
            && directory.sessions(of: account).contains { directory.detail(of: $0).kind == .connection }
    }

    private func removeVisitor(_ id: AccountID) {
        let ignored: Answer<Void> = { _ in }
        decideInTurn(
            for: nil, holding: [.account(id)], answer: ignored, finally: { $0.visitorsLeaving.remove(id) }
        ) { core throws(Refusal) in
            guard var account = core.directory.accounts[id], account.state != .removed else {
                return .commit(CommitUnit(changes: [.removeRecord(RecordKey(.visitor, owner: id.rawValue))])) { _, _ in
                }
            }
            var unit = core.removal(of: &account)
            unit.changes.append(.updateAccount(account))
            return .commit(unit) { core, _ in
                core.log.info("guest left", ["account": "\(id.rawValue)"])
                core.endConnections(of: id, because: .removed)
            }
        }
    }
}
