import ChatDomain
import ChatStore
import ChatWire
import Log
import Metrics
import SearchIndex
import Secrets

/// The rules of the house: may he, and what follows. Confined to the service thread; never blocks, never suspends.
///
/// It reads the durable state and hands units to the committing thread. What narrows an account's rights holds back
/// that account's further requests until it is settled, so that nothing is decided on what is about to change.
final class ServiceCore {
    struct Ports: Sendable {
        /// In order, to the committing thread.
        var commit: @Sendable (CommitterInput) -> Void
        /// To the password threads; false when their queue is full.
        var hash: @Sendable (@escaping @Sendable () -> Void) -> Bool
        /// To the reading threads; false when their queue is full. The job gets nil when there is no reader.
        var read: @Sendable (@escaping @Sendable ((any StoreReader)?) -> Void) -> Bool
        /// To the searching threads; false when their queue is full. The job gets nil when there is no index.
        var find: @Sendable (@escaping @Sendable (IndexReader?) -> Void) -> Bool
        /// What follows the log behind it.
        var followers: LogFollowers
        /// Back to this thread.
        var service: @Sendable (ServiceInput) -> Void
        /// Reads the whole directory; used at the start and after a failed commit.
        var directory: @Sendable () throws(StoreError) -> StoredDirectory
        /// See ``ChatStore/finishErasing()``; blocks, so it belongs on a reading thread.
        var finishErasing: @Sendable () throws(StoreError) -> Bool
        /// There is an account now.
        var ownerFound: @Sendable () -> Void
        /// Who may make an account, told whenever it may have changed.
        var entry: @Sendable (EntryRules) -> Void
        /// For the doors, which ask it by themselves.
        var addressBans: AddressBans
        var now: @Sendable () -> Timestamp
    }

    let settings: ServiceSettings
    let ports: Ports
    let outlets: [any Outlet]
    let names: NameBook
    let tail: TailCache
    let encoders: [any FrameEncoder]
    let pending: PendingBytes
    let figures: ServiceFigures
    private let activity: Activity
    let epoch: Epoch
    let random: SecureRandom
    let log: Log

    var directory: Directory
    var presence: Presence
    var accountRate: RateLimiter<AccountID>
    var addressRate: RateLimiter<String>
    var throttle: LoginThrottle
    var sessionUse = SessionUse()
    var searchKeys = SearchKeys()
    /// When sessions and links that have ended are looked for again.
    var nextPeopleSweep = Timestamp(milliseconds: 0)
    var markers = MarkerBook()
    /// Who waits, at the end, for the last of them to be stored.
    var onLastMarkers: (@Sendable () -> Void)?
    var typing = TypingBook()
    var decisions = DecisionBook()
    /// Live connections by session, so that a session's end reaches them all.
    var live: [TokenDigest: Set<ConnectionID>] = [:]
    /// The same by account.
    var connectionsOf: [AccountID: Set<ConnectionID>] = [:]
    /// Those that do not make their account count as being there.
    var passiveConnections: Set<ConnectionID> = []
    /// From where the live connections come.
    var addressOf: [ConnectionID: String] = [:]
    /// Visitors who are being removed.
    var visitorsLeaving: Set<AccountID> = []
    /// What the first account must know; nil once it is being made.
    var ownerCode: OneTimeCode?
    /// What has a change under way that may narrow rights, and what was asked of it since.
    private var held: [HoldKey: [ServiceInput]] = [:]
    var upkeep = RoomUpkeep()
    /// Scheduled messages that are on their way.
    var beingSent: Set<RecordKey> = []
    /// Whether something was erased that may still be in the store's files.
    var hasToFinishErasing = false
    var isFinishingErasing = false
    private var needsReload = false
    private(set) var isStopping = false
    private var outgoing: [Submission] = []
    /// What the loops are told at the end of a batch.
    private var mail: [[OutletMessage]]

    init(
        settings: ServiceSettings, ports: Ports, outlets: [any Outlet], names: NameBook, tail: TailCache,
        encoders: [any FrameEncoder], pending: PendingBytes, figures: ServiceFigures, activity: Activity, epoch: Epoch,
        random: SecureRandom,
        directory: StoredDirectory, log: Log
    ) {
        self.settings = settings
        self.ports = ports
        self.outlets = outlets
        self.names = names
        self.tail = tail
        self.encoders = encoders
        self.pending = pending
        self.figures = figures
        self.activity = activity
        self.epoch = epoch
        self.random = random
        self.log = log
        mail = Array(repeating: [], count: outlets.count)
        ownerCode = settings.ownerCode
        self.directory = Directory(directory)
        let limits = settings.limits
        presence = Presence(offlineDelay: limits.offlineDelay)
        accountRate = RateLimiter(perSecond: limits.accountRequestsPerSecond, burst: limits.accountRequestBurst)
        addressRate = RateLimiter(perSecond: limits.addressRequestsPerSecond, burst: limits.addressRequestBurst)
        throttle = LoginThrottle(allowed: limits.loginFailures, longestPause: limits.loginDelaySeconds)
        // A server that stopped before it had finished goes on where it was.
        hasToFinishErasing = true
        names.replace(with: self.directory)
        noteFigures()
    }

