public import ChatStore
internal import Glibc
internal import SQLite

extension SQLiteStore {
    /// Writes a copy of this store to a file, beside the writer and the readers; see ``backUp(directory:to:progress:)``.
    @discardableResult
    public func backUp(
        to path: String, progress: (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
    ) throws(StoreError) -> Bool {
        try Self.backUp(database: self.path, to: path, progress: progress)
    }

    /// Writes a copy of the store in a folder to a file (mode 0600) in place of an older backup, whether or not a server
    /// runs on it: everything that was committed when it began, and nothing later.
    ///
    /// The copy is made under a name of its own, checked by SQLite, synced, and then gets its name. While it is made the
    /// server's write-ahead log grows; nobody waits.
    ///
    /// - Parameter progress: told the pages that are copied and all there are; false breaks off.
    /// - Returns: false when it was broken off; then nothing was written.
    /// - Throws: `.unusable` also when something else than a backup has the name.
    @discardableResult
    public static func backUp(
        directory: String, to path: String, progress: (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
    ) throws(StoreError) -> Bool {
        try backUp(database: directory + "/roost.db", to: path, progress: progress)
    }

    private static func backUp(
        database: String, to path: String, progress: (Int, Int) -> Bool
    ) throws(StoreError) -> Bool {
        guard access(database, F_OK) == 0 else { throw .unusable("\(database): \(StoreDirectory.lastError)") }
        try refuseToReplace(path)
        // Its own name for each process: two at once must not take each other's halves for whole.
        guard let copy = try StoreCopy.make(of: database, at: "\(path).\(getpid()).part", progress: progress) else {
            return false
        }
        try copy.put(at: path)
        return true
    }

    /// Only a backup may be replaced by a backup: no store in use, and no file of something else.
    private static func refuseToReplace(_ path: String) throws(StoreError) {
        guard !path.isEmpty, !path.utf8.contains(0), !path.hasSuffix("/") else {
            throw .unusable("“\(path)” is no file")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .unusable("\(path): \(StoreDirectory.lastError)") }
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unusable("\(path) is no file") }
        let folder = StoreDirectory.folder(of: path)
        guard path.split(separator: "/").last != "roost.db" || access(folder + "/roost.lock", F_OK) != 0 else {
            throw .unusable("\(path) is the store of a server, not a backup")
        }
        guard try isOurs(path) else { throw .unusable("\(path) is there already, and is no backup") }
    }

    fileprivate static func isOurs(_ path: String) throws(StoreError) -> Bool {
        try StoreError.mapping(path) { () throws(SQLiteError) in
            try StoreSchema.isOurs(try SQLiteConnection(path: path, access: .readOnly))
        }
    }

    /// What a restore has done.
    public struct Restored: Hashable, Sendable {
        /// The file that holds the store which was there before, if one was.
        public let replaced: String?
    }

    /// Puts a backup in the place of the store in a folder, which is made if it is missing. No server may run on it.
    ///
    /// The restored store has a new epoch, so that clients do not take it for the one they know. The one that was there
    /// stays in the folder under the name `roost-replaced-DATE.db`. Until the last step nothing is changed, and that step
    /// is one rename.
    ///
    /// - Parameter progress: as of ``backUp(directory:to:progress:)``.
    /// - Returns: nil when `progress` broke it off.
    /// - Throws: `.inUse`, `.newerSchema`, `.corrupt` and `.unusable` for a backup that is damaged or not ours.
    public static func restore(
        from backup: String, to directory: String, progress: (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
    ) throws(StoreError) -> Restored? {
        guard access(backup, R_OK) == 0 else { throw .unusable("\(backup): \(StoreDirectory.lastError)") }
        guard try isOurs(backup) else { throw .unusable("\(backup) is no backup") }
        let folder = try StoreDirectory(path: directory)
        let draft = folder.database + ".restored"
        // Nobody else is here: what has the name is the rest of a restore that was killed.
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(draft + ending) }
        guard let copy = try StoreCopy.make(of: backup, at: draft, progress: progress) else { return nil }
        try copy.giveNewEpoch()
        let replaced = try folder.keepDatabase()
        try copy.put(at: folder.database)
        return Restored(replaced: replaced)
    }
}

extension StoreDirectory {
    /// Gives the database a second, dated name, and its log the name that belongs to that. Nil when there is none.
    fileprivate borrowing func keepDatabase() throws(StoreError) -> String? {
        if access(database, F_OK) == 0 {
            // What a crash left in the log goes into the file; the last connection to close removes the log. Of a store
            // that is damaged both are kept as they are.
            if (try? SQLiteStore.isOurs(database)) == true {
                _ = try? SQLiteConnection(path: database, access: .readWrite).walCheckpoint(.truncate)
            }
        } else {
            guard errno == ENOENT else { throw .unusable("\(database): \(Self.lastError)") }
            // A log alone cannot be read, but it is somebody's.
            guard access(database + "-wal", F_OK) == 0 else { return nil }
        }
        let kept = freeName()
        if access(database, F_OK) == 0 {
            // Both names, so that the folder is never without a store. Where there are no such links, one after the other.
            guard link(database, kept) == 0 || rename(database, kept) == 0 else {
                throw .unusable("\(kept): \(Self.lastError)")
            }
        }
        guard rename(database + "-wal", kept + "-wal") == 0 || errno == ENOENT else {
            throw .unusable("\(kept)-wal: \(Self.lastError)")
        }
        unlink(database + "-shm")
        try Self.sync(path)
        return kept
    }

    /// `roost-replaced-2026-11-20T10-45-00Z.db`, or with a number behind the date.
    private borrowing func freeName() -> String {
        var now = time(nil)
        var date = tm()
        gmtime_r(&now, &date)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(1900 + Int(date.tm_year))-\(two(date.tm_mon + 1))-\(two(date.tm_mday))"
        let base = "\(path)/roost-replaced-\(day)T\(two(date.tm_hour))-\(two(date.tm_min))-\(two(date.tm_sec))Z"
        var name = base + ".db"
        var number = 2
        while access(name, F_OK) == 0 || access(name + "-wal", F_OK) == 0 {
            name = "\(base)-\(number).db"
            number += 1
        }
        return name
    }
}
