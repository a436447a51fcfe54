import FoundationEssentials
import Glibc

/// Why a transcript could not be written, for the log.
public struct TranscriptFailure: Error, Equatable, CustomStringConvertible {
    public let description: String
}

/// How far the transcripts in a folder have come. What it does not say may be half done is whole.
struct TranscriptCursor: Codable, Equatable {
    var version = 1
    var epoch: String
    /// Whether direct conversations and groups are in it.
    var conversations: Bool
    /// The last arrival that is in the files.
    var progress: Int64 = 0
    /// Rooms whose files are not to be relied on: they are written anew from the store.
    var stale: Set<Int64> = []
    /// Where a file has come further than the progress says, by room: up to this event.
    var ahead: [Int: Int64] = [:]
    /// Up to where the events of a room were gone when its file was last written anew.
    var floors: [Int: Int64] = [:]
}

/// The folder that the transcripts are in: a file a room, named by its title when it was first written and by its number,
/// and the cursor. All that changes a file is on the disk when a call returns.
struct TranscriptFolder {
    let path: String
    /// Told before and after each change of a file, so that tests can end at any of them.
    var step: (_ file: String) throws(TranscriptFailure) -> Void = { _ in }
    private static let cursorName = ".cursor"

    init(path: String) {
        self.path = path
    }

    /// What is there. Makes the folder if it is missing, for its owner alone.
    ///
    /// - Throws: also when it has what no transcript is: it is not this program's then.
    func open() throws(TranscriptFailure) -> (files: [Int64: String], cursor: TranscriptCursor?) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw failure(path, "cannot be made") }
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw failure(path, "cannot be read")
        }
        var files: [Int64: String] = [:]
        for name in entries.sorted() {
            if name.hasPrefix(".") {
                if name.hasPrefix(Self.freshPrefix) { unlink(file(name)) }
            } else if let room = Self.room(of: name) {
                files[room] = files[room] ?? name
            } else {
                throw TranscriptFailure(
                    description: "\(path) has other files, such as \(name): transcripts need a folder of their own.")
            }
        }
        guard let data = try? Data(contentsOf: URL(filePath: file(Self.cursorName))) else { return (files, nil) }
        return (files, try? JSONDecoder().decode(TranscriptCursor.self, from: data))
    }

    /// The number in a name such as "The-Lobby-7.txt".
    private static func room(of name: String) -> Int64? {
        guard name.hasSuffix(".txt"), let hyphen = name.lastIndex(of: "-") else { return nil }
        let digits = name[name.index(after: hyphen)...].dropLast(4)
        guard let first = digits.utf8.first, (0x31...0x39).contains(first) else { return nil }
        return Int64(digits)
    }

    func write(_ cursor: TranscriptCursor) throws(TranscriptFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(cursor) else {
            throw TranscriptFailure(description: "The transcripts' cursor cannot be written as JSON.")
        }
        try replace(Self.cursorName) { write throws(TranscriptFailure) in try write(Array(data)) }
    }

    /// Puts bytes behind what a file has: all of them or, after a failure, none.
    ///
    /// - Returns: false when there is no such file, or some of the bytes could not be taken back.
    func append(_ bytes: [UInt8], to name: String) throws(TranscriptFailure) -> Bool {
        let descriptor = Glibc.open(file(name), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return false }
            throw failure(file(name), "cannot be written")
        }
        defer { close(descriptor) }
        try step(file(name))
        let size = lseek(descriptor, 0, SEEK_END)
        do throws(TranscriptFailure) {
            try Self.write(bytes, to: descriptor, file(name))
            guard fsync(descriptor) == 0 else { throw failure(file(name), "cannot be written") }
        } catch {
            guard size >= 0, ftruncate(descriptor, size) == 0, fsync(descriptor) == 0 else { return false }
            throw error
        }
        try step(file(name))
        return true
    }

    /// Writes a file whole and puts it in the place of the one that is there. `content` is given what takes bytes.
    func replace(
        _ name: String,
        content: (_ write: ([UInt8]) throws(TranscriptFailure) -> Void) throws -> Void
    ) throws(TranscriptFailure) {
        let fresh = file(Self.freshPrefix + name)
        unlink(fresh)
        let descriptor = Glibc.open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
        guard descriptor >= 0 else { throw failure(fresh, "cannot be written") }
        do {
            defer { close(descriptor) }
            try content { bytes throws(TranscriptFailure) in try Self.write(bytes, to: descriptor, fresh) }
            guard fsync(descriptor) == 0 else { throw failure(fresh, "cannot be written") }
        } catch {
            unlink(fresh)
            throw error as? TranscriptFailure ?? TranscriptFailure(description: "\(error)")
        }
        try step(file(name))
        guard rename(fresh, file(name)) == 0 else {
            let failure = failure(file(name), "cannot be written")
            unlink(fresh)
            throw failure
        }
        try step(file(name))
        try syncFolder()
    }

    func remove(_ name: String) throws(TranscriptFailure) {
        guard unlink(file(name)) == 0 || errno == ENOENT else { throw failure(file(name), "cannot be removed") }
        try syncFolder()
    }

    /// Before the name of a file that is being written. Names have 200 bytes at most: there is room for it.
    private static let freshPrefix = ".new-"

    private func file(_ name: String) -> String { path + "/" + name }

    private func syncFolder() throws(TranscriptFailure) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "cannot be read") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path, "cannot be written") }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(TranscriptFailure) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
            }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw TranscriptFailure(description: "\(path) cannot be written: \(String(cString: strerror(errno)))")
            }
        }
    }

    private func failure(_ path: String, _ what: String) -> TranscriptFailure {
        TranscriptFailure(description: "\(path) \(what): \(String(cString: strerror(errno)))")
    }
}
