internal import ChatDomain
internal import ChatStore
internal import SQLite

/// The one connection that writes. A commit is one transaction and one sync, however many units it has.
final class SQLiteWriter: StoreWriter {
    private let store: SQLiteStore
    let connection: SQLiteConnection
    private let statements: WriterStatements
    /// Where the logs end, as this transaction sees it; forgotten whenever one fails.
    private var tails: [LogID: LogTail] = [:]
    private var pace: CheckpointPace

    private struct LogTail {
        var head: LogHead
        var term: Int64
    }

    init(store: SQLiteStore) throws(StoreError) {
        self.store = store
        do {
            connection = try SQLiteConnection(path: store.path, access: .readWrite)
            // An answer must not leave before the log is on disk.
            try connection.setPragma("synchronous", to: 2)
            // What is erased is overwritten with zeros.
            try connection.setPragma("secure_delete", to: 1)
            // Copies of pages for undoing a unit go to no file.
            try connection.setPragma("temp_store", to: 2)
            try connection.setPragma("cache_size", to: -Int64(store.limits.writerCache / 1024))
            try connection.setPragma("trusted_schema", to: 0)
            connection.takeOverCheckpoints()
            try connection.timeSyncs(in: store.figures.syncs)
            let pageSize = try connection.integer("PRAGMA page_size") ?? 4096
            pace = CheckpointPace(limits: store.limits, pageSize: Int(clamping: pageSize))
            statements = try WriterStatements(connection)
        } catch {
            throw StoreError(error, at: store.path)
        }
    }

    deinit { store.writerEnded() }

    func commit(_ units: [CommitUnit]) throws(StoreError) -> [CommitOutcome] {
        for unit in units {
            if unit.carriesSeveralKeys { throw .misuse("a unit carries more than one key") }
            if unit.notesNothing { throw .misuse("a unit notes an event that it does not have") }
        }
        do throws(SQLiteError) {
            try connection.beginImmediate()
            var outcomes: [CommitOutcome] = []
            outcomes.reserveCapacity(units.count)
            var rest = units[...]
            while !rest.isEmpty {
                let some = rest.prefix(WriterStatements.several)
                rest = rest.dropFirst(some.count)
                if try appendSeveral(some, &outcomes) { continue }
                for unit in some { outcomes.append(try apply(unit)) }
            }
            do { try connection.commit() } catch { throw error.cause }
            if let mode = pace.checkpoint(afterFrames: connection.walFrames) { store.checkpointer.run(mode) }
            return outcomes
        } catch {
            connection.rollback()
            tails.removeAll()
            throw StoreError(error, at: store.path)
        }
    }

    /// Appends one event for each of the units, if they are as many as go together, have no more than that, and bring no key
    /// for the second time. Else nothing has happened.
    private func appendSeveral(
        _ units: ArraySlice<CommitUnit>, _ outcomes: inout [CommitOutcome]
    ) throws(SQLiteError) -> Bool {
        guard units.count == WriterStatements.several, units.allSatisfy(\.isOneEvent) else { return false }
        var rows: [(LogID, EventDraft, LogHead)] = []
        rows.reserveCapacity(units.count)
        var before: [(LogID, LogTail)] = []
        for append in units.lazy.flatMap(\.appends) {
            // A sender's messages stand side by side.
            if before.last?.0 != append.log { before.append((append.log, try tail(of: append.log))) }
            guard let event = append.events.first, var tail = tails[append.log], tail.term == append.term else {
                restore(before)
                return false
            }
            tail.head = tail.head.following(event.kind)
            tails[append.log] = tail
            rows.append((append.log, event, tail.head))
        }
        guard try statements.insertSeveral(rows) else {
            restore(before)
            return false
        }
        for row in rows { outcomes.append(.committed(first: [row.2.sequence])) }
        return true
    }

    /// - Parameter before: where logs ended, oldest first.
    private func restore(_ before: [(LogID, LogTail)]) {
        for (log, tail) in before.reversed() { tails[log] = tail }
    }

    /// Does all of the unit or nothing. Asked in this order: is the owner still the owner, was it done before, does it
    /// stand where it should, do its changes fit.
    private func apply(_ unit: CommitUnit) throws(SQLiteError) -> CommitOutcome {
        var misplaced: LogID?
        var ahead: [LogID: Int64] = [:]
        for append in unit.appends {
            let tail = try tail(of: append.log)
            if tail.term > append.term { return .fenced(term: tail.term) }
            if let expected = append.expected, misplaced == nil,
                expected.rawValue != tail.head.sequence.rawValue &+ ahead[append.log, default: 0]
            {
                misplaced = append.log
            }
            // Most units have one append, and need no more than the tail.
            if unit.appends.count > 1 { ahead[append.log, default: 0] += Int64(append.events.count) }
        }
        // A message alone is tested for its key by the insert itself.
        if misplaced == nil, unit.changes.isEmpty, unit.appends.count == 1, unit.appends[0].events.count == 1 {
            return try appendOne(unit.appends[0].events[0], to: unit.appends[0])
        }
        if let duplicate = try duplicate(of: unit) { return duplicate }
        if let misplaced { return .conflict(.position(misplaced, head: try tail(of: misplaced).head.sequence)) }
        // Nothing of what is left can be refused, unless there are changes.
        guard !unit.changes.isEmpty else { return .committed(first: try append(unit)) }
        return try applyWithChanges(unit)
    }

