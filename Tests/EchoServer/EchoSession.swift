import Deflate
import EventLoop
import WebSocketWire

/// A connection after its upgrade.
final class EchoSession {
    private var reader: WebSocketReader
    private let deflater: Deflater
    private let windowBits: Int?
    private var output: [UInt8] = []

    init(reader: consuming WebSocketReader, deflater: Deflater, windowBits: Int?) {
        self.reader = reader
        self.deflater = deflater
        self.windowBits = windowBits
    }

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        var input = bytes
        while let event = reader.next(&input) {
            switch event {
            case .text(let payload): echo(.text, payload)
            case .binary(let payload): echo(.binary, payload)
            case .ping(let payload): WebSocketFrame.append(.pong, payload, to: &output)
            case .pong: continue
            case .close(let code, _): WebSocketFrame.appendClose(code, to: &output)
            case .failure(let failure):
                WebSocketFrame.appendClose(failure.closeCode, reason: failure.sentence, to: &output)
            }
            guard connection.send(copying: output.span) == .accepted else { return connection.close() }
            output.removeAll(keepingCapacity: output.capacity <= 64 * 1024)
        }
        if reader.isFinished { return connection.finishThenClose() }
        if connection.isBlocked { connection.pauseReading() }
    }

    private func echo(_ kind: WebSocketFrame.Kind, _ payload: UnsafeRawBufferPointer) {
        if let windowBits {
            WebSocketFrame.append(kind, payload, deflatedBy: deflater, windowBits: windowBits, to: &output)
        } else {
            WebSocketFrame.append(kind, payload, to: &output)
        }
    }
}
