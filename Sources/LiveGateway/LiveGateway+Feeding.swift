import ChatDomain
import ChatService
import ChatWire
import EventLoop

// Readers that are behind are fed from the tail, within a budget a turn, after live traffic.
extension LiveGateway {
    func feedLater(_ subscription: Subscription) {
        guard !subscription.isLive, !subscription.isEnded, !subscription.isQueued, !subscription.isLoading else {
            return
        }
        subscription.isQueued = true
        toFeed.append(subscription)
    }

    func feed() {
        var budget = Self.feedBytesPerTurn
        var line = toFeed[...]
        toFeed = []
        while budget > 0, let subscription = line.popFirst() {
            subscription.isQueued = false
            if !subscription.isEnded, !subscription.isLive { budget -= feed(subscription) }
        }
        toFeed.append(contentsOf: line)
        // The rest has its turn after what arrives meanwhile.
        if !toFeed.isEmpty { loop.post {} }
    }

    /// Gives the reader what comes next. Returns bytes sent.
    func feed(_ subscription: Subscription) -> Int {
        guard !advance(subscription) else { return 0 }
        let socket = subscription.connection.socket
        // When it is blocked, `drained` comes.
        guard !socket.isBlocked, socket.isOpen, let service else { return 0 }
        let stream = subscription.stream
        guard
            let segments = service.tail.segments(
                in: stream.room, after: subscription.cursor, bytes: Self.feedBytesPerReader),
            !segments.isEmpty
        else {
            load(subscription)
            return 0
        }
        let sent = send(segments, to: subscription, atMost: allowance(Self.feedBytesPerReader))
        if !advance(subscription) { feedLater(subscription) }
        return sent
    }

    /// What a reader whose socket is free may be given at once. When all sockets together hold too much, still one event:
    /// those who hold it up do not read, and must not keep others from it.
    private func allowance(_ usual: Int) -> Int {
        loop.outboundBytes < outboundShare ? usual : 1
    }

    /// Sends what of the segments lies between the reader's cursor and the stream's head, up to about so many bytes. Part
    /// of a segment will do: one may be larger than what may wait for a socket.
    func send(_ segments: [Segment], to subscription: Subscription, atMost bytes: Int) -> Int {
        let socket = subscription.connection.socket
        let head = subscription.stream.head
        var sent = 0
        for segment in segments where segment.last > subscription.cursor && segment.first <= head {
            guard segment.first <= subscription.cursor.next, let frames = segment.frames as? LiveFrames else { break }
            let run = subscription.connection.deflates ? frames.deflated ?? frames.plain : frames.plain
            let first = subscription.cursor.rawValue + 1 - segment.first.rawValue
            let end = min(segment.last, head).rawValue + 1 - segment.first.rawValue
            guard sent < bytes, let part = run.range(from: Int(first), to: Int(end), atMost: bytes - sent),
                socket.send(sharing: loop.keepUntilFlush(run.bytes), from: part.start, count: part.count) == .accepted
            else { break }
            sent += part.count
            subscription.cursor = SequenceNumber(subscription.cursor.rawValue + Int64(part.events))
        }
        return sent
    }

    /// Makes the reader live when it has everything. Returns whether it is.
    func advance(_ subscription: Subscription) -> Bool {
        guard subscription.cursor >= subscription.stream.head else { return false }
        subscription.stream.makeLive(subscription)
        if !subscription.toldCaughtUp {
            subscription.toldCaughtUp = true
            subscription.connection.sendText(
                LiveAnswer.caughtUp(
                    id: subscription.id, room: subscription.stream.room, sequence: subscription.cursor,
                    online: subscription.online))
        }
        return true
    }

    func load(_ subscription: Subscription) {
        let stream = subscription.stream
        subscription.isLoading = true
        let isFirst = stream.loading[subscription.cursor] == nil
        stream.loading[subscription.cursor, default: []].append(subscription)
        if isFirst { service?.read(room: stream.room, after: subscription.cursor, outlet: outletNumber) }
    }

    func takePage(_ room: RoomID, _ after: SequenceNumber, _ segments: [Segment]?) {
        guard let stream = streams[room], let readers = stream.loading.removeValue(forKey: after) else { return }
        for subscription in readers {
            subscription.isLoading = false
            guard !subscription.isEnded, !subscription.isLive else { continue }
            // A page that could not be read is asked for again within a second.
            guard let segments, !segments.isEmpty else { continue }
            if !subscription.connection.socket.isBlocked {
                _ = send(segments, to: subscription, atMost: allowance(limits.outboundBytes))
            }
            if !advance(subscription) { feedLater(subscription) }
        }
    }
}
