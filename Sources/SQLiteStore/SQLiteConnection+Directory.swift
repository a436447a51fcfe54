internal import ChatDomain
internal import ChatStore
internal import SQLite

extension SQLiteConnection {
    /// All that is not an event. Nil when a row is not what Roost writes.
    borrowing func storedDirectory() throws(SQLiteError) -> StoredDirectory? {
        guard let accounts = try storedAccounts(), let rooms = try storedRooms(), let members = try storedMembers(),
            let sessions = try storedSessions(), let records = try storedRecords()
        else { return nil }
        var directory = StoredDirectory()
        directory.accounts = accounts
        directory.rooms = rooms
        directory.members = members
        directory.sessions = sessions
        directory.settings = try storedSettings()
        directory.heads = try storedHeads()
        directory.records = records
        return directory
    }

    private borrowing func rows<Row>(
        _ sql: String, _ read: (borrowing SQLiteStatement) -> Row?
    ) throws(SQLiteError) -> [Row]? {
        let statement = try SQLiteStatement(sql, on: self)
        var rows: [Row] = []
        while try statement.step() {
            guard let row = read(statement) else { return nil }
            rows.append(row)
        }
        return rows
    }

    private borrowing func storedAccounts() throws(SQLiteError) -> [Account]? {
        try rows(
            """
            SELECT id, username, username_key, mail, display_name, role, password_hash, created_at, state
            FROM accounts ORDER BY id
            """
        ) { row in
            guard let id = row.integer(at: 0), let username = row.text(at: 1), let usernameKey = row.text(at: 2),
                let mail = row.text(at: 3), let displayName = row.text(at: 4),
                let role = row.integer(at: 5).flatMap(Int16.init(exactly:)).flatMap(ServerRole.init(rawValue:)),
                let passwordHash = row.text(at: 6), let createdAt = row.integer(at: 7),
                let state = row.integer(at: 8).flatMap(Int16.init(exactly:)).flatMap(AccountState.init(rawValue:))
            else { return nil }
            return Account(
                id: AccountID(rawValue: id), username: Handle(unchecked: username, key: usernameKey), mail: mail,
                displayName: displayName, role: role, state: state, passwordHash: passwordHash,
                createdAt: Timestamp(milliseconds: createdAt))
        }
    }

    private borrowing func storedRooms() throws(SQLiteError) -> [Room]? {
        try rows(
            "SELECT id, handle, handle_key, title, created_by, created_at, joined_by_all FROM rooms ORDER BY id"
        ) { row in
            guard let id = row.integer(at: 0), let handle = row.text(at: 1), let handleKey = row.text(at: 2),
                let title = row.text(at: 3), let createdBy = row.integer(at: 4), let createdAt = row.integer(at: 5),
                let joinedByAll = row.integer(at: 6)
            else { return nil }
            return Room(
                id: RoomID(rawValue: id), handle: Handle(unchecked: handle, key: handleKey), title: title,
                createdBy: AccountID(rawValue: createdBy), createdAt: Timestamp(milliseconds: createdAt),
                joinedByAll: joinedByAll != 0)
        }
    }

    private borrowing func storedMembers() throws(SQLiteError) -> [Membership]? {
        try rows("SELECT room, account, since FROM members ORDER BY room, account") { row in
            guard let room = row.integer(at: 0), let account = row.integer(at: 1), let since = row.integer(at: 2) else {
                return nil
            }
            return Membership(
                room: RoomID(rawValue: room), account: AccountID(rawValue: account), since: SequenceNumber(since))
        }
    }

    private borrowing func storedSessions() throws(SQLiteError) -> [Session]? {
        try rows("SELECT digest, account, created_at, client, address FROM sessions ORDER BY digest") { row in
            guard let digest = row.bytes(at: 0), let account = row.integer(at: 1), let createdAt = row.integer(at: 2),
                let client = row.text(at: 3), let address = row.text(at: 4)
            else { return nil }
            return Session(
                digest: digest, account: AccountID(rawValue: account), createdAt: Timestamp(milliseconds: createdAt),
                client: client, address: address)
        }
    }

    private borrowing func storedSettings() throws(SQLiteError) -> [String: String] {
        var settings: [String: String] = [:]
        let statement = try SQLiteStatement("SELECT key, value FROM settings", on: self)
        while try statement.step() {
            guard let key = statement.text(at: 0), let value = statement.text(at: 1) else { continue }
            settings[key] = value
        }
        return settings
    }

    private borrowing func storedRecords() throws(SQLiteError) -> [Record]? {
        let resident = RecordCollection.allCases.filter(\.isResident).map { "\($0.rawValue)" }
        return try rows(
            """
            SELECT collection, owner, item, part, value FROM records CROSS JOIN record_slots ON record_slots.id = slot
            WHERE collection IN (\(resident.joined(separator: ", "))) ORDER BY collection, owner, item, part
            """
        ) { $0.record() }
    }

    private borrowing func storedHeads() throws(SQLiteError) -> [LogID: LogHead] {
        let statement = try SQLiteStatement(Self.headsQuery, on: self)
        var heads: [LogID: LogHead] = [:]
        while try statement.step() {
            guard let log = statement.integer(at: 0), let sequence = statement.integer(at: 1),
                let messages = statement.integer(at: 2)
            else { continue }
            heads[LogID(rawValue: log)] = LogHead(sequence: SequenceNumber(sequence), messages: messages)
        }
        return heads
    }

    /// Jumps from log to log through the index: three seeks for each, however many events it has.
    static var headsQuery: String {
        """
        WITH RECURSIVE logs(log) AS (
            SELECT min(log) FROM events
            UNION ALL
            SELECT (SELECT min(log) FROM events WHERE log > logs.log) FROM logs WHERE logs.log IS NOT NULL
        )
        SELECT logs.log, last.sequence, last.ordinal
        FROM logs CROSS JOIN events AS last
        WHERE last.log = logs.log AND last.sequence = (SELECT max(sequence) FROM events WHERE log = logs.log)
        """
    }
}