    func handle(_ inputs: inout [ServiceInput]) {
        for input in inputs { handle(input) }
        flush()
        for place in mail.indices where !mail[place].isEmpty {
            outlets[place].post(mail[place])
            mail[place].removeAll(keepingCapacity: true)
        }
    }

    /// Tells the connection's loop, at the end of this batch.
    func tell(_ connection: ConnectionID, _ message: OutletMessage) {
        mail[connection.outlet].append(message)
    }

    private func handle(_ input: ServiceInput) {
        switch input {
        case .sends(let requests):
            activity.enter("sends")
            for request in requests { send(request) }
            leaveLine(requests)
        case .run(let name, let operation):
            activity.enter(name)
            operation(self)
        case .settled(let settled):
            activity.enter("what was committed")
            apply(settled)
        case .commitFailed:
            activity.enter("reading the store again")
            reload()
        case .tick:
            activity.enter("what is due each second")
            tick()
        }
    }

    // MARK: Commits

    /// What has come so far counts as pending with its commit now, or was refused.
    private func leaveLine(_ requests: [SendRequest]) {
        guard pending.remove(SendRequest.bytes(of: requests)) else { return }
        for place in mail.indices { mail[place].append(.roomToSend) }
    }

    /// Puts a unit in line for the disk.
    func submit(_ unit: CommitUnit, bytes: Int = 0, reply: Submission.Reply) {
        pending.add(bytes)
        outgoing.append(Submission(unit: unit, reply: reply, bytes: bytes))
    }

    /// Hands the gathered units over, so that what follows stands behind them.
    func flush() {
        guard !outgoing.isEmpty else { return }
        ports.commit(.submit(outgoing))
        outgoing.removeAll(keepingCapacity: true)
    }

    private func apply(_ settled: Settled) {
        for change in settled.changes {
            if case .updateAccount(let account) = change { forgetName(of: account) }
            directory.apply(change)
            switch change {
            case .addAccount(let account):
                names.set(account)
                ports.ownerFound()
            case .updateAccount(let account): names.set(account, isBot: directory.isBot(account.id))
            case .erase(let log, let message):
                hasToFinishErasing = true
                ports.followers.erased(log, message...message)
            case .eraseAll(let log, let place):
                hasToFinishErasing = true
                if place > .zero { ports.followers.erased(log, SequenceNumber.zero.next...place) }
            case .put(let record) where record.key.collection == .serverSettings: ports.entry(entry)
            case .put(let record) where record.key.collection == .ircPreferences:
                nameBot(AccountID(rawValue: record.key.owner))
            case .put(let record) where record.key.collection == .addressBan:
                ports.addressBans.replace(with: directory.addressBans)
            case .removeRecord(let key) where key.collection == .addressBan:
                ports.addressBans.replace(with: directory.addressBans)
            default: break
            }
        }
        for (log, head) in settled.heads { directory.advance(log, to: head) }
        if !settled.messages.isEmpty {
            noteAuthors(settled.messages)
            notify(of: settled.messages, settled.notices)
        }
        if !settled.heads.isEmpty { ports.followers.poke() }
        for reply in settled.replies { reply.call(self, reply.outcome) }
    }

    /// What was encoded with another name is encoded anew when somebody reads it.
    private func forgetName(of account: Account) {
        guard let before = directory.accounts[account.id], before.displayName != account.displayName else { return }
        for room in directory.roomsOf[account.id] ?? [] { tail.forget(room) }
    }

    /// Likewise for who is a bot from now on, or no more.
    private func nameBot(_ account: AccountID) {
        guard let account = directory.accounts[account] else { return }
        let isBot = directory.isBot(account.id)
        guard names.names(of: [account.id]).first?.isBot != isBot else { return }
        names.set(account, isBot: isBot)
        for room in directory.roomsOf[account.id] ?? [] { tail.forget(room) }
    }

    /// What was assumed is void: the store alone knows. Until it could be read, commits are refused.
    private func reload() {
        do {
            let stored = try ports.directory()
            let before = directory
            directory = Directory(stored)
            names.replace(with: directory)
            if !stored.accounts.isEmpty { ports.ownerFound() }
            ports.entry(entry)
            ports.addressBans.replace(with: directory.addressBans)
            needsReload = false
            cutOffWhoLostRights(since: before)
            ports.commit(.reloaded(heads: stored.heads))
            log.warning("reloaded from the store after a failed commit", ["rooms": "\(stored.rooms.count)"])
        } catch {
            needsReload = true
            log.error("the store cannot be read after a failed commit; trying again", ["reason": "\(error)"])
        }
    }

