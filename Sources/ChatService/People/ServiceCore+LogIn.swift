public import ChatDomain
import ChatStore
public import ChatWire
public import Secrets
import UnicodeText

/// A session that just began. The token exists here and at the client, nowhere else.
public struct LoggedIn: Sendable {
    public var account: AccountView
    public var token: Token
}

/// Who makes a request, proven by a session.
public struct Caller: Sendable {
    public var account: AccountID
    public var view: AccountView
    public var session: TokenDigest
    /// Where the request comes from.
    public var address: String
    /// What the session may be used for. Gateways refuse the rest before they ask the service.
    public var scopes = TokenScopes.all

    /// Refuses what the session was not made for.
    public func check(_ needed: TokenScopes) throws(Refusal) {
        guard !scopes.isSuperset(of: needed) else { return }
        throw Refusal(
            .scopeNeeded,
            "This token was made without \(needed.subtracting(scopes).names.joined(separator: " and ")). Use another.")
    }
}

/// Somebody who tries to log in.
struct LogInAttempt: Sendable {
    /// Under what failures are counted.
    var name: String
    /// What the client calls itself, for the list of one's sessions.
    var client: String
    var lasts: SessionKind
    var address: String
}

extension TokenPurpose {
    static let session = TokenPurpose("roost session")
}

extension ServiceCore {
    /// Adds a new session to a unit.
    func begin(
        in unit: inout CommitUnit, of account: AccountID, _ client: String, _ address: String, _ lasts: SessionKind
    ) -> Token {
        var detail = SessionDetail(kind: lasts)
        detail.usedAt = ports.now().rawValue
        detail.address = address
        return begin(in: &unit, of: account, client, address, detail)
    }

    func begin(
        in unit: inout CommitUnit, of account: AccountID, _ client: String, _ address: String,
        _ detail: SessionDetail
    ) -> Token {
        let token = Token(from: random)
        let session = Session(
            digest: token.digest(for: .session).bytes, account: account, createdAt: ports.now(),
            client: String(String.UnicodeScalarView(client.unicodeScalars.prefix(200))), address: address)
        unit.changes.append(.addSession(session))
        unit.changes.append(detail.put(owner: account.rawValue, item: session.number))
        return token
    }

    /// The same answer, after the same work, whether the name or the password is wrong.
    func logIn(
        _ login: String, password typed: String, client: String, lasts: SessionKind, address: String,
        answer: @escaping Answer<LoggedIn>
    ) {
        do throws(Refusal) {
            let (account, attempt) = try attemptLogIn(login, client: client, lasts: lasts, address: address)
            let password = (TextForm.nfc(typed) ?? "").utf8Bytes
            verify(password, account?.passwordHash, answer: answer) { core, isRight in
                guard isRight, let account else { return core.finishLogIn(nil, attempt, answer: answer) }
                core.makeSCRAMKeys(of: account.id, from: typed, answer: answer) { core, keys in
                    core.finishLogIn(account, attempt, keeping: keys, answer: answer)
                }
            }
        } catch {
            answer(.failure(error))
        }
    }

    /// Begins a log-in, whatever it is proven by: whose it would be, unless there were too many failures.
    func attemptLogIn(
        _ login: String, client: String, lasts: SessionKind, address: String
    ) throws(Refusal) -> (account: Account?, attempt: LogInAttempt) {
        try checkRunning()
        try checkAddress(address)
        let account = find(login)
        let attempt = LogInAttempt(
            name: throttleName(account, login), client: client, lasts: lasts, address: address)
        try checkThrottle(attempt.name)
        try checkThrottle("address \(address)")
        // Counted before it is known, so that many at once are no way around. Not for the address: a class of thirty
        // that logs in at the same moment behind one router has not failed.
        throttle.failed(attempt.name, at: ports.now())
        return (account, attempt)
    }

    func find(_ login: String) -> Account? {
        if login.contains("@") { return directory.account(mail: login.trimmed.lowercased()) }
        return Handle.lookUpKey(login.trimmed).flatMap { directory.account(username: $0) }
    }

    /// Under what failures to log in are counted, whether there is such an account or not.
    func throttleName(_ account: Account?, _ login: String) -> String {
        account.map { "account \($0.id.rawValue)" } ?? "name \(login.prefix(254).lowercased())"
    }

