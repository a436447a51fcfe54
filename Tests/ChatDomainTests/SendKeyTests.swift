import ChatDomain
import Testing

@Suite("The key of a send")
struct SendKeyTests {
    private static let example = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"

    @Test("The example of RFC 9562, appendix A.6, is read, and written back in text and bytes")
    func example() throws {
        let key = try #require(SendKey(Self.example))
        #expect(key.high == 0x017F_22E2_79B0_7CC3)
        #expect(key.low == 0x98C4_DC0C_0C07_398F)
        #expect(key.text == Self.example)
        #expect(SendKey(bytes: key.bytes) == key)
        #expect(key.bytes.count == 16)
        #expect(SendKey(Self.example.uppercased()) == key)
    }

    @Test("Every key survives text and bytes")
    func roundTrip() throws {
        for shift in 0..<64 as Range<UInt64> {
            let bit: UInt64 = 1 << shift
            let high = bit & ~0xF000 | 0x7000
            let low = bit & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63
            let key = try #require(SendKey(high: high, low: low))
            #expect(SendKey(key.text) == key)
            #expect(SendKey(bytes: key.bytes) == key)
        }
    }

    @Test(
        "What is no UUID of version 7 is none",
        arguments: [
            "", "0", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
            "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-d8c4-dc0c0c07398f", "017f22e2_79b0-7cc3-98c4-dc0c0c07398f",
            "017f22e-279b0-7cc3-98c4-dc0c0c07398f", "017f22g2-79b0-7cc3-98c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c0739é", "00000000-0000-0000-0000-000000000000",
        ])
    func refused(text: String) {
        #expect(SendKey(text) == nil)
    }

    @Test("Other counts of bytes are none", arguments: [0, 15, 17, 100])
    func counts(count: Int) {
        #expect(SendKey(bytes: [UInt8](repeating: 0x77, count: count)) == nil)
    }
}
