/// What a run measured; printed as one line of JSON.
struct Result {
    let options: Options
    /// The measured time: after warming up, until nobody sends any more.
    var window = Span()
    /// From the first send until the last message was read.
    var whole = Span()
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
        let fields = [
            "\"target\":\"\(options.target.rawValue)\"", "\"connections\":\(connections)", window.json,
            "\"whole\":{\(whole.json)}", "\"sent\":\(sent)", "\"unacknowledged\":\(unacknowledged)",
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
