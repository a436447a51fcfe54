import Glibc

/// One client that sends a message, awaits its acknowledgement, and sends the next; in turns with bare appends of 4 KiB
/// and their `fdatasync`, beside the store's files.
final class AwaitedSends: LiveScenario {
    private let options: StormOptions
    private var keys = SendKeys()
    private var sent: Int64 = 0
    private var answered: Int64 = 0
    private var last: Int64 = -1
    private var wrong = 0
    private var isOpen = false

    private static let sliceNanoseconds: UInt64 = 250_000_000

    init(_ options: StormOptions) {
        self.options = options
    }

    func perform() throws(LoadError) -> String {
        let clients = try LiveClients(self)
        try clients.connect(port: options.port, token: options.tokens[0])
        while !isOpen { try clients.turn(milliseconds: 1_000) }
        let file = open(options.probe, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw LoadError("cannot write \(options.probe)") }
        defer {
            close(file)
            unlink(options.probe)
        }
        let page = [UInt8](repeating: 0x5A, count: 4_096)
        var sends = Turns()
        var syncs = Turns()
        let end = monotonicNow() + UInt64(options.seconds * 1e9)
        while monotonicNow() < end {
            try sends.slice(of: Self.sliceNanoseconds) { () throws(LoadError) in try sendOne(clients) }
            try syncs.slice(of: Self.sliceNanoseconds) { () throws(LoadError) in
                guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
                    throw LoadError("cannot write \(options.probe)")
                }
            }
        }
        return """
            {"sends_per_second":\(sends.perSecond),"syncs_per_second":\(syncs.perSecond),"wrong":\(wrong),\
            "acknowledged":\(answered),"send_ns":\(sends.json),"sync_ns":\(syncs.json)}
            """
    }

    private func sendOne(_ clients: LiveClients) throws(LoadError) {
        var json = Array("{\"op\":\"send\",\"id\":\(sent),\"room\":\(options.firstRoom),\"key\":\"".utf8)
        keys.append(to: &json)
        json += Array("\",\"text\":\"\(String(repeating: "one by one ", count: 9))\"}".utf8)
        sent += 1
        clients.clients[0].say(json)
        try clients.flush(clients.clients[0])
        while answered < sent { try clients.turn(milliseconds: 1_000) }
    }

    func opened(_ client: LiveClient) { isOpen = true }

    func received(_ message: LiveMessage, _ json: UnsafeRawBufferPointer, by client: LiveClient) throws(LoadError) {
        switch message {
        case .acknowledged(let id, let number):
            if id != answered || last >= 0 && number != last + 1 { wrong += 1 }
            last = number
            answered += 1
        case .bad(let text): throw LoadError(text)
        case .event, .caughtUp, .other: break
        }
    }
}

/// The same thing again and again, in slices of time.
private struct Turns {
    private var nanoseconds: UInt64 = 0
    private var each = Histogram()

    mutating func slice(of length: UInt64, _ body: () throws(LoadError) -> Void) throws(LoadError) {
        let start = monotonicNow()
        var now = start
        while now - start < length {
            try body()
            let after = monotonicNow()
            each.add(after - now)
            now = after
        }
        nanoseconds += now - start
    }

    var perSecond: Double { Double(each.count) / max(1e-9, Double(nanoseconds) / 1e9) }

    var json: String { "{\"p50\":\(each.percentile(0.5)),\"p99\":\(each.percentile(0.99)),\"max\":\(each.highest)}" }
}
