import ChatDomain
import ChatStore

/// What the service knows of people and rooms: the durable state, in memory. Confined to the service thread.
///
/// Changed by committed changes alone, so that nothing in it can be taken back by a power cut.
///
/// An object and no value: asking a value of so many tables for one of them had all of them retained, for every send.
final class Directory {
    private(set) var accounts: [AccountID: Account] = [:]
    private(set) var rooms: [RoomID: RoomState] = [:]
    private(set) var roomsOf: [AccountID: Set<RoomID>] = [:]
    private(set) var roomsMade: [AccountID: Int] = [:]
    private(set) var sessions: [[UInt8]: Session] = [:]
    private(set) var settings: [String: String] = [:]
    /// Personal logs, and the audit log: logs without members.
    private(set) var otherLogs: [LogID: RoomState] = [:]
    private(set) var blocks = RecordTable<Block>()
    private(set) var invitations = RecordTable<Invitation>()
    private(set) var bans = RecordTable<Ban>()
    private(set) var profiles = RecordTable<Profile>()
    /// Accounts whose status ends by itself, and when.
    private(set) var statusEnds: [AccountID: Timestamp] = [:]
    private(set) var sessionDetails = RecordTable<SessionDetail>()
    private(set) var inviteLinks = RecordTable<InviteLink>()
    /// What the owner set of who may make an account.
    private(set) var entry = EntrySettings()
    private(set) var scram = RecordTable<SCRAMSetting>()
    /// Made at the start, before anything is asked for.
    private(set) var secret: [UInt8] = []
    /// Of the whole server. Owner: 0.
    private(set) var addressBans = RecordTable<AddressBan>()
    private(set) var ircPreferences = RecordTable<IRCPreferences>()
    /// Accounts that last as long as their connection.
    private(set) var visitors = RecordTable<Visitor>()
    private(set) var roomLinks = RecordTable<RoomLink>()
    /// By the lower account and the higher.
    private(set) var directConversations = RecordTable<DirectConversation>()
    private(set) var reports = RecordTable<Report>()
    private(set) var markers = RecordTable<Marker>()
    private(set) var notifications = RecordTable<NotificationSetting>()
    private(set) var scheduled = RecordTable<ScheduledMessage>()
    /// Keys of records that could not be understood. None, unless the store was changed by hand.
    private(set) var misread: [RecordKey] = []
    private var sessionsOf: [AccountID: Set<[UInt8]>] = [:]
    /// Accounts that nobody may use: few, so that the question costs a send next to nothing.
    private var inactive: Set<AccountID> = []
    /// Active guests.
    private(set) var guests: Set<AccountID> = []
    /// Active owners and admins.
    private(set) var staff: Set<AccountID> = []
    /// Who does not show that he is there.
    private(set) var hidden: Set<AccountID> = []
    private var accountsByUsername: [String: AccountID] = [:]
    private var accountsByMail: [String: AccountID] = [:]
    private var roomsByHandle: [String: RoomID] = [:]
    private var highestAccount: Int64 = 0
    private var highestLog: Int64 = 0

    init(_ stored: StoredDirectory) {
        otherLogs[.audit] = RoomState(room: .beyond(.audit, "Audit log"))
        for account in stored.accounts { apply(.addAccount(account)) }
        for room in stored.rooms { apply(.addRoom(room)) }
        for member in stored.members { apply(.addMember(member)) }
        for session in stored.sessions { apply(.addSession(session)) }
        for record in stored.records { apply(.put(record)) }
        // The last messages before a crash may be the marker's owner's own, and his marker not have got to them.
        markers.changeAll { $0.isBack = true }
        settings = stored.settings
        for (log, head) in stored.heads {
            highestLog = max(highestLog, log.rawValue)
            advance(log, to: head)
        }
    }

    func account(username key: String) -> Account? {
        accountsByUsername[key].flatMap { accounts[$0] }
    }

    func account(mail key: String) -> Account? {
        accountsByMail[key].flatMap { accounts[$0] }
    }

    func room(handle key: String) -> RoomState? {
        roomsByHandle[key].flatMap { rooms[$0] }
    }

    func sessions(of account: AccountID) -> [Session] {
        (sessionsOf[account] ?? []).compactMap { sessions[$0] }
    }

    /// Numbers are used once, also when what they were for did not come to be.
    func takeAccountNumber() -> AccountID {
        highestAccount += 1
        return AccountID(rawValue: highestAccount)
    }