    /// - Parameters:
    ///   - found: whose password or proof was right; nil when it was wrong, or nobody's.
    ///   - keys: what was made of the password, to be kept with the session.
    func finishLogIn(
        _ found: Account?, _ attempt: LogInAttempt, keeping keys: SCRAMKeys? = nil,
        answer: @escaping Answer<LoggedIn>
    ) {
        let again: @Sendable (ServiceCore) -> Void = { core in
            core.finishLogIn(found, attempt, keeping: keys, answer: answer)
        }
        if let found, isHeld(found.id, .run(again)) { return }
        // The password may have been changed while it was verified.
        guard let found, let account = directory.accounts[found.id], account.passwordHash == found.passwordHash else {
            figures.loginFailures.add()
            throttle.failed("address \(attempt.address)", at: ports.now())
            log.info("log-in refused")
            return answer(.failure(Refusal(.badCredentials, "The name or the password is wrong.")))
        }
        throttle.succeeded(attempt.name)
        throttle.succeeded("address \(attempt.address)")
        guard account.state == .active else {
            return answer(
                .failure(
                    Refusal(.accountDeactivated, "This account was deactivated. Ask an admin of this server.")))
        }
        var unit = CommitUnit()
        let token = begin(in: &unit, of: account.id, attempt.client, attempt.address, attempt.lasts)
        if keys != nil { unit.changes += scramChange(of: account.id, to: keys) }
        submit(
            unit,
            reply: .call { core, outcome in
                guard case .outcome(.committed) = outcome else { return answer(.failure(.outcomeUnknown)) }
                core.figures.logins.add()
                answer(.success(LoggedIn(account: .own(account), token: token)))
            })
    }

    func checkThrottle(_ key: String) throws(Refusal) {
        guard let wait = throttle.pause(key, at: ports.now()) else { return }
        throw Refusal(
            .rateLimited, "Too many failed attempts. Wait \(wait) s and try again.",
            limit: Refusal.Limit(name: "login_failures", value: settings.limits.loginFailures), retryAfter: wait)
    }

    // MARK: Sessions

    /// Whose session it is; that it was used is noted.
    func caller(_ token: Token, address: String, answer: Answer<Caller>) {
        do throws(Refusal) {
            try checkRunning()
            try checkAddress(address)
            let digest = token.digest(for: .session)
            let now = ports.now()
            guard let session = directory.sessions[digest.bytes],
                let account = directory.accounts[session.account], account.state == .active
            else { throw .notLoggedIn }
            if let end = directory.end(of: session, browserDays: settings.limits.sessionDays), end <= now {
                throw .notLoggedIn
            }
            sessionUse.note(session, directory.detail(of: session), from: address, at: now)
            var caller = Caller(account: account.id, view: .own(account), session: digest, address: address)
            caller.scopes = TokenScopes(names: directory.detail(of: session).scopes) ?? []
            answer(.success(caller))
        } catch {
            answer(.failure(error))
        }
    }

    func logOut(_ caller: Caller, answer: @escaping Answer<Void>) {
        let own = directory.sessions[caller.session.bytes].map { [$0] } ?? []
        submit(
            CommitUnit(changes: directory.ending(own)),
            reply: .call { core, outcome in
                guard case .outcome(.committed) = outcome else { return answer(.failure(.outcomeUnknown)) }
                core.endConnections(of: caller.session)
                core.removeVisitorsWhoLeft()
                answer(.success(()))
            })
    }
}

extension Refusal {
    public static let notLoggedIn = Refusal(.notLoggedIn, "Log in first: there is no such session, or it has ended.")

    static let noMemoryToHash = Refusal(
        .overloaded, "The server has no memory to hash a password. Try again.", retryAfter: 2)

    static func passwordQueueFull(_ limit: Int) -> Refusal {
        Refusal(
            .overloaded, "Too many people log in at this moment. Try again in a few seconds.",
            limit: Limit(name: "password_queue", value: limit), retryAfter: 3)
    }
}

/// A hash that no password has, verified when there is no account, so that both cases cost the same.
enum PasswordDecoy {
    static func encoded(cost: PasswordCost) -> String {
        "$argon2id$v=19$m=\(cost.memoryBytes / 1_024),t=\(cost.operations),p=1"
            + "$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b+dWRWJTmaaJObGAAAAAAAAAAA"
    }
}

extension String {
    var utf8Bytes: [UInt8] { Array(utf8) }
}
