public import ChatDomain
public import ChatWire
public import Secrets

// What the gateways ask for about people. Each call is put in the service's line and answered later.
extension ChatService {
    // MARK: In and out

    public func register(_ registration: Registration, address: String, answer: @escaping Answer<LoggedIn>) {
        run { $0.register(registration, address: address, answer: answer) }
    }

    /// - Parameters:
    ///   - login: a username or a mail address.
    ///   - lasts: what the session is for. One of a connection is to be ended by ``logOut(_:answer:)`` when that closes.
    public func logIn(
        _ login: String, password: String, client: String, lasts: SessionKind = .client, address: String,
        answer: @escaping Answer<LoggedIn>
    ) {
        run {
            $0.logIn(
                login, password: password, client: client, lasts: lasts, address: address, answer: answer)
        }
    }

    /// What a client needs before it can prove that it knows a password (RFC 5802); made up, and always the same, where
    /// there is no such account or SCRAM is not allowed.
    public func scramVerifier(of login: String, address: String, answer: @escaping Answer<SCRAMVerifier>) {
        run { $0.scramVerifier(of: login, address: address, answer: answer) }
    }

    /// Logs in by SCRAM-SHA-256 (RFC 7677).
    public func logIn(
        _ login: String, proof: SCRAMProof, client: String, lasts: SessionKind = .connection, address: String,
        answer: @escaping Answer<SCRAMLoggedIn>
    ) {
        run { $0.logIn(login, proof: proof, client: client, lasts: lasts, address: address, answer: answer) }
    }

    /// Comes in under a free name, where the owner lets guests in: an account of the role guest, which is removed when
    /// its session, of the kind ``SessionKind/connection``, has ended.
    public func enterAsGuest(
        named name: String, client: String, address: String, answer: @escaping Answer<LoggedIn>
    ) {
        run { $0.enterAsGuest(named: name, client: client, address: address, answer: answer) }
    }

    /// Whose session it is.
    public func caller(_ token: Token, address: String, answer: @escaping Answer<Caller>) {
        run { $0.caller(token, address: address, answer: answer) }
    }

