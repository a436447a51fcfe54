import ChatDomain
import ChatStore

/// What must be in a store after its outcomes, worked out in the plainest way.
struct Replay {
    private var directory = StoredDirectory()
    private var events: [LogID: [Event]] = [:]
    private var arrivals: [(LogID, SequenceNumber)] = []
    private var records: [RecordKey: Record] = [:]
    /// Their numbers are the store's own.
    private var notices: [Notice] = []

    mutating func apply(_ unit: CommitUnit, _ outcome: CommitOutcome) throws {
        switch outcome {
        case .committed(let first):
            try expect(first.count, unit.appends.count, "one number for each append")
            for (append, first) in zip(unit.appends, first) {
                let head = directory.heads[append.log, default: .empty].sequence
                try expect(first, head.next, "no gap in log \(append.log)")
                if let expected = append.expected { try expect(expected, head, "the position that was expected") }
                for draft in append.events { add(draft, to: append.log) }
            }
            for change in unit.changes {
                switch change {
                case .notice(let reason, let addressees):
                    for addressee in addressees { note(reason, addressee, unit.appends[0].log, first[0]) }
                case .addMember(var member):
                    let index = unit.appends.firstIndex { $0.log == member.room.log }
                    if let index, member.since == .zero { member.since = first[index] }
                    directory.members.append(member)
                default: apply(change)
                }
            }
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
        let known = events[log, default: []]
        let messages = known.count { $0.kind == .message } + (draft.kind == .message ? 1 : 0)
        let event = Event(
            log: log, sequence: place(Int64(known.count) + 1), at: draft.at, author: draft.author, kind: draft.kind,
            subject: draft.subject, ordinal: Int64(messages), body: draft.body)
        events[log, default: []].append(event)
        arrivals.append((log, event.sequence))
        directory.heads[log] = LogHead(sequence: event.sequence, messages: Int64(messages))
    }

    private mutating func note(
        _ reason: NoticeReason, _ addressee: NoticeAddressee, _ log: LogID, _ sequence: SequenceNumber
    ) {
        let notice = Notice(number: 0, addressee: addressee, log: log, sequence: sequence, reason: reason)
        if !notices.contains(where: { $0.isSame(as: notice) }) { notices.append(notice) }
    }

    private mutating func erase(_ log: LogID, _ isMeant: (Event) -> Bool) {
        let erased = events[log, default: []].filter(isMeant).map(\.sequence)
        events[log] = events[log]?.map { isMeant($0) ? $0.withoutBody : $0 }
        notices.removeAll { $0.log == log && erased.contains($0.sequence) }
    }

    private mutating func apply(_ change: StateChange) {
        switch change {
        case .addAccount(let account): directory.accounts.append(account)
        case .updateAccount(let account):
            directory.accounts = directory.accounts.map { $0.id == account.id ? made(account, at: $0.createdAt) : $0 }
        case .addRoom(let room): directory.rooms.append(room)
        case .updateRoom(let room):
            directory.rooms = directory.rooms.map { $0.id == room.id ? made(room, as: $0) : $0 }
        case .removeMember(let member): directory.members.removeAll { $0.isOf(member) }
        case .addSession(let session): directory.sessions.append(session)
        case .removeSession(let digest): directory.sessions.removeAll { $0.digest == digest }
        case .removeSessions(let account, let kept):
            directory.sessions.removeAll { $0.account == account && $0.digest != kept }
        case .set(let key, let value): directory.settings[key] = value
        case .put(let record): records[record.key] = record
        case .removeRecord(let key): records[key] = nil
        case .removeRecords(let collection, let owner):
            records = records.filter { ($0.key.collection, $0.key.owner) != (collection, owner) }
        case .erase(let log, let message):
            erase(log) { event in
                event.sequence == message && event.kind == .message
                    || event.subject == message.rawValue && event.kind == .edited
            }
        case .eraseAll(let log, let place): erase(log) { $0.sequence <= place }
        case .addMember, .notice: break
        }
    }
}

extension Replay {
    func compare(with reader: any StoreReader) throws {
        var wanted = directory
        wanted.accounts.sort { $0.id < $1.id }
        wanted.rooms.sort { $0.id < $1.id }
        wanted.members.sort { ($0.room, $0.account) < ($1.room, $1.account) }
        wanted.sessions.sort { $0.digest.lexicographicallyPrecedes($1.digest) }
        wanted.records = records.values.filter { $0.key.collection.isResident }.sorted { $0.key < $1.key }
        try expect(reader.directory() == wanted, true, "the directory")
        for (log, events) in events { try compare(log, events, with: reader) }
        try compareRecords(with: reader)
        let arrived = try reader.arrivals(after: .min, limit: .max, bytes: .max)
        try expect(arrived.map(\.event.log), arrivals.map(\.0), "the logs of what arrived")
        try expect(arrived.map(\.event.sequence), arrivals.map(\.1), "the places of what arrived")
        try expect(zip(arrived, arrived.dropFirst()).allSatisfy { $0.number < $1.number }, true, "rising numbers")
    }

