import Glibc

/// A room that goes on calmly, some messages a second, while something else happens to the server.
///
/// Says `ready` when everybody reads it. Latencies before a line on standard input are told apart from those after it,
/// until that ends.
final class CalmRoom: LiveScenario {
    private let options: StormOptions
    private var keys = SendKeys()
    private var last: [Int64]
    private var live = 0
    private var sent = 0
    private var wrong = 0
    private var isMeasuring = false
    private var isOver = false
    private var before = Histogram()
    private var latency = Histogram()

    private static let inputMark = UInt32.max
    private static let metronomeMark = UInt32.max - 1

    init(_ options: StormOptions) {
        self.options = options
        last = Array(repeating: -1, count: options.clients)
    }

    func perform() throws(LoadError) -> String {
        let clients = try LiveClients(self)
        for place in 0..<options.clients { try clients.connect(port: options.port, token: options.tokens[place]) }
        while live < options.clients { try clients.turn(milliseconds: 1_000) }
        let metronome = try Metronome(nanoseconds: 1_000_000_000 / options.rate)
        clients.poller.add(metronome.descriptor, mark: Self.metronomeMark)
        clients.poller.add(STDIN_FILENO, mark: Self.inputMark)
        print("ready")
        fflush(nil)
        while !isOver {
            try clients.turn(milliseconds: 1_000) { mark throws(LoadError) in
                guard mark == Self.metronomeMark else { return self.control() }
                for _ in 0..<metronome.strikes() { try self.say(clients) }
            }
        }
        return """
            {"clients":\(options.clients),"sent":\(sent),"wrong":\(wrong),"readings":\(latency.count),\
            "before_ns":\(Self.json(before)),"latency_ns":\(Self.json(latency))}
            """
    }

    private static func json(_ histogram: Histogram) -> String {
        "{\"p50\":\(histogram.percentile(0.5)),\"p99\":\(histogram.percentile(0.99)),\"max\":\(histogram.highest)}"
    }

    private func control() {
        var bytes = [UInt8](repeating: 0, count: 64)
        if read(STDIN_FILENO, &bytes, bytes.count) <= 0 { isOver = true } else { isMeasuring = true }
    }

    /// The time of sending stands at the text's beginning.
    private func say(_ clients: LiveClients) throws(LoadError) {
        let client = clients.clients[sent % clients.clients.count]
        var json = Array("{\"op\":\"send\",\"id\":\(sent),\"room\":\(options.firstRoom),\"key\":\"".utf8)
        keys.append(to: &json)
        let time = String(monotonicNow(), radix: 16)
        let text = String(repeating: "0", count: 16 - time.count) + time + String(repeating: " calm", count: 16)
        json += Array("\",\"text\":\"\(text)\"}".utf8)
        client.say(json)
        sent += 1
        try clients.flush(client)
    }

    func opened(_ client: LiveClient) {
        client.say(Array("{\"op\":\"subscribe\",\"id\":1,\"room\":\(options.firstRoom)}".utf8))
    }

    func received(_ message: LiveMessage, _ json: UnsafeRawBufferPointer, by client: LiveClient) throws(LoadError) {
        switch message {
        case .caughtUp(let number):
            last[client.index] = number
            live += 1
        case .event(let number):
            if last[client.index] >= 0, number != last[client.index] + 1 { wrong += 1 }
            last[client.index] = number
            if let taken = Self.nanoseconds(String(decoding: json, as: UTF8.self)) {
                if isMeasuring { latency.add(taken) } else { before.add(taken) }
            }
        case .bad(let text) where !text.hasPrefix("{\"op\":\"gap\""): throw LoadError(text)
        case .bad, .acknowledged, .other: break
        }
    }

    /// From sending to now.
    private static func nanoseconds(_ json: String) -> UInt64? {
        guard let field = json.firstRange(of: "\"text\":\""),
            let time = UInt64(json[field.upperBound...].prefix(16), radix: 16)
        else { return nil }
        let now = monotonicNow()
        return now - min(now, time)
    }
}
