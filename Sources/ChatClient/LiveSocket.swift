import ChatWire
import Deflate
import EventLoop
import HTTPWire
import Secrets
import WebSocketWire

/// One attempt at a live connection: connect, upgrade, and then messages both ways. Confined to its loop.
///
/// Tells `lost` once and last, and nothing at all after ``close(code:)``.
final class LiveSocket: TCPConnectionHandler {
    enum Report {
        case opened
        case message(ServerMessage)
        /// Something came, whatever it was.
        case heard
        case lost(ConnectionLoss)
    }

    /// The most bytes of one message from the server.
    static let messageLimit = 4 << 20

    private let loop: EventLoop
    private let random: SecureRandom
    private let deflater: Deflater
    private let inflater: Inflater
    private let offer: WebSocketOffer
    private var report: ((Report) -> Void)?
    private var connection: TCPConnection?
    private var parser = HTTPResponseParser(answering: .get)
    private var reader: WebSocketReader?
    private var deflateWindowBits: Int?
    private var saidGoodbye = false

    /// - Parameters: `deflater` and `inflater` serve all connections of the loop.
    init(
        on loop: EventLoop, random: SecureRandom, deflater: Deflater, inflater: Inflater,
        report: @escaping (Report) -> Void
    ) {
        self.loop = loop
        self.random = random
        self.deflater = deflater
        self.inflater = inflater
        self.report = report
        offer = WebSocketOffer(using: random)
    }

    // MARK: Connecting

    func start(server: ServerAddress, token: String) {
        var request: [UInt8] = []
        do throws(HTTPSerializationError) {
            var headers = HTTPHeaders(offer.fields.map { HTTPHeaders.Field($0.name, $0.value) })
            headers.add("Authorization", "Bearer \(token)")
            try HTTPRequestHead(.get, "/v1/live", host: server.authority, headers: headers)
                .serialize(into: &request)
        } catch {
            return end(.fault("The request cannot be written: \(error)"))
        }
        TCPConnection.connect(to: server.host, port: server.port, on: loop) { [self, request] result in
            switch result {
            case .failure(let error): end(.unreachable(error.description))
            case .success(let connection):
                connection.handler = self
                guard report != nil else { return connection.close() }
                connection.outboundLimit = 4 << 20
                self.connection = connection
                write(request)
            }
        }
    }

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        var rest = bytes
        if reader == nil {
            let (consumed, step) = parser.consume(UnsafeRawBufferPointer(bytes))
            switch step {
            case .needMore: return
            case .upgraded(let response), .response(let response, _): answered(response)
            case .refuse(let fault): return end(.fault(fault.sentence))
            }
            rest = UnsafeMutableRawBufferPointer(rebasing: bytes[consumed...])
        }
        report?(.heard)
        while report != nil, let event = reader?.next(&rest) { handle(event) }
    }

    private func answered(_ response: HTTPResponse) {
        do throws(WebSocketAnswerFault) {
            let agreement = try offer.agreement(status: response.status) { response.headers.values($0) }
            deflateWindowBits = agreement.deflateWindowBits
            reader = WebSocketReader(
                role: .client, limits: WebSocketLimits(messageBytes: Self.messageLimit),
                inflater: deflateWindowBits == nil ? nil : inflater)
            report?(.opened)
        } catch {
            switch error {
            case .refused(let status): end(.refused(status: status, ServerAPI.refusal(in: response.body)))
            default: end(.fault("The answer to the upgrade is not valid (\(error))."))
            }
        }
    }

    // MARK: Reading

    private func handle(_ event: WebSocketEvent) {
        switch event {
        case .text(let bytes):
            guard let message = try? ServerMessage.decode(bytes) else {
                sayGoodbye(.protocolError, "The message is not one of the protocol.")
                return end(.fault("A message could not be read."))
            }
            report?(.message(message))
        case .binary:
            sayGoodbye(.unsupportedData, "Messages are text.")
            end(.fault("A binary message came."))
        case .ping(let payload):
            var frame: [UInt8] = []
            WebSocketFrame.append(.pong, payload, mask: mask(), to: &frame)
            write(frame)
        case .pong: break
        case .close(let code, let reason):
            sayGoodbye(code, "")
            end(.closed(code: code?.rawValue ?? 1005, reason: reason))
        case .failure(let failure):
            sayGoodbye(failure.closeCode, failure.sentence)
            end(.fault(failure.sentence))
        }
    }

    func endOfStream(_ connection: TCPConnection) {
        if reader == nil, case .response(let response, _) = parser.finish() { return answered(response) }
        end(.broken("the server closed it"))
    }

    func closed(_ connection: TCPConnection, reason: CloseReason) {
        self.connection = nil
        if case .failed(let error) = reason {
            end(.broken(error.description))
        } else {
            end(.broken("it was closed"))
        }
    }

    // MARK: Writing

    func send(text: [UInt8]) {
        var frame: [UInt8] = []
        frame.reserveCapacity(text.count + WebSocketFrame.largestHeader)
        text.withUnsafeBytes { text in
            if let deflateWindowBits {
                WebSocketFrame.append(
                    .text, text, deflatedBy: deflater, windowBits: deflateWindowBits, mask: mask(), to: &frame)
            } else {
                WebSocketFrame.append(.text, text, mask: mask(), to: &frame)
            }
        }
        write(frame)
    }

    func ping() {
        var frame: [UInt8] = []
        WebSocketFrame.append(.ping, UnsafeRawBufferPointer(start: nil, count: 0), mask: mask(), to: &frame)
        write(frame)
    }

    /// Says good-bye and closes. Nothing is told after this.
    func close(code: UInt16) {
        report = nil
        sayGoodbye(WebSocketCloseCode(rawValue: code), "")
        letGo()
    }

    private func sayGoodbye(_ code: WebSocketCloseCode?, _ reason: String) {
        guard reader != nil, !saidGoodbye else { return }
        saidGoodbye = true
        var frame: [UInt8] = []
        WebSocketFrame.appendClose(code, reason: reason, mask: mask(), to: &frame)
        write(frame)
    }

    /// 32 fresh bits for each frame (RFC 6455, 5.3).
    private func mask() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) }

    private func write(_ bytes: [UInt8]) {
        guard let connection else { return }
        // More than the limit waits only when nothing was acknowledged for long; the session then gives up.
        if bytes.withUnsafeBytes({ connection.send(copying: $0) }) == .overLimit {
            end(.broken("the server reads nothing"))
        }
    }

    private func end(_ loss: ConnectionLoss) {
        letGo()
        guard let report else { return }
        self.report = nil
        report(.lost(loss))
    }

    private func letGo() {
        if saidGoodbye { connection?.finishThenClose(within: 1_000) } else { connection?.close() }
        connection = nil
    }
}