    private func compare(_ log: LogID, _ events: [Event], with reader: any StoreReader) throws {
        func all(_ isMeant: (Event) -> Bool) -> [Event] { events.filter(isMeant) }
        try expect(reader.events(in: log, after: .zero, limit: .max) == events, true, "log \(log)")
        let lines = all { $0.kind.isLine }
        try expect(
            reader.lines(.all, in: log, after: .zero, limit: .max, bytes: .max) == lines, true, "lines of \(log)")
        try expect(
            reader.lines(.messages, in: log, after: .zero, limit: .max, bytes: .max) == all { $0.kind == .message },
            true, "messages of \(log)")
        try expect(
            reader.lines(.all, in: log, before: place(15), limit: 3, bytes: .max)
                == lines.filter { $0.sequence < place(15) }.suffix(3), true, "some lines of \(log)")
        for number in -1...20 as ClosedRange<Int64> {
            let (place, what) = (place(number), "\(number) of log \(log)")
            let thread = all { $0.kind == .message && $0.subject == number }
            try expect(
                reader.lines(.thread(place), in: log, after: .zero, limit: .max, bytes: .max) == thread, true,
                "the thread \(what)")
            try expect(
                reader.lines(.thread(place), in: log, before: .init(.max), limit: 2, bytes: .max) == thread.suffix(2),
                true, "the end of the thread \(what)")
            let size = thread.last.map { [ThreadSize(root: place, messages: thread.count, last: $0.sequence)] }
            try expect(reader.threads(in: log, of: [place]), size ?? [], "the length of the thread \(what)")
            try expect(
                reader.events(in: log, about: [place, place.next])
                    == all { $0.kind.isAboutMessage && ($0.subject == number || $0.subject == number + 1) }, true,
                "about \(what)")
            try expect(reader.event(in: log, at: place) == all { $0.sequence == place }.first, true, what)
            try expect(
                reader.ordinal(in: log, at: place), Int64(all { $0.sequence <= place && $0.kind == .message }.count),
                "the ordinal \(what)")
            for authors in [[], [ada], [ada, ben]] as [Set<AccountID>] {
                let discounted = all { event in
                    event.kind == .message && event.sequence > place
                        && (event.body.isEmpty || authors.contains(event.author))
                }
                for limit in [3, .max] {
                    try expect(
                        reader.discounted(in: log, after: place, authors: authors, limit: limit),
                        min(limit, discounted.count), "discounted after \(what)")
                }
            }
            for authors in [[], [ada], [ada, ben]] as [Set<AccountID>] {
                let concerned = notices.filter { notice in
                    notice.log == log && notice.sequence > place
                        && [.everyone, .account(ada)].contains(notice.addressee)
                        && all { $0.sequence == notice.sequence && authors.contains($0.author) }.isEmpty
                }
                try expect(
                    reader.noticeCount(for: [.everyone, .account(ada)], in: log, after: place, except: authors),
                    Set(concerned.map(\.sequence)).count, "notices after \(what)")
            }
        }
    }

    private func compareRecords(with reader: any StoreReader) throws {
        for number in -1...4 as ClosedRange<Int64> {
            for collection in RecordCollection.allCases {
                let owned = records.values.filter { ($0.key.collection, $0.key.owner) == (collection, number) }
                try expect(
                    reader.records(collection, owner: number, after: nil, limit: .max)
                        == owned.sorted { $0.key < $1.key }, true, "\(collection) of \(number)")
            }
            let addressee = NoticeAddressee(rawValue: number)
            let found = try reader.notices(for: addressee, before: nil, limit: .max)
            let wanted = notices.filter { $0.addressee == addressee }
            try expect(found.count, wanted.count, "notices for \(addressee)")
            try expect(
                zip(found.reversed(), wanted).allSatisfy { $0.isSame(as: $1) }, true, "notices for \(addressee)")
        }
        for record in records.values { try expect(reader.record(record.key), record, "a record") }
    }
}

extension Notice {
    /// But for the number. Of two reasons for the same, the first stays.
    fileprivate func isSame(as other: Notice) -> Bool {
        (addressee, log, sequence) == (other.addressee, other.log, other.sequence)
    }
}

extension Event {
    var withoutBody: Event {
        Event(
            log: log, sequence: sequence, at: at, author: author, kind: kind, subject: subject, ordinal: ordinal,
            body: [])
    }
}
