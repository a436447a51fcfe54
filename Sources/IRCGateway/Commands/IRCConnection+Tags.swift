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
        let before = change.before.metadata(of: name.id, in: town)
        let now = Metadata(
            id: name.id.rawValue, name: name.displayName, status: change.now.statusText, picture: change.now.picture,
            homepage: change.now.homepage, in: town)
        tell(now.changes(from: before), of: name.username, now)
        showChange(of: name, from: Monitored(change.before), to: Monitored(change.now, name))
        noteTold(change.now, of: name)
    }

    /// Whether this is the first of the rooms that the client shares with somebody.
    private func isFirstShared(_ room: RoomID, with account: AccountID) -> Bool {
        subscriptions.lazy.filter { $0.isLive && self.gateway.rooms[$0.room]?.members[account] != nil }
            .map(\.room.rawValue).min() == room.rawValue
    }
}
