internal import ChatDomain
internal import ChatStore

/// Everything that a store keeps, and what a unit does to it.
struct MemoryState {
    var directory = StoredDirectory()
    /// Number n of a log stands at index n - 1.
    var events: [LogID: [Event]] = [:]
    private var kept: [KeyPlace: Event] = [:]
    private var terms: [LogID: Int64] = [:]

    /// Where a key is unique.
    private struct KeyPlace: Hashable {
        var key: SendKey
        var author: AccountID
        var log: LogID
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
            let head = heads[append.log] ?? directory.heads[append.log] ?? .zero
            if let expected = append.expected, expected != head {
                return .conflict(.position(append.log, head: directory.heads[append.log] ?? .zero))
            }
            first.append(head.next)
            heads[append.log] = SequenceNumber(head.rawValue + Int64(append.events.count))
        }
        var changed = directory
        for change in unit.changes {
            if let conflict = changed.apply(change) { return .conflict(conflict) }
        }
        directory = changed
        for append in unit.appends {
            if append.term > terms[append.log] ?? 0 { terms[append.log] = append.term }
            for draft in append.events { add(draft, to: append.log) }
        }
        return .committed(first: first)
    }

    private mutating func add(_ draft: EventDraft, to log: LogID) {
        let sequence = (directory.heads[log] ?? .zero).next
        let event = Event(
            log: log, sequence: sequence, at: draft.at, author: draft.author, kind: draft.kind, body: draft.body)
        events[log, default: []].append(event)
        directory.heads[log] = sequence
        if let key = draft.key { kept[KeyPlace(key: key, author: draft.author, log: log)] = event }
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
        case .addMember(let member):
            if members.contains(member) { return .member }
            let place = members.firstIndex { ($0.room, $0.account) > (member.room, member.account) }
            members.insert(member, at: place ?? members.endIndex)
        case .removeMember(let member):
            guard let place = members.firstIndex(of: member) else { return .member }
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
        }
        return nil
    }
}

extension String {
    fileprivate func sameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
