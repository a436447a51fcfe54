import ChatDomain
import ChatWire

/// Messages on their way: one at a time in each room, again with the same key until there is an answer that lasts.
extension LiveSession {
    mutating func pump(_ room: Int64, now: Duration) {
        guard isLive, let queue = queues[room], queue.request == nil, queue.blockedUntil == nil,
            let message = queue.waiting.first
        else { return }
        let id = transmit { object, id in
            object.set("op", "send")
            object.set("id", id)
            object.set("room", room)
            object.set("key", message.key.text)
            object.set("text", message.text)
            if let thread = message.thread { object.set("thread", thread) }
            if let replyTo = message.replyTo { object.set("reply_to", replyTo) }
        }
        queues[room]?.request = id
        queues[room]?.sentAt = now
    }

    mutating func acknowledged(id: Int64, room: Int64, seq: Int64, at: Int64, duplicate: Bool, now: Duration) {
        guard var queue = queues[room], queue.request == id, let message = queue.waiting.first else { return }
        queue.waiting.removeFirst()
        queue.request = nil
        queue.strikes = 0
        queue.backoff.reset()
        queues[room] = queue
        actions.append(.settle(message))
        tell(.acknowledged(message, seq: seq, at: at, duplicate: duplicate))
        pump(room, now: now)
    }

    mutating func refused(id: Int64, _ refusal: RefusalView, now: Duration) {
        if let room = queues.first(where: { $0.value.request == id })?.key {
            refusedMessage(in: room, refusal, now: now)
        } else if let room = subscriptions.first(where: { $0.value.request == id })?.key {
            refusedSubscription(to: room, refusal, now: now)
        }
    }

    private mutating func refusedMessage(in room: Int64, _ refusal: RefusalView, now: Duration) {
        guard var queue = queues[room], let message = queue.waiting.first else { return }
        queue.request = nil
        let code = RefusalCode(rawValue: refusal.code)
        if code?.mayRetry ?? false {
            let pause = max(queue.backoff.next(), Self.asked(refusal))
            queue.blockedUntil = now + pause
            queues[room] = queue
            tell(.delayed(message, refusal, retry: pause))
        } else if code == .notLoggedIn {
            // The message is good; the session is not. It stays, for after the next log-in.
            queues[room] = queue
            abandon(.closed(code: 4001, reason: refusal.message), now: now)
        } else {
            queue.waiting.removeFirst()
            queue.strikes = 0
            queues[room] = queue
            actions.append(.settle(message))
            tell(.refused(message, refusal))
            pump(room, now: now)
        }
    }

    private mutating func refusedSubscription(to room: Int64, _ refusal: RefusalView, now: Duration) {
        subscriptions[room]?.request = nil
        if RefusalCode(rawValue: refusal.code)?.mayRetry ?? false {
            let pause = max(settings.backoff.first * 2, Self.asked(refusal))
            subscriptions[room]?.retryAt = now + pause
        } else {
            end(room, code: refusal.code, message: refusal.message)
        }
    }

    /// The pause that the server asks for; never more than five minutes.
    private static func asked(_ refusal: RefusalView) -> Duration {
        .seconds(max(0, min(refusal.retryAfter ?? 0, 300)))
    }
}
