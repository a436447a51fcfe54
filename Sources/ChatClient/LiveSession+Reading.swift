import ChatDomain
public import ChatWire

/// What the server says.
extension LiveSession {
    /// Takes one message of the live stream.
    public mutating func received(_ message: ServerMessage, now: Duration) {
        switch phase {
        case .greeting, .live: heard(now: now)
        default: return
        }
        switch message {
        case .welcome(let epoch, let account, let messageBytes):
            welcome(epoch: epoch, account: account, messageBytes: messageBytes, now: now)
        case .event(let event): receive(event, now: now)
        case .gap(let id, let room, let reason, let snapshot):
            guard subscriptions[room]?.request == id else { return }
            restart(room: room, snapshot: snapshot, reason: reason)
        case .caughtUp(let id, let room, let seq, let online):
            guard subscriptions[room]?.request == id else { return }
            guard let cursor = subscriptions[room]?.replica.cursor, cursor >= seq else {
                // The end of what was missed was told, but not all of it.
                return abandon(.fault("Events were missing before caught_up."), now: now)
            }
            subscriptions[room]?.replica.catchUp(online: online)
            present(.caughtUp(room: room), in: room)
        case .presence(let room, let account, let online):
            guard subscriptions[room] != nil else { return }
            subscriptions[room]?.replica.setPresence(of: account.id, online: online)
            present(.presence(room: room, account: account, online: online), in: room)
        case .marker(let marker):
            stored(marker)
            tell(.marker(marker))
        case .receipt(let room, let receipt): tell(.receipt(room: room, receipt))
        case .typing(let room, let account, let milliseconds):
            guard subscriptions[room] != nil else { return }
            tell(.typing(room: room, account: account, for: .milliseconds(max(0, min(milliseconds, 60_000)))))
        case .notify(let room, let seq, let by, let reason):
            tell(.notify(room: room, seq: seq, by: by, reason: reason))
        case .ended(let room, let code, let message):
            guard subscriptions[room]?.request != nil else { return }
            end(room, code: code, message: message)
        case .ack(let id, let room, let seq, let at, let duplicate):
            acknowledged(id: id, room: room, seq: seq, at: at, duplicate: duplicate, now: now)
        case .error(let id?, let refusal): refused(id: id, refusal, now: now)
        case .error(nil, let refusal):
            // What else has no number, such as that one writes, may be refused without harm.
            let unread: [RefusalCode] = [.badRequest, .unknownOperation, .tooLarge]
            if RefusalCode(rawValue: refusal.code).map(unread.contains) ?? true { tell(.problem(refusal.message)) }
        case .done, .unknown: break
        }
    }

    private mutating func receive(_ event: EventView, now: Duration) {
        guard subscriptions[event.room]?.request != nil else { return }
        let wasCaughtUp = subscriptions[event.room]?.replica.isCaughtUp ?? false
        switch subscriptions[event.room]?.replica.apply(event) {
        case .applied: present(.event(event, live: wasCaughtUp), in: event.room)
        case .missing(let cursor):
            abandon(.fault("Event \(event.seq) came after event \(cursor)."), now: now)
        case .ignored, nil: break
        }
    }

    private mutating func restart(room: Int64, snapshot: RoomSnapshot, reason: String) {
        guard let epoch else { return }
        subscriptions[room]?.replica.restart(from: snapshot, epoch: epoch)
        let request = takeRequest()
        let fresh = Restart(request: request, snapshot: snapshot, reason: reason)
        // What a log that is no room holds is news, or read in another way: it has no page of lines.
        guard room > 0 else { return finish(fresh, room: room, history: []) }
        subscriptions[room]?.restart = fresh
        let (before, overflows) = snapshot.head.addingReportingOverflow(1)
        actions.append(
            .loadHistory(
                room: room, request: request, before: overflows ? snapshot.head : before, limit: settings.historyPage))
    }

    /// Tells an event, after the page that belongs before it.
    private mutating func present(_ event: ClientEvent, in room: Int64) {
        guard var restart = subscriptions[room]?.restart else { return tell(event) }
        restart.held.append(event)
        subscriptions[room]?.restart = restart
        if restart.held.count > settings.heldEvents { finish(restart, room: room, history: []) }
    }

    mutating func finish(_ restart: Restart, room: Int64, history: [EventView]) {
        subscriptions[room]?.restart = nil
        let head = restart.snapshot.head
        // The page is asked for up to the snapshot; a server that says more must not make anything double.
        let page = history.filter { $0.room == room && $0.seq <= head }
        subscriptions[room]?.replica.prepend(history: page)
        tell(.restarted(snapshot: restart.snapshot, reason: restart.reason, history: page))
        for event in restart.held { tell(event) }
    }

    mutating func end(_ room: Int64, code: String, message: String) {
        if let restart = subscriptions[room]?.restart { finish(restart, room: room, history: []) }
        subscriptions[room] = nil
        tell(.ended(room: room, code: code, message: message))
    }
}
