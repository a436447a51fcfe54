internal import ChatDomain
internal import SQLite

/// What `finishErasures()` has come to.
public enum ErasureState: Hashable, Sendable {
    /// Nothing is left of what was erased, in no byte of the files.
    case finished
    /// So many segments are still to be written anew: call again.
    case unfinished(segments: Int)
    /// A reader that has been at work since before held up the truncation of the write-ahead log: call again.
    case held
}

extension IndexWriter {
    /// Makes what was erased or edited vanish from the files: writes the segments concerned anew, without it, and empties the
    /// write-ahead log. Until then it is found no more, but its bytes may be there.
    ///
    /// - Parameter segments: how many are written anew before it answers, each a transaction; one takes up to a second.
    public func finishErasures(segments limit: Int = .max) throws(SearchIndexError) -> ErasureState {
        guard hasErasures else { return .finished }
        let stale = segments.filter(\.isStale)
        for segment in stale.prefix(max(0, limit)) {
            try transaction { () throws(SQLiteError) in try rebuild([segment]) }
        }
        guard stale.count <= limit else { return .unfinished(segments: stale.count - limit) }
        do throws(SQLiteError) {
            _ = try connection.walCheckpoint(.truncate)
        } catch {
            guard error.kind == .busy else { throw SearchIndexError(error, at: index.path) }
            return .held
        }
        // After the truncation, so that a crash in between has it done again.
        try transaction { () throws(SQLiteError) in try statements.setMeta("erased", 0) }
        hasErasures = false
        return .finished
    }

    /// Gives lists to the newest messages once they are many, and makes one segment of small ones that lie side by side.
    func makeLists(isBackfill: Bool) throws(SearchIndexError) {
        // Its memory serves one segment after the other for as long as a backfill goes on.
        defer { if !isBackfill { lists = SegmentBuilder() } }
        let enough = Int64(max(1, isBackfill ? index.limits.segment : index.limits.tail))
        while try tail() >= enough {
            let before = segments.count
            try transaction { () throws(SQLiteError) in
                try build(after: segments.last?.last ?? .min, through: .max, atMost: index.limits.segment)
            }
            // Nothing can be made of numbers that lie billions apart.
            guard segments.count > before else { break }
        }
        while let small = smallNeighbours() {
            try transaction { () throws(SQLiteError) in try rebuild(small) }
        }
    }

    /// Messages after the last segment.
    private func tail() throws(SearchIndexError) -> Int64 {
        try SearchIndexError.mapping(index.path) { () throws(SQLiteError) in
            try connection.integer("SELECT count(*) FROM loose WHERE id > \(segments.last?.last ?? .min)") ?? 0
        }
    }

    /// Small segments side by side, once they are enough for a whole one.
    private func smallNeighbours() -> [Segment]? {
        var run: [Segment] = []
        var messages: Int64 = 0
        var bytes: Int64 = 0
        for segment in segments {
            guard segment.messages < index.limits.segment / 2, segment.bytes < index.limits.segmentBytes / 2 else {
                run = []
                (messages, bytes) = (0, 0)
                continue
            }
            run.append(segment)
            messages += segment.messages
            bytes += segment.bytes
            if run.count > 1, messages >= index.limits.segment || bytes >= index.limits.segmentBytes { return run }
        }
        return nil
    }

    /// Writes neighbours anew as one.
    private func rebuild(_ neighbours: [Segment]) throws(SQLiteError) {
        guard let first = neighbours.first, let last = neighbours.last else { return }
        hasNewSegments = true
        let before = segments.last { $0.last < first.last }?.last ?? .min
        for segment in neighbours {
            try connection.execute(IndexSchema.dropLists(segment.number))
            try connection.execute("DELETE FROM segments WHERE number = \(segment.number)")
        }
        try build(after: before, through: last.last, atMost: .max)
    }

    /// Makes a segment of the messages after one and up to another; none if there are no messages.
    private func build(after before: Int64, through last: Int64, atMost limit: Int) throws(SQLiteError) {
        let messages = try SQLiteStatement(
            """
            SELECT messages.id, room, at, author, traits, content FROM messages JOIN texts ON texts.id = messages.text
            WHERE messages.id > ?1 AND messages.id <= ?2 ORDER BY messages.id LIMIT ?3
            """, on: connection)
        try messages.bind(before, at: 1)
        try messages.bind(last, at: 2)
        try messages.bind(Int64(limit), at: 3)
        lists.begin()
        var made: Segment?
        let number = (try connection.integer("SELECT max(number) FROM segments") ?? 0) + 1
        while try messages.step() {
            guard let id = messages.integer(at: 0), let room = messages.integer(at: 1),
                let at = messages.integer(at: 2),
                let author = messages.integer(at: 3), let traits = messages.integer(at: 4),
                let text = messages.bytes(at: 5).flatMap(StoredText.init(_:))
            else { continue }
            // What lies too far from the rest stays loose.
            let (distance, isTooFar) = id.subtractingReportingOverflow(made?.first ?? id)
            guard !isTooFar, let place = UInt32(exactly: distance), place < .max else { continue }
            lists.add(
                place, room: RoomID(rawValue: room), author: AccountID(rawValue: author),
                traits: MessageTraits(rawValue: UInt8(truncatingIfNeeded: traits)), text: text)
            try statements.deleteLoose(id)
            made = Segment(
                number: number, first: made?.first ?? id, last: id, messages: (made?.messages ?? 0) + 1,
                bytes: (made?.bytes ?? 0) + Int64(text.text.count), earliest: min(made?.earliest ?? at, at),
                latest: max(made?.latest ?? at, at), isStale: false)
            // A segment that is written anew keeps its messages, however large edits have made them.
            if limit < .max, let made, made.bytes >= index.limits.segmentBytes { break }
        }
        guard let made else { return }
        hasNewSegments = true
        try connection.execute(IndexSchema.createLists(number))
        let insert = try SQLiteStatement("INSERT INTO lists_\(number) VALUES (?1, ?2)", on: connection)
        try lists.lists { (token, list) throws(SQLiteError) in
            try insert.bind(Int64(token), at: 1)
            try insert.run(reading: list.span.bytes, at: 2)
        }
        let end = limit == .max ? last : made.last
        try connection.execute(
            """
            INSERT INTO segments VALUES (\(number), \(made.first), \(end), \(made.messages), \(made.bytes),
                \(made.earliest), \(made.latest), 0)
            """)
    }
}
