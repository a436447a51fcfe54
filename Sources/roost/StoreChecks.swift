import ChatStore
import SQLiteStore

/// What a diagnosis of the store means for who operates it.
enum StoreChecks {
    /// A write-ahead log longer than this does not shrink any more: 256 MiB.
    private static let longLog: Int64 = 256 << 20
    private static let restore = "Stop the server and restore a backup: roost restore FILE"

    static func checks(_ store: StoreDiagnosis) -> [Check] {
        [schema(store), integrity(store), logs(store), size(store), writeAheadLog(size: store.logSize)]
    }

    static func unreadable(_ error: StoreError) -> Check {
        switch error {
        case .corrupt, .io: .problem("store", error.description, restore)
        default: .problem("store", error.description, "Look at --data, or restore a backup")
        }
    }

    private static func schema(_ store: StoreDiagnosis) -> Check {
        guard store.schemaVersion == store.supportedVersion else {
            return .ok(
                "schema", "version \(store.schemaVersion); a server of this Roost makes it \(store.supportedVersion)")
        }
        return .ok("schema", "version \(store.schemaVersion), epoch \(store.epoch ?? "unknown")")
    }

    private static func integrity(_ store: StoreDiagnosis) -> Check {
        guard let first = store.faults.first else { return .ok("integrity", "every page of the store is sound") }
        return .problem("integrity", "\(store.faults.count) faults, the first: \(first)", restore)
    }

    private static func logs(_ store: StoreDiagnosis) -> Check {
        guard store.faults.isEmpty else { return .warning("logs", "not looked at, as the file is damaged", restore) }
        let bad = Set(store.gaps).union(store.wrongHeads).sorted()
        guard bad.isEmpty else {
            return .problem(
                "logs", "the numbers of log \(bad.prefix(5).map(String.init).joined(separator: ", ")) have gaps",
                restore)
        }
        return .ok("logs", "the numbers of all logs run without a gap, and their heads agree")
    }

    private static func size(_ store: StoreDiagnosis) -> Check {
        let free = store.freePages.multipliedReportingOverflow(by: store.pageSize).partialValue
        return .ok(
            "store",
            "\(store.events) events, \(store.accounts) accounts, \(store.rooms) rooms in \(bytes(store.fileSize)), "
                + "\(bytes(free)) of it free")
    }

    static func writeAheadLog(size: Int64) -> Check {
        guard size > longLog else { return .ok("log file", bytes(size)) }
        return .warning(
            "log file", "\(bytes(size)), which is far more than usual",
            "Look for \"a checkpoint failed\" in the server's log; restarting the server shortens it")
    }

    static func bytes(_ count: Int64) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
        var (amount, unit) = (count, 0)
        while amount >= 10_240, unit < units.count - 1 {
            amount /= 1_024
            unit += 1
        }
        return "\(amount) \(units[unit])"
    }
}