    public func logOut(_ caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.logOut(caller, answer: answer) }
    }

    /// Where a link leads; nil when it opens nothing.
    public func checkInvite(_ token: String, address: String, answer: @escaping Answer<GoodInvite?>) {
        run { $0.checkInvite(token, address: address, answer: answer) }
    }

    // MARK: Oneself

    public func ownAccount(of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        run { $0.ownAccount(caller, answer: answer) }
    }

    public func changeProfile(_ change: ProfileChange, of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        run { $0.changeProfile(change, of: caller, answer: answer) }
    }

    /// - Parameter file: of any form that ``ProfilePicture`` reads.
    public func setPicture(_ file: [UInt8], of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        run { $0.setPicture(file, of: caller, answer: answer) }
    }

    public func removePicture(of caller: Caller, answer: @escaping Answer<OwnAccount>) {
        run { $0.removePicture(of: caller, answer: answer) }
    }

    public func sessions(of caller: Caller, answer: @escaping Answer<[SessionView]>) {
        run { $0.sessions(caller, answer: answer) }
    }

    /// - Parameter number: of the session to end; nil for all but the caller's own.
    public func endSession(_ number: Int64?, of caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.endSession(number, of: caller, answer: answer) }
    }

    public func changePassword(
        of caller: Caller, from old: String, to new: String, answer: @escaping Answer<Void>
    ) {
        run { $0.changePassword(of: caller, from: old, to: new, answer: answer) }
    }

    public func scram(of caller: Caller, answer: @escaping Answer<SCRAMState>) {
        run { $0.scram(of: caller, answer: answer) }
    }

    /// Forbidding it forgets what was kept for it.
    public func allowSCRAM(_ isOn: Bool, of caller: Caller, answer: @escaping Answer<SCRAMState>) {
        run { $0.allowSCRAM(isOn, of: caller, answer: answer) }
    }

    public func ircPreferences(of caller: Caller, answer: @escaping Answer<IRCPreferences>) {
        run { $0.ircPreferences(of: caller, answer: answer) }
    }

    public func setIRCPreferences(
        _ change: IRCPreferencesChange, of caller: Caller, answer: @escaping Answer<IRCPreferences>
    ) {
        run { $0.setIRCPreferences(change, of: caller, answer: answer) }
    }

    public func tokens(of caller: Caller, answer: @escaping Answer<[SessionView]>) {
        run { $0.tokens(caller, answer: answer) }
    }

    public func makeToken(_ form: TokenForm, by caller: Caller, answer: @escaping Answer<MadeToken>) {
        run { $0.makeToken(form, for: caller.account, by: caller, answer: answer) }
    }

    public func revokeToken(_ number: Int64, of caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.revokeToken(number, of: caller, answer: answer) }
    }

    public func blocks(of caller: Caller, answer: @escaping Answer<[BlockView]>) {
        run { $0.blocks(caller, answer: answer) }
    }

    public func setBlocked(
        _ isBlocked: Bool, _ person: AccountID, by caller: Caller, answer: @escaping Answer<Void>
    ) {
        run { $0.setBlocked(isBlocked, person, by: caller, answer: answer) }
    }

    public func export(for caller: Caller, answer: @escaping Answer<OwnData>) {
        run { $0.export(for: caller, answer: answer) }
    }

    public func ownEvents(
        after place: OwnEventPlace?, for caller: Caller, answer: @escaping Answer<OwnEventPage>
    ) {
        run { $0.ownEvents(after: place, for: caller, answer: answer) }
    }

    /// For good.
    public func removeOneself(password: String, _ caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.removeOneself(password: password, caller, answer: answer) }
    }

    /// Whether it is the caller's own password; a refusal where it is not.
    public func checkPassword(_ password: String, of caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.verifyOwn(password, caller, answer: answer) { _, _ in answer(.success(())) } }
    }

    // MARK: Others

    public func people(_ range: PeopleRange, for caller: Caller, answer: @escaping Answer<PeoplePage>) {
        run { $0.people(range, for: caller, answer: answer) }
    }

    public func profile(of person: AccountID, for caller: Caller, answer: @escaping Answer<ProfileView>) {
        run { $0.profile(of: person, for: caller, answer: answer) }
    }

    /// By his username.
    public func person(named username: String, for caller: Caller, answer: @escaping Answer<ProfileView>) {
        run { $0.profile(named: username, for: caller, answer: answer) }
    }

    /// Each as others see him now; nil for a name that leads to nobody.
    public func people(
        named usernames: [String], for caller: Caller, answer: @escaping Answer<[AccountView?]>
    ) {
        run { $0.people(named: usernames, for: caller, answer: answer) }
    }

    public func picture(of person: AccountID, for caller: Caller, answer: @escaping Answer<StoredPicture>) {
        run { $0.picture(of: person, for: caller, answer: answer) }
    }

    // MARK: What those do who manage people

    public func addPerson(_ person: NewPerson, by caller: Caller, answer: @escaping Answer<AddedPerson>) {
        run { $0.addPerson(person, by: caller, answer: answer) }
    }

    public func setRole(
        _ role: ServerRole, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setRole(role, of: target, by: caller, answer: answer) }
    }

    public func sessions(of target: AccountID, for caller: Caller, answer: @escaping Answer<[SessionView]>) {
        run { $0.sessions(of: target, for: caller, answer: answer) }
    }

    /// - Parameter reason: told to him on all of his connections.
    public func endSessions(
        of target: AccountID, reason: String? = nil, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.endSessions(of: target, reason: reason, by: caller, answer: answer) }
    }

    /// Another password, or none, for somebody; ends his sessions.
    public func setSecret(
        _ secret: NewSecret, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setSecret(secret, of: target, by: caller, answer: answer) }
    }

    public func setName(
        _ name: String, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setName(name, of: target, by: caller, answer: answer) }
    }

    /// A token that opens somebody's account.
    public func makeToken(
        _ form: TokenForm = TokenForm(name: "made by an owner"), for target: AccountID, by caller: Caller,
        answer: @escaping Answer<MadeToken>
    ) {
        run { $0.makeToken(form, for: target, by: caller, answer: answer) }
    }

    /// Password hashes, for the member file.
    public func hashes(for caller: Caller, answer: @escaping Answer<[AccountID: String]>) {
        run { $0.hashes(for: caller, answer: answer) }
    }

    /// Deactivates or reactivates.
    public func setActive(
        _ isActive: Bool, _ target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setActive(isActive, target, by: caller, answer: answer) }
    }

    /// For good.
    public func remove(_ target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>) {
        run { $0.remove(target, by: caller, answer: answer) }
    }

    // MARK: How the server is entered

    public func serverBans(for caller: Caller, answer: @escaping Answer<[AddressBanView]>) {
        run { $0.serverBans(for: caller, answer: answer) }
    }

    /// Keeps addresses out, at every door, and cuts off who is connected from there.
    public func addServerBan(
        _ form: AddressBanForm, by caller: Caller, answer: @escaping Answer<AddressBanView>
    ) {
        run { $0.addServerBan(form, by: caller, answer: answer) }
    }

    public func removeServerBan(_ number: Int64, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.removeServerBan(number, by: caller, answer: answer) }
    }

    public func entryRules(for caller: Caller, answer: @escaping Answer<EntryRules>) {
        run { $0.entryRules(caller, answer: answer) }
    }

    public func changeEntry(_ change: EntryChange, by caller: Caller, answer: @escaping Answer<EntryRules>) {
        run { $0.changeEntry(change, by: caller, answer: answer) }
    }

    public func makeInvite(_ form: InviteForm, by caller: Caller, answer: @escaping Answer<MadeInvite>) {
        run { $0.makeInvite(form, by: caller, answer: answer) }
    }

    public func invites(for caller: Caller, answer: @escaping Answer<[InviteView]>) {
        run { $0.invites(caller, answer: answer) }
    }

    public func revokeInvite(_ number: Int64, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.revokeInvite(number, by: caller, answer: answer) }
    }
}
