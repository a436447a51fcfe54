import Foundation
import Testing

@testable import IRCWire

@Suite("Logging in by AUTHENTICATE")
struct SASLTests {
    private func caught(_ body: () throws(SCRAMError) -> Void) -> SCRAMError? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("Base64 is what others make of it, and what is a bit off is refused")
    func base64() {
        var random = SplitMix(state: 9)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(Base64.decode(text.utf8) == bytes)
        }
        for text in [
            "A", "AA", "AAA", "A===", "AA=A", "====", "AB==", "AAB=", "AA==AA==", "AAA A", "AAAA\n", "AA-_", "=AAA",
            "éA==",
        ] {
            #expect(Base64.decode(text.utf8) == nil, "\(text)")
        }
    }

    @Test("A message comes in pieces of 400 bytes")
    func pieces() {
        var message = SASLMessage()
        #expect(message.append("+") == .whole([]))
        #expect(message.append("aGk=") == .whole(Array("hi".utf8)))
        let full = String(repeating: "AAAA", count: 100)
        #expect(message.append(full) == .more)
        #expect(message.append("aGk=") == .whole(Array(repeating: 0, count: 300) + Array("hi".utf8)))
        #expect(message.append(full) == .more)
        #expect(message.append("+") == .whole(Array(repeating: 0, count: 300)))
        #expect(message.append(full) == .more)
        #expect(message.append("*") == .aborted)
        #expect(message.append("aGk=") == .whole(Array("hi".utf8)))
        #expect(message.append(full + "A") == .tooLong)
        #expect(message.append("no base64") == .malformed)
        #expect(message.append("") == .whole([]))
    }

    @Test("A message over the limit is refused, and nothing of it is kept")
    func tooLong() {
        let full = String(repeating: "AAAA", count: 100)
        var message = SASLMessage(most: 800)
        #expect(message.append(full) == .more)
        #expect(message.append(full) == .more)
        #expect(message.append("AAAA") == .tooLong)
        #expect(message.append("aGk=") == .whole(Array("hi".utf8)))
    }

    @Test("A challenge is cut into the same pieces", arguments: [0, 1, 299, 300, 301, 600, 1_000])
    func challenge(length: Int) {
        let bytes = Array(repeating: UInt8(7), count: length)
        var message = SASLMessage()
        var steps: [SASLMessage.Step] = []
        for line in written({ $0.appendChallenge(bytes) }).split(separator: "\r\n") {
            #expect(line.hasPrefix("AUTHENTICATE "))
            steps.append(message.append(String(line.dropFirst(13))))
        }
        #expect(steps.last == .whole(bytes))
        #expect(steps.dropLast().allSatisfy { $0 == .more })
    }

    @Test("PLAIN has two NULs, a login and a password")
    func plain() {
        let ada = PlainCredentials(Array("\0ada\0s3cret é".utf8))
        #expect(ada?.authorization == "" && ada?.login == "ada" && ada?.password == "s3cret é")
        #expect(PlainCredentials(Array("bob\0ada\0x".utf8))?.authorization == "bob")
        for text in ["", "\0\0", "\0ada\0", "\0\0x", "ada\0x", "\0a\0b\0c", "ada"] {
            #expect(PlainCredentials(Array(text.utf8)) == nil)
        }
        #expect(PlainCredentials([0, 0xFF, 0, 0x61]) == nil)
    }

    @Test("An exchange by SCRAM gives what is to be signed (RFC 7677, 3)")
    func exchange() throws {
        var exchange = try SCRAMExchange(clientFirst: Array("n,,n=user,r=rOprNGfwEbeRWgbNEkqO".utf8))
        #expect(exchange.login == "user" && exchange.authorization == "")
        let salt = try #require(Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ==".utf8))
        let nonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
        #expect(
            exchange.challenge(nonce: nonce, salt: salt, iterations: 4_096)
                == Array("r=rOprNGfwEbeRWgbNEkqO\(nonce),s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".utf8))
        let final = "c=biws,r=rOprNGfwEbeRWgbNEkqO\(nonce),p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        let proof = try exchange.proof(clientFinal: Array(final.utf8))
        #expect(proof.clientProof == Base64.decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=".utf8))
        #expect(
            String(decoding: proof.authMessage, as: UTF8.self)
                == "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO\(nonce),s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                + "c=biws,r=rOprNGfwEbeRWgbNEkqO\(nonce)")
        #expect(SCRAMExchange.success(serverSignature: [1, 2, 3]) == Array("v=AQID".utf8))
        #expect(SCRAMError.invalidProof.message == Array("e=invalid-proof".utf8))
    }

    @Test(
        "A first message that is not right ends the exchange and says why",
        arguments: [
            ("", .invalidEncoding), ("n,,", .invalidEncoding), ("n,,n=ada", .invalidEncoding),
            ("x,,n=ada,r=abc", .invalidEncoding), ("n,b=c,n=ada,r=abc", .invalidEncoding),
            ("p=tls-unique,,n=ada,r=abc", .channelBindingNotSupported), ("n,,m=x,n=ada,r=abc", .extensionsNotSupported),
            ("n,,n=a=2Db,r=abc", .invalidUsernameEncoding), ("n,,n=a=,r=abc", .invalidUsernameEncoding),
            ("n,a=x=2,n=ada,r=abc", .invalidUsernameEncoding), ("n,,n=,r=abc", .invalidEncoding),
            ("n,,n=ada,r=", .invalidEncoding), ("n,,n=ada,r=a b", .invalidEncoding), ("n,,n=ada,r=é", .invalidEncoding),
            ("n,,r=abc,n=ada", .invalidEncoding), ("n,,n=ada,r=abc,", .invalidEncoding),
            ("n,,n=ada,r=abc,1=x", .invalidEncoding), ("n,,n=a\0da,r=abc", .invalidEncoding),
        ] as [(String, SCRAMError)])
    func badFirst(message: String, error: SCRAMError) {
        #expect(caught { () throws(SCRAMError) in _ = try SCRAMExchange(clientFirst: Array(message.utf8)) } == error)
    }

    @Test("Names are unescaped, and extensions that may be ignored are")
    func names() throws {
        let exchange = try SCRAMExchange(clientFirst: Array("y,a=b=2Cb,n=a=3D=2Cé,r=abc,x=more".utf8))
        #expect(exchange.login == "a=,é" && exchange.authorization == "b,b")
        let bad = Array("n,,n=".utf8) + [0xFF] + Array(",r=abc".utf8)
        #expect(caught { () throws(SCRAMError) in _ = try SCRAMExchange(clientFirst: bad) } == .invalidEncoding)
    }

    @Test(
        "A last message that is not right ends the exchange and says why",
        arguments: [
            ("", .invalidEncoding), ("c=biws,r=abcdef", .invalidEncoding), ("c=biws,p=AAAA", .invalidEncoding),
            ("c=biws,r=abcdef,p=", .invalidEncoding), ("c=biws,r=abcdef,p=A", .invalidEncoding),
            ("c=biws,r=abcdef,p=AAAA,x=y", .invalidEncoding), ("c=eSws,r=abcdef,p=AAAA", .channelBindingsDontMatch),
            ("c=bi,r=abcdef,p=AAAA", .invalidEncoding), ("c=biws,r=abc,p=AAAA", .otherError),
            ("c=biws,r=abcdefg,p=AAAA", .otherError), ("m=x,c=biws,r=abcdef,p=AAAA", .extensionsNotSupported),
            ("c=biws,m=x,r=abcdef,p=AAAA", .extensionsNotSupported), ("c=biws,r=abcdef,y,p=AAAA", .invalidEncoding),
        ] as [(String, SCRAMError)])
    func badFinal(message: String, error: SCRAMError) throws {
        var exchange = try SCRAMExchange(clientFirst: Array("n,,n=ada,r=abc".utf8))
        let silent = exchange
        _ = exchange.challenge(nonce: "def", salt: [1], iterations: 4_096)
        #expect(caught { () throws(SCRAMError) in _ = try exchange.proof(clientFinal: Array(message.utf8)) } == error)
        // Before there was a challenge nothing is a proof.
        #expect(
            caught { () throws(SCRAMError) in _ = try silent.proof(clientFinal: Array("c=biws,r=,p=AAAA".utf8)) }
                == .otherError)
    }
}
