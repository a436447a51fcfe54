import Deflate
import Testing
import WebSocketWire

@Suite("permessage-deflate")
struct CompressionTests {
    static let hello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]

    func deflated(_ message: [UInt8]) throws -> [UInt8] {
        let deflater = Deflater()
        return try message.withUnsafeBytes { Array(try #require(deflater.deflate($0))) }
    }

    @Test("The examples of RFC 7692, 7.2.3 inflate to Hello")
    func examples() {
        let examples: [[UInt8]] = [
            frame(0xC1, Self.hello),
            frame(0x41, [0xF2, 0x48, 0xCD]) + frame(0x80, [0xC9, 0xC9, 0x07, 0x00]),
            // A stored block, a final block, two blocks.
            frame(0xC1, [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]),
            frame(0xC1, [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]),
            frame(0xC1, [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]),
        ]
        for example in examples { #expect(read(example, inflater: Inflater()) == [.text("Hello")]) }
    }

    @Test("An empty message is one byte, and no byte at all is understood too")
    func empty() throws {
        #expect(try deflated([]) == [0x00])
        #expect(read(frame(0xC1, [0x00]), inflater: Inflater()) == [.text("")])
        #expect(read(frame(0xC1), inflater: Inflater()) == [.text("")])
    }

    @Test("A compressed message depends on none before it")
    func noContext() {
        let bytes = frame(0xC1, Self.hello) + frame(0xC1, Self.hello) + text("plain") + frame(0xC1, Self.hello)
        #expect(read(bytes, inflater: Inflater()) == [.text("Hello"), .text("Hello"), .text("plain"), .text("Hello")])
        // What RFC 7692, 7.2.3.2 sends with context takeover: a reference into a message that is gone.
        #expect(
            read(frame(0xC1, [0xF2, 0x00, 0x11, 0x00, 0x00]), inflater: Inflater()) == [.failure(.malformedCompression)]
        )
    }

    @Test("Messages of all sizes survive a round trip with every window", arguments: Array(Deflater.windowBits))
    func roundTrips(windowBits: Int) {
        let deflater = Deflater()
        let inflater = Inflater()
        let limits = WebSocketLimits(messageBytes: 1 << 22)
        for size in [0, 1, 10, 100, 1000, 70_000, 1_000_000] {
            let words = (0..<size).map { UInt8(truncatingIfNeeded: 97 + ($0 / 7) % 20) }
            let noise = SeededGenerator(UInt64(size)).filled(size)
            for payload in [words, noise, words + noise] {
                var wire: [UInt8] = []
                payload.withUnsafeBytes {
                    WebSocketFrame.append(
                        .binary, $0, deflatedBy: deflater, windowBits: windowBits, mask: 0xA1B2_C3D4, to: &wire)
                }
                let isSame = read(wire, limits: limits, inflater: inflater) == [.binary(payload)]
                #expect(isSame, "\(payload.count) bytes")
                #expect(wire.count <= payload.count + WebSocketFrame.largestHeader)
            }
            if size >= 100 {
                var wire: [UInt8] = []
                words.withUnsafeBytes {
                    WebSocketFrame.append(.text, $0, deflatedBy: deflater, windowBits: windowBits, to: &wire)
                }
                #expect(wire.count < size / 2)
                #expect(wire[0] == 0xC1)
            }
        }
    }

    @Test("Each window reaches as far back as was agreed, and no farther", arguments: Array(Deflater.windowBits))
    func window(bits: Int) throws {
        let deflater = Deflater()
        func deflatedSize(repeatingAfter distance: Int) throws -> Int {
            let noise = SeededGenerator(5).filled(distance)
            return try (noise + noise).withUnsafeBytes { try #require(deflater.deflate($0, windowBits: bits)).count }
        }
        // zlib keeps 262 bytes of the window to itself.
        let within = (1 << bits) - 300
        #expect(try deflatedSize(repeatingAfter: within) < within + within / 2)
        let beyond = (1 << bits) + 1
        #expect(try deflatedSize(repeatingAfter: beyond) >= 2 * beyond)
    }

    @Test("What does not get smaller, and what no window fits, goes plain")
    func plain() {
        var wire: [UInt8] = []
        [UInt8](repeating: 65, count: 500).withUnsafeBytes {
            WebSocketFrame.append(.text, $0, deflatedBy: Deflater(), windowBits: 8, to: &wire)
            #expect(wire[0] == 0x81)
            wire = []
            WebSocketFrame.append(.ping, $0, deflatedBy: Deflater(), to: &wire)
            #expect(wire[0] == 0x89)
        }
        wire = []
        ([1, 2, 3] as [UInt8]).withUnsafeBytes { WebSocketFrame.append(.binary, $0, deflatedBy: Deflater(), to: &wire) }
        #expect(wire[0] == 0x82)
    }

    @Test("The limit counts inflated bytes, to the byte, and stops a bomb before it unfolds")
    func bomb() throws {
        let deflater = Deflater(level: 9)
        let inflater = Inflater()
        let limits = WebSocketLimits(messageBytes: 5000)
        func wire(_ count: Int) -> [UInt8] {
            var wire: [UInt8] = []
            [UInt8](repeating: 0, count: count).withUnsafeBytes {
                WebSocketFrame.append(.binary, $0, deflatedBy: deflater, mask: 1, to: &wire)
            }
            return wire
        }
        #expect(wire(3_000_000).count < 5000)
        #expect(read(wire(5000), limits: limits, inflater: inflater) == [.binary([UInt8](repeating: 0, count: 5000))])
        #expect(read(wire(5001), limits: limits, inflater: inflater) == [.failure(.messageTooBig)])
        #expect(read(wire(3_000_000), limits: limits, inflater: inflater) == [.failure(.messageTooBig)])
        // The next message is as good as ever.
        #expect(read(frame(0xC1, Self.hello), limits: limits, inflater: inflater) == [.text("Hello")])
    }

    @Test("A stream cut anywhere, or with bytes too many, is malformed and never another message")
    func truncated() throws {
        let payload = Array("the quick brown fox jumps over the lazy dog, the quick brown fox".utf8)
        let whole = try deflated(payload)
        let inflater = Inflater()
        for count in 1..<whole.count {
            let seen = read(frame(0xC2, Array(whole.prefix(count))), inflater: inflater)
            #expect(seen == [.failure(.malformedCompression)], "\(count) of \(whole.count) bytes")
        }
        #expect(read(frame(0xC2, whole + [0x55, 0x55]), inflater: inflater) != [.binary(payload)])
    }

    @Test("An inflater gives back the memory of a rare large message")
    func memory() throws {
        let inflater = Inflater()
        let large = [UInt8](repeating: 1, count: 4_000_000)
        let deflated = try deflated(large)
        _ = try deflated.withUnsafeBytes { Array(try inflater.inflate($0, limit: 5_000_000)) }
        #expect(inflater.outputBytes >= 4_000_000)
        _ = try Self.hello.withUnsafeBytes { Array(try inflater.inflate($0, limit: 5_000_000)) }
        #expect(inflater.outputBytes <= 256 * 1024)
    }
}
