import ChatDomain
import ChatStore

/// What the service knows of people and rooms: the durable state, in memory. Confined to the service thread.
///
/// Changed by committed changes alone, so that nothing in it can be taken back by a power cut.
struct Directory {
    final class RoomState {
        var room: Room
        var members: Set<AccountID> = []
        var head: SequenceNumber = .zero

        init(room: Room) {
            self.room = room
        }
    }

    private(set) var accounts: [AccountID: Account] = [:]
    private(set) var rooms: [RoomID: RoomState] = [:]
    private(set) var roomsOf: [AccountID: Set<RoomID>] = [:]
    private(set) var roomsMade: [AccountID: Int] = [:]
    private(set) var sessions: [[UInt8]: Session] = [:]
    private(set) var settings: [String: String] = [:]
    private var sessionsOf: [AccountID: Set<[UInt8]>] = [:]
    private var accountsByUsername: [String: AccountID] = [:]
    private var accountsByMail: [String: AccountID] = [:]
    private var roomsByHandle: [String: RoomID] = [:]
    private var highestAccount: Int64 = 0
    private var highestLog: Int64 = 0

    init(_ stored: StoredDirectory) {
        for account in stored.accounts { apply(.addAccount(account)) }
        for room in stored.rooms { apply(.addRoom(room)) }
        for member in stored.members { apply(.addMember(member)) }
        for session in stored.sessions { apply(.addSession(session)) }
        settings = stored.settings
        for (log, head) in stored.heads {
            highestLog = max(highestLog, log.rawValue)
            advance(RoomID(log), to: head)
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
    mutating func takeAccountNumber() -> AccountID {
        highestAccount += 1
        return AccountID(rawValue: highestAccount)
    }

    mutating func takeRoomNumber() -> RoomID {
        highestLog += 1
        return RoomID(rawValue: highestLog)
    }

    func advance(_ room: RoomID, to head: SequenceNumber) {
        guard let state = rooms[room], state.head < head else { return }
        state.head = head
    }

    mutating func apply(_ change: StateChange) {
        switch change {
        case .addAccount(let account):
            accounts[account.id] = account
            accountsByUsername[account.username.key] = account.id
            accountsByMail[account.mailKey] = account.id
            highestAccount = max(highestAccount, account.id.rawValue)
        case .updateAccount(let account):
            if let old = accounts[account.id] {
                accountsByUsername[old.username.key] = nil
                accountsByMail[old.mailKey] = nil
            }
            accounts[account.id] = account
            accountsByUsername[account.username.key] = account.id
            accountsByMail[account.mailKey] = account.id
        case .addRoom(let room):
            rooms[room.id] = RoomState(room: room)
            roomsByHandle[room.handle.key] = room.id
            roomsMade[room.createdBy, default: 0] += 1
            highestLog = max(highestLog, room.id.rawValue)
        case .addMember(let member):
            rooms[member.room]?.members.insert(member.account)
            roomsOf[member.account, default: []].insert(member.room)
        case .removeMember(let member):
            rooms[member.room]?.members.remove(member.account)
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
        }
    }
}

/// The right of an account to use a room. There is no other way to a room's content, and none to make one without
/// being a member.
struct RoomAccess {
    let room: Directory.RoomState
    let account: AccountID

    fileprivate init(room: Directory.RoomState, account: AccountID) {
        self.room = room
        self.account = account
    }
}

extension Directory {
    /// The look-up is the permission check.
    func access(_ account: AccountID, to room: RoomID) throws(Refusal) -> RoomAccess {
        guard let state = rooms[room] else {
            throw Refusal(.roomUnknown, "There is no such room.")
        }
        guard state.members.contains(account) else {
            throw Refusal(.notAMember, "You are not a member of \(state.room.title). Join it first.")
        }
        return RoomAccess(room: state, account: account)
    }
}
