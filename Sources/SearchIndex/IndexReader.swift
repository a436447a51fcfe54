internal import ChatDomain
internal import SQLite
internal import UnicodeText

/// Searches an index, beside its writer; for one thread at a time. Each search sees the index at one moment.
public final class IndexReader {
    let index: SearchIndex
    let connection: SQLiteConnection
    let message: SQLiteStatement
    let text: SQLiteStatement
    let looseBefore: SQLiteStatement
    let messagesBefore: SQLiteStatement
    var lists: [Int64: ListReader] = [:]

    init(of index: SearchIndex) throws(SQLiteError) {
        self.index = index
        connection = try SQLiteConnection(path: index.path, access: .readOnly)
        try connection.setPragma("cache_size", to: -Int64(index.limits.readerCache / 1024))
        try connection.setPragma("trusted_schema", to: 0)
        try connection.setPragma("temp_store", to: 2)
        message = try SQLiteStatement(
            "SELECT room, sequence, at, author, traits, text FROM messages WHERE id = ?1", on: connection)
        text = try SQLiteStatement("SELECT content FROM texts WHERE id = ?1", on: connection)
        looseBefore = try SQLiteStatement(
            "SELECT id FROM loose WHERE id > ?1 AND id < ?2 ORDER BY id DESC", on: connection)
        messagesBefore = try SQLiteStatement(
            "SELECT id FROM messages WHERE id > ?1 AND id < ?2 AND at >= ?3 AND at <= ?4 ORDER BY id DESC",
            on: connection)
    }

    /// The hits after `cursor`, or from the start.
    ///
    /// - Parameter limit: hits in the page.
    public func search(
        _ query: SearchQuery, in scope: SearchScope, after cursor: SearchCursor? = nil, limit: Int
    ) throws(SearchIndexError) -> SearchPage {
        guard limit > 0, !scope.rooms.isEmpty, scope.authors?.isEmpty != true else {
            return SearchPage(hits: [], next: nil)
        }
        let search = Search(query, scope)
        return try SearchIndexError.mapping(index.path) { () throws(SQLiteError) in
            // What may be dropped in the meantime must be seen as it was.
            defer { connection.rollback() }
            try connection.beginDeferred()
            switch scope.order {
            case .newest: return try newest(search, before: cursor?.before ?? .max, limit: limit)
            case .ranked: return try ranked(search, cursor, limit: limit)
            }
        }
    }

    private func newest(_ search: Search, before: Int64, limit: Int) throws(SQLiteError) -> SearchPage {
        var found: [FoundText] = []
        let stopped = try scan(search, before: before) { text in
            found.append(text)
            return found.count <= limit
        }
        var next = stopped.map { SearchCursor(before: $0) }
        if found.count > limit {
            found.removeLast()
            next = found.last.map { SearchCursor(before: $0.id) }
        }
        return SearchPage(hits: found.map { hit($0, search) }, next: next)
    }

    private func ranked(_ search: Search, _ cursor: SearchCursor?, limit: Int) throws(SQLiteError) -> SearchPage {
        var ids: [(id: Int64, score: Double)] = []
        let window = max(1, index.limits.ranked)
        _ = try scan(search, before: cursor?.before ?? .max) { text in
            let age = Double(ids.count) / Double(window)
            ids.append((text.id, search.matcher.score(text.folded, age: age)))
            return ids.count < window
        }
        // Later pages are cut from the same hits, whatever has been written since.
        let newest = ids.first.map { $0.id == .max ? .max : $0.id + 1 } ?? .max
        ids.sort { ($0.score, $0.id) > ($1.score, $1.id) }
        let skip = min(max(0, cursor?.skip ?? 0), ids.count)
        let page = ids[skip...].prefix(limit)
        var hits: [SearchHit] = []
        var budget = page.count
        for entry in page {
            if let found = try verified(entry.id, search, &budget) { hits.append(hit(found, search)) }
        }
        let seen = skip + page.count
        let next = seen < ids.count ? SearchCursor(before: cursor?.before ?? newest, skip: seen) : nil
        return SearchPage(hits: hits, next: next)
    }

    private func hit(_ found: FoundText, _ search: Search) -> SearchHit {
        let text = String(decoding: found.text, as: UTF8.self)
        return SearchHit(
            arrival: found.id, room: found.room, sequence: found.sequence, at: found.at, author: found.author,
            text: text, matches: search.matcher.marks(in: text, atMost: index.limits.marks))
    }
}

/// A message that was found, before its marks are made.
struct FoundText {
    let id: Int64
    let room: RoomID
    let sequence: SequenceNumber
    let at: Timestamp
    let author: AccountID
    let text: [UInt8]
    let folded: [UInt8]
}
