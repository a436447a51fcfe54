import ChatDomain
import ChatService
import ChatWire
import EventLoop
import IRCWire
import RoomStreams

// Coming into rooms. An account is in its rooms whatever its clients do; each client is shown all of them.
extension IRCConnection {
    /// After the greeting: the personal log, which tells of new rooms, and all rooms.
    func enterRooms() {
        guard let caller else { return }
        enter(RoomID(.personal(caller.account)))
        ask({ service, answer in service.ircPreferences(of: caller, answer: answer) }) { connection, result in
            if case .success(let preferences) = result { connection.preferences = preferences }
            connection.ask({ service, answer in service.rooms(for: caller, answer: answer) }) { connection, result in
                guard case .success(let rooms) = result else {
                    return connection.notice("Your rooms could not be read. Come back.")
                }
                for room in rooms where room.joined == true { connection.enter(RoomID(rawValue: room.id)) }
            }
        }
    }

    /// Asks for a room, unless that was done.
    /// - Parameter isNew: whether nothing in it can have been seen: then a conversation is shown from its beginning.
    func enter(_ room: RoomID, isNew: Bool = false) {
        guard let caller, let service = gateway.service, !entering.contains(room),
            !subscriptions.contains(where: { $0.room == room })
        else { return }
        guard subscriptions.count + entering.count < limits.subscriptionsPerConnection else {
            return notice(
                "A connection shows at most \(limits.subscriptionsPerConnection) rooms (subscriptions_per_connection).")
        }
        entering.insert(room)
        gateway.handOverSends()
        // Of other rooms, what was before is shown in another way.
        gateway.streams.subscribe(
            SubscribeRequest(
                connection: id, id: 0, account: caller.account, room: room, after: isNew ? .zero : nil,
                epoch: service.epoch.text, fromPresent: !isNew))
    }

    /// For JOIN: what the client says next waits until the room is shown.
    func enterNow(_ room: RoomID) {
        enter(room)
        awaitEntry(to: room)
    }

    /// A room could not be entered: too much at once is tried again, and the rest is not for this account.
    func notEntered(_ room: RoomID, _ refusal: Refusal) {
        entering.remove(room)
        defer { endEntry(to: room) }
        switch refusal.code {
        case .rateLimited, .overloaded, .internalFault, .outcomeUnknown: enteringLater.insert(room)
        default: break
        }
    }

    /// Once a second.
    func enterAgain() {
        guard !enteringLater.isEmpty else { return }
        let rooms = enteringLater
        enteringLater = []
        for room in rooms.sorted(by: { $0.rawValue < $1.rawValue }) { enter(room) }
    }

    /// It is known who is in the room: the client is shown it, and what comes from now on.
    func enter(_ room: IRCRoom, _ subscription: Subscription) {
        if let partner = room.partner(of: account) {
            roomsByName[CaseMapping.fold(partner.nick)] = room.id
        } else {
            showEntry(room)
        }
    }

    /// JOIN, the topic and who is there.
    func showEntry(_ room: IRCRoom) {
        guard let name, let channel = room.channel else { return }
        roomsByName[CaseMapping.fold(channel)] = room.id
        show(in: room.id) { lines in
            let source = town.source(of: name)
            lines.begin(source, .join)
            lines.parameter(channel)
            if capabilities.contains(.extendedJoin) {
                lines.parameter(name.username)
                lines.trailing(name.displayName)
            }
            lines.end()
            if !room.topic.isEmpty { appendTopic(of: room, channel, to: &lines) }
            if capabilities.contains(.readMarker) { append(marker: markers[room.id], of: channel, to: &lines) }
            if !followed.isEmpty { lines.append(town.source, .rplMetadataSyncLater, for: nick, [channel]) }
            if !capabilities.contains(.noImplicitNames), !capabilities.contains(.draftNoImplicitNames) {
                appendNames(of: room, channel, to: &lines)
            }
        }
    }

    func appendTopic(of room: IRCRoom, _ channel: String, to lines: inout IRCLines) {
        lines.append(town.source, .rplTopic, for: nick, [channel], trailing: room.topic)
        guard let set = room.topicSetBy else { return }
        lines.append(
            town.source, .rplTopicWhoTime, for: nick, [channel, set.nick, String(set.at.rawValue / 1_000)])
    }

    func appendNames(of room: IRCRoom, _ channel: String, to lines: inout IRCLines) {
        let style = IRCRoom.NamesStyle(
            allMarks: capabilities.contains(.multiPrefix), withHosts: capabilities.contains(.userhostInNames))
        let names = room.names(style) { town.source(of: $0).text }
        lines.append(town.source, .rplNamReply, for: nick, [room.settings.isListed ? "=" : "@", channel], list: names)
        lines.append(town.source, .rplEndOfNames, for: nick, [channel])
    }

