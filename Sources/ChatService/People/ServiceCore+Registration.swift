import ChatDomain
import ChatStore
import ChatWire
import Secrets
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
    /// The token of a link.
    public var invite: String?
    /// What the client calls itself.
    public var client = ""
    public var lasts = SessionKind.client

    public init(
        mail: String, username: String, name: String?, password: String, ownerCode: String?, invite: String? = nil
    ) {
        self.mail = mail
        self.username = username
        self.name = name
        self.password = password
        self.ownerCode = ownerCode
        self.invite = invite
    }
}

// How people make their own accounts: with the owner's code, where it is open, or by a link.
extension ServiceCore {
    var entry: EntryRules { directory.entry.rules(startedWith: settings) }

    func register(_ registration: Registration, address: String, answer: @escaping Answer<LoggedIn>) {
        do throws(Refusal) {
            try checkRunning()
            try checkAddress(address)
            try checkThrottle("address \(address)")
            let link = try checkAllowed(registration, address: address)
            var draft = try AccountDraft(registration, limits: settings.limits)
            draft.address = address
            draft.link = link
            try checkDomain(of: draft)
            try checkFree(draft)
            let checked = draft
            hash(draft.password, answer: answer) { $0.finish(checked, hash: $1, answer: answer) }
        } catch {
            answer(.failure(error))
        }
    }

    /// The number of the link that he came by, if any.
    private func checkAllowed(_ registration: Registration, address: String) throws(Refusal) -> Int64? {
        guard !directory.accounts.isEmpty else {
            guard let typed = registration.ownerCode.flatMap(OneTimeCode.init(typed:)), typed == ownerCode
            else {
                if registration.ownerCode != nil { throttle.failed("address \(address)", at: ports.now()) }
                throw Refusal(
                    .ownerCodeNeeded,
                    "The first account becomes the owner and needs the one-time code that the server printed when it started."
                )
            }
            return nil
        }
        return switch (entry.registration, registration.invite) {
        case (.closed, _): throw .registrationClosed("This server takes no registrations. Ask its owner to add you.")
        case (.open, nil): nil
        case (.link, nil):
            throw .registrationClosed("Here one registers by an invitation link. Ask somebody who runs the server.")
        case (.open, let invite?), (.link, let invite?): try goodLink(invite).number
        }
    }

    /// Where the owner allows some mail domains alone. The first account is his own.
    private func checkDomain(of draft: AccountDraft) throws(Refusal) {
        let domains = entry.mailDomains
        guard !directory.accounts.isEmpty, !MailDomain.isAllowed(draft.mail, by: domains) else { return }
        throw Refusal(
            .mailNotAllowed,
            "This server takes mail addresses at \(domains.joined(separator: ", ")) only. Use such an address.")
    }

    func checkFree(_ draft: AccountDraft) throws(Refusal) {
        if directory.account(username: draft.username.key) != nil { throw .usernameTaken(draft.username) }
        if directory.account(mail: draft.mail.lowercased()) != nil { throw .mailTaken }
    }

