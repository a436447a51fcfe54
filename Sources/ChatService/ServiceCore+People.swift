public import ChatDomain
import ChatStore
public import ChatWire
import Secrets

/// Somebody whom an admin adds.
public struct NewPerson: Sendable {
    /// Nil for somebody without one, who then needs a username.
    public var mail: String?
    /// Made from the mail address when absent.
    public var username: String?
    public var name: String?
    public var secret: NewSecret
    public var role: ServerRole

    public init(mail: String?, username: String?, name: String?, secret: NewSecret, role: ServerRole) {
        self.mail = mail
        self.username = username
        self.name = name
        self.secret = secret
        self.role = role
    }
}

/// How an account that an admin adds can be opened.
public enum NewSecret: Sendable {
    case password(String)
    /// An argon2id string of another server's, or of this one's. For owners alone.
    case hash(String)
    /// Made up, and told once.
    case madeUp
    /// By no password, only by a token.
    case none
}

public struct AddedPerson: Sendable {
    public var account: AccountView
    /// Where none was given.
    public var password: String?
}

// What admins do with people. Whose rights change is held back until it is settled, and cut off where he loses them.
extension ServiceCore {
    /// Everybody with an account. Who manages people sees mail addresses, and who is deactivated.
    func people(_ account: AccountID, answer: Answer<[AccountView]>) {
        do throws(Refusal) {
            try checkRate(account)
            let role = directory.accounts[account]?.role ?? .guest
            guard role != .guest else { throw .notAllowed("Guests see only who is in their rooms.") }
            let people = directory.accounts.values.filter {
                $0.state == .active || role.managesPeople && $0.state != .removed
            }
            answer(
                .success(
                    people.sorted { $0.id < $1.id }.map { person in
                        var view = AccountView(person, online: presence.isOnline(person.id))
                        view.role = person.role.name
                        if role.managesPeople {
                            view.mail = person.knownMail
                            view.state = person.state.name
                        }
                        return view
                    }))
        } catch {
            answer(.failure(error))
        }
    }

