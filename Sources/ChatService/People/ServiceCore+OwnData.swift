public import ChatDomain
public import ChatStore
public import ChatWire
import UnicodeText

/// Everything that is kept of somebody but his messages.
public struct OwnData: Sendable {
    public var own: OwnAccount
    public var createdAt: Timestamp
    public var sessions: [SessionView]
    public var rooms: [RoomView]
    public var blocks: [BlockView]
    /// What other features keep for him: what to be notified of, read markers, drafts, saved and scheduled messages.
    public var records: [Record]
}

/// Where one is in one's own events: of which room, after which event.
public struct OwnEventPlace: Sendable, Equatable {
    public var room: RoomID
    public var after: SequenceNumber

    public init(room: RoomID, after: SequenceNumber) {
        self.room = room
        self.after = after
    }
}

/// Events of one's own. A page may be empty and still have a next one.
public struct OwnEventPage: Sendable {
    public var events: [Event]
    public var author: String
    /// Nil on the last.
    public var next: OwnEventPlace?
}

// What one may take out, and going for good.
extension ServiceCore {
    /// Most records in an export. What keeps them has limits of its own, below this.
    private static let mostRecords = 20_000
    /// Events that are looked at for one page.
    private static let lookedAt = 2_000

    /// Pictures have an address of their own, sessions are listed without what would open them.
    static let exported: [RecordCollection] = [.notification, .marker, .draft, .saved, .scheduled]

    func export(for caller: Caller, answer: @escaping Answer<OwnData>) {
        read(for: caller, answer: answer) { core throws(Refusal) in
            guard let account = core.directory.accounts[caller.account] else { throw .notLoggedIn }
            let rooms = core.ownRooms(of: account.id).map { core.view($0, for: account.id) }
            let data = OwnData(
                own: try core.ownAccount(account.id), createdAt: account.createdAt,
                sessions: core.sessionViews(for: caller), rooms: rooms, blocks: core.blockViews(of: account.id),
                records: [])
            return { (reader) throws(StoreError) in
                var data = data
                for collection in Self.exported {
                    data.records += try reader.records(
                        collection, owner: caller.account.rawValue, after: nil,
                        limit: Self.mostRecords - data.records.count)
                }
                return data
            }
        }
    }

    private func ownRooms(of account: AccountID) -> [RoomState] {
        (directory.roomsOf[account] ?? []).sorted().compactMap { directory.rooms[$0] }
    }

    /// What one did in the rooms that one belongs to, room by room.
    func ownEvents(after place: OwnEventPlace?, for caller: Caller, answer: @escaping Answer<OwnEventPage>) {
        read(for: caller, answer: answer) { core throws(Refusal) in
            let rooms = core.ownRooms(of: caller.account).filter { $0.settings.deletedAt == nil }
                .map { (id: $0.room.id, head: $0.head.sequence) }
                .filter { $0.id >= place?.room ?? RoomID(rawValue: 0) }
            let author = core.directory.accounts[caller.account]?.displayName ?? ""
            return { (reader) throws(StoreError) in
                guard let room = rooms.first else { return OwnEventPage(events: [], author: author, next: nil) }
                let start = place.map { $0.room == room.id ? $0.after : .zero } ?? .zero
                let found = try reader.events(
                    in: room.id.log, after: start, limit: Self.lookedAt, bytes: HistoryRange.pageBytes)
                var page = OwnEventPage(
                    events: found.filter { $0.author == caller.account && $0.sequence <= room.head }, author: author,
                    next: nil)
                if let last = found.last?.sequence, last < room.head {
                    page.next = OwnEventPlace(room: room.id, after: last)
                } else if rooms.count > 1 {
                    page.next = OwnEventPlace(room: rooms[1].id, after: .zero)
                }
                return page
            }
        }
    }

    // MARK: Going

    /// Removes one's own account, as an admin would; takes the password.
    func removeOneself(password: String, _ caller: Caller, answer: @escaping Answer<Void>) {
        verifyOwn(password, caller, answer: answer) { core, account in
            core.remove(caller.account, by: caller, verified: account.passwordHash) { result in
                answer(result.map { _ in })
            }
        }
    }

    /// Goes on when the caller's password is right. Wrong ones count as those at log-in do.
    func verifyOwn<Value: Sendable>(
        _ password: String, _ caller: Caller, answer: @escaping Answer<Value>,
        then: @escaping @Sendable (ServiceCore, Account) -> Void
    ) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller.account)
            guard let account = directory.accounts[caller.account] else { throw .notLoggedIn }
            guard !account.passwordHash.isEmpty else {
                throw Refusal(.badCredentials, "This account has no password. Ask an admin of this server.")
            }
            let key = "account \(account.id.rawValue)"
            try checkThrottle(key)
            throttle.failed(key, at: ports.now())
            let typed = (TextForm.nfc(password) ?? "").utf8Bytes
            verify(typed, account.passwordHash, answer: answer) { core, isRight in
                guard isRight else { return answer(.failure(Refusal(.badCredentials, "The password is wrong."))) }
                core.throttle.succeeded(key)
                then(core, account)
            }
        } catch {
            answer(.failure(error))
        }
    }
}
