import ChatDomain
import ChatStore
public import ChatWire

/// Oneself, with what one keeps of oneself.
public struct OwnAccount: Sendable {
    public var account: AccountView
    public var profile: OwnProfileView
}

// What people say of themselves, and how others see them.
extension ServiceCore {
    var statusLimit: Refusal.Limit { Refusal.Limit(name: "status_length", value: settings.limits.statusLength) }

    func profile(_ account: AccountID) -> Profile { directory.profiles[account.rawValue] ?? Profile() }

    func ownAccount(_ caller: Caller, answer: Answer<OwnAccount>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(.success(try ownAccount(caller.account)))
        } catch {
            answer(.failure(error))
        }
    }

    func ownAccount(_ id: AccountID) throws(Refusal) -> OwnAccount {
        guard let account = directory.accounts[id] else { throw .notLoggedIn }
        let profile = profile(id)
        var view = AccountView.own(account)
        view.status = profile.status(at: ports.now())
        view.picture = profile.picture?.tag
        if directory.isBot(id) { view.bot = true }
        return OwnAccount(
            account: view,
            profile: OwnProfileView(
                about: profile.about, pronouns: profile.pronouns, timeZone: profile.timeZone,
                homepage: profile.homepage,
                status: view.status,
                picture: view.picture, presence: profile.presence.rawValue,
                mayWriteToMe: profile.mayWriteToMe.rawValue, hidesPresence: profile.hidesPresence,
                sendsReadReceipts: profile.sendsReadReceipts))
    }

    /// Somebody's profile, for those who may know of him.
    func profile(of person: AccountID, for caller: Caller, answer: Answer<ProfileView>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(.success(try profileView(of: person, for: caller.account)))
        } catch {
            answer(.failure(error))
        }
    }

    func profileView(of person: AccountID, for caller: AccountID) throws(Refusal) -> ProfileView {
        guard let account = directory.accounts[person], directory.mayKnow(of: person, caller) else {
            throw .personUnknown
        }
        let profile = profile(person)
        var view = shownView(account)
        view.role = account.role.name
        if directory.accounts[caller]?.role.managesPeople == true {
            view.mail = account.knownMail
            view.state = account.state.name
        }
        return ProfileView(
            account: view, about: profile.about, pronouns: profile.pronouns, timeZone: profile.timeZone,
            homepage: profile.homepage,
            isBlocked: directory.blocks[caller.rawValue, person.rawValue] != nil)
    }

    // MARK: Changing it

    func changeProfile(_ change: ProfileChange, of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        changeOneself(caller, answer: answer) { core, account, profile throws(Refusal) in
            try core.apply(change, to: &account, &profile)
            return []
        }
    }

    /// Changes one's account and profile with what `change` adds, then tells one's devices and who sees it.
    func changeOneself(
        _ caller: Caller, answer: @escaping Answer<OwnAccount>,
        _ change: @escaping @Sendable (ServiceCore, inout Account, inout Profile) throws(Refusal) -> [StateChange]
    ) {
        decide(for: caller, holding: [.account(caller.account)], answer: answer) { core throws(Refusal) in
            guard let before = core.directory.accounts[caller.account] else { throw .notLoggedIn }
            let profileBefore = core.profile(caller.account)
            var (account, profile) = (before, profileBefore)
            var unit = CommitUnit(changes: try change(core, &account, &profile))
            if profile != profileBefore { unit.changes.append(profile.put(owner: account.id.rawValue)) }
            if account != before { unit.changes.append(.updateAccount(account)) }
            guard !unit.changes.isEmpty else { return .done(try core.ownAccount(caller.account)) }
            unit.appends.append(core.tell(caller.account, .changed) { $0.topic = "profile" })
            return .commit(unit) { core, _ throws(Refusal) in
                core.announceChange(of: caller.account, whoShowed: profileBefore.showsPresence)
                return try core.ownAccount(caller.account)
            }
        }
    }

    private func apply(_ change: ProfileChange, to account: inout Account, _ profile: inout Profile) throws(Refusal) {
        let limits = settings.limits
        if let name = change.name { account.displayName = try checkName(name) }
        if let about = change.about {
            profile.about = try FreeText.checkLines(
                about, what: "What you say about yourself",
                limit: Refusal.Limit(name: "about_length", value: limits.aboutLength))
        }
        if let pronouns = change.pronouns {
            profile.pronouns = try FreeText.checkOptional(
                pronouns, what: "Pronouns",
                limit: Refusal.Limit(name: "pronouns_length", value: limits.pronounsLength))
        }
        if let zone = change.timeZone {
            guard zone.isEmpty || TimeZoneNames.isName(zone) else {
                throw Refusal(.textInvalid, "There is no such time zone. They are named as Europe/Berlin is.")
            }
            profile.timeZone = zone
        }
        if let homepage = change.homepage { profile.homepage = try Homepage.check(homepage) }
        if let status = change.status { profile.status = try check(status) }
        if let presence = change.presence { profile.presence = presence }
        if let correspondents = change.mayWriteToMe { profile.mayWriteToMe = correspondents }
        if let hides = change.hidesPresence { profile.hidesPresence = hides }
        if let sends = change.sendsReadReceipts { profile.sendsReadReceipts = sends }
    }

    func checkName(_ name: String) throws(Refusal) -> String {
        try FreeText.check(
            name, what: "A name",
            limit: Refusal.Limit(name: "display_name_length", value: settings.limits.displayNameLength))
    }

    /// Nil for an empty one, which takes the status away.
    private func check(_ status: StatusView) throws(Refusal) -> Profile.Status? {
        let text = try FreeText.checkOptional(status.text, what: "A status", limit: statusLimit)
        guard status.emoji.utf8.count <= 64, status.emoji.count <= 1,
            status.emoji.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value >= 0x20 })
        else {
            throw Refusal(.textInvalid, "The emoji of a status is one character.")
        }
        if let until = status.until, until <= ports.now().rawValue {
            throw Refusal(.badRequest, "A status must end in the future: \"until\" is past.")
        }
        guard !text.isEmpty || !status.emoji.isEmpty else { return nil }
        return Profile.Status(text: text, emoji: status.emoji, until: status.until)
    }

    // MARK: How others see him

    /// Whether others may know that he is there now.
    func isSeenOnline(_ account: AccountID) -> Bool {
        presence.isOnline(account) && directory.showsPresence(account)
    }

    /// As others see him in lists: with presence, status and picture.
    func shownView(_ account: Account) -> AccountView {
        var view = AccountView(account, online: isSeenOnline(account.id))
        if directory.isBot(account.id) { view.bot = true }
        guard account.state == .active, let profile = directory.profiles[account.id.rawValue] else { return view }
        if view.online == true, profile.presence != .online { view.presence = profile.presence.rawValue }
        view.status = profile.status(at: ports.now())
        view.picture = profile.picture?.tag
        return view
    }

    /// Tells small rooms what has changed of somebody who is there, or that he seems to come or go.
    func announceChange(of account: AccountID, whoShowed: Bool) {
        guard presence.isOnline(account) else { return }
        let shows = directory.showsPresence(account)
        if whoShowed || shows { announce(account, asOnline: shows) }
    }
}

extension Directory {
    func showsPresence(_ account: AccountID) -> Bool { profiles[account.rawValue]?.showsPresence ?? true }

    /// Whether others may be told how far he has read.
    func sendsReadReceipts(_ account: AccountID) -> Bool { profiles[account.rawValue]?.sendsReadReceipts ?? true }

    /// Whether somebody may learn that there is such a person: everybody but guests, who know the people of their rooms.
    func mayKnow(of person: AccountID, _ account: AccountID) -> Bool {
        guard let found = accounts[person], found.state != .removed else { return false }
        if person == account || accounts[account]?.role != .guest || shareRoom(person, account) { return true }
        let pair = (min(person, account).rawValue, max(person, account).rawValue)
        return directConversations[pair.0, pair.1] != nil
    }
}

extension Refusal {
    static let personUnknown = Refusal(.personUnknown, "There is no such person.")
}
