internal import ChatDomain
internal import SQLite

/// Where a message is kept.
struct FoundMessage {
    let id: Int64
    let text: Int64
}

/// The writer's prepared statements, behind what they mean.
final class IndexWriterStatements {
    private let insertMessage: SQLiteStatement
    private let insertText: SQLiteStatement
    private let eraseText: SQLiteStatement
    private let insertLoose: SQLiteStatement
    private let deleteLoose: SQLiteStatement
    private let messageAt: SQLiteStatement
    private let messagesOf: SQLiteStatement
    private let updateMessage: SQLiteStatement
    private let deleteMessage: SQLiteStatement
    private let markStale: SQLiteStatement
    private let setMeta: SQLiteStatement

    init(_ connection: borrowing SQLiteConnection) throws(SQLiteError) {
        insertMessage = try SQLiteStatement(
            "INSERT OR IGNORE INTO messages VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING 1", on: connection)
        insertText = try SQLiteStatement("INSERT INTO texts VALUES (?1, ?2)", on: connection)
        eraseText = try SQLiteStatement(
            "UPDATE texts SET content = zeroblob(length(content)) WHERE id = ?1", on: connection)
        insertLoose = try SQLiteStatement("INSERT OR IGNORE INTO loose VALUES (?1)", on: connection)
        deleteLoose = try SQLiteStatement("DELETE FROM loose WHERE id = ?1", on: connection)
        messageAt = try SQLiteStatement(
            "SELECT id, text FROM messages WHERE room = ?1 AND sequence = ?2", on: connection)
        messagesOf = try SQLiteStatement(
            "SELECT id, text FROM messages WHERE room = ?1 AND sequence <= ?2", on: connection)
        updateMessage = try SQLiteStatement(
            "UPDATE messages SET text = ?2, traits = ?3 WHERE id = ?1", on: connection)
        deleteMessage = try SQLiteStatement("DELETE FROM messages WHERE id = ?1", on: connection)
        markStale = try SQLiteStatement("UPDATE segments SET stale = 1 WHERE number = ?1", on: connection)
        setMeta = try SQLiteStatement("UPDATE meta SET value = ?2 WHERE key = ?1", on: connection)
    }

    /// False when the place or the arrival is there already.
    func insert(_ message: IndexedMessage, text: Int64) throws(SQLiteError) -> Bool {
        try insertMessage.bind(message.arrival, at: 1)
        try insertMessage.bind(message.room.rawValue, at: 2)
        try insertMessage.bind(message.sequence.rawValue, at: 3)
        try insertMessage.bind(message.at.rawValue, at: 4)
        try insertMessage.bind(message.author.rawValue, at: 5)
        try insertMessage.bind(Int64(message.content.storedTraits.rawValue), at: 6)
        try insertMessage.bind(text, at: 7)
        defer { insertMessage.reset() }
        // It answers the row only if there is a new one.
        return try insertMessage.step()
    }

    func insertText(_ row: [UInt8], id: Int64) throws(SQLiteError) {
        try insertText.bind(id, at: 1)
        try insertText.run(reading: row.span.bytes, at: 2)
    }

    func eraseText(_ id: Int64) throws(SQLiteError) { try Self.run(eraseText, id) }

    func insertLoose(_ id: Int64) throws(SQLiteError) { try Self.run(insertLoose, id) }

    func deleteLoose(_ id: Int64) throws(SQLiteError) { try Self.run(deleteLoose, id) }

    func markStale(_ number: Int64) throws(SQLiteError) { try Self.run(markStale, number) }

    func erase(_ message: FoundMessage) throws(SQLiteError) {
        try eraseText(message.text)
        try Self.run(deleteMessage, message.id)
        try deleteLoose(message.id)
    }

    func update(_ id: Int64, text: Int64, traits: MessageTraits) throws(SQLiteError) {
        try updateMessage.bind(text, at: 2)
        try updateMessage.bind(Int64(traits.rawValue), at: 3)
        try Self.run(updateMessage, id)
    }

    func setMeta(_ key: String, _ value: Int64) throws(SQLiteError) {
        try setMeta.bind(key, at: 1)
        try setMeta.bind(value, at: 2)
        try setMeta.run()
    }

    func message(at room: RoomID, _ sequence: SequenceNumber) throws(SQLiteError) -> FoundMessage? {
        try Self.messages(messageAt, room, sequence).first
    }

    func messages(of room: RoomID, through place: SequenceNumber) throws(SQLiteError) -> [FoundMessage] {
        try Self.messages(messagesOf, room, place)
    }

    private static func messages(
        _ statement: borrowing SQLiteStatement, _ room: RoomID, _ sequence: SequenceNumber
    ) throws(SQLiteError) -> [FoundMessage] {
        defer { statement.reset() }
        try statement.bind(room.rawValue, at: 1)
        try statement.bind(sequence.rawValue, at: 2)
        var found: [FoundMessage] = []
        while try statement.step() {
            guard let id = statement.integer(at: 0), let text = statement.integer(at: 1) else { continue }
            found.append(FoundMessage(id: id, text: text))
        }
        return found
    }

    private static func run(_ statement: borrowing SQLiteStatement, _ number: Int64) throws(SQLiteError) {
        try statement.bind(number, at: 1)
        try statement.run()
    }
}
