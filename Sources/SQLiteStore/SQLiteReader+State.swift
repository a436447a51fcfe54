internal import ChatDomain
internal import ChatStore
internal import SQLite

// Records and notices.
extension SQLiteReader {
    func record(_ key: RecordKey) throws(StoreError) -> Record? {
        let statements = statements
        defer { statements.record.reset() }
        return try read { () throws(SQLiteError) -> Record?? in
            try statements.record.bind(Int64(key.collection.rawValue), at: 1)
            try statements.record.bind(key.owner, at: 2)
            try statements.record.bind(key.item, at: 3)
            try statements.record.bind(key.part, at: 4)
            guard try statements.record.step() else { return .some(nil) }
            guard let record = statements.record.record() else { return nil }
            return record
        }
    }

    func records(
        _ collection: RecordCollection, owner: Int64, after key: RecordKey?, limit: Int
    ) throws(StoreError) -> [Record] {
        var start = (item: Int64.min, part: Int64.min)
        if let key {
            // A key of another owner is before all of this one's, or after.
            if RecordKey(collection, owner: owner, item: .max, part: .max) <= key { return [] }
            if key.collection == collection, key.owner == owner {
                start = key.part == .max ? (key.item + 1, .min) : (key.item, key.part + 1)
            }
        }
        let statements = statements
        defer { statements.records.reset() }
        return try read { () throws(SQLiteError) in
            try statements.records.bind(Int64(collection.rawValue), at: 1)
            try statements.records.bind(owner, at: 2)
            try statements.records.bind(start.item, at: 3)
            try statements.records.bind(start.part, at: 4)
            try statements.records.bind(Int64(max(limit, 0)), at: 5)
            var records: [Record] = []
            while try statements.records.step() {
                guard let record = statements.records.record() else { return nil }
                records.append(record)
            }
            return records
        }
    }

    func noticeCount(
        for addressees: [NoticeAddressee], in log: LogID, after place: SequenceNumber, except authors: Set<AccountID>
    ) throws(StoreError) -> Int {
        let statements = statements
        return try transaction { () throws(SQLiteError) in
            defer { statements.noticed.reset() }
            try statements.noticed.bind(log.rawValue, at: 2)
            try statements.noticed.bind(place.rawValue, at: 3)
            // One who is addressed by name and with everyone is addressed once.
            var noticed: Set<Int64> = []
            for addressee in addressees {
                try statements.noticed.bind(addressee.rawValue, at: 1)
                while try statements.noticed.step() {
                    guard let sequence = statements.noticed.integer(at: 0),
                        let author = statements.noticed.integer(at: 1)
                    else { return nil }
                    if !authors.contains(AccountID(rawValue: author)) { noticed.insert(sequence) }
                }
                statements.noticed.reset()
            }
            return noticed.count
        }
    }

    func notice(
        for addressees: [NoticeAddressee], in log: LogID, at sequence: SequenceNumber
    ) throws(StoreError) -> Notice? {
        let statements = statements
        return try transaction { () throws(SQLiteError) -> Notice?? in
            defer { statements.notice.reset() }
            try statements.notice.bind(log.rawValue, at: 2)
            try statements.notice.bind(sequence.rawValue, at: 3)
            for addressee in addressees {
                try statements.notice.bind(addressee.rawValue, at: 1)
                if try statements.notice.step() {
                    guard let number = statements.notice.integer(at: 0),
                        let reason = statements.notice.integer(at: 1).flatMap(Int16.init(exactly:))
                            .flatMap(NoticeReason.init(rawValue:))
                    else { return nil }
                    return Notice(number: number, addressee: addressee, log: log, sequence: sequence, reason: reason)
                }
                statements.notice.reset()
            }
            return .some(nil)
        }
    }

    func notices(
        for addressee: NoticeAddressee, before number: Int64?, limit: Int
    ) throws(StoreError) -> [Notice] {
        let statements = statements
        defer { statements.notices.reset() }
        return try read { () throws(SQLiteError) in
            try statements.notices.bind(addressee.rawValue, at: 1)
            // No number is the largest: SQLite gives it to no row before it has given all others.
            try statements.notices.bind(number ?? .max, at: 2)
            try statements.notices.bind(Int64(max(limit, 0)), at: 3)
            var notices: [Notice] = []
            while try statements.notices.step() {
                guard let number = statements.notices.integer(at: 0), let log = statements.notices.integer(at: 1),
                    let sequence = statements.notices.integer(at: 2),
                    let reason = statements.notices.integer(at: 3).flatMap(Int16.init(exactly:))
                        .flatMap(NoticeReason.init(rawValue:))
                else { return nil }
                notices.append(
                    Notice(
                        number: number, addressee: addressee, log: LogID(rawValue: log),
                        sequence: SequenceNumber(sequence), reason: reason))
            }
            return notices
        }
    }
}
