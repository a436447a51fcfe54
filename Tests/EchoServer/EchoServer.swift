import Deflate
import EventLoop
import Glibc

/// Echoes every WebSocket message that comes to a port of this machine, until a signal asks to stop.
///
/// - Returns: what went wrong, or nil.
func echoUntilStopped(port: UInt16) -> LoopError? {
    do throws(LoopError) {
        let loop = try EventLoop(name: "echo")
        try loop.start()
        let address = try loop.runAndWait { () throws(LoopError) in
            _ = try SignalWatch(on: loop, [.terminate, .interrupt]) { _ in loop.stop() }
            return try listen(on: loop, port: port)
        }
        guard let address else { return .loopStopped }
        print("listening on \(address)")
        fflush(nil)
        loop.join()
        return nil
    } catch {
        return error
    }
}

private func listen(on loop: EventLoop, port: UInt16) throws(LoopError) -> SocketAddress {
    let deflater = Deflater()
    let inflater = Inflater()
    let listener = try TCPListener(on: loop, address: SocketAddress(host: "127.0.0.1", port: port)) { connection in
        // What a peer has not read yet: an echo of the largest message, and what came in before reading paused.
        connection.outboundLimit = 4 * EchoConnection.limits.messageBytes
        connection.handler = EchoConnection(deflater: deflater, inflater: inflater)
    }
    return listener.address
}