    func takeRoomNumber() -> RoomID {
        highestLog += 1
        return RoomID(rawValue: highestLog)
    }

    func advance(_ log: LogID, to head: LogHead) {
        guard let state = log.rawValue > 0 ? rooms[RoomID(log)] : otherLogs[log], state.head.sequence < head.sequence
        else { return }
        state.head = head
    }

    func apply(_ change: StateChange) {
        switch change {
        case .addAccount(let account):
            accounts[account.id] = account
            note(account)
            highestAccount = max(highestAccount, account.id.rawValue)
            otherLogs[.personal(account.id)] = RoomState(room: .beyond(.personal(account.id), "You"))
        case .updateAccount(let account):
            if let old = accounts[account.id] {
                accountsByUsername[old.username.key] = nil
                accountsByMail[old.mailKey] = nil
            }
            accounts[account.id] = account
            note(account)
        case .addRoom(let room):
            rooms[room.id] = RoomState(room: room)
            roomsByHandle[room.handle.key] = room.id
            roomsMade[room.createdBy, default: 0] += 1
            highestLog = max(highestLog, room.id.rawValue)
        case .updateRoom(let room):
            guard let state = rooms[room.id] else { return }
            roomsByHandle[state.room.handle.key] = nil
            roomsByHandle[room.handle.key] = room.id
            state.room = room
        case .addMember(let member):
            rooms[member.room]?.members[member.account] = member.since
            rooms[member.room]?.wantingAll = nil
            roomsOf[member.account, default: []].insert(member.room)
        case .removeMember(let member):
            rooms[member.room]?.members[member.account] = nil
            rooms[member.room]?.wantingAll = nil
            roomsOf[member.account]?.remove(member.room)
        case .addSession(let session):
            sessions[session.digest] = session
            sessionsOf[session.account, default: []].insert(session.digest)
        case .removeSession(let digest):
            guard let session = sessions.removeValue(forKey: digest) else { return }
            sessionsOf[session.account]?.remove(digest)
        case .removeSessions(let account, let kept):
            for digest in sessionsOf[account] ?? [] where digest != kept { apply(.removeSession(digest: digest)) }
        case .set(let key, let value):
            settings[key] = value
        case .put(let record):
            if !put(record) { misread.append(record.key) }
        case .removeRecord(let key): remove(key)
        case .removeRecords(let collection, let owner): removeAll(collection, of: owner)
        case .erase, .eraseAll, .notice: break
        }
    }
}

extension Directory {
    /// By what the account is found.
    private func note(_ account: Account) {
        accountsByUsername[account.username.key] = account.id
        accountsByMail[account.mailKey] = account.id
        let isActive = account.state == .active
        inactive.put(account.id, isIn: !isActive)
        guests.put(account.id, isIn: isActive && account.role == .guest)
        staff.put(account.id, isIn: isActive && account.role.managesPeople)
    }

    var activeCount: Int { accounts.count - inactive.count }

    func isActive(_ account: AccountID) -> Bool { inactive.isEmpty || !inactive.contains(account) }
}

// Records of resident collections, each in its table.
extension Directory {
    /// False for a record that was not understood.
    private func put(_ record: Record) -> Bool {
        let key = record.key
        switch key.collection {
        case .block: return blocks.put(record)
        case .invitation: return invitations.put(record)
        case .ban: return bans.put(record)
        case .profile:
            let account = AccountID(rawValue: key.owner)
            guard profiles.put(record) else { return false }
            statusEnds[account] = profiles[key.owner]?.status?.until.map { Timestamp(milliseconds: $0) }
            hidden.put(account, isIn: !showsPresence(account))
            return true
        case .sessionDetail: return sessionDetails.put(record)
        case .serverSettings where key.item == EntrySettings.item:
            guard let settings = EntrySettings(record) else { return false }
            entry = settings
            return true
        case .serverSettings where key.item == ServerSecret.item:
            guard let secret = ServerSecret(record) else { return false }
            self.secret = Array(secret.bytes)
            return true
        case .scram: return scram.put(record)
        case .addressBan: return addressBans.put(record)
        case .ircPreferences: return ircPreferences.put(record)
        case .visitor: return visitors.put(record)
        case .report: return reports.put(record)
        case .marker: return markers.put(record)
        case .notification:
            forgetWhoWantsAll(key)
            return notifications.put(record)
        case .scheduled: return scheduled.put(record)
        case .roomSettings:
            guard let settings = RoomSettings(record) else { return false }
            setSettings(settings, of: RoomID(rawValue: key.owner))
            return true
        case .inviteLink: return key.owner > 0 ? roomLinks.put(record) : inviteLinks.put(record)
        case .directConversation:
            guard directConversations.put(record) else { return false }
            let pair = (AccountID(rawValue: key.owner), AccountID(rawValue: key.item))
            if let room = directConversations[key.owner, key.item]?.room { rooms[RoomID(rawValue: room)]?.pair = pair }
            return true
        case .member:
            guard let detail = MemberDetail(record) else { return false }
            rooms[RoomID(rawValue: key.owner)]?.details[AccountID(rawValue: key.item)] = detail
            return true
        default: return true
        }
    }

