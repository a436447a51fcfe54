import ChatDomain
public import ChatStore

extension StoreContract {
    static let histories = [
        Clause("After any history the store holds what its own outcomes say") { subject in
            for seed in 1...5 as ClosedRange<UInt64> {
                var history = RandomHistory(seed: seed, logs: (seed * 100)..<(seed * 100 + 6))
                // What was there before this seed's history.
                var replay = Replay(directory: try subject.reader.directory())
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
                let body = String(repeating: "\(below(1000)) ", count: Int(below(30)))
                let author = AccountID(rawValue: Int64(below(4)))
                drafts.append(draft(body, by: author, key: unused, at: Int64(below(100_000))))
                unused = nil
            }
            let expected = chance(4) ? SequenceNumber(Int64(below(30))) : nil
            let term = Int64(chance(30) ? below(4) : 3)
            unit.appends.append(LogAppend(log: log, expected: expected, term: term, events: drafts))
        }
        if chance(3) { for _ in 0..<below(4) { unit.changes.append(nextChange()) } }
        return unit
    }

    private mutating func nextChange() -> StateChange {
        switch below(9) {
        case 0: .addAccount(account(Int64(below(300)), "name\(below(300))", mail: "mail\(below(300))"))
        case 1: .addRoom(room(Int64(below(300)), "room\(below(300))"))
        case 2: .addMember(member(Int64(below(4)), Int64(below(4))))
        case 3: .removeMember(member(Int64(below(4)), Int64(below(4))))
        case 4: .addSession(session(UInt8(below(256)), of: Int64(below(9))))
        case 5: .removeSession(digest: [UInt8](repeating: UInt8(below(256)), count: 32))
        case 6:
            .updateAccount(account(Int64(below(300)), "name\(below(300))", mail: "mail\(below(300))", at: 7))
        case 7:
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

/// What must be in a store after its outcomes, worked out in the plainest way.
private struct Replay {
    var directory: StoredDirectory
    private var events: [LogID: [Event]] = [:]

    init(directory: StoredDirectory) { self.directory = directory }

    mutating func apply(_ unit: CommitUnit, _ outcome: CommitOutcome) throws {
        switch outcome {
        case .committed(let first):
            try expect(first.count, unit.appends.count, "one number for each append")
            for (append, first) in zip(unit.appends, first) {
                let head = directory.heads[append.log] ?? .zero
                try expect(first, head.next, "no gap in log \(append.log)")
                if let expected = append.expected { try expect(expected, head, "the position that was expected") }
                for draft in append.events { add(draft, to: append.log) }
            }
            for change in unit.changes { apply(change) }
        case .duplicate(let first, let at):
            let known = unit.appends.contains { append in
                append.events.contains { $0.key != nil }
                    && events[append.log, default: []].contains { $0.sequence == first && $0.at == at }
            }
            try expect(known, true, "a duplicate names an event of its log")
        case .conflict, .fenced: break
        }
    }

    private mutating func add(_ draft: EventDraft, to log: LogID) {
        let sequence = (directory.heads[log] ?? .zero).next
        directory.heads[log] = sequence
        events[log, default: []].append(
            Event(
                log: log, sequence: sequence, at: draft.at, author: draft.author, kind: draft.kind, body: draft.body))
    }

    private mutating func apply(_ change: StateChange) {
        switch change {
        case .addAccount(let account): directory.accounts.append(account)
        case .updateAccount(let account):
            for place in directory.accounts.indices where directory.accounts[place].id == account.id {
                directory.accounts[place] = made(account, at: directory.accounts[place].createdAt)
            }
        case .addRoom(let room): directory.rooms.append(room)
        case .addMember(let member): directory.members.append(member)
        case .removeMember(let member): directory.members.removeAll { $0 == member }
        case .addSession(let session): directory.sessions.append(session)
        case .removeSession(let digest): directory.sessions.removeAll { $0.digest == digest }
        case .removeSessions(let account, let kept):
            directory.sessions.removeAll { $0.account == account && $0.digest != kept }
        case .set(let key, let value): directory.settings[key] = value
        }
    }

    func compare(with reader: any StoreReader) throws {
        var wanted = directory
        wanted.accounts.sort { $0.id < $1.id }
        wanted.rooms.sort { $0.id < $1.id }
        wanted.members.sort { ($0.room, $0.account) < ($1.room, $1.account) }
        wanted.sessions.sort { $0.digest.lexicographicallyPrecedes($1.digest) }
        try expect(reader.directory(), wanted, "the directory")
        for (log, events) in events {
            try expect(reader.events(in: log, after: .zero, limit: .max), events, "log \(log)")
        }
    }
}
