import ChatDomain
import ChatStore
import ChatWire
import Secrets
import UnicodeText

// One's own log-ins and password.
extension ServiceCore {
    func sessions(_ caller: Caller, answer: Answer<[SessionView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(.success(sessionViews(for: caller)))
        } catch {
            answer(.failure(error))
        }
    }

    /// Somebody else's, for who manages him.
    func sessions(of target: AccountID, for caller: Caller, answer: Answer<[SessionView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            guard let account = directory.accounts[target], account.state != .removed else { throw .personUnknown }
            try checkManages(caller.account, account.role)
            answer(.success(sessionViews(of: target, for: caller)))
        } catch {
            answer(.failure(error))
        }
    }

    /// Log-ins and tokens, the newest first; one's own when nobody is named.
    func sessionViews(of account: AccountID? = nil, for caller: Caller) -> [SessionView] {
        directory.sessions(of: account ?? caller.account).sorted { $0.createdAt > $1.createdAt }.map { session in
            let detail = directory.detail(of: session)
            let isToken = detail.kind == .token
            return SessionView(
                id: session.number, kind: detail.kind.rawValue, name: isToken ? detail.name : nil,
                client: session.client, address: detail.address ?? session.address,
                createdAt: session.createdAt.rawValue, usedAt: detail.usedAt,
                expiresAt: directory.end(of: session, browserDays: settings.limits.sessionDays)?.rawValue,
                scopes: isToken ? detail.scopes : nil,
                isOnline: TokenDigest(bytes: session.digest).map { live[$0] != nil } ?? false,
                isCurrent: session.digest == caller.session.bytes)
        }
    }

    /// Ends one session; with nil, all but the caller's own.
    func endSession(_ number: Int64?, of caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, answer: answer) { core throws(Refusal) in
            let own = caller.session.bytes
            let ended = core.directory.sessions(of: caller.account).filter { session in
                number.map { session.number == $0 } ?? (session.digest != own)
            }
            guard number == nil || !ended.isEmpty else { throw Refusal(.notFound, "There is no such session.") }
            return .commit(CommitUnit(changes: core.directory.ending(ended))) { core, _ in
                core.endConnections(of: ended)
            }
        }
    }

    func endConnections(of sessions: [Session]) {
        for session in sessions {
            if let digest = TokenDigest(bytes: session.digest) { endConnections(of: digest) }
        }
    }

    /// Takes the old password, and ends all other sessions.
    func changePassword(
        of caller: Caller, from old: String, to new: String, answer: @escaping Answer<Void>
    ) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller.account)
            guard let account = directory.accounts[caller.account] else { throw .notLoggedIn }
            let key = "account \(account.id.rawValue)"
            try checkThrottle(key)
            let password = try AccountDraft.checkPassword(new, limits: settings.limits)
            throttle.failed(key, at: ports.now())
            let before = (TextForm.nfc(old) ?? "").utf8Bytes
            verify(before, account.passwordHash, answer: answer) { core, isRight in
                guard isRight else {
                    return answer(.failure(Refusal(.badCredentials, "The old password is wrong.")))
                }
                core.throttle.succeeded(key)
                core.hash(password, answer: answer) { core, hash in
                    core.makeSCRAMKeys(of: account.id, from: new, anew: true, answer: answer) { core, keys in
                        core.setPassword(hash, keys, insteadOf: account.passwordHash, of: caller, answer: answer)
                    }
                }
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func setPassword(
        _ hash: String, _ keys: SCRAMKeys?, insteadOf before: String, of caller: Caller,
        answer: @escaping Answer<Void>
    ) {
        let again: @Sendable (ServiceCore) -> Void = { core in
            core.setPassword(hash, keys, insteadOf: before, of: caller, answer: answer)
        }
        if isHeld(caller.account, .run(again)) { return }
        // Much may have happened while passwords were hashed: he may be out, or have another password.
        guard var account = directory.accounts[caller.account], account.state == .active,
            directory.sessions[caller.session.bytes] != nil, account.passwordHash == before
        else { return answer(.failure(.notLoggedIn)) }
        account.passwordHash = hash
        hold(account.id)
        let ended = directory.sessions(of: caller.account).filter { $0.digest != caller.session.bytes }
        submit(
            CommitUnit(
                changes: [.updateAccount(account)] + scramChange(of: account.id, to: keys)
                    + directory.endingSessions(of: caller.account, except: caller.session)),
            reply: .call { core, outcome in
                defer { core.release(caller.account) }
                guard case .outcome(.committed) = outcome else { return answer(.failure(.outcomeUnknown)) }
                core.endConnections(of: ended)
                answer(.success(()))
            })
    }

    // MARK: Hashing, on the threads for it

    /// Hashes and comes back to this thread; refuses when that cannot be done.
    func hash<Value: Sendable>(
        _ password: [UInt8], answer: @escaping Answer<Value>,
        then: @escaping @Sendable (ServiceCore, String) -> Void
    ) {
        let (cost, limit, service) = (settings.passwordCost, settings.limits.passwordBytes, ports.service)
        let accepted = ports.hash {
            let hash = try? PasswordHash(password: password.span, cost: cost, maximumBytes: limit)
            service(
                .run { core in
                    guard let hash else { return answer(.failure(.noMemoryToHash)) }
                    then(core, hash.encoded)
                })
        }
        if !accepted { answer(.failure(.passwordQueueFull(settings.limits.passwordQueue))) }
    }

    /// Verifies and comes back to this thread. An account without a password costs the same, and no password is right.
    func verify<Value: Sendable>(
        _ password: [UInt8], _ encoded: String?, answer: @escaping Answer<Value>,
        then: @escaping @Sendable (ServiceCore, Bool) -> Void
    ) {
        let decoy = PasswordDecoy.encoded(cost: settings.passwordCost)
        let known = encoded.flatMap { $0.isEmpty ? nil : $0 }
        let (limit, service) = (settings.limits.passwordBytes, ports.service)
        let accepted = ports.hash {
            let hash = try? PasswordHash(encoded: known ?? decoy)
            let verified = try? hash?.verify(password: password.span, maximumBytes: limit)
            service(.run { core in then(core, known != nil && verified == true) })
        }
        if !accepted { answer(.failure(.passwordQueueFull(settings.limits.passwordQueue))) }
    }
}
