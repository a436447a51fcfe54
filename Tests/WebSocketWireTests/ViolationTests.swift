import Deflate
import Testing
import WebSocketWire

@Suite("Frames that break a rule")
struct ViolationTests {
    struct Violation: CustomTestStringConvertible, Sendable {
        var name: String
        var bytes: [UInt8]
        var failure: WebSocketFailure
        var role = WebSocketRole.server
        var deflates = false

        var testDescription: String { name }
    }

    static let violations: [Violation] = [
        Violation(name: "RSV1 without an extension", bytes: frame(0xC1, [65]), failure: .reservedBits),
        Violation(name: "RSV2", bytes: frame(0xA1, [65]), failure: .reservedBits),
        Violation(name: "RSV3", bytes: frame(0x91, [65]), failure: .reservedBits),
        Violation(name: "RSV1 on a ping", bytes: frame(0xC9), failure: .reservedBits, deflates: true),
        Violation(
            name: "RSV1 on a continuation", bytes: frame(0x41, [0]) + frame(0xC0, [0]), failure: .reservedBits,
            deflates: true),
        Violation(name: "opcode 3", bytes: frame(0x83), failure: .unknownOpcode),
        Violation(name: "opcode 7", bytes: frame(0x87), failure: .unknownOpcode),
        Violation(name: "opcode 11", bytes: frame(0x8B), failure: .unknownOpcode),
        Violation(name: "opcode 15", bytes: frame(0x8F), failure: .unknownOpcode),
        Violation(name: "no mask from a client", bytes: frame(0x81, [65], mask: nil), failure: .unmaskedFrame),
        Violation(name: "a mask from a server", bytes: frame(0x81, [65]), failure: .maskedFrame, role: .client),
        Violation(name: "a ping fragment", bytes: frame(0x09), failure: .fragmentedControlFrame),
        Violation(name: "a close fragment", bytes: frame(0x08), failure: .fragmentedControlFrame),
        Violation(
            name: "a ping of 126 bytes", bytes: frame(0x89, [UInt8](repeating: 0, count: 126)),
            failure: .oversizedControlFrame),
        Violation(
            name: "125 as two bytes", bytes: frame(0x82, [UInt8](repeating: 0, count: 125), length: [126, 0, 125]),
            failure: .lengthNotMinimal),
        Violation(
            name: "65535 as eight bytes",
            bytes: frame(0x82, [UInt8](repeating: 0, count: 65535), length: [127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
            failure: .lengthNotMinimal),
        Violation(
            name: "a length with its high bit set", bytes: frame(0x82, length: [127, 0x80, 0, 0, 0, 0, 1, 0, 0]),
            failure: .lengthOutOfRange),
        Violation(
            name: "the largest length there is",
            bytes: frame(0x82, length: [127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), failure: .frameTooBig),
        Violation(name: "a continuation of nothing", bytes: frame(0x80, [65]), failure: .unexpectedContinuation),
        Violation(name: "text inside a message", bytes: frame(0x01) + frame(0x81), failure: .interruptedMessage),
        Violation(name: "bytes inside a message", bytes: frame(0x02) + frame(0x02), failure: .interruptedMessage),
        Violation(name: "a close frame of one byte", bytes: frame(0x88, [3]), failure: .truncatedCloseCode),
        Violation(
            name: "a close reason that is not UTF-8", bytes: frame(0x88, [3, 0xE8, 0xC0]), failure: .invalidText),
        Violation(name: "a close reason cut short", bytes: frame(0x88, [3, 0xE8, 0xE2, 0x82]), failure: .invalidText),
        Violation(name: "text that is not UTF-8", bytes: frame(0x81, [0xFF]), failure: .invalidText),
        Violation(name: "text that ends inside a character", bytes: frame(0x81, [0xE2, 0x82]), failure: .invalidText),
        Violation(
            name: "compressed text that is not UTF-8", bytes: frame(0xC1, [0xFA, 0x0F, 0x00]), failure: .invalidText,
            deflates: true),
        Violation(
            name: "compressed nonsense", bytes: frame(0xC2, [0x07, 0xFF]), failure: .malformedCompression,
            deflates: true),
    ]

    @Test("Each violation fails with its own reason, however the input is split", arguments: violations)
    func violation(_ violation: Violation) {
        let inflater = violation.deflates ? Inflater() : nil
        let whole = [text("before")].filter { _ in violation.role == .server } + [violation.bytes, [0x81]]
        let expected: [Seen] = (violation.role == .server ? [.text("before")] : []) + [.failure(violation.failure)]
        let bytes = Array(whole.joined())
        #expect(read(bytes, as: violation.role, inflater: inflater) == expected)
        #expect(read(bytes.map { [$0] }, as: violation.role, inflater: inflater) == expected)
    }

    @Test("A message that ended cannot be continued")
    func continuationAfterTheEnd() {
        let bytes = frame(0x01) + frame(0x80, [65]) + frame(0x80, [66])
        #expect(read(bytes) == [.text("A"), .failure(.unexpectedContinuation)])
    }

    @Test("Close codes that must not be sent are refused, all others pass")
    func closeCodes() {
        for code in UInt16(0)...5100 {
            let allowed = (1000...1003).contains(code) || (1007...1014).contains(code) || (3000...4999).contains(code)
            let seen = read(frame(0x88, [UInt8(code >> 8), UInt8(code & 0xFF)]))
            #expect(seen == [allowed ? .close(code, "") : .failure(.invalidCloseCode)])
        }
    }

    @Test("Limits hold for a frame, for a message of many frames, and to the byte")
    func limits() {
        let limits = WebSocketLimits(messageBytes: 100, frameBytes: 60)
        let sixty = [UInt8](repeating: 1, count: 60)
        let forty = [UInt8](repeating: 2, count: 40)
        #expect(read(frame(0x82, sixty), limits: limits) == [.binary(sixty)])
        #expect(read(frame(0x82, sixty + [0]), limits: limits) == [.failure(.frameTooBig)])
        #expect(read(frame(0x02, sixty) + frame(0x80, forty), limits: limits) == [.binary(sixty + forty)])
        #expect(read(frame(0x02, sixty) + frame(0x80, forty + [0]), limits: limits) == [.failure(.messageTooBig)])
        let ping = frame(0x89, [UInt8](repeating: 3, count: 125))
        #expect(
            read(frame(0x02, sixty) + ping + frame(0x80, forty), limits: limits)
                == [.ping([UInt8](repeating: 3, count: 125)), .binary(sixty + forty)])
        #expect(read(frame(0x82, [1]), limits: WebSocketLimits(messageBytes: -5)) == [.failure(.frameTooBig)])
    }

    @Test("A frame that is too big fails by its header alone")
    func announcedOnly() {
        #expect(read(frame(0x82, length: [127, 0, 0, 0, 0, 0, 2, 0, 0])) == [.failure(.frameTooBig)])
    }

    @Test("Every failure has a close code that may be sent and a sentence that fits a close frame")
    func failures() {
        for failure in WebSocketFailure.allCases {
            #expect(failure.closeCode.isSendable)
            var wire: [UInt8] = []
            WebSocketFrame.appendClose(failure.closeCode, reason: failure.sentence, to: &wire)
            #expect(read(wire, as: .client) == [.close(failure.closeCode.rawValue, failure.sentence)])
        }
        #expect(WebSocketFailure.reservedBits.closeCode == .protocolError)
        #expect(WebSocketFailure.invalidText.closeCode == .invalidPayload)
        #expect(WebSocketFailure.messageTooBig.closeCode == .messageTooBig)
    }
}
