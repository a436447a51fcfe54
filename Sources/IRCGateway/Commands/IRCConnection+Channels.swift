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
}
