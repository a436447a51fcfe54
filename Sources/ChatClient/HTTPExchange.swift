import EventLoop
import HTTPWire

/// One request and its answer, over a connection of its own. Confined to its loop.
///
/// People act rarely; a fresh connection for each act spares the client the question whether an old one still stands.
final class HTTPExchange: TCPConnectionHandler {
    private let request: [UInt8]
    private var parser: HTTPResponseParser
    private var completion: ((Result<HTTPResponse, ClientError>) -> Void)?
    private var timer: LoopTimer?
    private weak var connection: TCPConnection?

    private init(
        _ request: [UInt8], answering method: HTTPMethod,
        _ completion: @escaping (Result<HTTPResponse, ClientError>) -> Void
    ) {
        self.request = request
        self.completion = completion
        parser = HTTPResponseParser(answering: method, limits: HTTPLimits(bodyBytes: 16 << 20))
    }

    /// Sends a request. On the loop.
    /// - Parameters:
    ///   - limit: milliseconds for everything together.
    ///   - completion: called once, on the loop.
    static func start(
        _ request: [UInt8], answering method: HTTPMethod, to server: ServerAddress, on loop: EventLoop,
        within limit: UInt64, completion: @escaping (Result<HTTPResponse, ClientError>) -> Void
    ) {
        let exchange = HTTPExchange(request, answering: method, completion)
        exchange.timer = LoopTimer(on: loop, after: limit) { exchange.finish(.failure(.timeout)) }
        TCPConnection.connect(to: server.host, port: server.port, on: loop, within: limit) { result in
            switch result {
            case .success(let connection): exchange.connected(connection)
            case .failure(let error): exchange.finish(.failure(.unreachable(error.description)))
            }
        }
    }

    private func connected(_ connection: TCPConnection) {
        connection.handler = self
        guard completion != nil else { return connection.close() }
        self.connection = connection
        let outcome = request.withUnsafeBytes { connection.send(copying: $0) }
        if outcome != .accepted { finish(.failure(.protocolFault("The request is too long."))) }
    }

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        handle(parser.consume(UnsafeRawBufferPointer(bytes)).step)
    }

    func endOfStream(_ connection: TCPConnection) {
        handle(parser.finish())
        connection.close()
    }

    func closed(_ connection: TCPConnection, reason: CloseReason) {
        guard case .failed(let error) = reason else {
            return finish(.failure(.unreachable("the connection was closed")))
        }
        finish(.failure(.unreachable(error.description)))
    }

    private func handle(_ step: HTTPResponseStep) {
        switch step {
        case .needMore: break
        case .response(let response, _), .upgraded(let response): finish(.success(response))
        case .refuse(let fault): finish(.failure(.protocolFault(fault.sentence)))
        }
    }

    private func finish(_ result: Result<HTTPResponse, ClientError>) {
        guard let completion else { return }
        self.completion = nil
        timer = nil
        connection?.close()
        completion(result)
    }
}
