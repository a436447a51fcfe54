import ChatDomain
import ChatStore
import Glibc
import SQLiteStore

/// How long the commit of one message takes on a filled store, and what of it is the disk: an append of 4 KiB and its
/// `fdatasync` to a file in the same folder. In turns, fifty a second of each, as a calm room would ask for.
enum CommitProbe {
    private static let rounds = 200

    static func run(directory: String) throws {
        let store = try SQLiteStore(directory: directory)
        defer { store.close() }
        let writer = try store.makeWriter()
        let path = "\(directory)/probe"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PrefillError("cannot write \(path)") }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5A, count: 4_096)
        var commits: [UInt64] = []
        var syncs: [UInt64] = []
        for _ in 0..<rounds {
            try commits.append(timed { _ = try writer.commit([message()]) })
            try syncs.append(
                timed {
                    guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
                        throw PrefillError("cannot write \(path)")
                    }
                })
            usleep(10_000)
        }
        print("{\"commit_ns\":\(percentiles(commits)),\"sync_ns\":\(percentiles(syncs))}")
    }

    private static func message() -> CommitUnit {
        let draft = EventDraft(
            author: AccountID(rawValue: 1), kind: .message, at: Timestamp(milliseconds: 1_770_000_000_000),
            body: Array("{\"text\":\"\(String(repeating: "probe ", count: 16))\"}".utf8))
        return CommitUnit(appends: [LogAppend(log: LogID(rawValue: 2), events: [draft])])
    }

    private static func timed(_ body: () throws -> Void) rethrows -> UInt64 {
        let start = now()
        try body()
        return now() - start
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func percentiles(_ values: [UInt64]) -> String {
        let sorted = values.sorted()
        return "{\"p50\":\(sorted[sorted.count / 2]),\"p99\":\(sorted[sorted.count * 99 / 100])}"
    }
}
