import ChatDomain
public import ChatService
import ChatWire
import EventLoop
import IRCWire
import Metrics
public import RoomStreams

// What the service tells this loop.
extension IRCGateway {
    func handle(_ message: OutletMessage) {
        switch message {
        case .segment(let segment):
            loop.activity.enter("IRC delivery")
            deliver(segment)
        case .ack(let connection, let id, let room, let sequence, _, let duplicate):
            live(connection)?.acknowledged(id, room, sequence, duplicate: duplicate)
        case .refused(let connection, let id, let refusal, let isSend):
            if isSend, let id { live(connection)?.refused(id, refusal) }
        case .attached(let start): streams.attach(start)
        case .notAttached(let connection, _, let room, let refusal):
            streams.refuse(connection, room)
            live(connection)?.notEntered(room, refusal)
            dropIfUnread(room)
        case .headMoved(let room, let head): streams.moveHead(room, head)
        case .shown(let presence): show(presence)
        case .toOne(let connection, let news): live(connection)?.take(news)
        case .toReaders(let account, let news): take(news) { $0 != account }
        case .toSome(let accounts, let news): take(news) { accounts.contains($0) }
        case .endConnection(let connection, let reason): live(connection)?.close(sentence(for: reason))
        case .cut(let room, let account):
            streams.cut(account, from: room)
            dropIfUnread(room)
        case .ended(let room, let refusal):
            streams.end(room, refusal)
            dropIfUnread(room)
        case .roomToSend: resumeWaiting()
        case .page(let room, let after, let segments): streams.takePage(room, after, segments)
        }
    }

    private func sentence(for reason: EndReason) -> String {
        switch reason {
        case .ended(let by, let reason):
            "Killed (\(service?.names.names(of: [by]).first?.username ?? IRCService.name) (\(reason)))"
        case .sessionEnded: "The session has ended. Log in again."
        case .deactivated: "This account was deactivated. Ask an admin of this server."
        case .removed: "This account was removed."
        case .banned: "Your address is kept out of this server."
        }
    }

    // MARK: Events

    private func deliver(_ segment: Segment) {
        guard let frames = segment.frames(as: IRCFrames.self) else { return }
        let room = rooms[segment.room]
        let channel = room?.channel
        if let room { splitRenames(frames, in: room) }
        streams.deliver(segment)
        for (event, author) in zip(frames.events, frames.authors) {
            if segment.room.rawValue > 0 { room?.take(event, by: author) } else { tell(event, of: segment.room) }
        }
        if let room, let before = channel, let now = room.channel, now != before { rename(room.id, before, now) }
        if let room { startWaiting(in: room) }
        dropIfUnread(segment.room)
    }

    /// Clients that know no RENAME see themselves leave one channel and come into another, which is a line of their own.
    private func splitRenames(_ frames: IRCFrames, in room: IRCRoom) {
        for event in frames.events where event.kind == .changed {
            guard case .changed(let body) = EventContent(event), body.now.handle != nil else { continue }
            streams.forEachLiveReader(of: room.id) { reader in
                guard let connection = reader as? IRCConnection, !connection.capabilities.contains(.channelRename),
                    let subscription = connection.subscriptions.first(where: { $0.room == room.id })
                else { return }
                streams.except(event.sequence, for: subscription)
            }
        }
    }

    /// Clients go on with the new name.
    private func rename(_ room: RoomID, _ before: String, _ now: String) {
        forEachConnection { connection in
            guard connection.roomsByName[CaseMapping.fold(before)] == room else { return }
            connection.roomsByName[CaseMapping.fold(before)] = nil
            connection.roomsByName[CaseMapping.fold(now)] = room
        }
    }

    /// News of a personal log, for all of its owner's connections.
    private func tell(_ event: Event, of log: RoomID) {
        guard event.kind == .told, case .told(let news) = EventContent(event) else { return }
        for connection in ofAccount[AccountID(rawValue: -log.rawValue)] ?? [] { connection.take(news, at: event.at) }
    }

