import Deflate
import Testing

@testable import WebSocketWire

@Suite("Input that arrives in pieces")
struct SplittingTests {
    static let conversation: [UInt8] =
        text("héllo ✓ 🐓") + frame(0x89, [1, 2, 3]) + frame(0x01, [0xF0, 0x9F]) + frame(0x8A)
        + frame(0x00, [0x90]) + frame(0x80, [0x93, 33]) + frame(0x82, [UInt8](repeating: 9, count: 200))
        + frame(0xC1, [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]) + frame(0x42, [0xF2, 0x48, 0xCD]) + frame(0x89, [4])
        + frame(0x80, [0xC9, 0xC9, 0x07, 0x00]) + frame(0x88, [0x03, 0xE9] + Array("bye ✓".utf8)) + text("ignored")

    static let events: [Seen] = [
        .text("héllo ✓ 🐓"), .ping([1, 2, 3]), .pong([]), .text("🐓!"), .binary([UInt8](repeating: 9, count: 200)),
        .text("Hello"), .ping([4]), .binary(Array("Hello".utf8)), .close(1001, "bye ✓"),
    ]

    @Test("Every cut at one place gives the same events")
    func oneCut() {
        let inflater = Inflater()
        #expect(read(Self.conversation, inflater: inflater) == Self.events)
        for cut in 0...Self.conversation.count {
            let pieces = [Array(Self.conversation[..<cut]), Array(Self.conversation[cut...])]
            #expect(read(pieces, inflater: inflater) == Self.events, "cut at \(cut)")
        }
    }

    @Test("Pieces of every size give the same events", arguments: 1...40)
    func pieces(size: Int) {
        let pieces = stride(from: 0, to: Self.conversation.count, by: size).map {
            Array(Self.conversation[$0..<min($0 + size, Self.conversation.count)])
        }
        #expect(read(pieces, inflater: Inflater()) == Self.events)
    }

    @Test("A caller that stops after each event goes on with what is left")
    func backpressure() {
        var reader = WebSocketReader(role: .server, inflater: Inflater())
        var rest = Self.conversation
        var seen: [Seen] = []
        while true {
            // What is left moves to other memory each time, as when a socket pauses.
            let used = rest.withUnsafeMutableBytes { bytes in
                var input = bytes
                if let event = reader.next(&input) { seen.append(Seen(event)) }
                return bytes.count - input.count
            }
            if used == 0 { break }
            rest.removeFirst(used)
        }
        #expect(seen == Self.events)
        #expect(rest.isEmpty)
    }

    @Test("A whole frame is delivered where it lies, and nothing is allocated for it")
    func inPlace() {
        var reader = WebSocketReader(role: .server)
        var bytes = text("hello") + frame(0x89, [7]) + frame(0x82, [1, 2])
        bytes.withUnsafeMutableBytes { bytes in
            let all = UnsafeRawBufferPointer(bytes)
            var input = bytes
            var found = 0
            while let event = reader.next(&input) {
                #expect(reader.gathered.capacity == 0)
                switch event {
                case .text(let payload), .ping(let payload), .binary(let payload):
                    found += 1
                    if let start = payload.baseAddress, let first = all.baseAddress,
                        let end = all.last.map({ _ in first + all.count })
                    {
                        #expect(start >= first && start + payload.count <= end)
                    }
                default: Issue.record("\(event)")
                }
            }
            #expect(found == 3)
        }
    }

    @Test("Between messages a reader is small and holds no heap memory")
    func idleMemory() {
        #expect(MemoryLayout<WebSocketReader>.size <= 120)
        var reader = WebSocketReader(role: .server)
        #expect(feed(&reader, frame(0x01, [65]) + Array(frame(0x89, [1, 2]).dropLast())) == [])
        #expect(reader.gathered.capacity > 0)
        #expect(feed(&reader, Array(frame(0x89, [1, 2]).suffix(1)) + frame(0x80, [66])).count == 2)
        #expect(reader.gathered.capacity == 0)
        #expect(feed(&reader, [0x81]) == [])
        #expect(reader.gathered.capacity == 0)
        #expect(feed(&reader, [0x85, 0, 0, 0, 0, 65]) == [])
        #expect(reader.gathered.capacity > 0)
        #expect(feed(&reader, Array("BCDE".utf8)) == [.text("ABCDE")])
        #expect(reader.gathered.capacity == 0)
    }

    @Test("A peer that announces much and sends little costs little")
    func announcements() {
        var reader = WebSocketReader(role: .server, limits: WebSocketLimits(messageBytes: 1 << 30))
        #expect(feed(&reader, frame(0x82, length: [127, 0, 0, 0, 0, 0x3F, 0, 0, 0]) + [1, 2, 3]) == [])
        #expect(reader.gathered.capacity <= 1024)
    }

    @Test("A long message in one-byte fragments is gathered without copying it each time")
    func manyFragments() {
        var reader = WebSocketReader(role: .server)
        var capacities: Set<Int> = []
        #expect(feed(&reader, frame(0x01, [65])) == [])
        for _ in 0..<20_000 {
            #expect(feed(&reader, frame(0x00, [65])) == [])
            capacities.insert(reader.gathered.capacity)
        }
        #expect(capacities.count <= 12)
        #expect(feed(&reader, frame(0x80)) == [.text(String(repeating: "A", count: 20_001))])
    }
}
