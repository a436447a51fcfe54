import Testing

@testable import Secrets

@Suite("UUID version 7")
struct UUIDv7Tests {
    let random: SecureRandom

    init() throws {
        random = try SecureRandom()
    }

    @Test("The bits lie as in the example of RFC 9562, appendix A.6")
    func layout() {
        let uuid = UUIDv7(milliseconds: 0x017F_22E2_79B0, randA: 0xCC3, randB: 0x18C4_DC0C_0C07_398F)
        #expect(uuid.text == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(
            uuid.bytes == [
                0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7C, 0xC3, 0x98, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F,
            ])
    }

    @Test("Fields that are too wide never spill into version and variant")
    func spill() {
        for uuid in [UUIDv7(milliseconds: .max, randA: .max, randB: .max), UUIDv7(milliseconds: 0, randA: 0, randB: 0)]
        {
            #expect(uuid.bytes[6] >> 4 == 7)
            #expect(uuid.bytes[8] >> 6 == 2)
        }
        #expect(UUIDv7(milliseconds: 0, randA: .max, randB: .max).text == "00000000-0000-7fff-bfff-ffffffffffff")
    }

    @Test("A new millisecond is taken as it is, and its counter leaves room for 2,048 more")
    func newMillisecond() {
        let sequence = UUIDv7Sequence()
        for milliseconds in Int64(1_700_000_000_000)..<1_700_000_000_200 {
            let bytes = sequence.next(millisecondsSince1970: milliseconds, random: random).bytes
            #expect(bytes.prefix(6).reduce(0) { $0 << 8 | Int64($1) } == milliseconds)
            #expect(bytes[6] & 0x08 == 0)
        }
    }

    @Test("The order holds while the clock stands still, goes back and goes on")
    func order() {
        let sequence = UUIDv7Sequence()
        let clocks = Array(repeating: Int64(5_000), count: 10_000) + [4_999, 0, -1, .min, 5_001, 6_000, 5_999, 6_000]
        let made = clocks.map { sequence.next(millisecondsSince1970: $0, random: random) }
        #expect(zip(made, made.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(made, made.dropFirst()).allSatisfy { $0.text < $1.text })
        #expect(zip(made, made.dropFirst()).allSatisfy { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    }

    @Test("At the end of time identifiers stay unique, and nothing traps")
    func endOfTime() {
        let sequence = UUIDv7Sequence()
        let made = (0..<10_000).map { _ in sequence.next(millisecondsSince1970: .max, random: random) }
        #expect(Set(made).count == 10_000)
        #expect(made.allSatisfy { $0.text.hasPrefix("ffffffff-ffff-7") })
    }

    @Test("100,000 identifiers made by eight threads are unique, and in order on each of them")
    func threads() async {
        let random = random
        let made = await withTaskGroup(of: [UUIDv7].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<12_500).map {
                        UUIDv7.make(millisecondsSince1970: 1_700_000_000_000 + Int64($0 / 100), random: random)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(made.joined()).count == 100_000)
        // Also without their random bits: the counter alone keeps them apart.
        #expect(Set(made.joined().map { $0.bytes.prefix(8) }).count == 100_000)
        for thread in made {
            #expect(zip(thread, thread.dropFirst()).allSatisfy { $0 < $1 })
        }
    }
}
