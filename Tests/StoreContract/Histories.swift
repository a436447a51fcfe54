import ChatDomain
public import ChatStore

extension StoreContract {
    static let histories = [
        Clause("After any history the store holds what its own outcomes say") { subject in
            var replay = Replay()
            for seed in 1...5 as ClosedRange<UInt64> {
                var history = RandomHistory(seed: seed, logs: (seed * 100)..<(seed * 100 + 6))
                for _ in 0..<40 {
                    let units = history.nextBatch()
                    let outcomes = try subject.commit(units)
                    for (unit, outcome) in zip(units, outcomes) { try replay.apply(unit, outcome) }
                    if history.chance(20) { try subject.reopen() }
                    if history.chance(5) { try replay.compare(with: subject.reader) }
                }
                try subject.reopen()
                try replay.compare(with: subject.reader)
            }
        }
    ]
}

/// Units with many conflicts, duplicates and stale positions among them; the same for the same seed.
public struct RandomHistory {
    private var state: UInt64
    private let logs: Range<UInt64>

    public init(seed: UInt64, logs: Range<UInt64> = 1..<7) {
        state = seed
        self.logs = logs
    }

    public mutating func nextBatch() -> [CommitUnit] { (0...below(12)).map { _ in nextUnit() } }

    /// True once in `times`.
    mutating func chance(_ times: UInt64) -> Bool { below(times) == 0 }

    private mutating func nextUnit() -> CommitUnit {
        var unit = CommitUnit()
        // Few keys, so that many come again.
        var unused: SendKey? = chance(2) ? key(below(60)) : nil
        for _ in 0..<(chance(4) ? below(4) : 1) {
            let log = LogID(rawValue: Int64(logs.lowerBound + below(UInt64(logs.count))))
            var drafts: [EventDraft] = []
            for _ in 0..<(chance(4) ? below(4) : 1) {
                drafts.append(nextDraft(key: unused))
                unused = nil
            }
            let expected = chance(4) ? SequenceNumber(Int64(below(30))) : nil
            let term = Int64(chance(30) ? below(4) : 3)
            unit.appends.append(LogAppend(log: log, expected: expected, term: term, events: drafts))
        }
        if chance(3) { for _ in 0..<below(4) { unit.changes.append(nextChange()) } }
        if chance(4) { for _ in 0..<below(4) { unit.changes.append(nextOtherChange()) } }
        if unit.appends.first?.events.isEmpty == false, chance(5) {
            let addressees = (0..<below(4)).map { _ in NoticeAddressee(rawValue: Int64(below(4))) }
            unit.changes.append(.notice(chance(2) ? .mention : .reply, addressees))
        }
        return unit
    }

    private mutating func nextDraft(key: SendKey?) -> EventDraft {
        let body = String(repeating: "\(below(1000)) ", count: Int(below(30)))
        let author = AccountID(rawValue: Int64(below(4)))
        let kinds: [EventKind] = [.message, .message, .edited, .reacted, .deleted, .joined, .banned]
        let kind = chance(2) ? .message : kinds[Int(below(UInt64(kinds.count)))]
        let subject = kind == .joined || kind == .message && chance(2) ? nil : Int64(below(20))
        return draft(body, by: author, key: key, at: Int64(below(100_000)), kind: kind, about: subject)
    }

    /// Of records, and what erases.
    private mutating func nextOtherChange() -> StateChange {
        let collections: [RecordCollection] = [.profile, .marker, .draft, .picture]
        let collection = collections[Int(below(4))]
        let key = RecordKey(
            collection, owner: Int64(below(4)) - 1, item: Int64(below(4)) - 1, part: Int64(below(3)) - 1)
        let log = LogID(rawValue: Int64(logs.lowerBound + below(UInt64(logs.count))))
        switch below(12) {
        case 0: return .removeRecord(key)
        case 1: return .removeRecords(collection, owner: key.owner)
        case 2, 3: return .erase(log, message: SequenceNumber(Int64(below(30))))
        case 4 where chance(3): return .eraseAll(log, through: SequenceNumber(Int64(below(20)) - 1))
        default:
            let size = chance(20) ? below(9000) : below(200)
            return .put(Record(key: key, value: (0..<size).map { _ in UInt8(below(256)) }))
        }
    }

    private mutating func nextChange() -> StateChange {
        switch below(10) {
        case 0: .addAccount(account(Int64(below(300)), "name\(below(300))", mail: "mail\(below(300))"))
        case 1: .addRoom(room(Int64(below(300)), "room\(below(300))"))
        case 2: .addMember(member(Int64(logs.lowerBound + below(4)), Int64(below(4))))
        case 3: .removeMember(member(Int64(logs.lowerBound + below(4)), Int64(below(4)), since: Int64(below(2))))
        case 4: .addSession(session(UInt8(below(256)), of: Int64(below(9))))
        case 5: .removeSession(digest: [UInt8](repeating: UInt8(below(256)), count: 32))
        case 6:
            .updateAccount(account(Int64(below(300)), "name\(below(300))", mail: "mail\(below(300))", at: 7))
        case 7: .updateRoom(room(Int64(below(300)), "room\(below(300))", at: 7))
        case 8:
            .removeSessions(
                of: AccountID(rawValue: Int64(below(9))),
                except: chance(2) ? [UInt8](repeating: UInt8(below(256)), count: 32) : nil)
        default: .set(key: "key\(below(5))", value: "value\(below(100))")
        }
    }

    /// SplitMix64.
    private mutating func below(_ bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % bound
    }
}
