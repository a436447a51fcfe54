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
    func addPerson(_ person: NewPerson, by caller: Caller, answer: @escaping Answer<AddedPerson>) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller.account)
            try checkManages(caller.account, person.role)
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
                finishAdding(draft, person.role, try checkHash(encoded, by: caller.account), by: caller) { result in
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
        _ draft: AccountDraft, _ role: ServerRole, _ hash: String, by caller: Caller,
        answer: @escaping Answer<AccountView>
    ) {
        let refusals: @Sendable (CommitConflict) -> Refusal = { conflict in
            switch conflict {
            case .mail: .mailTaken
            case .username: .usernameTaken(draft.username)
            default: .outcomeUnknown
            }
        }
        decideInTurn(for: caller.account, holding: [], answer: answer, onConflict: refusals) { core throws(Refusal) in
            try core.checkManages(caller.account, role)
            try core.checkFree(draft)
            let id = core.directory.takeAccountNumber()
            let account = Account(
                id: id, username: draft.username, mail: draft.mail.isEmpty ? "\(id.rawValue)" : draft.mail,
                displayName: draft.displayName, role: role, passwordHash: hash, createdAt: core.ports.now())
            core.names.set(account)
            var unit = core.firstUnit(of: account)
            unit.appends.append(
                core.audit(.personAdded, by: caller, on: id, named: account.username.text, detail: role.name))
            return .commit(unit) { core, _ in
                core.log.info(
                    "account added", ["account": "\(account.id.rawValue)", "by": "\(caller.account.rawValue)"])
                return .own(account)
            }
        }
    }

    func setRole(_ role: ServerRole, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>) {
        manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
            try core.checkManages(caller.account, role)
            try core.checkStays(target)
            if account.role == .owner, role != .owner { try core.checkNotLastOwner() }
            let detail = "\(account.role.name) to \(role.name)"
            account.role = role
            let entry = core.audit(.personRoleSet, by: caller, on: target, detail: detail)
            return CommitUnit(appends: [entry, core.tellOfAccount(target, by: caller)])
        }
    }

    /// Deactivates or reactivates.
    func setActive(_ isActive: Bool, _ target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>) {
        manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
            let entry = core.audit(isActive ? .personReactivated : .personDeactivated, by: caller, on: target)
            if isActive {
                account.state = .active
                return CommitUnit(appends: [entry])
            }
            if account.role == .owner { try core.checkNotLastOwner() }
            account.state = .deactivated
            return CommitUnit(appends: [entry], changes: core.directory.endingSessions(of: target))
        }
    }

    /// Out of all rooms, and gone for good. What he wrote stays, by "Removed account".
    ///
    /// - Parameter hash: of the password by which somebody proved that he may remove himself, whatever his role.
    func remove(
        _ target: AccountID, by caller: Caller, verified hash: String? = nil, answer: @escaping Answer<AccountView>
    ) {
        manage(target, by: caller, verified: hash, answer: answer) { core, account throws(Refusal) in
            if account.role == .owner { try core.checkNotLastOwner() }
            let entry = core.audit(.personRemoved, by: caller, on: target)
            var unit = core.removal(of: &account)
            unit.appends.insert(entry, at: 0)
            return unit
        }
    }

    /// Empties the account, and gives all that goes with that but the change of the account itself.
    func removal(of account: inout Account) -> CommitUnit {
        let id = account.id
        var unit = CommitUnit(changes: directory.endingSessions(of: id))
        let body = JSONObject.make { $0.set("username", account.username.text) }
        for room in directory.roomsOf[id, default: []].sorted() {
            unit.appends.append(append(.left, to: room.log, by: id, body: body))
            unit.changes.append(.removeMember(Membership(room: room, account: id)))
            unit.changes.append(.removeRecord(RecordKey(.member, owner: room.rawValue, item: id.rawValue)))
        }
        unit.changes += Self.ownCollections.map { .removeRecords($0, owner: id.rawValue) }
        account.state = .removed
        // Nobody can register these: a username has no space, and a mail address is no number.
        account.username = Handle(unchecked: "removed \(id.rawValue)", key: "removed \(id.rawValue)")
        account.mail = "\(id.rawValue)"
        account.displayName = "Removed account"
        account.passwordHash = ""
        account.role = .member
        return unit
    }

    /// What goes with an account: all that belongs to it alone.
    private static let ownCollections: [RecordCollection] = [
        .profile, .picture, .block, .sessionDetail, .notification, .marker, .draft, .saved, .scheduled,
        .scram, .ircPreferences, .visitor,
    ]

    /// Changes an account that the caller may manage, together with what `change` adds, then cuts it off where it lost
    /// its right to be. A `change` that gives nil has nothing to do.
    private func manage(
        _ target: AccountID, by caller: Caller, verified hash: String? = nil, because reason: String? = nil,
        answer: @escaping Answer<AccountView>,
        _ change: @escaping @Sendable (ServiceCore, inout Account) throws(Refusal) -> CommitUnit?
    ) {
        let again: @Sendable (ServiceCore) -> Void = { core in
            core.manage(target, by: caller, verified: hash, because: reason, answer: answer, change)
        }
        if isHeld(caller.account, .run(again)) || isHeld(target, .run(again)) { return }
        let isOwner = directory.accounts[target]?.role == .owner
        if isOwner, isHeld(.owners, .run(again)) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller.account)
            guard var account = directory.accounts[target], account.state != .removed else {
                throw .personUnknown
            }
            if let hash {
                // He may have been put out, or have another password, since it was verified.
                guard account.state == .active, account.passwordHash == hash else { throw .notLoggedIn }
            } else {
                try checkManages(caller.account, account.role)
            }
            guard var unit = try change(self, &account) else { return answer(.success(managedView(account))) }
            let endsSessions = !unit.changes.isEmpty
            unit.changes.append(.updateAccount(account))
            hold(target)
            if isOwner { hold(.owners) }
            let changed = account
            let ended = reason.map { EndReason.ended(by: caller.account, reason: $0) }
            submit(
                unit,
                reply: .call { core, outcome in
                    defer {
                        core.release(target)
                        if isOwner { core.release(.owners) }
                    }
                    switch outcome {
                    case .outcome(.committed):
                        core.log.info(
                            "account changed",
                            [
                                "account": "\(target.rawValue)", "by": "\(caller.account.rawValue)",
                                "role": changed.role.name, "state": changed.state.name,
                            ])
                        if endsSessions {
                            core.endConnections(of: target, because: changed.state, ended)
                        } else {
                            core.announceChange(of: target, whoShowed: core.directory.showsPresence(target))
                        }
                        answer(.success(core.managedView(changed)))
                    default: answer(.failure(.outcomeUnknown))
                    }
                })
            if let before = directory.accounts[target], before.role.managesPeople, !changed.role.managesPeople {
                cutFromAudit(target)
            }
        } catch {
            answer(.failure(error))
        }
    }

    /// Who manages people no more reads nothing more of the audit log. It stands in line right behind what was submitted.
    func cutFromAudit(_ account: AccountID) {
        let room = RoomID(.audit)
        flush()
        ports.commit(.presence(.cut(room: room, account: account), room: room))
    }

    /// For his devices: his account is not what it was.
    private func tellOfAccount(_ target: AccountID, by caller: Caller) -> LogAppend {
        tell(target, .changed, by: caller.account) { $0.topic = "account" }
    }

    private func managedView(_ account: Account) -> AccountView {
        var view = AccountView.own(account)
        view.state = account.state.name
        return view
    }

    /// Gives somebody another password, or none, and ends his sessions. What is so already changes nothing.
    func setSecret(
        _ secret: NewSecret, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        let store: @Sendable (ServiceCore, String) -> Void = { core, encoded in
            core.manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
                guard account.passwordHash != encoded else { return nil }
                account.passwordHash = encoded
                return CommitUnit(
                    appends: [core.audit(.personSecretSet, by: caller, on: target)],
                    changes: core.scramChange(of: target, to: nil) + core.directory.endingSessions(of: target))
            }
        }
        do throws(Refusal) {
            try checkRunning()
            guard let account = directory.accounts[target], account.state != .removed else { throw .personUnknown }
            try checkManages(caller.account, account.role)
            try checkStays(target)
            switch secret {
            case .password(let password):
                let password = try AccountDraft.checkPassword(password, limits: settings.limits)
                let before = account.passwordHash
                verify(password, before, answer: answer) { core, isRight in
                    if isRight { return store(core, before) }
                    core.hash(password, answer: answer, then: store)
                }
            case .hash(let encoded): store(self, try checkHash(encoded, by: caller.account))
            case .none: store(self, "")
            case .madeUp: throw Refusal(.badRequest, "A password is made up for new accounts only.")
            }
        } catch {
            answer(.failure(error))
        }
    }

    /// Logs somebody out everywhere; his tokens end too. He may log in again.
    func endSessions(
        of target: AccountID, reason: String?, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        manage(target, by: caller, because: reason, answer: answer) { core, _ throws(Refusal) in
            guard !core.directory.sessions(of: target).isEmpty else { return nil }
            let reason = try reason.map { text throws(Refusal) in try RoomText.reason(text, core.settings.limits) }
            return CommitUnit(
                appends: [core.audit(.sessionsEnded, by: caller, on: target, reason: reason)],
                changes: core.directory.endingSessions(of: target))
        }
    }

    func setName(_ name: String, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>) {
        manage(target, by: caller, answer: answer) { core, account throws(Refusal) in
            let before = account.displayName
            account.displayName = try core.checkName(name)
            let detail = "\(before) to \(account.displayName)"
            let entry = core.audit(.personRenamed, by: caller, on: target, detail: detail)
            return CommitUnit(appends: [entry, core.tellOfAccount(target, by: caller)])
        }
    }

    /// Password hashes by account, for the member file. For owners; that they were taken out is kept.
    func hashes(for caller: Caller, answer: @escaping Answer<[AccountID: String]>) {
        decide(for: caller, answer: answer) { core throws(Refusal) in
            guard core.directory.accounts[caller.account]?.role == .owner else {
                throw .notAllowed("Only an owner may take password hashes out.")
            }
            return .commit(CommitUnit(appends: [core.audit(.hashesRead, by: caller)])) { core, _ in
                core.directory.accounts.filter { $1.state != .removed }.mapValues(\.passwordHash)
            }
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
    func checkManages(_ caller: AccountID, _ role: ServerRole) throws(Refusal) {
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
}

extension Refusal {
    static func notAllowed(_ sentence: String) -> Refusal { Refusal(.notAllowed, sentence) }
}
