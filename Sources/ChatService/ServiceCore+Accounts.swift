public import ChatDomain
import ChatStore
public import ChatWire
public import Secrets
import UnicodeText

/// What a person gives to make an account.
public struct Registration: Sendable {
    public var mail: String
    public var username: String
    /// The username serves when absent.
    public var name: String?
    public var password: String
    /// Needed for the first account alone.
    public var ownerCode: String?
    /// What the client calls itself.
    public var client = ""

    public init(mail: String, username: String, name: String?, password: String, ownerCode: String?) {
        self.mail = mail
        self.username = username
        self.name = name
        self.password = password
        self.ownerCode = ownerCode
    }
}

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
}

extension TokenPurpose {
    static let session = TokenPurpose("roost session")
}

extension ServiceCore {
    // MARK: Register

    func register(_ registration: Registration, address: String, answer: @escaping Answer<LoggedIn>) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(address: address)
            try checkThrottle("address \(address)")
            let isOwner = directory.accounts.isEmpty
            try checkAllowed(registration, isOwner: isOwner, address: address)
            var draft = try AccountDraft(registration, limits: settings.limits)
            draft.address = address
            try checkFree(draft)
            let checked = draft
            hash(draft.password, answer: answer) { $0.finish(checked, hash: $1, answer: answer) }
        } catch {
            answer(.failure(error))
        }
    }

    private func checkAllowed(_ registration: Registration, isOwner: Bool, address: String) throws(Refusal) {
        if isOwner {
            guard let typed = registration.ownerCode.flatMap(OneTimeCode.init(typed:)), typed == ownerCode
            else {
                if registration.ownerCode != nil { throttle.failed("address \(address)", at: ports.now()) }
                throw Refusal(
                    .ownerCodeNeeded,
                    "The first account becomes the owner and needs the one-time code that the server printed when it started."
                )
            }
        } else if settings.registration == .closed {
            throw Refusal(
                .registrationClosed, "This server takes no registrations. Ask its owner to add you.")
        }
    }

    func checkFree(_ draft: AccountDraft) throws(Refusal) {
        if directory.account(username: draft.username.key) != nil { throw .usernameTaken(draft.username) }
        if directory.account(mail: draft.mail.lowercased()) != nil { throw .mailTaken }
    }

    private func finish(_ draft: AccountDraft, hash: String, answer: @escaping Answer<LoggedIn>) {
        do throws(Refusal) {
            try checkRunning()
            // Somebody may have taken the name, or the house, while the password was hashed.
            try checkFree(draft)
            let isOwner = directory.accounts.isEmpty
            guard !isOwner || (draft.provedOwner && ownerCode != nil) else {
                throw Refusal(.ownerCodeNeeded, "The first account is being made by somebody else at this moment.")
            }
            let code = ownerCode
            if isOwner { ownerCode = nil }
            let account = Account(
                id: directory.takeAccountNumber(), username: draft.username, mail: draft.mail,
                displayName: draft.displayName, role: isOwner ? .owner : .member, passwordHash: hash,
                createdAt: ports.now())
            let token = Token(from: random)
            // Before the commit: its events are encoded for readers while the service has not heard of it yet.
            names.set(account.id, account.displayName)
            var unit = firstUnit(of: account)
            unit.changes.append(.addSession(session(account.id, token, draft.client, draft.address)))
            submit(
                unit,
                reply: .call { core, outcome in
                    if core.directory.accounts.isEmpty { core.ownerCode = code }
                    switch outcome {
                    case .outcome(.committed):
                        core.log.info(
                            "account made", ["account": "\(account.id.rawValue)", "role": account.role.name])
                        answer(.success(LoggedIn(account: .own(account), token: token)))
                    case .outcome(.conflict(.mail)): answer(.failure(.mailTaken))
                    case .outcome(.conflict(.username)): answer(.failure(.usernameTaken(draft.username)))
                    case .outcome, .unknown: answer(.failure(.outcomeUnknown))
                    }
                })
        } catch {
            answer(.failure(error))
        }
    }

    /// The account, and the rooms that everybody joins but guests.
    func firstUnit(of account: Account) -> CommitUnit {
        var unit = CommitUnit(changes: [.addAccount(account)])
        guard account.role != .guest else { return unit }
        let body = JSONObject.make { $0.set("username", account.username.text) }
        for state in directory.rooms.values where state.room.joinedByAll {
            unit.appends.append(
                LogAppend(
                    log: state.room.id.log,
                    events: [EventDraft(author: account.id, kind: .joined, at: account.createdAt, body: body)]))
            unit.changes.append(.addMember(Membership(room: state.room.id, account: account.id)))
        }
        return unit
    }

    private func session(_ account: AccountID, _ token: Token, _ client: String, _ address: String) -> Session {
        Session(
            digest: token.digest(for: .session).bytes, account: account, createdAt: ports.now(),
            client: String(client.unicodeScalars.prefix(200)), address: address)
    }

    // MARK: Log in

    /// The same answer, after the same work, whether the name or the password is wrong.
    ///
    /// - Parameter client: what the client calls itself, for the list of one's sessions.
    func logIn(
        _ login: String, password: String, client: String, address: String, answer: @escaping Answer<LoggedIn>
    ) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(address: address)
            let account = find(login)
            let name = account.map { "account \($0.id.rawValue)" } ?? "name \(login.prefix(254).lowercased())"
            try checkThrottle(name)
            try checkThrottle("address \(address)")
            // Counted before it is known, so that many at once are no way around. Not for the address: a class of thirty
            // that logs in at the same moment behind one router has not failed.
            throttle.failed(name, at: ports.now())
            let password = (TextForm.nfc(password) ?? "").utf8Bytes
            verify(password, account?.passwordHash, answer: answer) { core, isRight in
                core.finishLogIn(isRight ? account : nil, name, client, address, answer: answer)
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func find(_ login: String) -> Account? {
        if login.contains("@") { return directory.account(mail: login.trimmed.lowercased()) }
        return Handle.lookUpKey(login.trimmed).flatMap { directory.account(username: $0) }
    }

    private func finishLogIn(
        _ found: Account?, _ name: String, _ client: String, _ address: String, answer: @escaping Answer<LoggedIn>
    ) {
        let again: @Sendable (ServiceCore) -> Void = { core in
            core.finishLogIn(found, name, client, address, answer: answer)
        }
        if let found, isHeld(found.id, .run(again)) { return }
        // The password may have been changed while it was verified.
        guard let found, let account = directory.accounts[found.id], account.passwordHash == found.passwordHash else {
            throttle.failed("address \(address)", at: ports.now())
            log.info("log-in refused")
            return answer(.failure(Refusal(.badCredentials, "The name or the password is wrong.")))
        }
        throttle.succeeded(name)
        throttle.succeeded("address \(address)")
        guard account.state == .active else {
            return answer(
                .failure(
                    Refusal(.accountDeactivated, "This account was deactivated. Ask an admin of this server.")))
        }
        let token = Token(from: random)
        submit(
            CommitUnit(changes: [.addSession(session(account.id, token, client, address))]),
            reply: .call { _, outcome in
                guard case .outcome(.committed) = outcome else { return answer(.failure(.outcomeUnknown)) }
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

    func caller(_ token: Token, address: String, answer: Answer<Caller>) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(address: address)
            let digest = token.digest(for: .session)
            guard let session = directory.sessions[digest.bytes],
                let account = directory.accounts[session.account], account.state == .active
            else { throw .notLoggedIn }
            answer(.success(Caller(account: account.id, view: .own(account), session: digest)))
        } catch {
            answer(.failure(error))
        }
    }

    func logOut(_ caller: Caller, answer: @escaping Answer<Void>) {
        submit(
            CommitUnit(changes: [.removeSession(digest: caller.session.bytes)]),
            reply: .call { core, outcome in
                guard case .outcome(.committed) = outcome else { return answer(.failure(.outcomeUnknown)) }
                core.endConnections(of: caller.session)
                answer(.success(()))
            })
    }
}

extension Refusal {
    public static let notLoggedIn = Refusal(.notLoggedIn, "Log in first: there is no such session, or it has ended.")
    static let mailTaken = Refusal(.mailTaken, "There is an account with this mail address. Log in instead.")

    static func usernameTaken(_ handle: Handle) -> Refusal {
        Refusal(.usernameTaken, "The username \(handle), or one that looks like it, is taken. Choose another.")
    }

    static let noMemoryToHash = Refusal(
        .overloaded, "The server has no memory to hash a password. Try again.", retryAfter: 2)

    static func passwordQueueFull(_ limit: Int) -> Refusal {
        Refusal(
            .overloaded, "Too many people log in at this moment. Try again in a few seconds.",
            limit: Limit(name: "password_queue", value: limit), retryAfter: 3)
    }
}

/// A registration whose parts were checked.
struct AccountDraft: Sendable {
    var username: Handle
    var mail: String
    var displayName: String
    var password: [UInt8]
    var provedOwner: Bool
    var client: String
    var address = ""

    init(_ registration: Registration, limits: Limits, needsMail: Bool = true) throws(Refusal) {
        username = try Handle.make(from: registration.username, what: "A username")
        mail = needsMail ? try MailAddress.check(registration.mail) : ""
        displayName = try FreeText.check(
            registration.name ?? username.text, what: "A name",
            limit: Refusal.Limit(name: "display_name_length", value: limits.displayNameLength))
        password = try Self.checkPassword(registration.password, limits: limits)
        provedOwner = registration.ownerCode != nil
        client = registration.client
    }

    /// A new password in its normal form.
    static func checkPassword(_ typed: String, limits: Limits) throws(Refusal) -> [UInt8] {
        guard let normal = TextForm.nfc(typed), normal.utf8.count <= limits.passwordBytes else {
            throw Refusal(
                .passwordInvalid, "A password may have at most \(limits.passwordBytes) bytes.",
                limit: Refusal.Limit(name: "password_bytes", value: limits.passwordBytes))
        }
        guard normal.unicodeScalars.count >= limits.passwordMinimumLength else {
            throw Refusal(
                .passwordInvalid, "A password needs at least \(limits.passwordMinimumLength) characters.",
                limit: Refusal.Limit(name: "password_minimum_length", value: limits.passwordMinimumLength))
        }
        return normal.utf8Bytes
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
