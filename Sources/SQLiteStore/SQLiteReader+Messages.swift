internal import ChatDomain
internal import ChatStore
internal import SQLite

// Single events, what is about them, and where they stand.
extension SQLiteReader {
    func event(in log: LogID, at sequence: SequenceNumber) throws(StoreError) -> Event? {
        let statements = statements
        defer { statements.event.reset() }
        return try read { () throws(SQLiteError) -> Event?? in
            try statements.event.bind(log.rawValue, at: 1)
            try statements.event.bind(sequence.rawValue, at: 2)
            guard try statements.event.step() else { return .some(nil) }
            guard let event = statements.event.event() else { return nil }
            return event
        }
    }

    func events(in log: LogID, about messages: [SequenceNumber]) throws(StoreError) -> [Event] {
        let statements = statements
        return try transaction { () throws(SQLiteError) in
            defer { statements.about.reset() }
            try statements.about.bind(log.rawValue, at: 1)
            var events: [Event] = []
            for message in Set(messages) {
                try statements.about.bind(message.rawValue, at: 2)
                while try statements.about.step() {
                    guard let event = statements.about.event() else { return nil }
                    events.append(event)
                }
                statements.about.reset()
            }
            return events.sorted { $0.sequence < $1.sequence }
        }
    }

    func threads(in log: LogID, of roots: [SequenceNumber]) throws(StoreError) -> [ThreadSize] {
        let statements = statements
        return try transaction { () throws(SQLiteError) in
            defer { statements.threadSize.reset() }
            try statements.threadSize.bind(log.rawValue, at: 1)
            var sizes: [ThreadSize] = []
            for root in roots {
                try statements.threadSize.bind(root.rawValue, at: 2)
                if try statements.threadSize.step(), let messages = statements.threadSize.integer(at: 0),
                    let last = statements.threadSize.integer(at: 1)
                {
                    sizes.append(
                        ThreadSize(root: root, messages: Int(clamping: messages), last: SequenceNumber(last)))
                }
                statements.threadSize.reset()
            }
            return sizes
        }
    }

    func ordinal(in log: LogID, at place: SequenceNumber) throws(StoreError) -> Int64 {
        let statements = statements
        return try read { () throws(SQLiteError) in
            try statements.ordinal.firstInteger(log.rawValue, place.rawValue) ?? 0
        }
    }

    func place(in log: LogID, at moment: Timestamp) throws(StoreError) -> SequenceNumber? {
        let statements = statements
        return try transaction { () throws(SQLiteError) -> SequenceNumber?? in
            let head = try statements.head.firstInteger(log.rawValue) ?? 0
            // The place is in low...high, where one after the head stands for none.
            var (low, high) = (Int64(1), SequenceNumber(head).next.rawValue)
            while low < high {
                let middle = low + (high - low) / 2
                guard let at = try statements.time.firstInteger(log.rawValue, middle) else { return nil }
                if at >= moment.rawValue { high = middle } else { low = middle + 1 }
            }
            return .some(low > head ? nil : SequenceNumber(low))
        }
    }

    func discounted(
        in log: LogID, after place: SequenceNumber, authors: Set<AccountID>, limit: Int
    ) throws(StoreError) -> Int {
        let statements = statements
        return try transaction { () throws(SQLiteError) in
            let erased = try statements.erased.firstInteger(log.rawValue, place.rawValue, Int64(max(limit, 0)))
            var count = Int(clamping: erased ?? 0)
            guard !authors.isEmpty, count < limit else { return count }
            defer { statements.authors.reset() }
            try statements.authors.bind(log.rawValue, at: 1)
            try statements.authors.bind(place.rawValue, at: 2)
            while count < limit, try statements.authors.step() {
                guard let author = statements.authors.integer(at: 0) else { return nil }
                if authors.contains(AccountID(rawValue: author)) { count += 1 }
            }
            return count
        }
    }

    func lastArrival() throws(StoreError) -> Int64 {
        let statements = statements
        return try read { () throws(SQLiteError) in try statements.lastArrival.firstInteger() ?? 0 }
    }

    func arrivals(after number: Int64, limit: Int, bytes: Int) throws(StoreError) -> [Arrival] {
        let statements = statements
        defer { statements.arrivals.reset() }
        return try read { () throws(SQLiteError) in
            try statements.arrivals.bind(number, at: 1)
            try statements.arrivals.bind(Int64(max(limit, 0)), at: 2)
            var arrivals: [Arrival] = []
            var room = bytes
            while try statements.arrivals.step() {
                guard let event = statements.arrivals.event(), let number = statements.arrivals.integer(at: 8)
                else { return nil }
                room -= event.body.count
                if room < 0, !arrivals.isEmpty { break }
                arrivals.append(Arrival(number: number, event: event))
            }
            return arrivals
        }
    }
}

extension SQLiteStatement {
    /// The first column of the first row; nil when there is no row, or when it holds NULL. Resets.
    fileprivate borrowing func firstInteger(_ values: Int64...) throws(SQLiteError) -> Int64? {
        defer { reset() }
        for (index, value) in values.enumerated() { try bind(value, at: index + 1) }
        return try step() ? integer(at: 0) : nil
    }
}