    private func applyWithChanges(_ unit: CommitUnit) throws(SQLiteError) -> CommitOutcome {
        var before: [(LogID, LogTail)] = []
        for append in unit.appends { before.append((append.log, try tail(of: append.log))) }
        try connection.execute("SAVEPOINT unit")
        let first = try append(unit)
        for change in unit.changes {
            guard let conflict = try apply(change, of: unit, first: first) else { continue }
            try connection.execute("ROLLBACK TO unit; RELEASE unit")
            restore(before)
            return .conflict(conflict)
        }
        try connection.execute("RELEASE unit")
        return .committed(first: first)
    }

    private func apply(
        _ change: StateChange, of unit: CommitUnit, first: [SequenceNumber]
    ) throws(SQLiteError) -> CommitConflict? {
        switch change {
        case .put(let record):
            // Many a second are markers that moved: without preparing a statement for each.
            try statements.replace(record)
            if connection.changes == 0 { try connection.put(record) }
            return nil
        case .notice(let reason, let addressees):
            try note(reason, addressees, of: unit, first: first)
            return nil
        default: return try connection.apply(unit.kept(change, first: first))
        }
    }

    private func note(
        _ reason: NoticeReason, _ addressees: [NoticeAddressee], of unit: CommitUnit, first: [SequenceNumber]
    ) throws(SQLiteError) {
        if let log = unit.appends.first?.log, let first = first.first {
            try connection.note(reason, addressees, log: log, sequence: first)
        }
    }

    private func duplicate(of unit: CommitUnit) throws(SQLiteError) -> CommitOutcome? {
        for append in unit.appends {
            for event in append.events {
                guard let key = event.key else { continue }
                if let first = try statements.first(key: key, author: event.author, log: append.log) {
                    return .duplicate(first: first.sequence, at: first.at)
                }
            }
        }
        return nil
    }

    private func appendOne(_ event: EventDraft, to append: LogAppend) throws(SQLiteError) -> CommitOutcome {
        var tail = try tail(of: append.log)
        let place = tail.head.following(event.kind)
        try statements.insert(event, log: append.log, as: place)
        if let key = event.key, connection.changes == 0 {
            guard let first = try statements.first(key: key, author: event.author, log: append.log) else {
                return .conflict(.position(append.log, head: tail.head.sequence))
            }
            return .duplicate(first: first.sequence, at: first.at)
        }
        tail.head = place
        try keep(tail, of: append)
        return .committed(first: [place.sequence])
    }

    private func append(_ unit: CommitUnit) throws(SQLiteError) -> [SequenceNumber] {
        var first: [SequenceNumber] = []
        for append in unit.appends {
            var tail = try tail(of: append.log)
            first.append(tail.head.sequence.next)
            for event in append.events {
                tail.head = tail.head.following(event.kind)
                try statements.insert(event, log: append.log, as: tail.head)
            }
            try keep(tail, of: append)
        }
        return first
    }

    private func tail(of log: LogID) throws(SQLiteError) -> LogTail {
        if let tail = tails[log] { return tail }
        let tail = LogTail(head: try statements.head(of: log), term: try statements.term(of: log))
        tails[log] = tail
        return tail
    }

    private func keep(_ tail: LogTail, of append: LogAppend) throws(SQLiteError) {
        var tail = tail
        if append.term > tail.term {
            try statements.setTerm(append.term, of: append.log)
            tail.term = append.term
        }
        tails[append.log] = tail
    }
}

extension CommitUnit {
    /// One event for wherever its log ends, and nothing else: a message, as a rule.
    fileprivate var isOneEvent: Bool {
        changes.isEmpty && appends.count == 1 && appends[0].expected == nil && appends[0].events.count == 1
    }

    fileprivate var carriesSeveralKeys: Bool {
        if isOneEvent { return false }
        var keys = 0
        for append in appends { for event in append.events where event.key != nil { keys += 1 } }
        return keys > 1
    }

    fileprivate var notesNothing: Bool {
        guard appends.first?.events.isEmpty ?? true else { return false }
        return changes.contains { change in
            if case .notice = change { true } else { false }
        }
    }
}

extension LogHead {
    /// Where the log ends after one more event. Wraps, since what a damaged file holds must not trap.
    fileprivate func following(_ kind: EventKind) -> LogHead {
        LogHead(sequence: sequence.next, messages: kind == .message ? messages &+ 1 : messages)
    }
}
