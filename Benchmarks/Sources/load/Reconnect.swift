import Glibc

/// Everybody comes back at once, with a session and a cursor, to messages that he missed.
///
/// Each event must be the next of its room, and `caught_up` comes after the last of them. The clock runs from the first
/// connection's first packet to the last client's `caught_up`.
final class Reconnect: LiveScenario {
    private let options: StormOptions
    private let server: ServerProcess
    private var last: [Int64]
    private var isCaughtUp: [Bool]
    private var start: UInt64 = 0
    private var connected = Histogram()
    private var begun = Histogram()
    private var caughtUp = Histogram()
    private var deliveries = 0
    private var wrong = 0

    private static let limit: UInt64 = 120_000_000_000

    init(_ options: StormOptions) {
        self.options = options
        server = ServerProcess(id: options.serverID)
        last = Array(repeating: options.after, count: options.clients)
        isCaughtUp = Array(repeating: false, count: options.clients)
    }

    func perform() throws(LoadError) -> String {
        let clients = try LiveClients(self)
        let (threads, own, memory) = (server.cpu(), ownCPU(), server.memory())
        start = monotonicNow()
        for place in 0..<options.clients {
            try clients.connect(port: options.port, token: options.tokens[place])
            // What comes meanwhile is read, as by clients of their own.
            if place % 64 == 63 { try clients.turn(milliseconds: 0) }
        }
        while caughtUp.count < options.clients, monotonicNow() - start < Self.limit {
            try clients.turn(milliseconds: 100)
        }
        let took = monotonicNow() - start
        let (cpu, loadCPU) = (server.cpu().merging(threads) { $0 - $1 }, ownCPU() - own)
        let lost = last.reduce(0) { $0 + max(0, options.after + options.missed - $1) }
        let parts = cpu.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        return """
            {"clients":\(options.clients),"caught_up":\(caughtUp.count),"seconds":\(Double(took) / 1e9),\
            "connected_ns":\(Self.json(connected)),"first_event_ns":\(Self.json(begun)),\
            "caught_up_ns":\(Self.json(caughtUp)),"deliveries":\(deliveries),"lost":\(lost),"wrong":\(wrong),\
            "thread_cpu_ns":{\(parts)},"server_cpu_ns":\(cpu.values.reduce(0, +)),"load_cpu_ns":\(loadCPU),\
            "resident_kib":[\(memory.resident),\(server.memory().resident)]}
            """
    }

    private static func json(_ histogram: Histogram) -> String {
        "{\"p50\":\(histogram.percentile(0.5)),\"p99\":\(histogram.percentile(0.99)),\"max\":\(histogram.highest)}"
    }

    func opened(_ client: LiveClient) {
        connected.add(monotonicNow() - start)
        let room = options.room(of: client)
        client.say(
            Array(
                "{\"op\":\"subscribe\",\"id\":1,\"room\":\(room),\"after\":\(options.after),\"epoch\":\"\(options.epoch)\"}"
                    .utf8))
    }

    func received(_ message: LiveMessage, _ json: UnsafeRawBufferPointer, by client: LiveClient) throws(LoadError) {
        switch message {
        case .event(let number):
            if last[client.index] == options.after { begun.add(monotonicNow() - start) }
            deliveries += 1
            // Lost, doubled, out of order, or after the end.
            if number != last[client.index] + 1 || isCaughtUp[client.index] { wrong += 1 }
            last[client.index] = max(last[client.index], number)
        case .caughtUp(let number):
            if isCaughtUp[client.index] || number != options.after + options.missed { wrong += 1 }
            isCaughtUp[client.index] = true
            caughtUp.add(monotonicNow() - start)
        case .bad(let text): throw LoadError("client \(client.index): \(text)")
        case .acknowledged, .other: break
        }
    }
}
