import Glibc

/// An open file that only its owner may read, closed once; with it goes the lock that was taken on it.
struct PrivateFile: ~Copyable {
    private let descriptor: Int32
    let path: String

    /// Opens for reading and writing; makes the file, with mode 0600, where there is none.
    init(path: String) throws(FileFailure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode_t(0o600))
        guard descriptor >= 0 else { throw FileFailure(path: path, errno: errno) }
        self.path = path
    }

    deinit { close(descriptor) }

    private func failure() -> FileFailure { FileFailure(path: path, errno: errno) }

    /// Takes the lock that no other process can have at the same time. False when another has it, or when the file was
    /// removed before it was had. The system gives it back when the process ends, however it ends.
    func tryLock() throws(FileFailure) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { return false }
            throw failure()
        }
        return isStillThere
    }

    /// Waits for the lock.
    func lock() throws(FileFailure) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure() }
        }
    }

    /// Whether the path still leads to this file.
    var isStillThere: Bool {
        var here = stat()
        var there = stat()
        return fstat(descriptor, &here) == 0 && stat(path, &there) == 0 && here.st_ino == there.st_ino
            && here.st_dev == there.st_dev
    }

    func readAll() throws(FileFailure) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, off_t(content.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure() }
            if count == 0 { return content }
            content.append(contentsOf: chunk[..<count])
        }
    }

    /// Writes all of `bytes` from `offset` on.
    func write(_ bytes: [UInt8], at offset: Int) throws(FileFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[written...])
                return pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            written += count
        }
    }

    func truncate(to size: Int) throws(FileFailure) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw failure() }
    }

    /// Returns when what was written would outlive a power cut.
    func synchronize() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    /// Removes the file's name. The lock stays until the file is closed.
    func remove() { unlink(path) }

    /// Makes the names in a directory outlive a power cut.
    static func synchronizeDirectory(_ path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFailure(path: path, errno: errno) }
    }

    /// Makes a directory, and those above it, that only their owner may enter. Those that are there stay as they are.
    static func makeDirectory(_ path: String) throws(FileFailure) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, mode_t(0o700)) == 0 || errno == EEXIST || errno == EISDIR || errno == EROFS else {
                throw FileFailure(path: made, errno: errno)
            }
        }
        guard access(path, W_OK | X_OK) == 0 else { throw FileFailure(path: path, errno: errno) }
    }

    /// The names in a directory, in order.
    static func names(in directory: String) throws(FileFailure) -> [String] {
        guard let stream = opendir(directory) else { throw FileFailure(path: directory, errno: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            // Read in place: the entry may be shorter than its declared type.
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { continue }
            let name = String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
