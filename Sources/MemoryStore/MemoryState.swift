internal import ChatDomain
internal import ChatStore

/// Everything that a store keeps, and what a unit does to it.
struct MemoryState {
    /// But for the records.
    private var directory = StoredDirectory()
    /// Number n of a log stands at index n - 1.
    var events: [LogID: [Event]] = [:]
    /// Where the events of all logs stand, in the order of arrival.
    var arrivals: [(log: LogID, sequence: SequenceNumber)] = []
    var records: [RecordKey: [UInt8]] = [:]
    /// In the order of their numbers.
    var notices: [Notice] = []
    private var lastNotice: Int64 = 0
    private var kept: [KeyPlace: (sequence: SequenceNumber, at: Timestamp)] = [:]
    private var terms: [LogID: Int64] = [:]

    /// Where a key is unique.
    private struct KeyPlace: Hashable {
        var key: SendKey
        var author: AccountID
        var log: LogID
    }

    var fullDirectory: StoredDirectory {
        var full = directory
        full.records = records.filter { $0.key.collection.isResident }.map { Record(key: $0.key, value: $0.value) }
            .sorted { $0.key < $1.key }
        return full
    }

    /// Does all of the unit or nothing. Asked in this order: is the owner still the owner, was it done before, does it
    /// stand where it should, do its changes fit.
    mutating func apply(_ unit: CommitUnit) -> CommitOutcome {
        for append in unit.appends {
            if let term = terms[append.log], term > append.term { return .fenced(term: term) }
        }
        for append in unit.appends {
            for draft in append.events {
                guard let key = draft.key else { continue }
                if let first = kept[KeyPlace(key: key, author: draft.author, log: append.log)] {
                    return .duplicate(first: first.sequence, at: first.at)
                }
            }
        }
        var heads: [LogID: SequenceNumber] = [:]
        var first: [SequenceNumber] = []
        for append in unit.appends {
            let last = directory.heads[append.log, default: .empty].sequence
            let head = heads[append.log] ?? last
            if let expected = append.expected, expected != head {
                return .conflict(.position(append.log, head: last))
            }
            first.append(head.next)
            heads[append.log] = SequenceNumber(head.rawValue + Int64(append.events.count))
        }
        var changed = directory
        for change in unit.changes {
            if let conflict = changed.apply(unit.kept(change, first: first)) { return .conflict(conflict) }
        }
        directory = changed
        for append in unit.appends {
            if append.term > terms[append.log] ?? 0 { terms[append.log] = append.term }
            for draft in append.events { add(draft, to: append.log) }
        }
        let place = unit.appends.first.flatMap { append in first.first.map { (append.log, $0) } }
        for change in unit.changes { apply(change, place) }
        return .committed(first: first)
    }

    /// Changes that never conflict.
    private mutating func apply(_ change: StateChange, _ place: (log: LogID, sequence: SequenceNumber)?) {
        switch change {
        case .put(let record): records[record.key] = record.value
        case .removeRecord(let key): records[key] = nil
        case .removeRecords(let collection, let owner):
            records = records.filter { $0.key.collection != collection || $0.key.owner != owner }
        case .erase(let log, let message):
            erase(log) { event in
                event.kind == .message && event.sequence == message
                    || event.kind == .edited && event.subject == message.rawValue
            }
        case .eraseAll(let log, let place): erase(log) { $0.sequence <= place }
        case .notice(let reason, let addressees):
            guard let place else { return }
            for addressee in addressees { note(reason, addressee, place.log, place.sequence) }
        case .addAccount, .updateAccount, .addRoom, .updateRoom, .addMember, .removeMember, .addSession, .removeSession,
            .removeSessions, .set:
            break
        }
    }

    private mutating func erase(_ log: LogID, _ isMeant: (Event) -> Bool) {
        guard var all = events[log] else { return }
        var erased: Set<SequenceNumber> = []
        for index in all.indices where isMeant(all[index]) {
            all[index] = all[index].erased
            erased.insert(all[index].sequence)
        }
        events[log] = all
        notices.removeAll { $0.log == log && erased.contains($0.sequence) }
    }

