public import ChatDomain
public import ChatStore
internal import SQLite
internal import Synchronization

/// A store in one folder, for one server: SQLite with a write-ahead log, synced at every commit.
///
/// The folder (mode 0700 when made here) holds `roost.db`, its `-wal` and `-shm` files, and `roost.lock` (all 0600). A file
/// of an older schema is brought up to date when it is opened.
public final class SQLiteStore: ChatStore {
    public let epoch: Epoch
    public let figures = StoreFigures()
    let limits: Limits
    let path: String
    let checkpointer: Checkpointer
    private let state: Mutex<State>

    /// Sizes in bytes.
    public struct Limits: Sendable {
        /// Of a page of a new file: a power of two from 512 to 65536.
        public var pageSize = 4096
        /// Memory for pages, for the writer and for each reader.
        public var writerCache = 32 << 20
        public var readerCache = 4 << 20
        /// The write-ahead log is copied into the database each time it has grown by this much.
        public var checkpointEvery = 8 << 20
        /// A log longer than this is copied while the writer waits, and begins anew in the same file: pages that are there
        /// already cost less to write than new ones.
        public var restartOver = 16 << 20

        public init() {}
    }

    private struct State: ~Copyable {
        /// Nil once closed.
        var directory: StoreDirectory?
        var hasWriter = false
    }

    /// Opens the store in `directory`, or makes one there.
    ///
    /// - Parameter onCheckpointFailure: told, on a thread of the store, when the log could not be copied into the
    ///   database. Nothing is lost then, but the log grows until a later try succeeds.
    /// - Throws: `.inUse` when another server has it, `.newerSchema`, `.unusable` for a file that is not ours, and what
    ///   the disk reports.
    public init(
        directory path: String, limits: Limits = Limits(),
        onCheckpointFailure: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws(StoreError) {
        let directory = try StoreDirectory(path: path)
        try directory.createDatabaseIfMissing(pageSize: limits.pageSize)
        let database = directory.database
        epoch = try Self.prepare(database)
        self.limits = limits
        self.path = database
        checkpointer = try Checkpointer(path: database, figures: figures, onFailure: onCheckpointFailure)
        state = Mutex(State(directory: consume directory))
    }

    deinit { close() }

    public func makeWriter() throws(StoreError) -> any StoreWriter {
        try state.withLock { state throws(StoreError) in
            guard state.directory != nil else { throw .misuse("a writer was asked of a closed store") }
            guard !state.hasWriter else { throw .misuse("a second writer was asked for") }
            state.hasWriter = true
        }
        do {
            return try SQLiteWriter(store: self)
        } catch {
            writerEnded()
            throw error
        }
    }

    public func makeReader() throws(StoreError) -> any StoreReader {
        let isOpen = state.withLock { $0.directory != nil }
        guard isOpen else { throw .misuse("a reader was asked of a closed store") }
        return try SQLiteReader(store: self)
    }

    public func finishErasing() throws(StoreError) -> Bool {
        let isOpen = state.withLock { $0.directory != nil }
        guard isOpen else { throw .misuse("a closed store was asked to finish erasing") }
        return try checkpointer.emptyLog()
    }

    public func close() {
        checkpointer.stop()
        state.withLock { $0.directory = nil }
    }

    func writerEnded() { state.withLock { $0.hasWriter = false } }

    /// Checks whose file it is, brings it up to date, and reads its epoch.
    private static func prepare(_ database: String) throws(StoreError) -> Epoch {
        let connection = try StoreError.mapping(database) { () throws(SQLiteError) in
            try SQLiteConnection(path: database, access: .readWrite)
        }
        let version = try StoreError.mapping(database) { () throws(SQLiteError) in
            try StoreSchema.isOurs(connection) ? StoreSchema.version(of: connection) : nil
        }
        guard let version else { throw .unusable("\(database) is the database of another program") }
        guard version <= StoreSchema.current else {
            throw .newerSchema(found: version, supported: StoreSchema.current)
        }
        let mode = try StoreError.mapping(database) { () throws(SQLiteError) in
            try connection.text("PRAGMA journal_mode=WAL")
        }
        guard mode == "wal" else {
            throw .unusable("\(database) is on a file system without shared memory, which its log needs")
        }
        let epoch = try StoreError.mapping(database) { () throws(SQLiteError) in
            try connection.execute("PRAGMA synchronous=FULL")
            // Of a table that a step replaces, nothing stays.
            try connection.setPragma("secure_delete", to: 1)
            try StoreSchema.migrate(connection)
            return try connection.text("SELECT value FROM meta WHERE key = 'epoch'")
        }
        guard let epoch = epoch.flatMap(Epoch.init(text:)) else { throw .corrupt("\(database) has no epoch") }
        return epoch
    }
}