    private func take(_ news: News, for isMeant: (AccountID) -> Bool) {
        var change: PresenceChange?
        if case .presence(let presence) = news.what, let room = rooms[news.room] {
            let name = service?.names.names(of: [presence.account]).first
            change = room.take(presence, name).map { PresenceChange(before: $0, now: presence, name: name) }
        }
        streams.forEachLiveReader(of: news.room) { reader in
            guard isMeant(reader.account), let connection = reader as? IRCConnection else { return }
            if let change { connection.take(change, in: news.room) } else { connection.take(news) }
        }
    }

    /// For those who watch somebody, whether or not they share a room with him.
    private func show(_ presence: PersonPresence) {
        guard !monitoring.isEmpty, let name = service?.names.names(of: [presence.account]).first else { return }
        for connection in monitoring.values { connection.take(presence, of: name) }
    }

    func noteMonitoring(of connection: IRCConnection) {
        monitoring[connection.id.serial] = connection.monitored.isEmpty ? nil : connection
    }

    // MARK: Rooms

    /// A subscription waits until it is known who is in the room.
    func begin(_ subscription: Subscription, for caller: Caller) {
        streams.hold(subscription)
        if let room = rooms[subscription.room] {
            room.waiting.append(subscription)
            return startWaiting(in: room)
        }
        let room = IRCRoom(id: subscription.room)
        room.waiting.append(subscription)
        rooms[room.id] = room
        ask(for: room, caller)
    }

    func ask(for room: IRCRoom, _ caller: Caller) {
        let (box, loop) = (LoopBound(self, on: loop), loop)
        service?.roster(of: room.id, for: caller) { [id = room.id] result in
            loop.post { box.value.take(result, of: id) }
        }
    }

    private func take(_ result: Result<Roster, Refusal>, of id: RoomID) {
        guard let room = rooms[id], room.head == nil else { return }
        switch result {
        case .success(let roster):
            room.begin(with: roster, service?.names ?? NameBook())
            startWaiting(in: room)
        case .failure(let refusal):
            // Whoever comes next asks again; who waits is told why, or tries again in a second.
            let waiting = room.waiting
            room.waiting = []
            rooms[id] = nil
            for subscription in waiting where !subscription.isEnded {
                guard let connection = subscription.connection as? IRCConnection else { continue }
                connection.subscriptions.removeAll { $0 === subscription }
                streams.end(subscription)
                connection.notEntered(id, refusal)
            }
        }
    }

    /// Who waits begins, once all that the roster knows has been delivered: what comes then is new to him.
    private func startWaiting(in room: IRCRoom) {
        guard let known = room.head, !room.waiting.isEmpty, let head = streams.head(of: room.id), head >= known else {
            return
        }
        let waiting = room.waiting
        room.waiting = []
        for subscription in waiting where !subscription.isEnded {
            (subscription.connection as? IRCConnection)?.begin(subscription, in: room)
        }
    }

    func dropIfUnread(_ room: RoomID) {
        if streams.head(of: room) == nil { rooms[room] = nil }
    }

    /// What lines of the room's events need to know.
    func context(of id: RoomID) -> LineContext? {
        guard let service else { return nil }
        let room = rooms[id]
        let tail = service.tail
        var context = LineContext(
            town: town, epoch: EpochMark(service.epoch), room: id, names: service.names, channel: room?.channel,
            message: { place in
                let segments = tail.segments(in: id, after: SequenceNumber(place.rawValue - 1), bytes: 1) ?? []
                guard let frames = segments.first?.frames(as: IRCFrames.self),
                    let index = frames.events.firstIndex(where: { $0.sequence == place }),
                    case .message(let content) = EventContent(frames.events[index])
                else { return nil }
                return (frames.authors[index], content.text)
            }, isMember: { room?.members[$0] != nil })
        context.pair = room?.pair
        return context
    }
}

extension IRCGateway: StreamDoor {
    public func connection(_ id: ConnectionID) -> (any StreamConnection)? { live(id) }

    public func run(of segment: Segment, format: Int) -> FrameRun? {
        guard let frames = segment.frames(as: IRCFrames.self), let context = context(of: segment.room) else {
            return nil
        }
        return frames.run(IRCFormat(rawValue: UInt16(truncatingIfNeeded: format)), context)
    }
}

/// Somebody shows himself in another way than before.
struct PresenceChange {
    let before: IRCRoom.Member
    let now: PersonPresence
    let name: PersonName?
}
