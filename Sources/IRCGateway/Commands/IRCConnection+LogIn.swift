import ChatDomain
import ChatService
import IRCWire
import Secrets

// Who it is: SASL, PASS, and the service's own log-in all end here.
extension IRCConnection {
    typealias LogInEnd = @Sendable (IRCConnection, Refusal?) -> Void

    func logIn(_ login: String, password: String, then: @escaping LogInEnd) {
        let (client, peer) = (clientName, peer)
        ask(
            { service, answer in
                service.logIn(
                    login, password: password, client: client, lasts: .connection, address: peer, answer: answer)
            }, ifGone: { service, entered in Self.end(entered.token, from: peer, service) }
        ) { connection, result in
            switch result {
            case .success(let entered): connection.logIn(token: entered.token, as: nil, ownsSession: true, then: then)
            case .failure(let refusal): then(connection, refusal)
            }
        }
    }

    /// - Parameters:
    ///   - login: whose the token must be; nil for anybody's.
    ///   - ownsSession: whether the session was made for this connection, and ends with it.
    func logIn(token: Token, as login: String?, ownsSession: Bool = false, then: @escaping LogInEnd) {
        let peer = peer
        ask({ service, answer in service.caller(token, address: peer, answer: answer) }) { connection, result in
            switch result {
            case .success(let caller):
                if let login, !CaseMapping.areSame(login, caller.view.username) {
                    return then(connection, Refusal(.badCredentials, "The token is somebody else's."))
                }
                connection.begin(caller, ownsSession: ownsSession, then)
            case .failure(let refusal): then(connection, refusal)
            }
        }
    }

    private func begin(_ caller: Caller, ownsSession: Bool, _ then: LogInEnd) {
        guard caller.scopes.contains(.read) else {
            return then(self, Refusal(.scopeNeeded, "This token was made without read. Use another."))
        }
        guard self.caller == nil, let service = gateway.service,
            let name = service.names.names(of: [caller.account]).first
        else { return }
        let before = nick
        admit(caller, name, ownsSession: ownsSession)
        if registration.isWelcome { service.connected(id, caller, isPassive: isPassive) }
        let source = town.source(of: name)
        let wasWelcome = registration.isWelcome
        send { lines in
            if wasWelcome, before != name.username {
                lines.append(town.source(ofStranger: before), .nick, [name.username])
            }
            lines.append(
                town.source, .rplLoggedIn, for: nick, [source.text, name.username],
                trailing: "You are now logged in as \(name.username)")
            if wasWelcome, capabilities.contains(.chghost) {
                lines.append(
                    town.source(ofStranger: name.username), .chghost, [String(name.id.rawValue), town.host(of: name)])
            }
            if wasWelcome, capabilities.contains(.accountNotify) { lines.append(source, .account, [name.username]) }
        }
        then(self, nil)
        if wasWelcome { enterRooms() }
    }

    // MARK: SASL

    func authenticate(_ message: IRCMessage) {
        let piece = message[0] ?? ""
        guard capabilities.contains(.sasl) else {
            return numeric(.errSASLFail, [], "Ask for the capability sasl first.")
        }
        guard caller == nil else { return numeric(.errSASLAlready) }
        guard let mechanism = registration.mechanism else { return beginSASL(piece) }
        switch registration.sasl.append(piece) {
        case .more: break
        case .tooLong: endSASL(.errSASLTooLong)
        case .aborted: endSASL(.errSASLAborted)
        case .malformed: endSASL(.errSASLFail, "This is no Base64.")
        case .whole(let bytes):
            switch mechanism {
            case .plain: logIn(plain: bytes)
            case .scram(let exchange): logIn(scram: bytes, exchange)
            case .scramDone(let token): logIn(token: token, as: nil, ownsSession: true) { $0.endLogIn($1) }
            }
        }
    }

    private func beginSASL(_ name: String) {
        switch name.uppercased() {
        case "PLAIN": registration.mechanism = .plain
        case "SCRAM-SHA-256": registration.mechanism = .scram(nil)
        case "*": return endSASL(.errSASLAborted)
        default:
            numeric(.rplSASLMechs, ["PLAIN,SCRAM-SHA-256"])
            return endSASL(.errSASLFail, "There is no such mechanism.")
        }
        send { $0.appendChallenge([]) }
    }

    func endSASL(_ numeric: Numeric, _ text: String? = nil) {
        registration.mechanism = nil
        registration.sasl = SASLMessage()
        self.numeric(numeric, [], text)
    }

    private func logIn(plain bytes: [UInt8]) {
        guard let said = PlainCredentials(bytes) else { return endSASL(.errSASLFail, "This is no message of PLAIN.") }
        guard said.authorization.isEmpty || CaseMapping.areSame(said.authorization, said.login) else {
            return endSASL(.errSASLFail, "One acts only as oneself.")
        }
        if let token = Token(text: said.password) {
            return logIn(token: token, as: said.login) { $0.endLogIn($1) }
        }
        logIn(said.login, password: said.password) { $0.endLogIn($1) }
    }

    func endLogIn(_ refusal: Refusal?) {
        guard let refusal else { return endSASL(.rplSASLSuccess) }
        endSASL(refusal.code == .accountDeactivated ? .errNickLocked : .errSASLFail, refusal.message)
    }
}
