import ChatDomain
import ChatService
import HTTPGateway
import SearchIndex

/// Looks at the machine under the running server: what the doctor looks at, as far as it is quickly done.
struct MachineProbe: Sendable {
    let configuration: ServeConfiguration
    let index: SearchIndex?
    let startedAt: Timestamp

    func look(_ service: ServiceHealth) -> MachineState {
        let data = configuration.data
        let store = ProcessFigures.size(of: data + "/roost.db")
        let log = ProcessFigures.size(of: data + "/roost.db-wal")
        let behind = index.map { max(0, service.lastArrival - $0.progress) }
        var figures: [(name: String, value: Int64)] = [("started_at", startedAt.rawValue)]
        func add(_ name: String, _ value: Int64?) { if let value { figures.append((name, value)) } }
        add("store_bytes", store)
        add("log_bytes", log)
        add("index_bytes", index.flatMap { ProcessFigures.size(of: $0.path) })
        add("index_behind", behind)
        add("disk_free_bytes", MachineChecks.freeSpace(at: data))
        add("memory_bytes", ProcessFigures.residentBytes)
        add("open_files", ProcessFigures.openFiles)
        add("open_files_limit", OpenFiles.limit.map(Int64.init))
        let checks = [
            MachineChecks.disk(at: data, storeSize: store ?? 0), StoreChecks.writeAheadLog(size: log ?? 0),
            MachineChecks.files(in: data), MachineChecks.openFiles(connections: configuration.limits.maxConnections),
            MachineChecks.clock(now: Timestamp.now().rawValue, newestEvent: service.newestEvent?.rawValue),
            MachineChecks.search(behind: behind),
        ]
        return MachineState(
            figures: figures,
            checks: checks.map {
                MachineState.Check(
                    name: $0.name, status: $0.status.rawValue, finding: $0.finding, advice: $0.advice)
            })
    }
}
