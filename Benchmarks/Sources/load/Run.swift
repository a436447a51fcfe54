import Glibc

/// One run: everybody comes in, the senders write, the readers count, the last message is waited for.
final class Run {
    let options: Options
    private(set) var dialect: any Dialect
    private let poller: Poller
    private let server: ServerProcess
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    private(set) var clients: [Client] = []
    var opening = 0
    var live = 0
    var tally = Tally()
    private var ready: [Client] = []
    private var isSending = false
    /// When messages are sent whose latency counts.
    private(set) var measured: Range<UInt64> = 0..<0
    private var metronome: Metronome?
    private var nextSender = 0

    private static let metronomeMark = UInt32.max
    /// For the last message to be read: a slow server may have a minute's work before it.
    private static let drainSeconds = 120.0

    init(_ options: Options) throws(LoadError) {
        self.options = options
        poller = try Poller()
        server = ServerProcess(id: options.serverID)
        dialect =
            switch options.target {
            case .roost: RoostDialect(textBytes: options.textBytes, password: options.password)
            case .floor: FloorDialect(textBytes: options.textBytes)
            case .irc: IRCDialect(options)
            case .redis: RedisDialect(textBytes: options.textBytes)
            case .nats: NATSDialect(textBytes: options.textBytes)
            case .mqtt: MQTTDialect(textBytes: options.textBytes)
            case .xmpp: XMPPDialect(textBytes: options.textBytes)
            }
    }

    deinit { buffer.deallocate() }

    func perform() throws(LoadError) -> Result {
        var result = Result(options)
        result.memoryBefore = server.memory()
        try openAll()
        if options.isIdle {
            try turn(for: options.seconds)
        } else {
            try measure(&result)
        }
        result.memoryAfter = server.memory()
        result.connections = live
        return result
    }

    // MARK: Phases

    private func openAll() throws(LoadError) {
        let total = options.rooms * options.people
        clients.reserveCapacity(total)
        let deadline = monotonicNow() + UInt64(options.openSeconds * 1e9)
        while live < total {
            while clients.count < total, opening < options.openAtOnce {
                let index = clients.count
                let client = try Client(
                    index: index, person: options.firstPerson + index, room: options.firstRoom + index / options.people,
                    isSender: index % options.people < options.senders, port: options.port)
                clients.append(client)
                poller.add(client.descriptor, mark: UInt32(index))
                opening += 1
                dialect.open(client, self)
                try flush(client)
            }
            try turn(milliseconds: 1_000)
            guard monotonicNow() < deadline else {
                throw LoadError("\(live) of \(total) came in within \(Int(options.openSeconds)) s")
            }
        }
        // Should it not have read all by then, the count of lost messages will tell.
        if !dialect.answersJoining { try turn(for: 1) }
        // Other rooms' names and history may come still: all is there when nothing comes any more.
        var read = -1
        while read != tally.reads, monotonicNow() < deadline {
            read = tally.reads
            try turn(for: 0.5)
        }
    }

    private func measure(_ result: inout Result) throws(LoadError) {
        let beginning = reading()
        isSending = true
        if options.rate > 0 {
            let metronome = try Metronome(nanoseconds: 1_000_000_000 / options.rate)
            self.metronome = metronome
            poller.add(metronome.descriptor, mark: Self.metronomeMark)
        } else {
            for client in clients where client.isSender { mayWrite(client) }
        }
        try turn(for: options.warmUpSeconds)
        let start = reading()
        measured = start.time..<UInt64.max
        try turn(for: options.seconds)
        let end = reading()
        measured = start.time..<end.time
        isSending = false
        metronome.map { poller.remove($0.descriptor) }
        let deadline = monotonicNow() + UInt64(Self.drainSeconds * 1e9)
        while !isComplete, monotonicNow() < deadline { try turn(milliseconds: 50) }
        result.window = Span(from: start, to: end)
        result.whole = Span(from: beginning, to: reading())
        settle(&result)
    }

    private func reading() -> Reading {
        Reading(time: monotonicNow(), threadCPU: server.cpu(), loadCPU: ownCPU(), tally: tally)
    }

    // MARK: Turns

    private func turn(for seconds: Double) throws(LoadError) {
        let end = monotonicNow() + UInt64(seconds * 1e9)
        while case let now = monotonicNow(), now < end {
            try turn(milliseconds: Int32(clamping: max(1, (end - now) / 1_000_000)))
        }
    }

    private func turn(milliseconds: Int32) throws(LoadError) {
        writeReady()
        try poller.wait(milliseconds: milliseconds) { mark throws(LoadError) in
            guard mark != Self.metronomeMark else { return try strike() }
            let client = clients[Int(mark)]
            guard client.phase != .gone else { return }
            try read(client)
            if client.hasOutgoing { try flush(client) }
        }
        writeReady()
    }

    private func strike() throws(LoadError) {
        guard let metronome else { return }
        for _ in 0..<metronome.strikes() {
            let perRoom = options.senders
            let client = clients[nextSender / perRoom * options.people + nextSender % perRoom]
            nextSender = (nextSender + 1) % (perRoom * options.rooms)
            send(from: client)
            try flush(client)
        }
    }

    private func read(_ client: Client) throws(LoadError) {
        let held = client.partial.count
        if held > 0 { client.partial.withUnsafeBytes { buffer.copyMemory(from: $0) } }
        let count = recv(client.descriptor, buffer.baseAddress?.advanced(by: held), buffer.count - held, 0)
        guard count > 0 else {
            guard count < 0, errno == EAGAIN || errno == EINTR else { throw LoadError("a connection was closed") }
            return
        }
        tally.reads += 1
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(held + count)])
        let taken = try dialect.take(bytes, for: client, self)
        if taken < bytes.count {
            client.partial = Array(bytes[taken...])
        } else if held > 0 {
            client.partial = []
        }
    }

    private func flush(_ client: Client) throws(LoadError) {
        guard client.flush() else { throw LoadError("a connection broke") }
        if client.hasOutgoing { poller.watch(client.descriptor, mark: UInt32(client.index), writing: true) }
    }

    /// Senders that have room in their windows fill them, with one write each.
    private func writeReady() {
        guard !ready.isEmpty else { return }
        for client in ready {
            client.isReady = false
            while isSending, client.outstanding < options.window { send(from: client) }
            _ = client.flush()
        }
        ready.removeAll(keepingCapacity: true)
    }

    private func send(from client: Client) {
        dialect.send(from: client, at: monotonicNow(), self)
        client.sent += 1
        client.outstanding += 1
    }

    func mayWrite(_ client: Client) {
        guard isSending, !client.isReady, options.rate == 0 else { return }
        client.isReady = true
        ready.append(client)
    }
}
