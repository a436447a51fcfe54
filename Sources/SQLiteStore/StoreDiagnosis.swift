public import ChatStore
internal import Glibc
internal import SQLite

/// What can be said of the store in a folder without changing it, whether or not a server runs on it. Reads every page.
public struct StoreDiagnosis: Sendable {
    /// Whether a server holds the folder's lock.
    public let isInUse: Bool
    public let schemaVersion: Int
    /// The schema that this Roost writes; the file is brought up to it when a server starts.
    public let supportedVersion = StoreSchema.current
    /// What follows the faults is nil, 0 or empty when there are any.
    public let epoch: String?
    /// In bytes.
    public let fileSize: Int64
    public let logSize: Int64
    /// Pages that hold nothing and will be used again, and their size in bytes.
    public let freePages: Int64
    public let pageSize: Int64
    public let events: Int64
    public let accounts: Int64
    public let rooms: Int64
    /// Milliseconds since 1970, nil without events.
    public let newestEvent: Int64?
    /// What `PRAGMA quick_check` has found; empty for a sound file. At most ten.
    public let faults: [String]
    /// Logs whose numbers do not run from 1 to their head without a gap.
    public let gaps: [Int64]
    /// Logs whose head in the index is another than in the table: what the server would go on from is wrong.
    public let wrongHeads: [Int64]
    /// The version of SQLite, such as "3.46.1".
    public let sqliteVersion: String

    /// - Throws: `.unusable` when there is no store, or one of another program; `.newerSchema`; and what the disk reports.
    public init(directory: String) throws(StoreError) {
        let database = directory + "/roost.db"
        var status = stat()
        guard stat(database, &status) == 0 else { throw .unusable("\(database): \(StoreDirectory.lastError)") }
        fileSize = Int64(status.st_size)
        logSize = stat(database + "-wal", &status) == 0 ? Int64(status.st_size) : 0
        isInUse = Self.isLocked(directory + "/roost.lock")
        let found = try StoreError.mapping(database) { () throws(SQLiteError) -> Result<Found, StoreError> in
            let connection = try SQLiteConnection(path: database, access: .readOnly)
            try connection.beginDeferred()
            guard try StoreSchema.isOurs(connection) else {
                return .failure(.unusable("\(database) is the database of another program"))
            }
            let version = try StoreSchema.version(of: connection)
            guard version <= StoreSchema.current else {
                return .failure(.newerSchema(found: version, supported: StoreSchema.current))
            }
            return .success(try Found(connection, version: version))
        }.get()
        schemaVersion = found.version
        epoch = found.epoch
        freePages = found.freePages
        pageSize = found.pageSize
        accounts = found.accounts
        rooms = found.rooms
        newestEvent = found.newestEvent
        faults = found.faults
        sqliteVersion = found.sqliteVersion
        events = found.table.reduce(0) { $0 &+ $1.value.count }
        gaps = found.table.filter { !$0.value.isGapless }.keys.sorted()
        let logs = Set(found.table.keys).union(found.heads.keys)
        wrongHeads = logs.filter { found.table[$0]?.last != found.heads[$0] }.sorted()
    }

    /// Tries the lock for a moment, together with others who only try: it is taken from no server.
    private static func isLocked(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { Glibc.close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}

/// What the database says, all of one moment.
private struct Found {
    struct Log {
        let count: Int64
        let first: Int64
        let last: Int64

        var isGapless: Bool { first == 1 && last == count }
    }

    let version: Int
    let freePages: Int64
    let pageSize: Int64
    let sqliteVersion: String
    var epoch: String?
    var accounts: Int64 = 0
    var rooms: Int64 = 0
    var newestEvent: Int64?
    var faults: [String] = []
    /// By log, as the rows have it.
    var table: [Int64: Log] = [:]
    /// As the server finds it at its start.
    var heads: [Int64: Int64] = [:]

    init(_ connection: borrowing SQLiteConnection, version: Int) throws(SQLiteError) {
        self.version = version
        sqliteVersion = try connection.text("SELECT sqlite_version()") ?? ""
        freePages = try connection.integer("PRAGMA freelist_count") ?? 0
        pageSize = try connection.integer("PRAGMA page_size") ?? 0
        let check = try SQLiteStatement("PRAGMA quick_check(10)", on: connection)
        while try check.step() {
            if let fault = check.text(at: 0), fault != "ok" { faults.append(fault) }
        }
        // What follows would say the same in worse words.
        guard faults.isEmpty else { return }
        epoch = try connection.text("SELECT value FROM meta WHERE key = 'epoch'")
        accounts = try connection.integer("SELECT count(*) FROM accounts") ?? 0
        rooms = try connection.integer("SELECT count(*) FROM rooms") ?? 0
        newestEvent = try connection.integer("SELECT at FROM events ORDER BY id DESC LIMIT 1")
        let rows = try SQLiteStatement(
            "SELECT log, count(*), min(sequence), max(sequence) FROM events NOT INDEXED GROUP BY log", on: connection)
        while try rows.step() {
            guard let log = rows.integer(at: 0), let count = rows.integer(at: 1), let first = rows.integer(at: 2),
                let last = rows.integer(at: 3)
            else { continue }
            table[log] = Log(count: count, first: first, last: last)
        }
        let ends = try SQLiteStatement(SQLiteConnection.headsQuery, on: connection)
        while try ends.step() {
            guard let log = ends.integer(at: 0), let head = ends.integer(at: 1) else { continue }
            heads[log] = head
        }
    }
}
