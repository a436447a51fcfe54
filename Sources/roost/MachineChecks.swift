import Glibc
import Pictures

/// What a server needs of the machine under it.
enum MachineChecks {
    // MARK: Disk

    static func disk(at directory: String, storeSize: Int64) -> Check {
        guard let free = freeSpace(at: directory) else {
            return .problem("disk", "\(directory): \(String(cString: strerror(errno)))", "Look at --data")
        }
        return disk(free: free, storeSize: storeSize)
    }

    /// In bytes; nil, with `errno`, when it cannot be found out.
    static func freeSpace(at directory: String) -> Int64? {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return nil }
        return Int64(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    /// - Parameters: in bytes.
    static func disk(free: Int64, storeSize: Int64) -> Check {
        let finding = "\(StoreChecks.bytes(free)) free"
        if free < 64 << 20 { return .problem("disk", finding, "Free some space: without it no message can be kept") }
        if free < max(1 << 30, storeSize) {
            return .warning("disk", finding, "Free some space: a backup on this disk, or a busy week, may not fit")
        }
        return .ok("disk", finding)
    }

    // MARK: Files

    static func files(in directory: String) -> Check {
        var wrong: [String] = []
        for name in ["", "/roost.db", "/roost.db-wal", "/roost.db-shm", "/roost.lock"] {
            var status = stat()
            guard stat(directory + name, &status) == 0 else { continue }
            if status.st_mode & 0o077 != 0 || status.st_uid != geteuid() { wrong.append(directory + name) }
        }
        guard wrong.isEmpty else {
            return .problem(
                "files", "\(wrong.joined(separator: ", ")): others can read it, or it belongs to somebody else",
                "As the server's user: chmod -R go= \(directory)")
        }
        return .ok("files", "only this user can read them")
    }

    // MARK: Limits

    static func openFiles(connections: Int) -> Check {
        guard let limit = OpenFiles.attainable(connections: connections) else {
            return .warning("open files", "the limit cannot be read", "ulimit -Hn shows it")
        }
        return openFiles(limit: limit, connections: connections)
    }

    /// - Parameters:
    ///   - limit: how far the server can raise its own.
    ///   - connections: `max_connections`.
    static func openFiles(limit: Int, connections: Int) -> Check {
        let needed = connections + OpenFiles.besides
        guard limit < needed else { return .ok("open files", "\(limit) are allowed here") }
        return .warning(
            "open files", "\(limit) are allowed here, for max_connections = \(connections)",
            "Start the server behind ulimit -Hn \(needed) (systemd: LimitNOFILE), or lower max_connections")
    }

    // MARK: Clock

    /// - Parameters: in milliseconds since 1970.
    static func clock(now: Int64, newestEvent: Int64?) -> Check {
        // No Roost is older.
        guard now > 1_735_689_600_000 else {
            return .problem("clock", "it stands before 2025", "Set the clock; sends are refused by their time")
        }
        if let newestEvent, newestEvent > now + 60_000 {
            return .warning(
                "clock", "the newest event is \((newestEvent - now) / 1_000) seconds in the future",
                "Look at the clock: it goes wrong now, or did before")
        }
        return .ok("clock", newestEvent == nil ? "after 2025" : "after the newest event")
    }

    // MARK: Search

    /// - Parameter behind: how many events the index lacks; nil when there is no index.
    static func search(behind: Int64?) -> Check {
        guard let behind else {
            return .problem(
                "search", "there is no index, so nothing is found",
                "Look for \"messages cannot be searched for\" in the server's log")
        }
        guard behind > 10_000 else { return .ok("search", "the index is up to date") }
        return .warning(
            "search", "the index is \(behind) events behind",
            "It catches up by itself; if it does not, look for \"a follower fell behind\" in the server's log")
    }

    // MARK: Libraries

    static func libraries(sqlite: String?) -> [Check] {
        var checks: [Check] = []
        if let sqlite { checks.append(.ok("sqlite", sqlite)) }
        do throws(PictureError) {
            checks.append(.ok("libvips", try ProfilePicture.libraryVersion()))
        } catch {
            checks.append(
                .warning("libvips", error.description, "Install libvips (Debian: libvips42), or do without pictures"))
        }
        return checks
    }
}
