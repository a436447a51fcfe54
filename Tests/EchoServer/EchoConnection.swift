import Deflate
import EventLoop
import HTTPWire
import WebSocketWire

/// One client: first its upgrade request, then its messages, each sent back as it came.
final class EchoConnection: TCPConnectionHandler {
    static let limits = WebSocketLimits(messageBytes: 16 * 1024 * 1024)

    private let deflater: Deflater
    private let inflater: Inflater
    private var request = HTTPRequestParser()
    private var session: EchoSession?

    init(deflater: Deflater, inflater: Inflater) {
        self.deflater = deflater
        self.inflater = inflater
    }

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        if let session { return session.received(bytes, from: connection) }
        let (consumed, step) = request.consume(UnsafeRawBufferPointer(bytes))
        switch step {
        case .needMore: break
        case .request(let request):
            answer(request, on: connection)
            session?.received(UnsafeMutableRawBufferPointer(rebasing: bytes.dropFirst(consumed)), from: connection)
        case .expectsContinue: refuse(417, [], on: connection)
        case .refuse(let refusal): refuse(refusal.status, [], on: connection)
        }
    }

    /// Reading stops while the client does not read its echoes.
    func drained(_ connection: TCPConnection) { connection.resumeReading() }

    func closed(_: TCPConnection, reason: CloseReason) {}

    private func answer(_ request: HTTPRequest, on connection: TCPConnection) {
        do throws(WebSocketRefusal) {
            let acceptance = try WebSocketAcceptance(
                method: request.method.name, httpVersion: request.version == .http11 ? (1, 1) : (1, 0),
                values: request.headers.values)
            send(101, acceptance.fields, on: connection)
            let windowBits = acceptance.deflateWindowBits
            session = EchoSession(
                reader: WebSocketReader(
                    role: .server, limits: Self.limits, inflater: windowBits == nil ? nil : inflater),
                deflater: deflater, windowBits: windowBits)
        } catch {
            refuse(error.status, error.fields, on: connection)
        }
    }

    private func refuse(_ status: Int, _ fields: [(name: String, value: String)], on connection: TCPConnection) {
        send(status, fields, on: connection)
        connection.finishThenClose()
    }

    private func send(_ status: Int, _ fields: [(name: String, value: String)], on connection: TCPConnection) {
        let response = HTTPResponse(status: status, headers: HTTPHeaders(fields.map { .init($0.name, $0.value) }))
        var bytes: [UInt8] = []
        do throws(HTTPSerializationError) {
            try response.serialize(into: &bytes, method: .get, keepAlive: false, date: nil)
        } catch {
            return connection.close()
        }
        _ = connection.send(copying: bytes.span)
    }
}
