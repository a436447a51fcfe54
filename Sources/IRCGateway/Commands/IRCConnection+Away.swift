import ChatDomain
import ChatService
import ChatWire
import IRCWire

// Being there, or not.
extension IRCConnection {
    /// AWAY :text, and AWAY to come back. An account has one presence, whatever clients it has.
    func away(_ message: IRCMessage) {
        let text = message.nonEmpty(0)
        guard registration.isWelcome || capabilities.contains(.preAway) else {
            return numeric(.errNotRegistered, [], "Say NICK and USER first, and log in (SASL, or PASS).")
        }
        // A client without anybody before it: it does not make its account be there (draft/pre-away).
        isPassive = text == "*" && capabilities.contains(.preAway)
        guard let caller, registration.isWelcome else {
            registration.away = isPassive ? nil : text
            return numeric(text == nil ? .rplUnAway : .rplNowAway)
        }
        gateway.service?.setPassive(isPassive, id, caller)
        guard !isPassive else { return numeric(.rplNowAway) }
        show(away: text) { connection in connection.numeric(text == nil ? .rplUnAway : .rplNowAway) }
    }

    private func show(away text: String?, then: @escaping @Sendable (IRCConnection) -> Void) {
        guard let caller else { return }
        ask(as: .away, { service, answer in service.ownAccount(of: caller, answer: answer) }) { connection, own in
            var change = ProfileChange()
            change.presence = text == nil ? .online : .away
            // A status that AWAY did not set stays when one is back.
            if text != nil || own.profile.presence == ChosenPresence.away.rawValue {
                change.status = StatusView(text: text ?? "", emoji: "", until: nil)
            }
            let asked = change
            connection.ask(
                as: .away,
                { service, answer in
                    service.changeProfile(asked, of: caller, answer: answer)
                }
            ) { connection, _ in then(connection) }
        }
    }

    /// At the greeting: what was said of it before takes effect.
    func beginPresence() {
        guard let caller else { return }
        gateway.service?.connected(id, caller, isPassive: isPassive)
        if let text = registration.away { show(away: text) { _ in } }
    }
}
