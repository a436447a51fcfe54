import ChatWire

/// Coming, going and coming back.
extension LiveSession {
    /// The upgrade has succeeded.
    public mutating func opened(now: Duration) {
        guard phase == .connecting else { return }
        phase = .greeting(since: now)
        heardAt = now
        pinged = false
    }

    /// There is no connection (any more).
    public mutating func lost(_ loss: ConnectionLoss, now: Duration) {
        switch phase {
        case .stopped, .pausing: return
        case .connecting, .greeting: break
        case .live(let since):
            if now - since >= settings.stableAfter { connectBackoff.reset() }
        }
        let suspects = queues.filter { $0.value.request != nil }.map(\.key)
        drop()
        switch loss.verdict {
        case .comeBack(let asked):
            pause(atLeast: asked, after: loss, now: now)
        case .comeBackWithout:
            strike(suspects, loss: loss)
            pause(atLeast: nil, after: loss, now: now)
        case .loggedOut, .giveUp:
            phase = .stopped
            tell(.disconnected(loss, retry: nil))
        }
    }

    /// Something was heard: the server is there.
    public mutating func heard(now: Duration) {
        heardAt = now
        pinged = false
    }

    mutating func connect(now: Duration) {
        phase = .connecting
        actions.append(.connect)
    }

    /// Ends a connection that is of no use.
    mutating func abandon(_ loss: ConnectionLoss, now: Duration) {
        let code: UInt16 = if case .fault = loss { 1002 } else { 1000 }
        actions.append(.close(code: code))
        lost(loss, now: now)
    }

    /// Forgets what belonged to the connection; cursors and messages stay.
    mutating func drop() {
        for room in subscriptions.keys {
            subscriptions[room]?.request = nil
            subscriptions[room]?.retryAt = nil
            subscriptions[room]?.replica.disconnect()
        }
        for room in queues.keys {
            queues[room]?.request = nil
            queues[room]?.blockedUntil = nil
        }
    }

    private mutating func pause(atLeast asked: Duration?, after loss: ConnectionLoss, now: Duration) {
        let pause = max(connectBackoff.next(), min(asked ?? .zero, .seconds(300)))
        phase = .pausing(until: now + pause)
        tell(.disconnected(loss, retry: pause))
    }

    /// The server closed over something it was sent. What was on the wire twice when it did is not sent a third time.
    private mutating func strike(_ rooms: [Int64], loss: ConnectionLoss) {
        for room in rooms {
            guard var queue = queues[room], let message = queue.waiting.first else { continue }
            queue.strikes += 1
            if queue.strikes >= 2 {
                queue.strikes = 0
                queue.waiting.removeFirst()
                actions.append(.settle(message))
                tell(.refused(message, RefusalView(code: "bad_request", message: loss.message)))
            }
            queues[room] = queue
        }
    }

    mutating func welcome(epoch: String, account: AccountView, messageBytes: Int, now: Duration) {
        guard case .greeting = phase else { return }
        phase = .live(since: now)
        self.epoch = epoch
        tell(.connected(account: account, epoch: epoch, messageBytes: messageBytes))
        for room in subscriptions.keys.sorted() { subscribe(room) }
        for room in queues.keys.sorted() { pump(room, now: now) }
        for room in reads.keys { reads[room]?.isSent = false }
        sendReads(now: now)
    }

    /// Asks for a room's stream, from the cursor on where there is one.
    mutating func subscribe(_ room: Int64) {
        guard isLive, let replica = subscriptions[room]?.replica else { return }
        // A restart whose page is still loading goes on from its snapshot; what it holds stays held.
        let id = transmit { object, id in
            object.set("op", "subscribe")
            object.set("id", id)
            object.set("room", room)
            if let cursor = replica.cursor, let epoch = replica.epoch {
                object.set("after", cursor)
                object.set("epoch", epoch)
            }
        }
        subscriptions[room]?.request = id
        subscriptions[room]?.retryAt = nil
    }
}
