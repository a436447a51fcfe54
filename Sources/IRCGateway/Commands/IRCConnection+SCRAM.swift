import ChatService
import IRCWire
import Secrets

// SCRAM-SHA-256 (RFC 5802, RFC 7677): the password never travels, and the server proves itself too.
extension IRCConnection {
    func logIn(scram bytes: [UInt8], _ exchange: SCRAMExchange?) {
        if let exchange { return finishSCRAM(exchange, bytes) }
        do throws(SCRAMError) {
            let exchange = try SCRAMExchange(clientFirst: bytes)
            guard exchange.authorization.isEmpty || CaseMapping.areSame(exchange.authorization, exchange.login) else {
                return endSASL(.errSASLFail, "One acts only as oneself.")
            }
            challenge(exchange)
        } catch {
            endSASL(.errSASLFail, "SCRAM: \(error.rawValue)")
        }
    }

    private func challenge(_ exchange: SCRAMExchange) {
        guard let random = gateway.random else { return endSASL(.errSASLFail, "Try again.") }
        let (peer, nonce) = (peer, Token(from: random).text)
        ask({ service, answer in
            service.scramVerifier(of: exchange.login, address: peer, answer: answer)
        }) { connection, result in
            switch result {
            case .success(let verifier):
                var exchange = exchange
                let message = exchange.challenge(nonce: nonce, salt: verifier.salt, iterations: verifier.iterations)
                connection.registration.mechanism = .scram(exchange)
                connection.send { $0.appendChallenge(message) }
            case .failure(let refusal): connection.endSASL(.errSASLFail, refusal.message)
            }
        }
    }

    private func finishSCRAM(_ exchange: SCRAMExchange, _ bytes: [UInt8]) {
        let proof: SCRAMExchange.Proof
        do throws(SCRAMError) {
            proof = try exchange.proof(clientFinal: bytes)
        } catch {
            return endSASL(.errSASLFail, "SCRAM: \(error.rawValue)")
        }
        let (client, peer) = (clientName, peer)
        ask(
            { service, answer in
                service.logIn(
                    exchange.login, proof: SCRAMProof(authMessage: proof.authMessage, clientProof: proof.clientProof),
                    client: client, address: peer, answer: answer)
            }, ifGone: { service, entered in Self.end(entered.session.token, from: peer, service) }
        ) { connection, result in
            switch result {
            case .success(let entered):
                // The client answers with an empty message, once it believes the server.
                connection.registration.mechanism = .scramDone(entered.session.token)
                connection.send { $0.appendChallenge(SCRAMExchange.success(serverSignature: entered.serverSignature)) }
            case .failure(let refusal): connection.endSASL(.errSASLFail, refusal.message)
            }
        }
    }
}
