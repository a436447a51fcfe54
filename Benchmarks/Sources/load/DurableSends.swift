import Glibc

/// Many connections send, each to a room of its own that nobody reads, and wait only when their window is full.
///
/// A room's acknowledgements must come in the order of its sends, with numbers that go on by one.
final class DurableSends: LiveScenario {
    private let options: StormOptions
    private let server: ServerProcess
    private var keys = SendKeys()
    private var sent: [Int64]
    private var answered: [Int64]
    private var last: [Int64]
    private var open = 0
    private var acknowledged = 0
    private var wrong = 0
    private var isSending = false
    private var latency = Histogram()
    private var isMeasuring = false
    /// When each of a client's sends under way left.
    private var times: [[UInt64]]
    private let filler = String(repeating: "All of this is to be kept. ", count: 4).prefix(100)

    private static let drainSeconds: UInt64 = 20_000_000_000

    init(_ options: StormOptions) {
        self.options = options
        server = ServerProcess(id: options.serverID)
        sent = Array(repeating: 0, count: options.clients)
        answered = sent
        last = Array(repeating: -1, count: options.clients)
        times = Array(repeating: Array(repeating: 0, count: options.window), count: options.clients)
    }

    func perform() throws(LoadError) -> String {
        let clients = try LiveClients(self)
        for place in 0..<options.clients {
            try clients.connect(port: options.port, token: options.tokens[place])
            if place % 64 == 63 { try clients.turn(milliseconds: 0) }
        }
        while open < options.clients { try clients.turn(milliseconds: 1_000) }
        isSending = true
        for client in clients.clients {
            fill(client)
            try clients.flush(client)
        }
        try turn(clients, for: options.warmUpSeconds)
        let (start, threads, own, before) = (monotonicNow(), server.cpu(), ownCPU(), acknowledged)
        isMeasuring = true
        try turn(clients, for: options.seconds)
        isMeasuring = false
        let (seconds, count) = (Double(monotonicNow() - start) / 1e9, acknowledged - before)
        let (cpu, loadCPU) = (server.cpu().merging(threads) { $0 - $1 }, ownCPU() - own)
        isSending = false
        let deadline = monotonicNow() + Self.drainSeconds
        while answered != sent, monotonicNow() < deadline { try clients.turn(milliseconds: 100) }
        let parts = cpu.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        return """
            {"clients":\(options.clients),"seconds":\(seconds),"acknowledged":\(count),\
            "unacknowledged":\(sent.reduce(0, +) - answered.reduce(0, +)),"wrong":\(wrong),\
            "latency_ns":{"p50":\(latency.percentile(0.5)),"p99":\(latency.percentile(0.99)),"max":\(latency.highest)},\
            "thread_cpu_ns":{\(parts)},"server_cpu_ns":\(cpu.values.reduce(0, +)),"load_cpu_ns":\(loadCPU)}
            """
    }

    private func turn(_ clients: LiveClients, for seconds: Double) throws(LoadError) {
        let end = monotonicNow() + UInt64(seconds * 1e9)
        while case let now = monotonicNow(), now < end {
            try clients.turn(milliseconds: Int32(clamping: max(1, (end - now) / 1_000_000)))
        }
    }

    func opened(_ client: LiveClient) { open += 1 }

    private func fill(_ client: LiveClient) {
        let place = client.index
        while isSending, sent[place] - answered[place] < options.window {
            var json: [UInt8] = []
            json.reserveCapacity(240)
            json.append(contentsOf: "{\"op\":\"send\",\"id\":".utf8)
            json.append(contentsOf: String(sent[place]).utf8)
            json.append(contentsOf: ",\"room\":".utf8)
            json.append(contentsOf: String(options.room(of: client)).utf8)
            json.append(contentsOf: ",\"key\":\"".utf8)
            keys.append(to: &json)
            json.append(contentsOf: "\",\"text\":\"".utf8)
            json.append(contentsOf: filler.utf8)
            json.append(contentsOf: "\"}".utf8)
            client.say(json)
            times[place][Int(sent[place]) % options.window] = monotonicNow()
            sent[place] += 1
        }
    }

    func received(_ message: LiveMessage, _ json: UnsafeRawBufferPointer, by client: LiveClient) throws(LoadError) {
        switch message {
        case .acknowledged(let id, let number):
            let place = client.index
            if id != answered[place] || last[place] >= 0 && number != last[place] + 1 { wrong += 1 }
            last[place] = number
            if isMeasuring { latency.add(monotonicNow() - times[place][Int(answered[place]) % options.window]) }
            answered[place] += 1
            acknowledged += 1
            // Half the window at once: one write for several.
            if sent[place] - answered[place] <= options.window / 2 { fill(client) }
        case .bad(let text): throw LoadError(text)
        case .event: wrong += 1
        case .caughtUp, .other: break
        }
    }
}
