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

    @Test("HMAC-SHA-256 of an example of RFC 4231, and of nothing with no key")
    func keyed() {
        let (key, text, none) = (Array("Jefe".utf8), Array("what do ya want for nothing?".utf8), [UInt8]())
        #expect(
            hex(Digest.hmacSHA256(text.span.bytes, key: key.span.bytes))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            hex(Digest.hmacSHA256(none.span.bytes, key: none.span.bytes))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("PBKDF2 with HMAC-SHA-256 of the first example of RFC 7914")
    func stretched() {
        let (password, salt) = (Array("passwd".utf8), Array("salt".utf8))
        #expect(
            hex(Digest.pbkdf2SHA256(password: password.span.bytes, salt: salt.span.bytes, iterations: 1))
                == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")
    }
}
