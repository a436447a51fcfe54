import Deflate
import Testing
import WebSocketWire

@Suite("Input that nobody meant")
struct RandomInputTests {
    static let limits = WebSocketLimits(messageBytes: 2000, frameBytes: 1500)

    @Test("Random bytes never trap, end at the first failure, and read the same however they are split")
    func noise() {
        var random = SeededGenerator(11)
        let inflater = Inflater()
        for _ in 0..<5_000 {
            check(random.bytes(Int.random(in: 0...300, using: &random)), inflater, &random)
        }
    }

    @Test("Valid conversations with a few bytes changed never trap and read the same however they are split")
    func mutations() {
        var random = SeededGenerator(12)
        let inflater = Inflater()
        let deflater = Deflater()
        for _ in 0..<5_000 {
            var bytes = conversation(deflater, &random)
            for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            check(bytes, inflater, &random)
        }
    }

    private func check(_ bytes: [UInt8], _ inflater: Inflater, _ random: inout SeededGenerator) {
        for role in [WebSocketRole.server, .client] {
            let whole = read(bytes, as: role, limits: Self.limits, inflater: inflater)
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...40, using: &random))
                rest = rest.dropFirst(piece.count)
                pieces.append(Array(piece))
            }
            let split = read(pieces, as: role, limits: Self.limits, inflater: inflater)
            if whole != split { Issue.record("\(bytes) read as \(whole) and, split, as \(split)") }
            for event in whole.dropLast() {
                switch event {
                case .close, .failure: Issue.record("\(bytes): something follows \(event)")
                default: break
                }
            }
        }
    }

    private func conversation(_ deflater: Deflater, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        let masked = Bool.random(using: &random)
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let payload = Array(String(repeating: "añ€🐓 ", count: Int.random(in: 0...30, using: &random)).utf8)
            let mask = masked ? UInt32.random(in: .min ... .max, using: &random) : nil
            payload.withUnsafeBytes { payload in
                switch Int.random(in: 0...5, using: &random) {
                case 0: WebSocketFrame.append(.ping, payload, mask: mask, to: &bytes)
                case 1: WebSocketFrame.append(.text, payload, mask: mask, to: &bytes)
                case 2:
                    WebSocketFrame.append(.text, payload, isFinal: false, mask: mask, to: &bytes)
                    WebSocketFrame.append(.pong, payload, mask: mask, to: &bytes)
                    WebSocketFrame.append(.continuation, payload, mask: mask, to: &bytes)
                case 3: WebSocketFrame.append(.binary, payload, deflatedBy: deflater, mask: mask, to: &bytes)
                case 4: WebSocketFrame.append(.text, payload, deflatedBy: deflater, mask: mask, to: &bytes)
                default:
                    if Bool.random(using: &random) {
                        WebSocketFrame.appendClose(.normal, reason: "x", mask: mask, to: &bytes)
                    }
                }
            }
        }
        return bytes
    }
}
