import ChatDomain
import ChatService
import IRCWire

// For who runs the server: admins and owners. They need no OPER for any of it.
extension IRCConnection {
    /// OPER name password: for those whose clients want to be told that they are operators.
    func oper(_ message: IRCMessage) {
        guard let caller, let name = message[0], let password = message[1] else { return }
        guard isStaff, CaseMapping.areSame(name, nick) else {
            return numeric(.errNoOperHost, [], "Operators here are this server's admins, each under his own name.")
        }
        ask({ service, answer in
            service.checkPassword(password, of: caller, answer: answer)
        }) { connection, result in
            switch result {
            case .failure(let refusal): connection.numeric(.errPasswdMismatch, [], refusal.message)
            case .success:
                connection.isOper = true
                connection.numeric(.rplYoureOper)
                connection.tellMode(ModeChange(isSet: true, letter: "o"))
            }
        }
    }

    /// Whether the caller may; otherwise he is told.
    func isOperator() -> Bool {
        if isStaff { return true }
        numeric(.errNoPrivileges, [], "That is for who runs this server.")
        return false
    }

    /// KILL nick reason: ends all of his sessions, at every door. He may log in again.
    func kill(_ message: IRCMessage) {
        guard isOperator(), let caller, let nick = message[0] else { return }
        let reason = message.nonEmpty(1) ?? "no reason given"
        withAccount(nick, as: .kill) { connection, id in
            connection.ask(
                as: .kill, about: [nick],
                { service, answer in
                    service.endSessions(of: id, reason: reason, by: caller, answer: answer)
                }
            ) { connection, view in
                connection.town.tellStaff("\(connection.nick) killed \(view.username): \(reason)")
            }
        }
    }

    func withAccount(
        _ nick: String, as command: IRCCommand, _ body: @escaping @Sendable (IRCConnection, AccountID) -> Void
    ) {
        guard let caller else { return }
        ask(
            as: command, about: [nick],
            { service, answer in
                service.person(named: nick, for: caller, answer: answer)
            }
        ) { connection, person in body(connection, AccountID(rawValue: person.account.id)) }
    }

    /// WALLOPS text: to all admins, and to who wants to hear it (user mode `w`).
    func wallops(_ message: IRCMessage) {
        guard isOperator(), let name, let text = message.nonEmpty(0) else { return }
        let source = town.source(of: name)
        town.onEachLoop { gateway in
            gateway.forEachConnection { connection in
                guard connection.caller != nil, connection.hearsWallops || connection.isStaff else { return }
                connection.push { $0.append(source, .wallops, [], trailing: text) }
            }
        }
    }

    func rehash() {
        guard isOperator() else { return }
        town.rehash()
        numeric(
            .rplRehashing, [town.settings.serverName],
            "The message of the day was read anew. All else is set by roost admin.")
    }

    /// RESTART, DIE, CONNECT, SQUIT
    func refuseToStop() {
        numeric(.errNoPrivileges, [], "This is one server without others, and is started and stopped where it runs.")
    }
}

extension IRCTown {
    /// A notice to all admins.
    func tellStaff(_ text: String) {
        let source = source
        onEachLoop { gateway in
            gateway.forEachConnection { connection in
                guard connection.isStaff, connection.caller != nil else { return }
                connection.push { $0.append(source, .notice, [connection.nick], trailing: "*** \(text)") }
            }
        }
    }
}
