import ChatClient
import ChatWire

/// What the server tells.
extension ChatConsole {
    func takeEvents(of live: LiveClient) async {
        for await event in live.events {
            guard self.live === live, !isFinished else { return }
            await take(event)
            checkWaiters()
            drawArea()
        }
    }

    private func take(_ event: ClientEvent) async {
        switch event {
        case .connected(_, _, let messageBytes):
            self.messageBytes = messageBytes
            isConnected = true
            retryAt = nil
            // Until all that was missed is here, so that its number can be told first.
            if wasConnected, room != nil { missed = [] }
            screen.show(.connected)
            if wasConnected, room == nil { screen.show(.back(missed: 0)) }
            if wasConnected { Task { await refreshUnread() } }
            wasConnected = true
        case .disconnected(let loss, let retry): await disconnected(loss, retry: retry)
        case .restarted(let snapshot, let reason, let history):
            guard snapshot.room.id == room?.id else { return }
            restarted(snapshot, reason: reason, history: history)
        case .event(let event, _):
            if event.room == personalLog { return await take(news: event) }
            guard event.room == room?.id else { return }
            typists[event.by.id] = nil
            missed?.append(event)
            if missed == nil { show(event) }
            await markRead()
        case .caughtUp(let id):
            guard id == room?.id else { return }
            isCaughtUp = true
            tellMissed()
            await markRead()
        case .marker(let marker): take(marker)
        case .receipt: break
        case .typing(let id, let account, let period): take(typing: account, in: id, for: period)
        case .notify(let id, let seq, let by, let reason): await take(notify: id, seq: seq, by: by, reason: reason)
        case .presence(let id, let account, let online):
            guard id == room?.id, isCaughtUp else { return }
            screen.show(.presence(room: id, account, online: online))
        case .ended(let id, _, let message):
            guard let ended = room, ended.id == id else { return }
            tellMissed()
            screen.show(.closed(room: ended, message: message))
            room = nil
            place = .lobby
        case .acknowledged(let message, let seq, let at, let duplicate):
            settle(message)
            if message.room == room?.id { lastAcknowledged = max(lastAcknowledged, seq) }
            screen.show(.acknowledged(message, seq: seq, at: at, duplicate: duplicate))
        case .refused(let message, let refusal):
            settle(message)
            somethingRefused = true
            screen.show(.refused(message, refusal))
        case .delayed(let message, let refusal, let retry):
            // What is over within a moment is not worth a line to a person.
            if mode == .json || retry >= .seconds(2) {
                screen.show(.delayed(message, refusal, seconds: retry / .seconds(1)))
            }
        case .problem(let text): screen.show(.problem(code: "problem", text))
        }
    }

    /// The log of what concerns oneself.
    private var personalLog: Int64? { account.map { -$0.id } }

    private func take(_ marker: MarkerView) {
        var view =
            unread[marker.room]
            ?? UnreadView(room: marker.room, sequence: marker.sequence, version: marker.version, head: marker.sequence)
        guard marker.version >= view.version else { return }
        (view.sequence, view.version) = (marker.sequence, marker.version)
        view.unread = marker.unread ?? view.unread
        view.mentions = marker.mentions ?? view.mentions
        unread[marker.room] = view
    }

    private func show(_ event: EventView) {
        lastShown = event.seq
        screen.show(.event(event))
    }

    private func tellMissed() {
        guard let events = missed else { return }
        missed = nil
        let others = events.filter { $0.kind == "message" && $0.by.id != account?.id }
        screen.show(.back(missed: others.count))
        events.forEach { show($0) }
    }

    private func restarted(_ snapshot: RoomSnapshot, reason: String, history: [EventView]) {
        missed = nil
        switch reason {
        case "too_far":
            screen.show(.note("Back. Too much has happened to show it all; here is the latest."))
            screen.show(.history(history.filter { $0.seq > lastShown }))
        case "epoch", "future":
            screen.show(.note("The server's store was restored or replaced. The room starts anew."))
            fallthrough
        default:
            screen.show(.opened(snapshot))
            screen.show(.history(history))
        }
        lastShown = snapshot.head
    }

    // MARK: The connection

    private func disconnected(_ loss: ConnectionLoss, retry: Duration?) async {
        let isNews = isConnected || !wasConnected && retryAt == nil
        isConnected = false
        // What came since is told, even if more is missing: it was shown to nobody.
        if let events = missed {
            missed = nil
            events.forEach { show($0) }
        }
        guard let retry else {
            screen.show(.connectionLost(loss.message, seconds: nil))
            guard mode == .terminal else { return await finish(Self.isLoggedOut(loss) ? .logInRefused : .other) }
            await leaveHouse()
            logInRefused = Self.isLoggedOut(loss)
            return screen.show(.note("\"login\" to come back, \"exit\" to end."))
        }
        retryAt = .now + retry
        // On a terminal the row above the input goes on to tell how it stands.
        if isNews || mode == .json { screen.show(.connectionLost(loss.message, seconds: retry / .seconds(1))) }
        countDown()
    }

    private static func isLoggedOut(_ loss: ConnectionLoss) -> Bool {
        switch loss {
        case .closed(4001, _), .refused(401, _): true
        default: false
        }
    }

    /// Draws the row that tells when the next attempt is, each second until it begins.
    private func countDown() {
        guard mode == .terminal, let due = retryAt else { return }
        Task {
            while !isConnected, !isFinished, retryAt == due {
                drawArea()
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    // MARK: What is on its way

    private func settle(_ message: OutgoingMessage) {
        if let place = pending.firstIndex(where: { $0.message.key == message.key }) {
            pending.remove(at: place)
        } else {
            settledKeys.insert(message.key)
        }
    }

    /// Whether the answer was told before the send returned.
    func settledEarly(_ message: OutgoingMessage) -> Bool {
        settledKeys.remove(message.key) != nil
    }

    func showPendingSoon() {
        guard mode == .terminal, let due = pending.last else { return }
        Task {
            try? await Task.sleep(for: Self.pendingDelay)
            if pending.contains(where: { $0.message.key == due.message.key }) { drawArea() }
        }
    }
}
