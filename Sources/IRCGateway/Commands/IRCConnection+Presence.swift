import ChatDomain
import ChatService
import ChatWire
import IRCWire

// Who is there now, in one line.
extension IRCConnection {
    /// ISON nick nick …
    func isOn(_ message: IRCMessage) {
        let names = message.parameters.flatMap { $0.split(separator: " ").map(String.init) }
        look(for: names, as: .ison) { connection, found in
            let online = found.filter { $0.online == true }.map(\.username)
            connection.send {
                $0.append(connection.town.source, .rplIsOn, for: connection.nick, list: online, evenIfEmpty: true)
            }
        }
    }

    /// USERHOST nick nick …: at most five.
    func userHost(_ message: IRCMessage) {
        look(for: Array(message.parameters.prefix(5)), as: .userhost) { connection, found in
            let town = connection.town
            let words = zip(found, connection.names(of: found)).map { view, name in
                "\(name.username)\(name.role.managesPeople ? "*" : "")=\(view.isAway ? "-" : "+")"
                    + "\(name.id.rawValue)@\(town.host(of: name))"
            }
            connection.send {
                $0.append(town.source, .rplUserHost, for: connection.nick, list: words, evenIfEmpty: true)
            }
        }
    }

    private func look(
        for names: [String], as command: IRCCommand,
        _ then: @escaping @Sendable (IRCConnection, [AccountView]) -> Void
    ) {
        guard let caller else { return }
        ask(
            as: command,
            { service, answer in
                service.people(named: names, for: caller, answer: answer)
            }
        ) { connection, found in then(connection, found.compactMap { $0 }) }
    }
}
