internal import ChatStore
internal import Glibc
internal import SQLite

/// A whole, checked copy of a store in one file, under a name that nobody reads yet. The file goes with the value, unless
/// it was put in its place.
struct StoreCopy: ~Copyable {
    /// Copied between two questions whether to go on: 4 MiB of pages of the usual size.
    static let pagesAtOnce = 1024

    let path: String

    /// Copies the store at `source` as it is at this moment, whoever writes to it meanwhile. Nil when `progress`, told
    /// the pages that are copied and all there are, answered false.
    static func make(
        of source: String, at path: String, pagesAtOnce: Int = pagesAtOnce, progress: (Int, Int) -> Bool
    ) throws(StoreError) -> StoreCopy? {
        let copy = try StoreCopy(at: path)
        let isWhole = try StoreError.mapping(source) { () throws(SQLiteError) -> Result<Bool, StoreError> in
            let from = try SQLiteConnection(path: source, access: .readOnly)
            // This pins the moment: SQLite would begin again with each commit of the server.
            try from.beginDeferred()
            guard try StoreSchema.isOurs(from) else {
                return .failure(.unusable("\(source) is the database of another program"))
            }
            let version = try StoreSchema.version(of: from)
            guard version <= StoreSchema.current else {
                return .failure(.newerSchema(found: version, supported: StoreSchema.current))
            }
            return Result { () throws(StoreError) in
                try StoreError.mapping(path) { () throws(SQLiteError) in
                    let target = try SQLiteConnection(path: path, access: .readWrite)
                    // A copy that was broken off is thrown away, so that it needs no journal.
                    _ = try target.text("PRAGMA journal_mode=OFF")
                    try target.execute("PRAGMA synchronous=OFF")
                    let backup = try SQLiteBackup(of: from, into: target)
                    var goesOn = true
                    while goesOn {
                        goesOn = try backup.step(pages: pagesAtOnce)
                        guard progress(backup.pages - backup.remaining, backup.pages) else { return false }
                    }
                    return true
                }
            }
        }.get()
        guard isWhole else { return nil }
        try copy.check()
        return copy
    }

    private init(at path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unusable("\(path): \(StoreDirectory.lastError)") }
        Glibc.close(descriptor)
        self.path = path
    }

    deinit { for ending in ["", "-journal", "-wal", "-shm"] { unlink(path + ending) } }

    /// Makes one file of it, which needs no log beside it, and has SQLite look at every page.
    private borrowing func check() throws(StoreError) {
        let fault = try StoreError.mapping(path) { () throws(SQLiteError) -> String? in
            let connection = try SQLiteConnection(path: path, access: .readWrite)
            guard try connection.text("PRAGMA journal_mode=DELETE") == "delete" else { return "it keeps its log" }
            guard let epoch = try connection.text("SELECT value FROM meta WHERE key = 'epoch'"), !epoch.isEmpty else {
                return "it has no epoch"
            }
            let answer = try connection.text("PRAGMA quick_check(1)")
            return answer == "ok" ? nil : answer ?? "it cannot be checked"
        }
        if let fault { throw .corrupt("\(path): \(fault)") }
    }

    /// Makes another life of the store: cursors of the one before are not continued.
    borrowing func giveNewEpoch() throws(StoreError) {
        try StoreError.mapping(path) { () throws(SQLiteError) in
            let connection = try SQLiteConnection(path: path, access: .readWrite)
            try connection.execute("UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'epoch'")
        }
    }

    /// Gives it its lasting name, in the same folder, when every byte is on the disk. What had the name is gone then.
    consuming func put(at place: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .io("\(path): \(StoreDirectory.lastError)") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .io("\(path): \(StoreDirectory.lastError)") }
        guard rename(path, place) == 0 else { throw .unusable("\(place): \(StoreDirectory.lastError)") }
        try StoreDirectory.sync(StoreDirectory.folder(of: place))
    }
}

extension StoreDirectory {
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
