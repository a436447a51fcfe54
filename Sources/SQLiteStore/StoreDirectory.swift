internal import ChatStore
internal import Glibc
internal import SQLite

/// The folder that holds a store: its files, their modes, and the lock that keeps a second server out.
struct StoreDirectory: ~Copyable {
    let path: String
    private let lock: Int32

    var database: String { path + "/roost.db" }

    /// Makes the folder when it is missing (its parent must exist) and takes its lock.
    init(path: String) throws(StoreError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .unusable("“\(path)” is no folder") }
        if mkdir(path, 0o700) == 0 {
            try Self.sync(path + "/..")
        } else if errno != EEXIST {
            throw .unusable("the folder \(path) cannot be made: \(Self.lastError)")
        }
        let file = path + "/roost.lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unusable("\(file): \(Self.lastError)") }
        // flock belongs to the open file: a second open in this process is refused too, and the kernel lets go of it
        // however the process ends.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            Glibc.close(descriptor)
            throw reason == EWOULDBLOCK ? .inUse(path) : .unusable("\(file) cannot be locked: \(Self.text(of: reason))")
        }
        self.path = path
        lock = descriptor
    }

    deinit { Glibc.close(lock) }

    /// Makes the database when there is none. It gets its name when it is whole, so that a crash leaves no half of it.
    borrowing func createDatabaseIfMissing(pageSize: Int) throws(StoreError) {
        guard access(database, F_OK) != 0 else { return }
        guard errno == ENOENT else { throw .unusable("\(database): \(Self.lastError)") }
        // SQLite would replay it into the new file.
        guard access(database + "-wal", F_OK) != 0 else {
            throw .unusable(
                "\(database) is missing, but its log \(database)-wal is there: put the file back, or move the log away")
        }
        let draft = database + ".new"
        for leftover in [draft, draft + "-journal"] { unlink(leftover) }
        let descriptor = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable("\(draft): \(Self.lastError)") }
        Glibc.close(descriptor)
        try StoreError.mapping(draft) { () throws(SQLiteError) in
            let connection = try SQLiteConnection(path: draft, access: .readWrite)
            try connection.setPragma("page_size", to: Int64(pageSize))
            try connection.setPragma("application_id", to: StoreSchema.applicationID)
            try StoreSchema.migrate(connection)
        }
        guard rename(draft, database) == 0 else { throw .unusable("\(database): \(Self.lastError)") }
        try Self.sync(path)
    }

    /// A new name lasts only when its folder is on disk.
    static func sync(_ folder: String) throws(StoreError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unusable("\(folder): \(lastError)") }
        defer { Glibc.close(descriptor) }
        // Some file systems cannot sync a folder, and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .io("\(folder): \(lastError)") }
    }

    static var lastError: String { text(of: errno) }

    private static func text(of code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        return String(cString: text)
    }
}
