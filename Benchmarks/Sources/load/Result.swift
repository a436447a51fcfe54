/// What a run measured; printed as one line of JSON.
struct Result {
    let options: Options
    var seconds = 0.0
    /// Nanoseconds in the measured time.
    var threadCPU: [String: UInt64] = [:]
    var loadCPU: UInt64 = 0
    /// In the measured time.
    var deliveries = 0
    var reads = 0
    var acknowledged = 0
    /// In the whole run.
    var sent = 0
    var unacknowledged = 0
    var tally = Tally()
    var connections = 0
    var memoryBefore = ServerProcess.Memory()
    var memoryAfter = ServerProcess.Memory()

    init(_ options: Options) {
        self.options = options
    }

    var json: String {
        let latency = [("p50", 0.5), ("p99", 0.99), ("p999", 0.999)].map { name, share in
            "\"\(name)\":\(tally.latency.percentile(share))"
        }
        let threads = threadCPU.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        let fields = [
            "\"target\":\"\(options.target.rawValue)\"", "\"connections\":\(connections)", "\"seconds\":\(seconds)",
            "\"deliveries\":\(deliveries)", "\"reads\":\(reads)", "\"server_cpu_ns\":\(threadCPU.values.reduce(0, +))",
            "\"thread_cpu_ns\":{\(threads)}", "\"acknowledged\":\(acknowledged)", "\"marks\":\(tally.marks)",
            "\"load_cpu_ns\":\(loadCPU)", "\"sent\":\(sent)", "\"unacknowledged\":\(unacknowledged)",
            "\"lost\":\(tally.lost)", "\"doubled\":\(tally.doubled)", "\"out_of_order\":\(tally.outOfOrder)",
            "\"latency_ns\":{\(latency.joined(separator: ",")),\"max\":\(tally.latency.highest)}",
            "\"memory_kib\":{\(Self.json(memoryBefore, memoryAfter))}",
        ]
        return "{\(fields.joined(separator: ","))}"
    }

    private static func json(_ before: ServerProcess.Memory, _ after: ServerProcess.Memory) -> String {
        """
        "resident":[\(before.resident),\(after.resident)],\
        "proportional":[\(before.proportional),\(after.proportional)],\
        "anonymous":[\(before.anonymous),\(after.anonymous)]
        """
    }
}
