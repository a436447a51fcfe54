internal import ChatDomain
internal import SQLite

// Going through the segments.
extension IndexReader {
    /// Gives the hits that arrived before a message, newest first, until `take` answers false.
    ///
    /// - Returns: before which message to go on, when it stopped because it had read enough.
    func scan(
        _ search: Search, before end: Int64, _ take: (FoundText) -> Bool
    ) throws(SQLiteError) -> Int64? {
        let segments = try connection.segments()
        forgetLists(except: segments)
        var plan = TokenPlan(search)
        var budget = max(1, index.limits.examined)
        // The newest messages belong to no segment yet.
        for place in stride(from: segments.count, through: 0, by: -1) {
            let segment = place < segments.count ? segments[place] : nil
            let before = place > 0 ? segments[place - 1].last : .min
            if before != .min, before >= end { continue }
            let after = segment.map { $0.last == .max ? .max : $0.last + 1 } ?? .max
            var candidates = try ids(looseBefore, after: before, before: min(after, end))
            if let segment, search.mayOverlap(segment) {
                let listed = try listed(in: segment, before: before, end: min(after, end), search, &plan)
                candidates = Self.merged(candidates, listed)
            }
            for id in candidates {
                if budget <= 0 { return id == .max ? id : id + 1 }
                if let found = try verified(id, search, &budget), !take(found) { return nil }
            }
        }
        return nil
    }

    /// What the segment's lists, and the times if there are any to keep to, leave over; newest first.
    private func listed(
        in segment: Segment, before: Int64, end: Int64, _ search: Search, _ plan: inout TokenPlan
    ) throws(SQLiteError) -> [Int64] {
        let reader = try listReader(segment.number)
        guard let numbers = try plan.numbers(reader, rooms: search.rooms) else {
            return try messages(after: before, before: end, search)
        }
        var ids: [Int64] = []
        ids.reserveCapacity(numbers.count)
        for number in numbers.reversed() {
            let id = segment.first &+ Int64(number)
            if id < end, id > before { ids.append(id) }
        }
        guard ids.count > 256, !search.covers(segment) else { return ids }
        // SQLite looks at the times of all faster than we look at many messages.
        let timely = Set(try messages(after: before, before: end, search))
        return ids.filter(timely.contains)
    }

    private func messages(after: Int64, before: Int64, _ search: Search) throws(SQLiteError) -> [Int64] {
        try messagesBefore.bind(search.earliest, at: 3)
        try messagesBefore.bind(search.latest, at: 4)
        return try ids(messagesBefore, after: after, before: before)
    }

    private func listReader(_ number: Int64) throws(SQLiteError) -> ListReader {
        if let known = lists[number] { return known }
        let reader = try ListReader(number, connection)
        lists[number] = reader
        return reader
    }

    private func forgetLists(except segments: [Segment]) {
        guard lists.count > segments.count else { return }
        let numbers = Set(segments.map(\.number))
        for number in lists.keys where !numbers.contains(number) { lists[number] = nil }
    }

    private func ids(
        _ statement: borrowing SQLiteStatement, after: Int64, before: Int64
    ) throws(SQLiteError) -> [Int64] {
        defer { statement.reset() }
        try statement.bind(after, at: 1)
        try statement.bind(before, at: 2)
        var ids: [Int64] = []
        while try statement.step() {
            if let id = statement.integer(at: 0) { ids.append(id) }
        }
        return ids
    }

    /// Both fall, and so does the result; what is in both is in it once.
    private static func merged(_ a: [Int64], _ b: [Int64]) -> [Int64] {
        guard !a.isEmpty else { return b }
        return Set(a).union(b).sorted(by: >)
    }

    /// The message, if it is what was searched for and may be seen. This alone decides: lists only propose.
    func verified(_ id: Int64, _ search: Search, _ budget: inout Int) throws(SQLiteError) -> FoundText? {
        budget -= 1
        defer { message.reset() }
        try message.bind(id, at: 1)
        guard try message.step(), let room = message.integer(at: 0), let sequence = message.integer(at: 1),
            let at = message.integer(at: 2), let author = message.integer(at: 3), let traits = message.integer(at: 4),
            let row = message.integer(at: 5)
        else { return nil }
        let facts = MessageFacts(
            room: RoomID(rawValue: room), sequence: SequenceNumber(sequence), at: Timestamp(milliseconds: at),
            author: AccountID(rawValue: author), traits: MessageTraits(rawValue: UInt8(truncatingIfNeeded: traits)))
        guard search.allows(facts) else { return nil }
        defer { text.reset() }
        try text.bind(row, at: 1)
        guard try text.step(), let content = text.bytes(at: 0).flatMap(StoredText.init(_:)) else { return nil }
        budget -= content.text.count / 512
        guard let folded = search.folded(content, facts.traits) else { return nil }
        return FoundText(
            id: id, room: facts.room, sequence: facts.sequence, at: facts.at, author: facts.author, text: content.text,
            folded: folded)
    }
}
