import ChatDomain
import ChatStore
import ChatWire
import Digests
import Foundation
import MemoryStore
import Testing

@testable import ChatService

/// What a client proves, made as RFC 5802 says a client makes it.
private func proof(of password: String, _ verifier: SCRAMVerifier, _ message: String = "n=ada,r=x") -> SCRAMProof {
    let (text, typed) = (Array(message.utf8), Array(password.utf8))
    let salted = Digest.pbkdf2SHA256(
        password: typed.span.bytes, salt: verifier.salt.span.bytes, iterations: verifier.iterations)
    let label = Array("Client Key".utf8)
    let clientKey = Digest.hmacSHA256(label.span.bytes, key: salted.span.bytes)
    let storedKey = Digest.sha256(clientKey.span.bytes)
    let signature = Digest.hmacSHA256(text.span.bytes, key: storedKey.span.bytes)
    return SCRAMProof(authMessage: text, clientProof: zip(clientKey, signature).map { $0 ^ $1 })
}

@Suite("Logging in by SCRAM")
struct SCRAMTests {
    private func verifier(_ house: House, _ login: String) throws -> SCRAMVerifier {
        try house.call { house.service.scramVerifier(of: login, address: "192.0.2.1", answer: $0) }
    }

    private func logIn(_ house: House, _ login: String, _ proof: SCRAMProof) throws -> SCRAMLoggedIn {
        try house.call {
            house.service.logIn(login, proof: proof, client: "irc", address: "192.0.2.1", answer: $0)
        }
    }

    private func allow(_ house: House, _ isOn: Bool, _ caller: Caller) throws -> SCRAMState {
        try house.call { house.service.allowSCRAM(isOn, of: caller, answer: $0) }
    }

    private func state(_ house: House, _ caller: Caller) throws -> SCRAMState {
        try house.call { house.service.scram(of: caller, answer: $0) }
    }

    @Test("The exchange of RFC 7677 comes out as it is printed there, and any other proof is wrong")
    func vector() throws {
        let salt = try #require(Data(base64Encoded: "W22ZaJ0SNY7soEsUEjb6gQ=="))
        let keys = SCRAMKeys(password: "pencil", salt: Array(salt), iterations: 4_096)
        let nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
        let message =
            "n=user,r=rOprNGfwEbeRWgbNEkqO,r=\(nonce),s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=\(nonce)"
        let proof = try #require(Data(base64Encoded: "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
        let given = SCRAMProof(authMessage: Array(message.utf8), clientProof: Array(proof))
        let signature = try #require(keys.serverSignature(for: given))
        #expect(Data(signature).base64EncodedString() == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
        var wrong = given
        wrong.clientProof[31] ^= 1
        #expect(keys.serverSignature(for: wrong) == nil)
        for count in [0, 31, 33] {
            wrong.clientProof = Array((Array(proof) + [0]).prefix(count))
            #expect(keys.serverSignature(for: wrong) == nil)
        }
        wrong = given
        wrong.authMessage.append(0)
        #expect(keys.serverSignature(for: wrong) == nil)
    }

