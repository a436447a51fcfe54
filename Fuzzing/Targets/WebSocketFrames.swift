// modules: Deflate Digests WebSocketWire
import Deflate
import WebSocketWire

/// The first byte chooses the side (odd: client) and whether permessage-deflate was agreed on (second bit); the rest is
/// what the peer sends after the handshake.
enum WebSocketFramesTarget {
    /// Bounds so small that short inputs reach them.
    static let tightLimits = WebSocketLimits(messageBytes: 200, frameBytes: 150)

    static func check(_ input: [UInt8]) -> String? {
        guard let first = input.first else { return nil }
        let role: WebSocketRole = first & 1 == 0 ? .server : .client
        let inflater = first & 2 == 0 ? nil : Inflater()
        let sent = Array(input.dropFirst())
        for limits in [WebSocketLimits(), tightLimits] {
            func events(pieceSize: () -> Int) -> [Event] {
                transcript(of: sent, pieceSize) { WebSocketReader(role: role, limits: limits, inflater: inflater) }
            }
            let whole = events { sent.count }
            var state = UInt64(input.count)
            let pieced = events {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 60) + 1
            }
            if pieced != whole { return "split in pieces: \(pieced) instead of \(whole)" }
            let single = events { 1 }
            if single != whole { return "byte by byte: \(single) instead of \(whole)" }
            if let fault = judge(whole, limits) ?? roundTrip(whole, limits) { return fault }
        }
        return nil
    }

    /// An event with a copy of its bytes.
    enum Event: Equatable {
        case message(WebSocketFrame.Kind, [UInt8])
        case close(WebSocketCloseCode?, String)
        case failure(WebSocketFailure)
    }

    private static func transcript(
        of sent: [UInt8], _ pieceSize: () -> Int, reader make: () -> WebSocketReader
    ) -> [Event] {
        var reader = make()
        var events: [Event] = []
        var start = 0
        while start < sent.count {
            let end = min(sent.count, start + max(1, pieceSize()))
            var piece = Array(sent[start..<end])
            start = end
            piece.withUnsafeMutableBytes { bytes in
                var input = bytes
                while let event = reader.next(&input) { events.append(copy(event)) }
            }
        }
        return events
    }

    private static func copy(_ event: WebSocketEvent) -> Event {
        switch event {
        case .text(let bytes): .message(.text, Array(bytes))
        case .binary(let bytes): .message(.binary, Array(bytes))
        case .ping(let bytes): .message(.ping, Array(bytes))
        case .pong(let bytes): .message(.pong, Array(bytes))
        case .close(let code, let reason): .close(code, reason)
        case .failure(let failure): .failure(failure)
        }
    }

    private static func judge(_ events: [Event], _ limits: WebSocketLimits) -> String? {
        for (index, event) in events.enumerated() {
            switch event {
            case .message(.text, let bytes) where String(validating: bytes, as: UTF8.self) == nil:
                return "text is not UTF-8: \(bytes)"
            case .message(.text, let bytes) where bytes.count > limits.messageBytes,
                .message(.binary, let bytes) where bytes.count > limits.messageBytes:
                return "\(bytes.count) bytes are over the limit"
            case .close(let code?, _) where !code.isSendable: return "close code \(code.rawValue) passed"
            case .close, .failure: if index != events.count - 1 { return "something follows the end" }
            case .message: continue
            }
        }
        return nil
    }

    /// What was read can be written, and read again as the same, from either side.
    private static func roundTrip(_ events: [Event], _ limits: WebSocketLimits) -> String? {
        let events = events.filter { if case .failure = $0 { false } else { true } }
        guard !events.isEmpty else { return nil }
        let deflater = Deflater()
        let inflater = Inflater()
        for (role, mask) in [(WebSocketRole.client, UInt32?.none), (.server, 0xC3A5_0F96)] {
            var wire: [UInt8] = []
            for event in events {
                switch event {
                case .message(let kind, let bytes):
                    bytes.withUnsafeBytes {
                        WebSocketFrame.append(kind, $0, deflatedBy: deflater, mask: mask, to: &wire)
                    }
                case .close(let code, let reason):
                    WebSocketFrame.appendClose(code, reason: reason, mask: mask, to: &wire)
                case .failure: break
                }
            }
            let again = transcript(of: wire, { wire.count }) {
                WebSocketReader(
                    role: role, limits: WebSocketLimits(messageBytes: limits.messageBytes), inflater: inflater)
            }
            if again != events { return "written and read again: \(again) instead of \(events)" }
        }
        return nil
    }
}