    /// Begins to read, now that it is known who is in the room.
    func begin(_ subscription: Subscription, in room: IRCRoom) {
        guard capabilities.contains(.readMarker), room.channel != nil, let caller else {
            return read(subscription, in: room)
        }
        // How far one has read is told with the JOIN.
        let (held, id) = (LoopBound(subscription, on: socket.loop), room.id)
        inquire({ service, answer in
            service.markedMoment(in: id, for: caller, answer: answer)
        }) { connection, result in
            guard !held.value.isEnded, let room = connection.gateway.rooms[id] else { return }
            connection.markers[id] = (try? result.get())?.at
            connection.read(held.value, in: room)
        }
    }

    private func read(_ subscription: Subscription, in room: IRCRoom) {
        if room.kind == .direct, subscription.first == .zero {
            enter(room, subscription)
            release(subscription, from: .zero)
        } else if preferences.historyLines > 0, !capabilities.contains(.chathistory) {
            // Clients that do not ask for history are shown some.
            enterWithRecent(room, subscription)
        } else {
            enter(room, subscription)
            release(subscription)
        }
    }

    private func release(_ subscription: Subscription, from place: SequenceNumber? = nil) {
        endEntry(to: subscription.room)
        gateway.streams.release(subscription, from: place)
    }

    /// What is shown on entering is the answer to the JOIN that waits for it.
    func show(in room: RoomID, _ write: (inout IRCLines) -> Void) {
        if isAwaited(room) { send(write) } else { push(write) }
    }

    /// Enters with the latest messages: what comes after them follows, and nothing twice.
    private func enterWithRecent(_ room: IRCRoom, _ subscription: Subscription) {
        guard let caller else { return }
        let (held, id) = (LoopBound(subscription, on: socket.loop), room.id)
        let range = HistoryRange(anchor: .latest, limit: preferences.historyLines)
        inquire({ service, answer in
            service.lines(.messages, of: id, range, for: caller, answer: answer)
        }) { connection, result in
            if !held.value.isEnded { connection.finishEntering(held.value, try? result.get()) }
        }
    }

    private func finishEntering(_ subscription: Subscription, _ page: LinePage?) {
        guard let room = gateway.rooms[subscription.room], let head = gateway.streams.head(of: room.id) else { return }
        enter(room, subscription)
        guard var page else { return release(subscription) }
        page.lines.removeAll { $0.event.sequence > head }
        showRecent(page, of: room)
        release(subscription, from: min(head, page.head))
    }

    // MARK: News

    /// Something that concerns this account, from its personal log.
    func take(_ news: NewsBody, at: Timestamp) {
        switch news.what {
        case .added: if let room = news.room { enter(RoomID(rawValue: room), isNew: true) }
        case .changed:
            switch news.topic {
            case "rooms": if let room = news.room { lookAgain(at: RoomID(rawValue: room)) }
            case "profile", "account":
                lookAtOneself()
                lookAtOwnMetadata()
            default: break
            }
        case .invited: if let room = news.room { showInvitation(to: RoomID(rawValue: room), by: news) }
        case .warned:
            push { $0.append(town.source, .notice, [nick], trailing: "A moderator warns you: \(news.text ?? "")") }
        case .scheduledFailed:
            push {
                $0.append(
                    town.source, .notice, [nick], trailing: "A scheduled message could not be sent: \(news.text ?? "")")
            }
        case .reportSettled:
            push { $0.append(town.source, .notice, [nick], trailing: "What you reported was dealt with.") }
        case .removed, .uninvited, .scheduledSent: break
        }
    }

    /// One came or went on some device: a room that one is in is entered here too.
    private func lookAgain(at room: RoomID) {
        guard let caller else { return }
        inquire({ service, answer in service.room(room, for: caller, answer: answer) }) { connection, result in
            if case .success(let view) = result, view.joined == true { connection.enter(room) }
        }
    }

    private func showInvitation(to room: RoomID, by news: NewsBody) {
        guard let caller, let service = gateway.service else { return }
        let by = news.by.flatMap { service.names.names(of: [AccountID(rawValue: $0)]).first }
        inquire({ service, answer in service.room(room, for: caller, answer: answer) }) { connection, result in
            guard case .success(let view) = result else { return }
            let source = by.map { connection.town.source(of: $0) } ?? connection.town.source
            let kind = view.values?.kind ?? .channel
            guard let channel = ChannelName.of(kind, handle: view.handle, id: room) else { return }
            connection.push { $0.append(source, .invite, [connection.nick, channel]) }
        }
    }
}

/// A connection that may have gone before an answer comes.
final class Weak {
    weak var connection: IRCConnection?

    init(_ connection: IRCConnection) {
        self.connection = connection
    }
}
