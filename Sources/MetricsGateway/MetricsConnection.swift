import EventLoop
import Glibc
import HTTPWire
import Metrics

/// One request and its answer. Confined to the loop.
final class MetricsConnection: TCPConnectionHandler {
    private let socket: TCPConnection
    private unowned let gateway: MetricsGateway
    private var parser = HTTPRequestParser(limits: MetricsConnection.limits)
    private var isAnswered = false
    private var deadline: LoopTimer?

    /// For the request, and again for the answer to be taken, in milliseconds.
    private static let patience: UInt64 = 10_000

    private static let limits = HTTPLimits(bodyBytes: 0)

    init(_ socket: TCPConnection, gateway: MetricsGateway) {
        self.socket = socket
        self.gateway = gateway
        // The one answer always fits.
        socket.outboundLimit = .max
        deadline = LoopTimer(on: socket.loop, after: Self.patience) { [unowned self] in self.socket.close() }
    }

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        guard !isAnswered else { return }
        switch parser.consume(UnsafeRawBufferPointer(bytes)).step {
        case .needMore: break
        case .request(let request): answer(response(to: request), to: request.method)
        case .expectsContinue: answer(Self.plain(417, "This door takes no body."))
        case .refuse(let refusal): answer(Self.plain(refusal.status, refusal.sentence))
        }
    }

    private func response(to request: HTTPRequest) -> HTTPResponse {
        guard request.path == "/metrics" else { return Self.plain(404, "The figures are at /metrics.") }
        guard request.method == .get || request.method == .head else {
            var response = Self.plain(405, "/metrics takes GET and HEAD only.")
            response.headers.set("Allow", "GET, HEAD")
            return response
        }
        return HTTPResponse(
            status: 200, headers: ["Content-Type": MetricsText.contentType, "Cache-Control": "no-store"],
            body: Array(gateway.text().utf8))
    }

    private static func plain(_ status: Int, _ sentence: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array("\(sentence)\n".utf8))
    }

    private func answer(_ response: HTTPResponse, to method: HTTPMethod = .get) {
        isAnswered = true
        deadline = nil
        var bytes: [UInt8] = []
        do throws(HTTPSerializationError) {
            let date = HTTPDate.imfFixdate(unixSeconds: Int64(time(nil)))
            try response.serialize(into: &bytes, method: method, keepAlive: false, date: date)
        } catch {
            gateway.log.error("the figures could not be written", ["reason": "\(error)"])
            return socket.close()
        }
        _ = socket.send(copying: bytes.span)
        socket.finishThenClose(within: Self.patience)
    }

    func endOfStream(_ connection: TCPConnection) {
        // Who has only shut down his side still wants his answer.
        if !isAnswered { connection.close() }
    }

    func closed(_ connection: TCPConnection, reason: CloseReason) {
        deadline = nil
        gateway.forget(self)
    }
}
