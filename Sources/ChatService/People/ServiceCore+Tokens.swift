public import ChatDomain
import ChatStore
public import ChatWire
public import Secrets

/// What an access token is to be like.
public struct TokenForm: Sendable {
    /// For its owner's memory.
    public var name: String
    public var scopes: TokenScopes
    /// Nil until it is revoked.
    public var expiresAt: Timestamp?

    public init(name: String, scopes: TokenScopes = .all, expiresAt: Timestamp? = nil) {
        self.name = name
        self.scopes = scopes
        self.expiresAt = expiresAt
    }
}

/// A token that was just made: told here, once.
public struct MadeToken: Sendable {
    public var token: Token
    public var view: SessionView
}

// Access tokens for scripts. Each is a session with a name and with scopes.
extension ServiceCore {
    func tokens(_ caller: Caller, answer: Answer<[SessionView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(.success(sessionViews(for: caller).filter { $0.kind == SessionKind.token.rawValue }))
        } catch {
            answer(.failure(error))
        }
    }

    /// For oneself, or by an owner for somebody.
    func makeToken(
        _ form: TokenForm, for target: AccountID, by caller: Caller, answer: @escaping Answer<MadeToken>
    ) {
        decide(for: caller, holding: [.account(target)], answer: answer) { core throws(Refusal) in
            let isOwn = target == caller.account
            guard isOwn || core.directory.accounts[caller.account]?.role == .owner else {
                throw .notAllowed("Only an owner may make tokens for others.")
            }
            guard core.directory.accounts[target]?.state == .active else {
                throw Refusal(.personUnknown, "There is no such person, or the account is not active.")
            }
            try core.checkStays(target)
            // A token is no way to more than one may oneself.
            try caller.check(form.scopes)
            let detail = try core.detail(from: form, for: target, madeBy: isOwn ? nil : caller.account)
            var unit = CommitUnit()
            let token = core.begin(in: &unit, of: target, "", caller.address, detail)
            let digest = token.digest(for: .session)
            if !isOwn {
                let scopes = form.scopes.names.joined(separator: ", ")
                unit.appends.append(core.audit(.tokenMade, by: caller, on: target, detail: "\(detail.name): \(scopes)"))
                unit.appends.append(core.tell(target, .changed, by: caller.account) { $0.topic = "sessions" })
            }
            return .commit(unit) { core, _ throws(Refusal) in
                var owner = caller
                owner.account = target
                let number = core.directory.sessions[digest.bytes]?.number
                guard let view = core.sessionViews(for: owner).first(where: { $0.id == number }) else {
                    throw .outcomeUnknown
                }
                return MadeToken(token: token, view: view)
            }
        }
    }

    private func detail(
        from form: TokenForm, for target: AccountID, madeBy: AccountID?
    ) throws(Refusal) -> SessionDetail {
        guard !form.scopes.isEmpty else {
            throw Refusal(.badRequest, "A token needs one of the scopes read, write and manage.")
        }
        if let end = form.expiresAt, end <= ports.now() {
            throw Refusal(.badRequest, "A token must end in the future: \"expires_at\" is past.")
        }
        let count = directory.sessions(of: target).count { directory.detail(of: $0).kind == .token }
        let limit = settings.limits.tokensPerAccount
        guard count < limit else {
            throw .tooMany("An account may have \(limit) tokens. Revoke one first.", "tokens_per_account", limit)
        }
        var detail = SessionDetail(kind: .token)
        detail.name = try FreeText.check(
            form.name, what: "A token's name",
            limit: Refusal.Limit(name: "display_name_length", value: settings.limits.displayNameLength))
        detail.scopes = form.scopes.names
        detail.expiresAt = form.expiresAt?.rawValue
        detail.madeBy = madeBy?.rawValue
        return detail
    }

    func revokeToken(_ number: Int64, of caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, answer: answer) { core throws(Refusal) in
            let ended = core.directory.sessions(of: caller.account).filter { session in
                session.number == number && core.directory.detail(of: session).kind == .token
            }
            guard !ended.isEmpty else { throw Refusal(.notFound, "There is no such token.") }
            return .commit(CommitUnit(changes: core.directory.ending(ended))) { core, _ in
                core.endConnections(of: ended)
            }
        }
    }
}