    @Test("It works from the next log-in by password on, for who allows it, until he forbids it")
    func journey() throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        #expect(try state(house, ada) == SCRAMState(isOn: false, isReady: false))
        #expect(try allow(house, true, ada) == SCRAMState(isOn: true, isReady: false))
        let early = try verifier(house, "ada")
        #expect(house.code { _ = try logIn(house, "ada", proof(of: "password", early)) } == .badCredentials)
        _ = try house.logIn("ada")
        #expect(try state(house, ada) == SCRAMState(isOn: true, isReady: true))
        let verifier = try verifier(house, "ada@example.org")
        #expect(verifier.iterations == 4_096 && verifier.salt.count == 16)
        let found = try logIn(house, "ada", proof(of: "password", verifier))
        let sessions = try house.call { house.service.sessions(of: ada, answer: $0) }
        #expect(sessions.filter { $0.kind == "connection" }.map(\.client) == ["irc"])
        #expect(found.session.account.username == "ada" && found.serverSignature.count == 32)
        #expect(house.code { _ = try logIn(house, "ada", proof(of: "passwort", verifier)) } == .badCredentials)
        #expect(try allow(house, false, ada) == SCRAMState(isOn: false, isReady: false))
        #expect(house.code { _ = try logIn(house, "ada", proof(of: "password", verifier)) } == .badCredentials)
        let records = try house.store.makeReader().directory().records
        #expect(!records.contains { $0.key.collection == .scram })
    }

    @Test("A new password of one's own makes it anew; one that an admin sets erases it until the next log-in")
    func passwords() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        _ = try allow(house, true, ben)
        _ = try house.logIn("ben")
        let old = try verifier(house, "ben")
        try house.call { house.service.changePassword(of: ben, from: "password", to: "new password", answer: $0) }
        #expect(house.code { _ = try logIn(house, "ben", proof(of: "password", old)) } == .badCredentials)
        let new = try verifier(house, "ben")
        #expect(new.salt != old.salt)
        _ = try logIn(house, "ben", proof(of: "new password", new))
        _ = try house.call {
            house.service.setSecret(.password("of the admin"), of: ben.account, by: ada, answer: $0)
        }
        #expect(house.code { _ = try logIn(house, "ben", proof(of: "new password", new)) } == .badCredentials)
        let again = try house.caller(house.logIn("ben", "of the admin"))
        #expect(try state(house, again) == SCRAMState(isOn: true, isReady: true))
        _ = try logIn(house, "ben", proof(of: "of the admin", verifier(house, "ben")))
    }

    @Test("Who is deactivated does not come in, and who is removed leaves nothing of it")
    func gone() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        _ = try allow(house, true, ben)
        _ = try house.logIn("ben")
        let known = try verifier(house, "ben")
        _ = try house.call { house.service.setActive(false, ben.account, by: ada, answer: $0) }
        #expect(house.code { _ = try logIn(house, "ben", proof(of: "password", known)) } == .accountDeactivated)
        _ = try house.call { house.service.remove(ben.account, by: ada, answer: $0) }
        #expect(house.code { _ = try logIn(house, "ben", proof(of: "password", known)) } == .badCredentials)
        #expect(try !house.store.makeReader().directory().records.contains { $0.key.collection == .scram })
    }

    @Test("A name without keys, known or not, is told a salt of its own that stays the same over restarts")
    func madeUp() throws {
        let store = MemoryStore()
        let before = try House(store: store)
        _ = try before.register("ada", code: before.code)
        let (ada, nobody) = (try verifier(before, "ada"), try verifier(before, "nobody"))
        #expect(ada.salt != nobody.salt)
        #expect(ada.salt.count == 16 && ada.iterations == nobody.iterations && nobody.salt.count == 16)
        #expect(try verifier(before, " NoBody ") == nobody)
        before.service.stop()
        let after = try House(store: store)
        #expect(try verifier(after, "nobody") == nobody)
        #expect(try verifier(after, "ada") == ada)
        // Another server has another secret.
        #expect(try verifier(House(), "nobody") != nobody)
    }

    @Test("Wrong proofs are slowed as wrong passwords are, whether there is such an account or not")
    func slowed() throws {
        let house = try House { $0.loginFailures = 2 }
        _ = try house.register("ada", code: house.code)
        for name in ["ada", "nobody"] {
            let wrong = proof(of: "wrong", SCRAMVerifier(salt: [1], iterations: 1))
            func code(_ address: String) -> RefusalCode? {
                house.code {
                    _ =
                        try house.call {
                            house.service.logIn(name, proof: wrong, client: "", address: address, answer: $0)
                        } as SCRAMLoggedIn
                }
            }
            #expect(code("198.51.100.1-\(name)") == .badCredentials)
            #expect(code("198.51.100.2-\(name)") == .badCredentials)
            #expect(code("198.51.100.3-\(name)") == .rateLimited)
            #expect(house.code { _ = try verifier(house, name) } == .rateLimited)
        }
    }

    @Test("What is kept for it is in no export")
    func export() throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        _ = try allow(house, true, ada)
        _ = try house.logIn("ada")
        let data = try house.call { house.service.export(for: ada, answer: $0) }
        #expect(!data.records.contains { $0.key.collection == .scram })
    }
}
