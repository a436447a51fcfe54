internal import ChatDomain
internal import ChatStore
internal import SQLite

/// A value bound to a parameter of a statement that is prepared for one use.
enum Value {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

// State changes are rare beside messages, so their statements are prepared when they are needed.
extension SQLiteConnection {
    /// Applies a change; when it conflicts, nothing, and answers with what.
    borrowing func apply(_ change: StateChange) throws(SQLiteError) -> CommitConflict? {
        switch change {
        case .addAccount(let account): return try add(account)
        case .updateAccount(let account): return try update(account)
        case .addRoom(let room): return try add(room)
        case .updateRoom(let room): return try update(room)
        case .addMember(let member):
            let added = try run(
                "INSERT INTO members (room, account, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                .integer(member.room.rawValue), .integer(member.account.rawValue), .integer(member.since.rawValue))
            return added == 1 ? nil : .member
        case .removeMember(let member):
            let removed = try run(
                "DELETE FROM members WHERE room = ?1 AND account = ?2",
                .integer(member.room.rawValue), .integer(member.account.rawValue))
            return removed == 1 ? nil : .member
        case .addSession(let session):
            let added = try run(
                """
                INSERT INTO sessions (digest, account, created_at, client, address) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO NOTHING
                """,
                .blob(session.digest), .integer(session.account.rawValue), .integer(session.createdAt.rawValue),
                .text(session.client), .text(session.address))
            return added == 1 ? nil : .session
        case .removeSession(let digest):
            try run("DELETE FROM sessions WHERE digest = ?1", .blob(digest))
        case .removeSessions(let account, let digest):
            try run(
                "DELETE FROM sessions WHERE account = ?1 AND digest <> ?2", .integer(account.rawValue),
                .blob(digest ?? []))
        case .set(let key, let value):
            try run(
                "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                .text(key), .text(value))
        case .put(let record): try put(record)
        case .removeRecord(let key): try removeRecord(key)
        case .removeRecords(let collection, let owner): try removeRecords(collection, owner: owner)
        case .erase(let log, let message): try erase(log, message: message)
        case .eraseAll(let log, let place): try eraseAll(log, through: place)
        // Needs the number of an event: the writer does it.
        case .notice: break
        }
        return nil
    }

    private borrowing func add(_ account: Account) throws(SQLiteError) -> CommitConflict? {
        // Asked one by one, since SQLite names a broken constraint in its message alone.
        if try exists("accounts", where: "id", .integer(account.id.rawValue)) { return .account }
        if try exists("accounts", where: "username_key", .text(account.username.key)) { return .username }
        if try exists("accounts", where: "mail_key", .text(account.mailKey)) { return .mail }
        try run(
            """
            INSERT INTO accounts
            (id, username, username_key, mail, mail_key, display_name, role, password_hash, created_at, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """,
            .integer(account.id.rawValue), .text(account.username.text), .text(account.username.key),
            .text(account.mail), .text(account.mailKey), .text(account.displayName),
            .integer(Int64(account.role.rawValue)), .text(account.passwordHash), .integer(account.createdAt.rawValue),
            .integer(Int64(account.state.rawValue)))
        return nil
    }

    private borrowing func update(_ account: Account) throws(SQLiteError) -> CommitConflict? {
        let id = Value.integer(account.id.rawValue)
        guard try exists("accounts", where: "id", id) else { return .account }
        if try exists("accounts", where: "username_key", .text(account.username.key), except: id) { return .username }
        if try exists("accounts", where: "mail_key", .text(account.mailKey), except: id) { return .mail }
        try run(
            """
            UPDATE accounts SET username = ?2, username_key = ?3, mail = ?4, mail_key = ?5, display_name = ?6,
            role = ?7, password_hash = ?8, state = ?9 WHERE id = ?1
            """,
            id, .text(account.username.text), .text(account.username.key), .text(account.mail),
            .text(account.mailKey), .text(account.displayName), .integer(Int64(account.role.rawValue)),
            .text(account.passwordHash), .integer(Int64(account.state.rawValue)))
        return nil
    }

    private borrowing func add(_ room: Room) throws(SQLiteError) -> CommitConflict? {
        if try exists("rooms", where: "id", .integer(room.id.rawValue)) { return .room }
        if try exists("rooms", where: "handle_key", .text(room.handle.key)) { return .roomHandle }
        try run(
            """
            INSERT INTO rooms (id, handle, handle_key, title, created_by, created_at, joined_by_all)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            .integer(room.id.rawValue), .text(room.handle.text), .text(room.handle.key), .text(room.title),
            .integer(room.createdBy.rawValue), .integer(room.createdAt.rawValue), .integer(room.joinedByAll ? 1 : 0))
        return nil
    }

    private borrowing func update(_ room: Room) throws(SQLiteError) -> CommitConflict? {
        let id = Value.integer(room.id.rawValue)
        guard try exists("rooms", where: "id", id) else { return .room }
        if try exists("rooms", where: "handle_key", .text(room.handle.key), except: id) { return .roomHandle }
        try run(
            "UPDATE rooms SET handle = ?2, handle_key = ?3, title = ?4, joined_by_all = ?5 WHERE id = ?1",
            id, .text(room.handle.text), .text(room.handle.key), .text(room.title),
            .integer(room.joinedByAll ? 1 : 0))
        return nil
    }

    private borrowing func exists(
        _ table: StaticString, where column: StaticString, _ value: Value, except id: Value? = nil
    ) throws(SQLiteError) -> Bool {
        let statement = try SQLiteStatement(
            "SELECT 1 FROM \(table) WHERE \(column) = ?1 AND id IS NOT ?2", on: self)
        try statement.bind(value, at: 1)
        if let id { try statement.bind(id, at: 2) }
        return try statement.step()
    }

    /// How many rows it changed.
    @discardableResult
    borrowing func run(_ sql: String, _ values: Value...) throws(SQLiteError) -> Int64 {
        try run(sql, values)
    }

    @discardableResult
    borrowing func run(_ sql: String, _ values: [Value]) throws(SQLiteError) -> Int64 {
        let statement = try SQLiteStatement(sql, on: self)
        for (index, value) in values.enumerated() { try statement.bind(value, at: index + 1) }
        try statement.run()
        return changes
    }
}

extension SQLiteStatement {
    borrowing func bind(_ value: Value, at parameter: Int) throws(SQLiteError) {
        switch value {
        case .integer(let number): try bind(number, at: parameter)
        case .text(let text): try bind(text, at: parameter)
        case .blob(let bytes): try bind(bytes, at: parameter)
        }
    }
}