    func addPerson(_ person: NewPerson, by caller: AccountID, answer: @escaping Answer<AddedPerson>) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller)
            try checkManages(caller, person.role)
            let mail = try person.mail.map { mail throws(Refusal) in try MailAddress.check(mail) }
            var username = person.username ?? ""
            if person.username == nil {
                guard let mail else { throw Refusal(.badRequest, "Somebody needs a mail address or a username.") }
                username = try freeUsername(for: mail)
            }
            let made = OneTimeCode(from: random).text + "-" + OneTimeCode(from: random).text
            // Where there is no password of his own, a made up one passes the checks in its place.
            var password = made
            if case .password(let given) = person.secret { password = given }
            let draft = try AccountDraft(
                Registration(
                    mail: mail ?? "", username: username, name: person.name, password: password, ownerCode: nil),
                limits: settings.limits, needsMail: mail != nil)
            try checkFree(draft)
            switch person.secret {
            case .password, .madeUp:
                var told: String?
                if case .madeUp = person.secret { told = made }
                let password = told
                hash(draft.password, answer: answer) { core, hash in
                    core.finishAdding(draft, person.role, hash, by: caller) { result in
                        answer(result.map { AddedPerson(account: $0, password: password) })
                    }
                }
            case .hash(let encoded):
                finishAdding(draft, person.role, try checkHash(encoded, by: caller), by: caller) { result in
                    answer(result.map { AddedPerson(account: $0, password: nil) })
                }
            case .none:
                finishAdding(draft, person.role, "", by: caller) { result in
                    answer(result.map { AddedPerson(account: $0, password: nil) })
                }
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func finishAdding(
        _ draft: AccountDraft, _ role: ServerRole, _ hash: String, by caller: AccountID,
        answer: @escaping Answer<AccountView>
    ) {
        let again: @Sendable (ServiceCore) -> Void = { core in
            core.finishAdding(draft, role, hash, by: caller, answer: answer)
        }
        if isHeld(caller, .run(again)) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkManages(caller, role)
            try checkFree(draft)
            let id = directory.takeAccountNumber()
            let account = Account(
                id: id, username: draft.username, mail: draft.mail.isEmpty ? "\(id.rawValue)" : draft.mail,
                displayName: draft.displayName, role: role, passwordHash: hash, createdAt: ports.now())
            names.set(account.id, account.displayName)
            submit(
                firstUnit(of: account),
                reply: .call { core, outcome in
                    switch outcome {
                    case .outcome(.committed):
                        core.log.info(
                            "account added", ["account": "\(account.id.rawValue)", "by": "\(caller.rawValue)"])
                        answer(.success(.own(account)))
                    case .outcome(.conflict(.mail)): answer(.failure(.mailTaken))
                    case .outcome(.conflict(.username)): answer(.failure(.usernameTaken(draft.username)))
                    case .outcome, .unknown: answer(.failure(.outcomeUnknown))
                    }
                })
        } catch {
            answer(.failure(error))
        }
    }

    func setRole(_ role: ServerRole, of target: AccountID, by caller: AccountID, answer: @escaping Answer<AccountView>)
    {
        manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
            try core.checkManages(caller, role)
            if account.role == .owner, role != .owner { try core.checkNotLastOwner() }
            account.role = role
            return CommitUnit()
        }
    }

    /// Deactivates or reactivates.
    func setActive(_ isActive: Bool, _ target: AccountID, by caller: AccountID, answer: @escaping Answer<AccountView>) {
        manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
            if isActive {
                account.state = .active
                return CommitUnit()
            }
            if account.role == .owner { try core.checkNotLastOwner() }
            account.state = .deactivated
            return CommitUnit(changes: [.removeSessions(of: target, except: nil)])
        }
    }

    /// Out of all rooms, and gone for good. What he wrote stays, by "Removed account".
    func remove(_ target: AccountID, by caller: AccountID, answer: @escaping Answer<AccountView>) {
        manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
            if account.role == .owner { try core.checkNotLastOwner() }
            var unit = CommitUnit(changes: [.removeSessions(of: target, except: nil)])
            let body = JSONObject.make { $0.set("username", account.username.text) }
            for room in core.directory.roomsOf[target, default: []].sorted() {
                let left = EventDraft(author: target, kind: .left, at: core.ports.now(), body: body)
                unit.appends.append(LogAppend(log: room.log, events: [left]))
                unit.changes.append(.removeMember(Membership(room: room, account: target)))
            }
            account.state = .removed
            // Nobody can register these: a username has no space, and a mail address is no number.
            account.username = Handle(unchecked: "removed \(target.rawValue)", key: "removed \(target.rawValue)")
            account.mail = "\(target.rawValue)"
            account.displayName = "Removed account"
            account.passwordHash = ""
            account.role = .member
            return unit
        }
    }

    /// Stands for the circle of owners: while one of them is changed, no other is, or both could go at once.
    private static let owners = AccountID(rawValue: 0)

    /// Changes an account that the caller may manage, together with what `change` adds, then cuts it off where it lost
    /// its right to be. A `change` that gives nil has nothing to do.
    private func manage(
        _ target: AccountID, by caller: AccountID, answer: @escaping Answer<AccountView>,
        _ change: @escaping @Sendable (ServiceCore, inout Account) throws(Refusal) -> CommitUnit?
    ) {
        let again: @Sendable (ServiceCore) -> Void = { core in
            core.manage(target, by: caller, answer: answer, change)
        }
        if isHeld(caller, .run(again)) || isHeld(target, .run(again)) { return }
        let isOwner = directory.accounts[target]?.role == .owner
        if isOwner, isHeld(Self.owners, .run(again)) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller)
            guard var account = directory.accounts[target], account.state != .removed else {
                throw Refusal(.personUnknown, "There is no such person.")
            }
            try checkManages(caller, account.role)
            guard var unit = try change(self, &account) else { return answer(.success(managedView(account))) }
            let endsSessions = !unit.changes.isEmpty
            unit.changes.append(.updateAccount(account))
            hold(target)
            if isOwner { hold(Self.owners) }
            let changed = account
            submit(
                unit,
                reply: .call { core, outcome in
                    defer {
                        core.release(target)
                        if isOwner { core.release(Self.owners) }
                    }
                    switch outcome {
                    case .outcome(.committed):
                        core.log.info(
                            "account changed",
                            [
                                "account": "\(target.rawValue)", "by": "\(caller.rawValue)",
                                "role": changed.role.name, "state": changed.state.name,
                            ])
                        if endsSessions { core.endConnections(of: target, because: changed.state) }
                        answer(.success(core.managedView(changed)))
                    default: answer(.failure(.outcomeUnknown))
                    }
                })
        } catch {
            answer(.failure(error))
        }
    }

    private func managedView(_ account: Account) -> AccountView {
        var view = AccountView.own(account)
        view.state = account.state.name
        return view
    }

    /// Gives somebody another password, or none, and ends his sessions. What is so already changes nothing.
    func setSecret(
        _ secret: NewSecret, of target: AccountID, by caller: AccountID, answer: @escaping Answer<AccountView>
    ) {
        let store: @Sendable (ServiceCore, String) -> Void = { core, encoded in
            core.manage(target, by: caller, answer: answer) { _, account throws(Refusal) in
                guard account.passwordHash != encoded else { return nil }
                account.passwordHash = encoded
                return CommitUnit(changes: [.removeSessions(of: target, except: nil)])
            }
        }
        do throws(Refusal) {
            try checkRunning()
            guard let account = directory.accounts[target], account.state != .removed else {
                throw Refusal(.personUnknown, "There is no such person.")
            }
            try checkManages(caller, account.role)
            switch secret {
            case .password(let password):
                let password = try AccountDraft.checkPassword(password, limits: settings.limits)
                let before = account.passwordHash
                verify(password, before, answer: answer) { core, isRight in
                    if isRight { return store(core, before) }
                    core.hash(password, answer: answer, then: store)
                }
            case .hash(let encoded): store(self, try checkHash(encoded, by: caller))
            case .none: store(self, "")
            case .madeUp: throw Refusal(.badRequest, "A password is made up for new accounts only.")
            }
        } catch {
            answer(.failure(error))
        }
    }

    func setName(_ name: String, of target: AccountID, by caller: AccountID, answer: @escaping Answer<AccountView>) {
        manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
            let limit = core.settings.limits.displayNameLength
            account.displayName = try FreeText.check(
                name, what: "A name", limit: Refusal.Limit(name: "display_name_length", value: limit))
            return CommitUnit()
        }
    }

    /// A token that opens somebody's account, for scripts and first log-ins. For owners.
    func makeToken(for target: AccountID, by caller: AccountID, answer: @escaping Answer<Token>) {
        let again: @Sendable (ServiceCore) -> Void = { $0.makeToken(for: target, by: caller, answer: answer) }
        if isHeld(caller, .run(again)) || isHeld(target, .run(again)) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller)
            guard directory.accounts[caller]?.role == .owner else {
                throw .notAllowed("Only an owner may make tokens for others.")
            }
            guard let account = directory.accounts[target], account.state == .active else {
                throw Refusal(.personUnknown, "There is no such person, or the account is not active.")
            }
            let token = Token(from: random)
            let session = Session(
                digest: token.digest(for: .session).bytes, account: target, createdAt: ports.now(),
                client: "token made by an owner")
            submit(
                CommitUnit(changes: [.addSession(session)]),
                reply: .call { _, outcome in
                    guard case .outcome(.committed) = outcome else { return answer(.failure(.outcomeUnknown)) }
                    answer(.success(token))
                })
        } catch {
            answer(.failure(error))
        }
    }

    /// Password hashes by account, for the member file. For owners.
    func hashes(for caller: AccountID, answer: Answer<[AccountID: String]>) {
        do throws(Refusal) {
            try checkRate(caller)
            guard directory.accounts[caller]?.role == .owner else {
                throw .notAllowed("Only an owner may take password hashes out.")
            }
            answer(.success(directory.accounts.filter { $1.state != .removed }.mapValues(\.passwordHash)))
        } catch {
            answer(.failure(error))
        }
    }

    // MARK: Guards

    private func checkHash(_ encoded: String, by caller: AccountID) throws(Refusal) -> String {
        guard directory.accounts[caller]?.role == .owner else {
            throw .notAllowed("Only an owner may bring password hashes in.")
        }
        guard let hash = try? PasswordHash(encoded: encoded) else {
            throw Refusal(.passwordInvalid, "That is no argon2id hash that this server can check.")
        }
        return hash.encoded
    }

    /// Admins manage members and guests; owners everybody.
    private func checkManages(_ caller: AccountID, _ role: ServerRole) throws(Refusal) {
        guard let own = directory.accounts[caller], own.state == .active, own.role.mayManage(role) else {
            throw .notAllowed("Only an owner or an admin may do this, and only an owner to owners and admins.")
        }
    }

    private func checkNotLastOwner() throws(Refusal) {
        let owners = directory.accounts.values.filter { $0.role == .owner && $0.state == .active }
        guard owners.count > 1 else {
            throw Refusal(.lastOwner, "The last owner cannot go. Make somebody else an owner first.")
        }
    }

    /// The part before the @, without what stands behind a +, in the form of a handle; with a number when it is taken.
    func freeUsername(for mail: String) throws(Refusal) -> String {
        let local = mail.prefix { $0 != "@" && $0 != "+" }
        let form = String(
            local.unicodeScalars.map { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_".unicodeScalars.contains(scalar)
                    ? Character(scalar) : "-"
            }.drop { $0 == "-" || $0 == "_" }.prefix(Handle.maximumLength - 4))
        for number in 1...999 {
            let name = number == 1 ? form : "\(form)\(number)"
            let handle = try Handle.make(from: name, what: "The username made from the mail address")
            if directory.account(username: handle.key) == nil { return name }
        }
        throw Refusal(.usernameTaken, "No free username could be made from \(mail). Choose one.")
    }
}

extension Refusal {
    static func notAllowed(_ sentence: String) -> Refusal { Refusal(.notAllowed, sentence) }
}
