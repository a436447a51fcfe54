import ChatClient
import ChatDomain
import ChatStore
import FoundationEssentials
import SQLiteStore

/// `roost doctor`: looks at everything that a server stands on, and says what to do. It changes nothing.
struct Doctor {
    private let configuration: ServeConfiguration
    private let server: ServerAddress
    private let json: Bool

    init(_ options: StoreOptions) {
        configuration = options.configuration
        json = options.json
        if let server = options.server {
            self.server = server
        } else {
            let listen = options.configuration.listen
            let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][listen.host] ?? listen.host
            server = ServerAddress(host: host, port: listen.port)
        }
    }

    private struct Report: Encodable {
        let ok: Bool
        let checks: [Check]
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        let checks = checks()
        let isWell = !checks.contains { $0.status == .problem }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if let text = try? encoder.encode(Report(ok: isWell, checks: checks)) {
                print(String(decoding: text, as: UTF8.self))
            }
        } else {
            for check in checks { print(check.line) }
        }
        return isWell ? 0 : 1
    }

    private func checks() -> [Check] {
        var checks: [Check] = []
        let data = configuration.data
        var store: StoreDiagnosis?
        do throws(StoreError) {
            let found = try StoreDiagnosis(directory: data)
            store = found
            checks += StoreChecks.checks(found)
        } catch {
            checks.append(StoreChecks.unreadable(error))
        }
        checks.append(MachineChecks.files(in: data))
        checks.append(MachineChecks.disk(at: data, storeSize: store?.fileSize ?? 0))
        checks.append(MachineChecks.openFiles(connections: configuration.limits.maxConnections))
        checks.append(MachineChecks.clock(now: Timestamp.now().rawValue, newestEvent: store?.newestEvent))
        checks += MachineChecks.libraries(sqlite: store?.sqliteVersion)
        let isInUse = store?.isInUse ?? false
        checks.append(ServerCheck.check("\(server)", ServerCheck.ask(server), isInUse: isInUse))
        return checks
    }
}
