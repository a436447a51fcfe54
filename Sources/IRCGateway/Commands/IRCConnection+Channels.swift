import ChatDomain
import ChatService
import ChatWire
import IRCWire
import Secrets

// Coming, going, and what a channel is about.
extension IRCConnection {
    /// JOIN #one,#two key,key. A key is an invite link's token.
    func join(_ message: IRCMessage) {
        let names = (message[0] ?? "").split(separator: ",").map(String.init)
        let keys = (message[1] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names != ["0"] else {
            return fail(
                .join, "UNSUPPORTED", ["0"], "Rooms are left one by one here: leaving one ends your membership.")
        }
        for (place, name) in names.enumerated() { join(name, key: place < keys.count ? keys[place] : nil) }
    }

    private func join(_ name: String, key: String?) {
        guard let caller else { return }
        if let key, let token = Token(text: key) {
            return ask(
                as: .join, about: [name],
                { service, answer in
                    service.join(by: token, caller: caller, answer: answer)
                }
            ) { connection, view in connection.enterNow(RoomID(rawValue: view.id)) }
        }
        if let known = roomsByName[CaseMapping.fold(name)] {
            // Already in it, in this client too: nothing happens (RFC 2812, 3.2.1).
            if subscriptions.contains(where: { $0.room == known }) { return }
        }
        guard let handle = ChannelName.handle(in: name) else {
            guard let group = ChannelName.groupID(in: name) else {
                return numeric(.errNoSuchChannel, [name], "A channel's name begins with #.")
            }
            return join(group, name)
        }
        ask({ service, answer in service.room(named: handle, for: caller, answer: answer) }) { connection, result in
            switch result {
            case .success(let view): connection.join(RoomID(rawValue: view.id), name)
            case .failure(let refusal) where refusal.code == .roomUnknown: connection.make(name, handle)
            case .failure(let refusal): connection.refuse(.join, [name], refusal)
            }
        }
    }

    private func join(_ room: RoomID, _ name: String) {
        guard let caller else { return }
        ask(
            as: .join, about: [name],
            { service, answer in
                service.join(room, caller: caller, answer: answer)
            }
        ) { connection, _ in connection.enterNow(room) }
    }

    /// A name that is free becomes a channel, as everywhere on IRC.
    private func make(_ name: String, _ handle: String) {
        guard let caller else { return }
        ask({ service, answer in
            service.createRoom(handle: handle, by: caller, answer: answer)
        }) { connection, result in
            switch result {
            case .success(let view): connection.enterNow(RoomID(rawValue: view.id))
            // There is one that he may not know of.
            case .failure(let refusal) where refusal.code == .roomNameTaken:
                connection.numeric(.errInviteOnlyChan, [name], "That room is for invited people.")
            case .failure(let refusal): connection.refuse(.join, [name], refusal)
            }
        }
    }

    func part(_ message: IRCMessage) {
        guard let caller else { return }
        for name in (message[0] ?? "").split(separator: ",").map(String.init) {
            guard let room = channel(name, for: .part) else { continue }
            ask(as: .part, about: [name]) { service, answer in service.leave(room, caller: caller, answer: answer) }
        }
    }

    /// A channel that this client is in; otherwise it is told.
    func channel(_ name: String, for command: IRCCommand) -> RoomID? {
        if name.hasPrefix("#"), let room = roomsByName[CaseMapping.fold(name)] { return room }
        numeric(.errNotOnChannel, [name], "You are not in \(name).")
        return nil
    }

    func topic(_ message: IRCMessage) {
        guard let caller, let name = message[0], let id = channel(name, for: .topic), let room = gateway.rooms[id]
        else {
            return
        }
        guard let topic = message[1] else {
            guard !room.topic.isEmpty else { return numeric(.rplNoTopic, [name], "No topic is set.") }
            return send { appendTopic(of: room, name, to: &$0) }
        }
        var change = RoomChange()
        change.topic = topic
        ask(as: .topic, about: [name]) { [change] service, answer in
            service.change(id, change, by: caller, answer: answer)
        }
    }

    func names(_ message: IRCMessage) {
        for name in (message[0] ?? "").split(separator: ",").map(String.init) {
            guard let id = roomsByName[CaseMapping.fold(name)], let room = gateway.rooms[id], room.channel != nil else {
                numeric(.rplEndOfNames, [name])
                continue
            }
            send { appendNames(of: room, name, to: &$0) }
        }
        if message.nonEmpty(0) == nil { numeric(.rplEndOfNames, ["*"]) }
    }

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
