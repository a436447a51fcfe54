import EventLoop

/// A handler made of closures.
final class Scripted: TCPConnectionHandler {
    var onReceived: (UnsafeMutableRawBufferPointer, TCPConnection) -> Void = { _, _ in }
    var onEnd: (TCPConnection) -> Void = { $0.finishThenClose() }
    var onDrained: (TCPConnection) -> Void = { _ in }
    var onClosed: (CloseReason) -> Void = { _ in }

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        onReceived(bytes, connection)
    }
    func endOfStream(_ connection: TCPConnection) { onEnd(connection) }
    func drained(_ connection: TCPConnection) { onDrained(connection) }
    func closed(_ connection: TCPConnection, reason: CloseReason) { onClosed(reason) }
}

/// A loop with one listener on a port that the system chose. Ends with the test.
final class Server: Sendable {
    let loop: EventLoop
    let address: SocketAddress

    /// - Parameter onAccept: gets each connection and a new handler for it, which is already set.
    init(onAccept: @escaping @Sendable (TCPConnection, Scripted) -> Void) throws {
        let loop = try EventLoop(name: "test")
        self.loop = loop
        try loop.start()
        address = try Server.listen(on: loop, onAccept: onAccept)
    }

    deinit {
        loop.stop()
        loop.join()
    }

    static func listen(
        on loop: EventLoop, port: UInt16 = 0, onAccept: @escaping @Sendable (TCPConnection, Scripted) -> Void
    ) throws -> SocketAddress {
        let address = try loop.runAndWait { () throws(LoopError) in
            try TCPListener(on: loop, address: SocketAddress(host: "127.0.0.1", port: port)) { connection in
                let handler = Scripted()
                connection.handler = handler
                onAccept(connection, handler)
            }.address
        }
        guard let address else { throw LoopError.loopStopped }
        return address
    }

    /// Runs `body` on the loop with a connection that was accepted.
    func with<Value: Sendable>(
        _ connection: LoopBound<TCPConnection>, _ body: @escaping @Sendable (TCPConnection) -> Value
    ) -> Value? {
        loop.runAndWait { body(connection.value) }
    }
}

/// The connections that a server accepted, in order.
final class Accepted: Sendable {
    private let connections = Observed<[LoopBound<TCPConnection>]>([])

    func append(_ connection: TCPConnection) { connections.append(LoopBound(connection, on: connection.loop)) }

    /// Waits for `count` connections.
    func first(_ count: Int = 1) throws -> [LoopBound<TCPConnection>] {
        guard connections.wait(until: { $0.count >= count }) else { throw LoopError.timedOut }
        return Array(connections.value.prefix(count))
    }
}

/// Bytes that tell where they stand.
func numbered(_ count: Int, from start: Int = 0) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        var index = 0
        while index < count {
            let number = start &+ index
            buffer[index] = UInt8(truncatingIfNeeded: number &* 31 &+ number >> 8)
            index += 1
        }
        initialized = count
    }
}
