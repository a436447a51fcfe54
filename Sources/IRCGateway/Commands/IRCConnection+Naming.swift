import ChatDomain
import ChatService
import EventLoop
import IRCWire

// What people and channels are called: SETNAME (IRCv3 setname) and RENAME (draft/channel-rename).
extension IRCConnection {
    func setName(_ message: IRCMessage) {
        guard let caller, let wanted = message[0] else { return }
        var change = ProfileChange()
        change.name = wanted
        ask({ [change] service, answer in
            service.changeProfile(change, of: caller, answer: answer)
        }) { connection, result in
            // All clients of his, this one too, hear of it by his personal log.
            guard case .failure(let refusal) = result else { return }
            connection.fail(.setname, "INVALID_REALNAME", [], refusal.message)
        }
    }

    /// RENAME #old #new [reason]
    func rename(_ message: IRCMessage) {
        guard let caller, let old = message[0], let new = message[1], let id = channel(old, for: .rename) else {
            return
        }
        guard let handle = ChannelName.handle(in: new), gateway.rooms[id]?.kind == .channel else {
            return fail(.rename, "CANNOT_RENAME", [old, new], "A channel's name begins with #, and a group has none.")
        }
        var change = RoomChange()
        change.handle = handle
        ask({ [change] service, answer in
            service.change(id, change, by: caller, answer: answer)
        }) { connection, result in
            guard case .failure(let refusal) = result else { return }
            switch refusal.code {
            case .roomNameTaken: connection.fail(.rename, "CHANNEL_NAME_IN_USE", [old, new], refusal.message)
            case .nameInvalid: connection.fail(.rename, "CANNOT_RENAME", [old, new], refusal.message)
            default: connection.refuse(.rename, [old], refusal)
            }
        }
    }

    /// Something of oneself was changed, here or elsewhere: each client is told what it can be told. The event comes before
    /// the names are up to date, the service's answer after it.
    func lookAtOneself() {
        guard let caller, let service = gateway.service else { return }
        let loop = socket.loop
        let bound = LoopBound(Weak(self), on: loop)
        service.ircPreferences(of: caller) { result in
            loop.post {
                guard case .success(let preferences) = result, let connection = bound.value.connection else { return }
                connection.preferences = preferences
                connection.gateway.streams.formatChanged(of: connection)
                if let name = service.names.names(of: [caller.account]).first { connection.become(name) }
            }
        }
    }

    private func become(_ now: PersonName) {
        guard let before = name else { return }
        name = now
        showHost(from: before, to: now)
        if capabilities.contains(.setname), before.displayName != now.displayName {
            push { $0.append(town.source(of: now), .setname, [], trailing: now.displayName) }
        }
    }

    /// CHGHOST comes from whom he was before.
    func showHost(from before: PersonName, to now: PersonName) {
        guard capabilities.contains(.chghost), town.host(of: before) != town.host(of: now) else { return }
        push { $0.append(town.source(of: before), .chghost, [String(now.id.rawValue), town.host(of: now)]) }
    }
}