    /// What failed may have been kept all the same: a leaving, or the end of a session. It stands in line before the
    /// events that the loops have not been told of.
    private func cutOffWhoLostRights(since before: Directory) {
        for (id, room) in before.rooms {
            for account in room.members.keys where directory.rooms[id]?.isMember(account) != true {
                ports.commit(.presence(.cut(room: id, account: account), room: id))
            }
            if room.settings.deletedAt == nil, directory.rooms[id]?.settings.deletedAt != nil { endStreams(of: id) }
        }
        for (id, account) in before.accounts where account.role.managesPeople {
            if directory.accounts[id]?.role.managesPeople != true { cutFromAudit(id) }
        }
        for session in live.keys where directory.sessions[session.bytes] == nil { endConnections(of: session) }
    }

    private func tick() {
        let now = ports.now()
        noteFigures()
        if needsReload { reload() }
        for account in presence.expire(at: now) { announceIfShown(account, online: false) }
        accountRate.sweep(at: now)
        addressRate.sweep(at: now)
        throttle.sweep(at: now)
        keepUpRooms(at: now)
        typing.sweep(at: now)
        storeMarkers()
        sendScheduled(at: now)
        keepPeople(at: now)
        finishErasing()
        ports.followers.poke()
    }

    /// Soon after erasing: out of the files as well.
    private func finishErasing() {
        guard hasToFinishErasing, !isFinishingErasing else { return }
        let (finish, service, log) = (ports.finishErasing, ports.service, log)
        (hasToFinishErasing, isFinishingErasing) = (false, true)
        let accepted = ports.read { _ in
            var isDone = false
            do throws(StoreError) {
                isDone = try finish()
            } catch {
                log.error("what was erased is still in the files; trying again", ["reason": "\(error)"])
            }
            let rest = !isDone
            service(
                .run { core in
                    core.isFinishingErasing = false
                    if rest { core.hasToFinishErasing = true }
                })
        }
        if !accepted { (hasToFinishErasing, isFinishingErasing) = (true, false) }
    }

    // MARK: Holding back

    /// Holds back what needs the key until ``release(_:)``.
    func hold(_ key: HoldKey) {
        if held[key] == nil { held[key] = [] }
    }

    func hold(_ account: AccountID) { hold(.account(account)) }

    /// Whether the request must wait; it then runs after the release.
    func isHeld(_ key: HoldKey, _ input: @autoclosure () -> ServiceInput) -> Bool {
        guard !held.isEmpty, held[key] != nil else { return false }
        let waiting = input()
        // They line up anew.
        if case .sends(let requests) = waiting { pending.add(SendRequest.bytes(of: requests)) }
        held[key]?.append(waiting)
        return true
    }

    func isHeld(_ account: AccountID, _ input: @autoclosure () -> ServiceInput) -> Bool {
        isHeld(.account(account), input())
    }

    func release(_ key: HoldKey) {
        guard let waiting = held.removeValue(forKey: key) else { return }
        // One of them may hold the key again: the rest then lines up behind it.
        for input in waiting { handle(input) }
    }

    func release(_ account: AccountID) { release(.account(account)) }

    // MARK: Guards

    func checkRate(_ account: AccountID) throws(Refusal) {
        guard let wait = accountRate.take(account, at: ports.now()) else { return }
        let limit = settings.limits.accountRequestsPerSecond
        throw Refusal(
            .rateLimited, "Too many requests: at most \(limit) a second for each account. Wait \(wait) s.",
            limit: Refusal.Limit(name: "account_requests_per_second", value: limit), retryAfter: wait)
    }

    /// Of what comes without an account.
    func checkAddress(_ address: String) throws(Refusal) {
        if let refusal = ports.addressBans.refusal(for: address) { throw refusal }
        guard let wait = addressRate.take(address, at: ports.now()) else { return }
        let limit = settings.limits.addressRequestsPerSecond
        throw Refusal(
            .rateLimited, "Too many requests: at most \(limit) a second for each address. Wait \(wait) s.",
            limit: Refusal.Limit(name: "address_requests_per_second", value: limit), retryAfter: wait)
    }

    /// From here on nothing new is accepted; what is under way is finished.
    func stop() {
        isStopping = true
        flush()
    }

    func checkRunning() throws(Refusal) {
        if isStopping {
            throw Refusal(.shuttingDown, "The server is stopping. Try again in a moment.", retryAfter: 2)
        }
    }
}
