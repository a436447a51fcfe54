import Glibc

/// A file that is read or written at once.
enum WholeFile {
    /// No member file is larger than this: 64 MiB.
    private static let limit = 64 << 20

    /// - Parameter path: `-` for standard input.
    static func read(_ path: String, limit: Int = limit) throws(Admin.Ending) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .usage("\(path) cannot be read: \(reason)") }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if errno != EINTR {
                throw .usage("\(path) cannot be read: \(reason)")
            }
        }
        throw .usage("\(path) is longer than \(limit >> 20) MiB.")
    }

    /// Writes a file that only its owner may read, in place of one that is there: whole, or not at all.
    ///
    /// - Parameter path: nil for standard output.
    static func write(_ text: String, to path: String?) throws(Admin.Ending) {
        guard let path else { return try write(text, to: STDOUT_FILENO, "standard output") }
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
        guard descriptor >= 0 else { throw .other("\(fresh) cannot be written: \(reason)") }
        do throws(Admin.Ending) {
            defer { close(descriptor) }
            try write(text, to: descriptor, fresh)
            guard fsync(descriptor) == 0 else { throw .other("\(fresh) cannot be written: \(reason)") }
        } catch {
            unlink(fresh)
            throw error
        }
        guard rename(fresh, path) == 0 else { throw .other("\(path) cannot be written: \(reason)") }
    }

    private static func write(_ text: String, to descriptor: Int32, _ path: String) throws(Admin.Ending) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw .other("\(path) cannot be written: \(reason)")
            }
        }
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
