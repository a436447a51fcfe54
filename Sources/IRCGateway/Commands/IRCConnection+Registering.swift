import ChatDomain
import ChatService
import IRCWire
import Secrets

// From the first line to the greeting.
extension IRCConnection {
    func takeNick(_ message: IRCMessage) {
        guard let wanted = message.nonEmpty(0) else { return numeric(.errNoNicknameGiven, [], "NICK needs a name.") }
        if let name {
            // Some clients log in before they say NICK; the nick is the username, whatever they say.
            guard registration.isWelcome else {
                registration.nick = name.username
                return finishRegistering()
            }
            guard !CaseMapping.areSame(wanted, name.username) else { return }
            return numeric(.errNoNickChange, [wanted], "Your nick is your username, \(name.username), and stays so.")
        }
        guard wanted.utf8.count <= Handle.maximumLength * 4, !wanted.hasPrefix("#"), !wanted.hasPrefix(":"),
            !wanted.contains(where: { " !@*?,&~%+".contains($0) })
        else { return numeric(.errErroneousNickname, [wanted], "A nick has letters, digits, - and _ only.") }
        let before = nick
        registration.nick = wanted
        if registration.isWelcome {
            send { $0.append(town.source(ofStranger: before), .nick, [wanted]) }
        }
        finishRegistering()
    }

    func takeUser(_ message: IRCMessage) {
        guard registration.user == nil else {
            return numeric(.errAlreadyRegistered, [], "You have said who you are already.")
        }
        registration.user = message[0]
        registration.realName = message[3]
        finishRegistering()
    }

    func takePassword(_ message: IRCMessage) {
        guard !registration.isWelcome else {
            return numeric(.errAlreadyRegistered, [], "PASS comes first. Now: /msg roost login NAME PASSWORD")
        }
        registration.password = message[0]
    }

    /// Goes on when everything is there: with the log-in by PASS, or to the greeting.
    func finishRegistering() {
        guard registration.isComplete, !isAsking else { return }
        if caller == nil, let password = registration.password {
            registration.password = nil
            return logIn(withPass: password)
        }
        if caller == nil, gateway.service?.entry.guests == true { return enterAsGuest() }
        welcome()
    }

    /// `PASS name:password`, or the password of the nick, or an access token.
    private func logIn(withPass text: String) {
        if let token = Token(text: text) { return logIn(token: token, as: nil) { $0.afterPass($1) } }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let (login, password) = parts.count == 2 ? (parts[0], parts[1]) : (registration.nick ?? "", text)
        logIn(login, password: password) { $0.afterPass($1) }
    }

    private func afterPass(_ refusal: Refusal?) {
        guard let refusal else { return welcome() }
        numeric(.errPasswdMismatch, [], refusal.message)
        close("Log-in refused: \(refusal.message)")
    }

    private func enterAsGuest() {
        let (wanted, client, peer) = (registration.nick ?? "guest", clientName, peer)
        ask(
            { service, answer in
                service.enterAsGuest(named: wanted, client: client, address: peer, answer: answer)
            }, ifGone: { service, entered in Self.end(entered.token, from: peer, service) }
        ) { connection, result in
            switch result {
            case .success(let entered):
                connection.logIn(token: entered.token, as: nil, ownsSession: true) { connection, refusal in
                    if let refusal {
                        connection.numeric(.errErroneousNickname, [wanted], refusal.message)
                    } else {
                        connection.welcome()
                    }
                }
            case .failure(let refusal):
                connection.registration.nick = nil
                let isTaken = refusal.code == .usernameTaken
                connection.numeric(isTaken ? .errNicknameInUse : .errErroneousNickname, [wanted], refusal.message)
            }
        }
    }

    /// How the session is called in the list of one's sessions.
    var clientName: String { "IRC" + (registration.realName.map { " (\($0.prefix(60)))" } ?? "") }

    // MARK: Capabilities

    var offer: CapabilityOffer { gateway.town.offer(for: gateway.service?.entry) }

    func negotiate(_ message: IRCMessage) {
        switch message[0]?.uppercased() {
        case "LS":
            if let version = message[1].flatMap(Int.init) {
                registration.capVersion = max(registration.capVersion, version)
            }
            if !registration.isWelcome { registration.isNegotiating = true }
            if registration.capVersion >= 302 { capabilities.insert(.capNotify) }
            let (words, version) = (offer.words(version: registration.capVersion), registration.capVersion)
            send { $0.append(town.source, .offer, for: nick, words, version: version) }
        case "LIST":
            let words = capabilities.members.map(\.name)
            send { $0.append(town.source, .list, for: nick, words, version: registration.capVersion) }
        case "REQ":
            if !registration.isWelcome { registration.isNegotiating = true }
            let request = CapabilityRequest(message[1] ?? "", offered: offer.capabilities)
            send { $0.append(town.source, request.isGranted ? .granted : .refused, for: nick, request.words) }
            guard request.isGranted else { return }
            capabilities = request.applied(to: capabilities)
            if registration.capVersion >= 302 { capabilities.insert(.capNotify) }
            gateway.streams.formatChanged(of: self)
            if request.added.contains(.metadata) { showOwnMetadata() }
        case "END":
            guard registration.isNegotiating else { return }
            registration.isNegotiating = false
            finishRegistering()
        default: numeric(.errInvalidCapCmd, [message[0] ?? "*"], "CAP knows LS, LIST, REQ and END.")
        }
    }
}
