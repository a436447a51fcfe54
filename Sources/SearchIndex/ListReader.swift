internal import SQLite

/// The lists of one segment.
final class ListReader {
    private let statement: SQLiteStatement

    init(_ number: Int64, _ connection: borrowing SQLiteConnection) throws(SQLiteError) {
        statement = try SQLiteStatement("SELECT messages FROM lists_\(number) WHERE token = ?1", on: connection)
    }

    /// Nil when no message has the token.
    func list(_ token: Token) throws(SQLiteError) -> [UInt8]? {
        defer { statement.reset() }
        try statement.bind(Int64(token.hash), at: 1)
        return try statement.step() ? statement.bytes(at: 0) : nil
    }
}