    private func remove(_ key: RecordKey) {
        switch key.collection {
        case .block: blocks.remove(key)
        case .invitation: invitations.remove(key)
        case .ban: bans.remove(key)
        case .sessionDetail: sessionDetails.remove(key)
        case .scram: scram.remove(key)
        case .addressBan: addressBans.remove(key)
        case .ircPreferences: ircPreferences.remove(key)
        case .visitor: visitors.remove(key)
        case .inviteLink: if key.owner > 0 { roomLinks.remove(key) } else { inviteLinks.remove(key) }
        case .report: reports.remove(key)
        case .marker: markers.remove(key)
        case .notification:
            forgetWhoWantsAll(key)
            notifications.remove(key)
        case .scheduled: scheduled.remove(key)
        case .member: rooms[RoomID(rawValue: key.owner)]?.details[AccountID(rawValue: key.item)] = nil
        default: break
        }
    }

    private func removeAll(_ collection: RecordCollection, of owner: Int64) {
        switch collection {
        case .block: blocks.removeAll(of: owner)
        case .invitation: invitations.removeAll(of: owner)
        case .ban: bans.removeAll(of: owner)
        case .profile:
            profiles.removeAll(of: owner)
            statusEnds[AccountID(rawValue: owner)] = nil
            hidden.remove(AccountID(rawValue: owner))
        case .sessionDetail: sessionDetails.removeAll(of: owner)
        case .scram: scram.removeAll(of: owner)
        case .addressBan: addressBans.removeAll(of: owner)
        case .ircPreferences: ircPreferences.removeAll(of: owner)
        case .visitor: visitors.removeAll(of: owner)
        case .inviteLink: if owner > 0 { roomLinks.removeAll(of: owner) } else { inviteLinks.removeAll(of: owner) }
        case .report: reports.removeAll(of: owner)
        case .marker: markers.removeAll(of: owner)
        case .notification:
            forgetWhoWantsAll(RecordKey(.notification, owner: owner))
            notifications.removeAll(of: owner)
        case .scheduled: scheduled.removeAll(of: owner)
        case .member: rooms[RoomID(rawValue: owner)]?.details.removeAll()
        default: break
        }
    }

    /// Direct conversations and deleted rooms are none of those that one may make so many of.
    private func setSettings(_ settings: RoomSettings, of room: RoomID) {
        guard let state = rooms[room] else { return }
        let counted = (state.settings.countsForMaker ? 1 : 0, settings.countsForMaker ? 1 : 0)
        roomsMade[state.room.createdBy, default: 0] += counted.1 - counted.0
        state.settings = settings
        state.wantingAll = nil
    }

    /// The setting of a room concerns that one, the general one all of the account's rooms.
    private func forgetWhoWantsAll(_ key: RecordKey) {
        if key.item > 0 {
            rooms[RoomID(rawValue: key.item)]?.wantingAll = nil
        } else {
            for room in roomsOf[AccountID(rawValue: key.owner)] ?? [] { rooms[room]?.wantingAll = nil }
        }
    }

    func isInvited(_ account: AccountID, to room: RoomID) -> Bool {
        invitations[room.rawValue, account.rawValue] != nil
    }
}

extension Set {
    fileprivate mutating func put(_ member: Element, isIn: Bool) {
        if isIn { insert(member) } else { remove(member) }
    }
}

extension RoomSettings {
    fileprivate var countsForMaker: Bool { kind != .direct && deletedAt == nil }
}

extension Room {
    /// The form in which logs that are no rooms are kept.
    fileprivate static func beyond(_ log: LogID, _ title: String) -> Room {
        Room(
            id: RoomID(log), handle: Handle(unchecked: "", key: ""), title: title, createdBy: AccountID(rawValue: 0),
            createdAt: Timestamp(milliseconds: 0), joinedByAll: false)
    }
}
