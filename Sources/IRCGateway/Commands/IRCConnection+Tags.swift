import ChatDomain
import ChatService
import EventLoop
import IRCWire
import RoomStreams

// Messages that are tags alone, and news that come as such.
extension IRCConnection {
    /// TAGMSG: that one writes, and reactions. Other tags are not passed on (CLIENTTAGDENY).
    func tagMessage(_ message: IRCMessage) {
        guard let caller, let target = message.nonEmpty(0), capabilities.contains(.messageTags) else { return }
        if message.tags["+typing"] == "active" {
            guard let room = roomsByName[CaseMapping.fold(target)] else { return }
            gateway.handOverSends()
            gateway.service?.typing(id, caller, room)
        }
        let room = roomsByName[CaseMapping.fold(target)]
        let id = message.tags["+draft/reply"] ?? message.tags["+reply"]
        for (key, isOn) in [("+draft/react", true), ("+draft/unreact", false)] {
            guard let emoji = message.tags[key] else { continue }
            guard let id, let room, let answered = event(id, in: room) else {
                fail(
                    .tagmsg, "INVALID_MSGID", [target, id ?? "*"], "+draft/reply names the message that one reacts to.")
                continue
            }
            ask(as: .tagmsg, about: [target]) { service, answer in
                service.react(to: answered, in: room, with: emoji, isOn: isOn, by: caller, answer: answer)
            }
        }
    }

    /// News that are for this client.
    func take(_ news: News) {
        switch news.what {
        case .typing(let account, _): showTyping(account, in: news.room)
        case .marker: takeMarker(in: news.room)
        case .presence, .receipt, .notify: break
        }
    }

    private func showTyping(_ account: AccountID, in room: RoomID) {
        guard capabilities.contains(.messageTags), let name = gateway.service?.names.names(of: [account]).first,
            let target = gateway.rooms[room].map({ $0.channel ?? nick })
        else { return }
        push { lines in
            lines.tag("+typing", "active")
            lines.append(town.source(of: name), .tagmsg, [target])
        }
    }

    /// Somebody came, went, went away, or changed his name. Clients that share several rooms with him hear it once.
    func take(_ change: PresenceChange, in room: RoomID) {
        guard let name = change.name, isFirstShared(room, with: change.now.account) else { return }
        let source = town.source(of: name)
        var after = change.before
        after.isOnline = change.now.isOnline
        after.presence = change.now.presence
        after.statusText = change.now.statusText
        (after.displayName, after.picture, after.homepage) = (name.displayName, change.now.picture, change.now.homepage)
        let (old, new) = (change.before.metadata(of: name.id, in: town), after.metadata(of: name.id, in: town))
        tell(new.changes(from: old), of: name.username, new)
        let key = CaseMapping.fold(name.username)
        if capabilities.contains(.awayNotify),
            change.before.isAway != after.isAway || after.isAway && change.before.statusText != after.statusText
        {
            push { $0.append(source, .away, [], trailing: after.isAway ? after.awayText : nil) }
        }
        if capabilities.contains(.setname), change.before.displayName != name.displayName {
            push { $0.append(source, .setname, [], trailing: name.displayName) }
        }
        if capabilities.contains(.chghost), change.before.isStaff != name.role.managesPeople {
            push { $0.append(source, .chghost, [String(name.id.rawValue), town.host(of: name)]) }
        }
        if change.before.isOnline != after.isOnline, monitored.contains(key) {
            push {
                $0.append(
                    town.source, after.isOnline ? .rplMonOnline : .rplMonOffline, for: nick,
                    list: [after.isOnline ? source.text : name.username])
            }
        }
    }

    /// Whether this is the first of the rooms that the client shares with somebody.
    private func isFirstShared(_ room: RoomID, with account: AccountID) -> Bool {
        subscriptions.lazy.filter { $0.isLive && self.gateway.rooms[$0.room]?.members[account] != nil }
            .map(\.room.rawValue).min() == room.rawValue
    }
}

extension IRCRoom.Member {
    /// What AWAY says of him.
    var awayText: String { statusText.isEmpty ? (isOnline ? "away" : "offline") : statusText }
}
