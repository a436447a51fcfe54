import Testing

@testable import WebSocketWire

@Suite("Frames that keep to the rules")
struct FramingTests {
    @Test("The examples of RFC 6455, 5.7 read as they say")
    func examples() {
        let masked: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        #expect(read(masked) == [.text("Hello")])
        #expect(read([0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], as: .client) == [.text("Hello")])
        #expect(
            read([0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F], as: .client) == [.text("Hello")])
        #expect(read([0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], as: .client) == [.ping(Array("Hello".utf8))])
        let pong: [UInt8] = [0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        #expect(read(pong) == [.pong(Array("Hello".utf8))])
        let bytes256 = [UInt8](repeating: 7, count: 256)
        #expect(read([0x82, 0x7E, 0x01, 0x00] + bytes256, as: .client) == [.binary(bytes256)])
        let bytes64K = [UInt8](repeating: 8, count: 65536)
        #expect(read([0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + bytes64K, as: .client) == [.binary(bytes64K)])
    }

    @Test(
        "Every length form works at its bounds",
        arguments: [0, 1, 7, 8, 9, 124, 125, 126, 127, 255, 65535, 65536, 65537])
    func lengths(count: Int) {
        let payload = SeededGenerator(UInt64(count)).filled(count)
        let limits = WebSocketLimits(messageBytes: 1 << 20)
        #expect(read(frame(0x82, payload), limits: limits) == [.binary(payload)])
        #expect(read(frame(0x82, payload, mask: nil), as: .client, limits: limits) == [.binary(payload)])
        var written: [UInt8] = []
        payload.withUnsafeBytes { WebSocketFrame.append(.binary, $0, to: &written) }
        #expect(written == frame(0x82, payload, mask: nil))
        written = []
        payload.withUnsafeBytes {
            WebSocketFrame.append(.binary, $0, mask: UInt32(bigEndian: 0x37FA_213D), to: &written)
        }
        #expect(written == frame(0x82, payload))
        #expect(written.count - payload.count <= WebSocketFrame.largestHeader)
    }

    @Test("Unmasking equals the definition for every mask offset, length and alignment")
    func masks() {
        var random = SeededGenerator(1)
        for length in 0...67 {
            for start in 0...8 {
                let key = random.bytes(4)
                var memory = random.bytes(start + length)
                let before = memory
                memory.withUnsafeMutableBytes { memory in
                    var mask = MaskKey(key.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
                    // In two steps, so that the second begins inside the key.
                    let cut = start + length / 3
                    mask.apply(to: UnsafeMutableRawBufferPointer(rebasing: memory[start..<cut]))
                    mask.apply(to: UnsafeMutableRawBufferPointer(rebasing: memory[cut...]))
                }
                let expected = before.indices.map { $0 < start ? before[$0] : before[$0] ^ key[($0 - start) % 4] }
                #expect(memory == expected)
            }
        }
    }

    @Test("Control frames between fragments come out at once, the message after them whole")
    func interleaved() {
        let bytes =
            frame(0x01, Array("one ".utf8)) + frame(0x89, [1, 2]) + frame(0x00, Array("two ".utf8)) + frame(0x8A, [3])
            + frame(0x80, Array("three".utf8)) + text("next")
        #expect(read(bytes) == [.ping([1, 2]), .pong([3]), .text("one two three"), .text("next")])
    }

    @Test("Empty fragments and empty messages are fine")
    func empty() {
        #expect(read(frame(0x01) + frame(0x00) + frame(0x80)) == [.text("")])
        #expect(read(frame(0x02) + frame(0x00, [9]) + frame(0x80)) == [.binary([9])])
        #expect(read(frame(0x81) + frame(0x82) + frame(0x89)) == [.text(""), .binary([]), .ping([])])
    }

    @Test("Whatever follows a close frame is ignored")
    func afterClose() {
        let bytes = frame(0x88, [0x03, 0xE8] + Array("bye".utf8)) + text("late") + [0xFF, 0xFF]
        #expect(read(bytes) == [.close(1000, "bye")])
        #expect(read(frame(0x88) + text("late")) == [.close(nil, "")])
        #expect(read(frame(0x01, [65]) + frame(0x88) + frame(0x80, [66])) == [.close(nil, "")])
    }

    @Test("A close handshake ends both sides with the same code")
    func closeHandshake() {
        var client = WebSocketReader(role: .client)
        var server = WebSocketReader(role: .server)
        var wire: [UInt8] = []
        WebSocketFrame.appendClose(.goingAway, reason: "asleep", mask: 0x0102_0304, to: &wire)
        #expect(feed(&server, wire) == [.close(1001, "asleep")])
        #expect(server.isFinished == true)
        wire = []
        WebSocketFrame.appendClose(.goingAway, to: &wire)
        #expect(feed(&client, wire) == [.close(1001, "")])
        #expect(client.isFinished == true)
    }

    @Test("A close frame cuts a long reason between characters and never carries a code that must not be sent")
    func closeFrames() {
        var wire: [UInt8] = []
        WebSocketFrame.appendClose(.normal, reason: String(repeating: "é", count: 100), to: &wire)
        #expect(read(wire, as: .client) == [.close(1000, String(repeating: "é", count: 61))])
        for code: UInt16 in [0, 999, 1004, 1005, 1006, 1015, 2999, 5000] {
            wire = []
            WebSocketFrame.appendClose(WebSocketCloseCode(rawValue: code), reason: "no", to: &wire)
            #expect(wire == [0x88, 0])
        }
        wire = []
        WebSocketFrame.appendClose(nil, to: &wire)
        #expect(wire == [0x88, 0])
    }

    @Test("A ping is cut to what a control frame carries and is never a fragment")
    func longPing() {
        var wire: [UInt8] = []
        [UInt8](repeating: 5, count: 200).withUnsafeBytes {
            WebSocketFrame.append(.ping, $0, isFinal: false, to: &wire)
        }
        #expect(read(wire, as: .client) == [.ping([UInt8](repeating: 5, count: 125))])
    }

    @Test("Fragments that are written read back as one message")
    func writtenFragments() {
        var wire: [UInt8] = []
        [UInt8]("ab".utf8).withUnsafeBytes { WebSocketFrame.append(.text, $0, isFinal: false, mask: 77, to: &wire) }
        [UInt8]("cd".utf8).withUnsafeBytes { WebSocketFrame.append(.continuation, $0, mask: 78, to: &wire) }
        #expect(read(wire) == [.text("abcd")])
    }
}

extension SeededGenerator {
    func filled(_ count: Int) -> [UInt8] {
        var copy = self
        return copy.bytes(count)
    }
}
