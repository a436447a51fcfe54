import ChatDomain
import ChatStore

// Short words for the values that clauses are made of.

let (red, blue, green) = (LogID(rawValue: 1), LogID(rawValue: 2), LogID(rawValue: 3))
let (ada, ben) = (AccountID(rawValue: 1), AccountID(rawValue: 2))

func place(_ number: Int64) -> SequenceNumber { SequenceNumber(number) }

/// A different key for each number.
func key(_ number: UInt64) -> SendKey? {
    SendKey(high: 0x0199_0000_0000_7000 | (number >> 32) & 0xFFF, low: 0x8000_0000_0000_0000 | number)
}

func draft(
    _ text: String, by author: AccountID = ada, key: SendKey? = nil, at time: Int64 = 1000,
    kind: EventKind = .message, about subject: Int64? = nil
) -> EventDraft {
    EventDraft(
        author: author, kind: kind, subject: subject, at: Timestamp(milliseconds: time), key: key,
        body: Array(text.utf8))
}

/// A unit with one append.
func append(
    _ log: LogID, _ drafts: EventDraft..., expected: SequenceNumber? = nil, term: Int64 = 0,
    changes: [StateChange] = []
) -> CommitUnit {
    CommitUnit(appends: [LogAppend(log: log, expected: expected, term: term, events: drafts)], changes: changes)
}

/// Where a log ends that has messages alone.
func head(_ number: Int64) -> LogHead { LogHead(sequence: place(number), messages: number) }

func committed(_ first: Int64...) -> CommitOutcome { .committed(first: first.map(place)) }

func account(_ id: Int64, _ name: String? = nil, mail: String? = nil, at time: Int64? = nil) -> Account {
    let name = name ?? "person\(id)"
    return Account(
        id: AccountID(rawValue: id), username: Handle(unchecked: name, key: name), mail: mail ?? "\(name)@example.org",
        displayName: "Person \(id) 👩‍👩‍👧", role: id == 1 ? .owner : .member, passwordHash: "$argon2id$\(id)",
        createdAt: Timestamp(milliseconds: time ?? id * 10))
}

/// The account as if it had been made at another time.
func made(_ account: Account, at time: Timestamp) -> Account {
    Account(
        id: account.id, username: account.username, mail: account.mail, displayName: account.displayName,
        role: account.role, state: account.state, passwordHash: account.passwordHash, createdAt: time)
}

func room(_ id: Int64, _ name: String? = nil, at time: Int64? = nil) -> Room {
    let name = name ?? "room\(id)"
    return Room(
        id: RoomID(rawValue: id), handle: Handle(unchecked: name, key: name), title: "Raum \(id) 北京",
        createdBy: ada, createdAt: Timestamp(milliseconds: time ?? id * 10), joinedByAll: id == 1)
}

/// The changed room, by whom and when the old one was made.
func made(_ room: Room, as old: Room) -> Room {
    Room(
        id: room.id, handle: room.handle, title: room.title, createdBy: old.createdBy, createdAt: old.createdAt,
        joinedByAll: room.joinedByAll)
}

func record(
    _ collection: RecordCollection, _ owner: Int64, _ item: Int64 = 0, _ part: Int64 = 0, _ text: String = "{}"
) -> Record {
    Record(key: RecordKey(collection, owner: owner, item: item, part: part), value: Array(text.utf8))
}

func member(_ room: Int64, _ account: Int64, since number: Int64 = 0) -> Membership {
    Membership(room: RoomID(rawValue: room), account: AccountID(rawValue: account), since: place(number))
}

func session(_ number: UInt8, of account: Int64) -> Session {
    Session(
        digest: [UInt8](repeating: number, count: 32), account: AccountID(rawValue: account),
        createdAt: Timestamp(milliseconds: Int64(number)), client: "Käse \(number)", address: "192.0.2.\(number)")
}

extension StoreReader {
    /// The texts of the whole log, oldest first.
    func texts(in log: LogID) throws -> [String] {
        try events(in: log, after: .zero, limit: .max).map { String(decoding: $0.body, as: UTF8.self) }
    }
}

extension StoreReader {
    func place(in log: LogID, at milliseconds: Int64) throws -> Int64? {
        try place(in: log, at: Timestamp(milliseconds: milliseconds))?.rawValue
    }
}
