import ChatDomain
import ChatService
import ChatWire
import IRCWire

// Putting people out of channels, and asking them in.
extension IRCConnection {
    func kick(_ message: IRCMessage) {
        guard let caller, let name = message[0], let nicks = message[1], let id = channel(name, for: .kick) else {
            return
        }
        let reason = message[2] ?? ""
        for nick in nicks.split(separator: ",").prefix(IRCTown.maximumTargets).map(String.init) {
            guard let person = gateway.rooms[id]?.member(named: nick) else {
                numeric(.errUserNotInChannel, [nick, name], "\(nick) is not in \(name).")
                continue
            }
            ask(as: .kick, about: [name]) { service, answer in
                service.removeMember(person.id, of: id, reason: reason, by: caller, answer: answer)
            }
        }
    }

    func invite(_ message: IRCMessage) {
        guard let caller, let nick = message[0] else { return showInvitations() }
        guard let name = message[1] else { return numeric(.errNeedMoreParams, [IRCCommand.invite.rawValue]) }
        guard let id = channel(name, for: .invite) else { return }
        guard gateway.rooms[id]?.member(named: nick) == nil else { return numeric(.errUserOnChannel, [nick, name]) }
        ask(
            as: .invite, about: [nick],
            { service, answer in
                service.person(named: nick, for: caller, answer: answer)
            }
        ) { connection, person in
            connection.ask(
                as: .invite, about: [nick, name],
                { service, answer in
                    service.invite(AccountID(rawValue: person.account.id), to: id, by: caller, answer: answer)
                }
            ) { connection, _ in connection.numeric(.rplInviting, [nick, name]) }
        }
    }

    /// INVITE alone: the channels that one is asked into.
    private func showInvitations() {
        guard let caller else { return }
        ask(
            as: .invite,
            { service, answer in
                service.invitations(of: caller, answer: answer)
            }
        ) { connection, invitations in
            for room in invitations.compactMap(\.room) {
                let id = RoomID(rawValue: room.id)
                guard let name = ChannelName.of(room.values?.kind ?? .channel, handle: room.handle, id: id) else {
                    continue
                }
                connection.numeric(.rplInviteList, [name])
            }
            connection.numeric(.rplEndOfInviteList)
        }
    }
}
