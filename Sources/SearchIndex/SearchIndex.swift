public import ChatDomain
internal import Glibc
internal import SQLite
internal import Synchronization

/// The full-text index of messages: a file of its own beside the store, which can be made anew from the log at any time.
///
/// It knows nothing of the service. Whoever feeds it asks the writer how far it has come (`progress`), and goes on from
/// there. One writer and any number of readers work beside each other, and none of them touches the store.
public final class SearchIndex: Sendable {
    public let path: String
    public let limits: Limits
    /// Whether an index was there to go on with. If not, it is empty, and its writer's progress is 0.
    public let origin: Origin
    private let hasWriter = Mutex(false)
    private let reached = Atomic<Int64>(0)

    public enum Origin: Hashable, Sendable {
        case found
        case missing
        /// It was removed, for the reason told in English.
        case replaced(String)
    }

    public struct Limits: Hashable, Sendable {
        /// Messages that are read one by one before they get lists. More make changes cheaper and searches slower.
        public var tail = 512
        /// Messages in a segment. Each search looks into every segment, and what is erased rewrites one.
        public var segment = 16_384
        /// Bytes of text in a segment, which bound the memory for making its lists (about 50 times as much, while they are made;
        /// less for long texts).
        public var segmentBytes = 1 << 20
        /// Memory for pages, in bytes.
        public var writerCache = 4 << 20
        public var readerCache = 8 << 20
        /// Messages that a search reads before it answers what it has, with a place to go on from; a long text counts once
        /// more for every 512 bytes.
        public var examined = 50_000
        /// Newest hits among which `.ranked` ranks.
        public var ranked = 2_000
        /// Marks in one hit's text.
        public var marks = 100
        /// How long truncating the write-ahead log waits for readers, in milliseconds.
        public var patience: Int32 = 200

        public init() {}
    }

    /// Opens the index at `path` (and its `-wal` and `-shm`), or makes it: when it is missing, damaged as far as opening
    /// shows, of another version of Roost, or of another store.
    ///
    /// - Parameter startingAfresh: removes what is there, for a file that turned out to be damaged. No writer and no reader of
    ///   it may be left.
    public init(
        path: String, epoch: Epoch, limits: Limits = Limits(), startingAfresh: Bool = false
    ) throws(SearchIndexError) {
        self.path = path
        self.limits = limits
        var reason: String?
        if access(path, F_OK) != 0 {
            origin = .missing
        } else {
            do throws(SQLiteError) {
                reason = startingAfresh ? "it was to start afresh" : try Self.objection(to: path, epoch: epoch)
            } catch {
                guard [.corrupt, .notADatabase, .other].contains(error.kind) else {
                    throw SearchIndexError(error, at: path)
                }
                reason = "it is damaged: \(error.message)"
            }
            guard let reason else {
                origin = .found
                return
            }
            origin = .replaced(reason)
        }
        // A log without its database would be taken for the new one's.
        for suffix in ["", "-wal", "-shm", "-journal"] where unlink(path + suffix) != 0 && errno != ENOENT {
            throw .unusable("\(path)\(suffix) cannot be removed: error \(errno)")
        }
        // SQLite gives its other files the mode of this one.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unusable("\(path) cannot be made: error \(errno)") }
        close(file)
        try SearchIndexError.mapping(path) { () throws(SQLiteError) in try Self.create(path, epoch: epoch) }
    }

    /// The one writer. Another may be made when it is gone.
    public func makeWriter() throws(SearchIndexError) -> IndexWriter {
        let isFree = hasWriter.withLock { taken in
            defer { taken = true }
            return !taken
        }
        guard isFree else { throw .misuse("a second writer was asked for") }
        do throws(SQLiteError) { return try IndexWriter(of: self) } catch { throw SearchIndexError(error, at: path) }
    }

    public func makeReader() throws(SearchIndexError) -> IndexReader {
        do throws(SQLiteError) { return try IndexReader(of: self) } catch { throw SearchIndexError(error, at: path) }
    }

    /// The arrival up to which it has been fed, as far as the writer has said; 0 before there was one.
    public var progress: Int64 { reached.load(ordering: .relaxed) }

    func note(progress: Int64) { reached.store(progress, ordering: .relaxed) }

    func writerEnded() { hasWriter.withLock { $0 = false } }

    /// Why the file cannot be used; nil when it can.
    private static func objection(to path: String, epoch: Epoch) throws(SQLiteError) -> String? {
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        guard try connection.integer("PRAGMA application_id") == IndexSchema.applicationID else {
            return "it is no search index"
        }
        guard try connection.integer("PRAGMA user_version") == IndexSchema.version else {
            return "it is of another version"
        }
        guard try connection.text("SELECT value FROM meta WHERE key = 'epoch'") == epoch.text else {
            return "it is of another store"
        }
        let broken = try connection.integer(
            """
            SELECT count(*) FROM segments
            WHERE NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'lists_' || segments.number)
            """)
        return broken == 0 ? nil : "it is damaged: lists are missing"
    }

    private static func create(_ path: String, epoch: Epoch) throws(SQLiteError) {
        let connection = try SQLiteConnection(path: path, access: .readWrite)
        _ = try connection.text("PRAGMA journal_mode=WAL")
        try connection.beginImmediate()
        do throws(SQLiteError) {
            try connection.execute(IndexSchema.tables)
            try connection.execute("INSERT INTO meta VALUES ('epoch', '\(epoch.text)')")
            try connection.setPragma("application_id", to: IndexSchema.applicationID)
            try connection.setPragma("user_version", to: IndexSchema.version)
        } catch {
            connection.rollback()
            throw error
        }
        do throws(SQLiteCommitFailure) { try connection.commit() } catch { throw error.cause }
    }
}
