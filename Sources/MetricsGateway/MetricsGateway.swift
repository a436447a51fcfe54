public import EventLoop
import HTTPWire
public import Log

/// The door for Prometheus: `GET /metrics`, and nothing else. Confined to its loop.
///
/// Whoever reaches the address may read. One request a connection, since a reader comes a few times a minute.
public final class MetricsGateway {
    let loop: EventLoop
    let text: () -> String
    let log: Log
    private var listener: TCPListener?
    private var connections: [ObjectIdentifier: MetricsConnection] = [:]

    /// Readers at a time; more are closed without a word.
    private static let mostConnections = 32

    /// On the loop.
    /// - Parameter text: the answer, in the form of `MetricsText`. Called on the loop.
    public init(on loop: EventLoop, log: Log, text: @escaping () -> String) {
        self.loop = loop
        self.log = log
        self.text = text
    }

    /// Accepts connections. Returns the address with the port that was chosen.
    public func listen(at address: SocketAddress) throws(LoopError) -> SocketAddress {
        let listener = try TCPListener(on: loop, address: address) { [unowned self] socket in accept(socket) }
        self.listener = listener
        return listener.address
    }

    private func accept(_ socket: TCPConnection) {
        guard connections.count < Self.mostConnections else {
            log.info("connection refused", ["door": "metrics", "connections": "\(connections.count)"])
            return socket.close()
        }
        let connection = MetricsConnection(socket, gateway: self)
        socket.handler = connection
        connections[ObjectIdentifier(connection)] = connection
    }

    func forget(_ connection: MetricsConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }
}
