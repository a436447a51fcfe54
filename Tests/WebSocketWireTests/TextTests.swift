import Testing

@testable import WebSocketWire

@Suite("UTF-8")
struct TextTests {
    @Test("The validator agrees with the standard library on random bytes, split anywhere")
    func agreement() {
        var random = SeededGenerator(3)
        // Bytes at the edges of the table, so that many sequences are nearly right.
        let edges: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        var valid = 0
        for _ in 0..<200_000 {
            var bytes = [UInt8](repeating: 0x61, count: Int.random(in: 0...9, using: &random))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes.append(edges.randomElement(using: &random) ?? 0)
            }
            bytes += [UInt8](repeating: 0x62, count: Int.random(in: 0...9, using: &random))
            let expected = String(validating: bytes, as: UTF8.self) != nil
            if expected { valid += 1 }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let found = bytes.withUnsafeBytes { bytes in
                var validator = UTF8Validator()
                return validator.accepts(UnsafeRawBufferPointer(rebasing: bytes[..<cut]))
                    && validator.accepts(UnsafeRawBufferPointer(rebasing: bytes[cut...]))
                    && validator.isBetweenCharacters
            }
            if found != expected { Issue.record("\(bytes) cut at \(cut)") }
        }
        #expect(valid > 1000)
    }

    @Test("Every scalar there is passes")
    func everyScalar() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else { continue }
            if !Array(encoded).withUnsafeBytes(UTF8Validator.isValid) { Issue.record("U+\(value)") }
        }
    }

    @Test("A wrong byte fails as soon as it is there, in the middle of a frame and of a message")
    func failFast() {
        var reader = WebSocketReader(role: .server)
        let fragments = frame(0x01, Array("κόσμε".utf8)) + frame(0x00, [0xF4, 0x90, 0x80, 0x80, 0x65, 0x64])
        // All but the last four bytes: the frame is not complete, but its second byte cannot follow its first.
        #expect(feed(&reader, fragments.dropLast(5)) == [])
        #expect(feed(&reader, [0x90 ^ 0xFA]) == [.failure(.invalidText)])
        #expect(reader.isFinished == true)
    }

    @Test("A character may be cut by a fragment, text may not end inside one")
    func acrossFragments() {
        #expect(read(frame(0x01, [0xE2]) + frame(0x00, [0x9C]) + frame(0x80, [0x93])) == [.text("✓")])
        #expect(read(frame(0x01, [0xE2]) + frame(0x80, [0x9C])) == [.failure(.invalidText)])
        #expect(read(frame(0x01, [0xE2]) + frame(0x80)) == [.failure(.invalidText)])
        #expect(read(frame(0x01, [0xE2]) + frame(0x80, [0x41])) == [.failure(.invalidText)])
    }

    @Test("A message is checked on its own: what one left open does not reach the next")
    func fresh() {
        #expect(read(frame(0x82, [0xE2]) + text("A")) == [.binary([0xE2]), .text("A")])
    }
}

extension [UInt8] {
    fileprivate func dropLast(_ count: Int) -> [UInt8] { Array(prefix(self.count - count)) }
}
