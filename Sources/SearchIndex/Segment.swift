internal import SQLite

/// A stretch of messages that have lists.
struct Segment: Hashable, Sendable {
    let number: Int64
    /// From where its lists count.
    let first: Int64
    /// The newest message that it covers, whether still there or not. It covers those after the segment before it.
    let last: Int64
    let messages: Int64
    let bytes: Int64
    /// The times of its messages, in milliseconds since 1970.
    let earliest: Int64
    let latest: Int64
    /// Whether its lists tell of texts that were erased or edited.
    let isStale: Bool
}

extension SQLiteConnection {
    /// Oldest first.
    borrowing func segments() throws(SQLiteError) -> [Segment] {
        let statement = try SQLiteStatement(
            "SELECT number, first, last, messages, bytes, earliest, latest, stale FROM segments ORDER BY last", on: self
        )
        var segments: [Segment] = []
        while try statement.step() {
            guard let number = statement.integer(at: 0), let first = statement.integer(at: 1),
                let last = statement.integer(at: 2), let messages = statement.integer(at: 3),
                let bytes = statement.integer(at: 4), let earliest = statement.integer(at: 5),
                let latest = statement.integer(at: 6), let stale = statement.integer(at: 7)
            else { continue }
            segments.append(
                Segment(
                    number: number, first: first, last: last, messages: messages, bytes: bytes, earliest: earliest,
                    latest: latest, isStale: stale != 0))
        }
        return segments
    }
}