    /// Everything is looked at again: much may have happened while the password was hashed. The link is held, and its
    /// use is counted in the unit that makes the account, so that it is never used once too often.
    private func finish(_ draft: AccountDraft, hash: String, answer: @escaping Answer<LoggedIn>) {
        // The code is put back if there is no account in the end.
        let code = directory.accounts.isEmpty ? ownerCode : nil
        let refusals: @Sendable (CommitConflict) -> Refusal = { conflict in
            switch conflict {
            case .mail: .mailTaken
            case .username: .usernameTaken(draft.username)
            default: .outcomeUnknown
            }
        }
        decideInTurn(
            for: nil, holding: draft.link.map { [.inviteLink($0)] } ?? [], answer: answer, onConflict: refusals,
            finally: { core in if core.directory.accounts.isEmpty, let code { core.ownerCode = code } }
        ) { core throws(Refusal) in
            try core.checkFree(draft)
            let isOwner = core.directory.accounts.isEmpty
            guard !isOwner || (draft.provedOwner && core.ownerCode != nil) else {
                throw Refusal(.ownerCodeNeeded, "The first account is being made by somebody else at this moment.")
            }
            let link = try core.checkStillAllowed(draft, isOwner: isOwner)
            if isOwner { core.ownerCode = nil }
            let role = isOwner ? ServerRole.owner : link.flatMap { ServerRole(name: $0.role) } ?? .member
            let account = Account(
                id: core.directory.takeAccountNumber(), username: draft.username, mail: draft.mail,
                displayName: draft.displayName, role: role, passwordHash: hash, createdAt: core.ports.now())
            // Before the commit: its events are encoded for readers while the service has not heard of it yet.
            core.names.set(account)
            var unit = core.firstUnit(of: account, putInto: link?.rooms.map(RoomID.init(rawValue:)) ?? [])
            if var link, let number = draft.link {
                link.used += 1
                unit.changes.append(link.put(owner: 0, item: number))
            }
            let token = core.begin(in: &unit, of: account.id, draft.client, draft.address, draft.lasts)
            return .commit(unit) { core, _ in
                core.log.info("account made", ["account": "\(account.id.rawValue)", "role": account.role.name])
                return LoggedIn(account: .own(account), token: token)
            }
        }
    }

    private func checkStillAllowed(_ draft: AccountDraft, isOwner: Bool) throws(Refusal) -> InviteLink? {
        guard !isOwner else { return nil }
        guard entry.registration != .closed, draft.link != nil || entry.registration == .open else {
            throw .registrationClosed("This server takes no registrations any more. Ask its owner to add you.")
        }
        guard let number = draft.link else { return nil }
        return try goodLink(number: number)
    }

    /// The account, and its rooms: those that everybody joins, guests where they are let in, and those where it is put.
    func firstUnit(of account: Account, putInto rooms: [RoomID] = []) -> CommitUnit {
        var unit = CommitUnit(changes: [.addAccount(account)])
        let body = JSONObject.make { $0.set("username", account.username.text) }
        for state in directory.rooms.values.sorted(by: { $0.room.id < $1.room.id }) {
            let isForHim = state.room.joinedByAll && (account.role != .guest || state.settings.admitsGuests)
            guard isForHim || rooms.contains(state.room.id), state.settings.kind == .channel,
                state.settings.deletedAt == nil
            else { continue }
            unit.appends.append(
                LogAppend(
                    log: state.room.id.log,
                    events: [EventDraft(author: account.id, kind: .joined, at: account.createdAt, body: body)]))
            unit.changes.append(.addMember(Membership(room: state.room.id, account: account.id)))
        }
        return unit
    }
}

extension Refusal {
    static let mailTaken = Refusal(.mailTaken, "There is an account with this mail address. Log in instead.")

    static func registrationClosed(_ sentence: String) -> Refusal { Refusal(.registrationClosed, sentence) }

    static func usernameTaken(_ handle: Handle) -> Refusal {
        Refusal(.usernameTaken, "The username \(handle), or one that looks like it, is taken. Choose another.")
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
    var lasts: SessionKind
    var address = ""
    /// The number of the link that he came by.
    var link: Int64?

    init(_ registration: Registration, limits: Limits, needsMail: Bool = true) throws(Refusal) {
        username = try Self.username(registration.username)
        mail = needsMail ? try MailAddress.check(registration.mail) : ""
        displayName = try FreeText.check(
            registration.name ?? username.text, what: "A name",
            limit: Refusal.Limit(name: "display_name_length", value: limits.displayNameLength))
        password = try Self.checkPassword(registration.password, limits: limits)
        provedOwner = registration.ownerCode != nil
        client = registration.client
        lasts = registration.lasts
    }

    /// What calls everybody, those who are there, or oneself.
    private static let reserved: Set<String> = ["all", "here", "me"]

    static func username(_ typed: String) throws(Refusal) -> Handle {
        let username = try Handle.make(from: typed, what: "A username")
        guard !reserved.contains(username.text) else {
            throw Refusal(.nameInvalid, "\(username) has a meaning of its own. Choose another username.")
        }
        return username
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