    private mutating func note(
        _ reason: NoticeReason, _ addressee: NoticeAddressee, _ log: LogID, _ sequence: SequenceNumber
    ) {
        let isNoted = notices.contains { $0.log == log && $0.sequence == sequence && $0.addressee == addressee }
        guard !isNoted else { return }
        lastNotice += 1
        notices.append(
            Notice(number: lastNotice, addressee: addressee, log: log, sequence: sequence, reason: reason))
    }

    private mutating func add(_ draft: EventDraft, to log: LogID) {
        var head = directory.heads[log, default: .empty]
        head.sequence = head.sequence.next
        if draft.kind == .message { head.messages += 1 }
        events[log, default: []].append(
            Event(
                log: log, sequence: head.sequence, at: draft.at, author: draft.author, kind: draft.kind,
                subject: draft.subject, ordinal: head.messages, body: draft.body))
        arrivals.append((log, head.sequence))
        directory.heads[log] = head
        if let key = draft.key {
            kept[KeyPlace(key: key, author: draft.author, log: log)] = (head.sequence, draft.at)
        }
    }
}

extension Event {
    fileprivate var erased: Event {
        Event(
            log: log, sequence: sequence, at: at, author: author, kind: kind, subject: subject, ordinal: ordinal,
            body: [])
    }
}

extension StoredDirectory {
    /// Keeps the order in which every store lists: by id, by room and account, by digest.
    fileprivate mutating func apply(_ change: StateChange) -> CommitConflict? {
        switch change {
        case .addAccount(let account):
            // Keys are compared byte by byte, as a database does; Swift's == would take "é" and "e\u{301}" for one.
            if accounts.contains(where: { $0.id == account.id }) { return .account }
            if accounts.contains(where: { $0.username.key.sameBytes(as: account.username.key) }) { return .username }
            if accounts.contains(where: { $0.mailKey.sameBytes(as: account.mailKey) }) { return .mail }
            accounts.insert(account, at: accounts.firstIndex { $0.id > account.id } ?? accounts.endIndex)
        case .updateAccount(let account):
            guard let place = accounts.firstIndex(where: { $0.id == account.id }) else { return .account }
            let others = accounts.filter { $0.id != account.id }
            if others.contains(where: { $0.username.key.sameBytes(as: account.username.key) }) { return .username }
            if others.contains(where: { $0.mailKey.sameBytes(as: account.mailKey) }) { return .mail }
            accounts[place] = Account(
                id: account.id, username: account.username, mail: account.mail, displayName: account.displayName,
                role: account.role, state: account.state, passwordHash: account.passwordHash,
                createdAt: accounts[place].createdAt)
        case .addRoom(let room):
            if rooms.contains(where: { $0.id == room.id }) { return .room }
            if rooms.contains(where: { $0.handle.key.sameBytes(as: room.handle.key) }) { return .roomHandle }
            rooms.insert(room, at: rooms.firstIndex { $0.id > room.id } ?? rooms.endIndex)
        case .updateRoom(let room):
            guard let place = rooms.firstIndex(where: { $0.id == room.id }) else { return .room }
            let others = rooms.filter { $0.id != room.id }
            if others.contains(where: { $0.handle.key.sameBytes(as: room.handle.key) }) { return .roomHandle }
            rooms[place] = Room(
                id: room.id, handle: room.handle, title: room.title, createdBy: rooms[place].createdBy,
                createdAt: rooms[place].createdAt, joinedByAll: room.joinedByAll)
        case .addMember(let member):
            if members.contains(where: { $0.isOf(member) }) { return .member }
            let place = members.firstIndex { ($0.room, $0.account) > (member.room, member.account) }
            members.insert(member, at: place ?? members.endIndex)
        case .removeMember(let member):
            guard let place = members.firstIndex(where: { $0.isOf(member) }) else { return .member }
            members.remove(at: place)
        case .addSession(let session):
            if sessions.contains(where: { $0.digest == session.digest }) { return .session }
            let place = sessions.firstIndex { session.digest.lexicographicallyPrecedes($0.digest) }
            sessions.insert(session, at: place ?? sessions.endIndex)
        case .removeSession(let digest):
            sessions.removeAll { $0.digest == digest }
        case .removeSessions(let account, let digest):
            sessions.removeAll { $0.account == account && $0.digest != digest }
        case .set(let key, let value):
            settings[key] = value
        case .put, .removeRecord, .removeRecords, .erase, .eraseAll, .notice: break
        }
        return nil
    }
}

extension String {
    fileprivate func sameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
