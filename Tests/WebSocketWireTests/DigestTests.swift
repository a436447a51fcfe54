import Digests
import Testing

@Suite("Digests")
struct DigestTests {
    func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test("SHA-1 and SHA-256 of the examples of FIPS 180")
    func examples() {
        let abc = Array("abc".utf8)
        #expect(hex(Digest.sha1(abc.span.bytes)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            hex(Digest.sha256(abc.span.bytes)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let none: [UInt8] = []
        #expect(hex(Digest.sha1(none.span.bytes)) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(
            hex(Digest.sha256(none.span.bytes)) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
