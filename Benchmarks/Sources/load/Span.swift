/// What was counted up to a moment.
struct Reading {
    /// Of the monotonic clock.
    let time: UInt64
    /// Nanoseconds, by the names of the server's threads.
    let threadCPU: [String: UInt64]
    let loadCPU: UInt64
    let tally: Tally
}

/// What happened between two moments.
struct Span {
    var seconds = 0.0
    var threadCPU: [String: UInt64] = [:]
    var loadCPU: UInt64 = 0
    var deliveries = 0
    var reads = 0
    var acknowledged = 0
    var marks = 0

    init() {}

    init(from start: Reading, to end: Reading) {
        seconds = Double(end.time - start.time) / 1e9
        // A thread that ended in between is not counted.
        threadCPU = end.threadCPU.merging(start.threadCPU) { $0 - min($0, $1) }
        loadCPU = end.loadCPU - start.loadCPU
        deliveries = end.tally.deliveries - start.tally.deliveries
        reads = end.tally.reads - start.tally.reads
        acknowledged = end.tally.acknowledged - start.tally.acknowledged
        marks = end.tally.marks - start.tally.marks
    }

    /// The fields of a JSON object.
    var json: String {
        let threads = threadCPU.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        return """
            "seconds":\(seconds),"deliveries":\(deliveries),"reads":\(reads),"acknowledged":\(acknowledged),\
            "marks":\(marks),"server_cpu_ns":\(threadCPU.values.reduce(0, +)),"load_cpu_ns":\(loadCPU),\
            "thread_cpu_ns":{\(threads)}
            """
    }
}
