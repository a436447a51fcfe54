public import ChatDomain
public import ChatService
import EventLoop
import Metrics

// Readers that are behind are fed from the tail, within a budget a turn, after live traffic.
extension RoomStreams {
    public func feedLater(_ subscription: Subscription) {
        guard !subscription.isLive, !subscription.isEnded, !subscription.isQueued, !subscription.isLoading,
            !subscription.isHeld
        else { return }
        subscription.isQueued = true
        toFeed.append(subscription)
    }

    /// The connection's socket has taken everything.
    public func drained(_ connection: any StreamConnection) {
        for subscription in connection.subscriptions where !subscription.isLive { feedLater(subscription) }
    }

    func feed() {
        loop.activity.enter("feeding readers that are behind")
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
    private func feed(_ subscription: Subscription) -> Int {
        guard !subscription.isHeld, !advance(subscription) else { return 0 }
        let socket = subscription.connection.socket
        // When it is blocked, `drained` comes.
        guard !socket.isBlocked, socket.isOpen, let service else { return 0 }
        guard
            let segments = service.tail.segments(
                in: subscription.room, after: subscription.cursor, bytes: Self.feedBytesPerReader),
            !segments.isEmpty
        else {
            load(subscription)
            return 0
        }
        // More than may wait for a socket would never be taken.
        let sent = send(segments, to: subscription, atMost: allowance(min(Self.feedBytesPerReader, outboundBytes)))
        if !advance(subscription) { feedLater(subscription) }
        return sent
    }

    /// What a reader whose socket is free may be given at once. When all sockets together hold too much, still one event:
    /// those who hold it up do not read, and must not keep others from it.
    private func allowance(_ usual: Int) -> Int {
        loop.outboundBytes < outboundShare ? usual : 1
    }

    /// Sends what of the segments lies between the reader's cursor and the stream's head, up to about so many bytes.
    private func send(_ segments: [Segment], to subscription: Subscription, atMost bytes: Int) -> Int {
        let head = subscription.stream.head
        var sent = 0
        for segment in segments where segment.last > subscription.cursor && segment.first <= head {
            guard segment.first <= subscription.cursor.next, sent < bytes,
                let count = send(segment, to: subscription, through: head, atMost: bytes - sent)
            else { break }
            sent += count
        }
        return sent
    }

    /// Sends what of one segment lies behind the reader's cursor, and moves that. Part of a segment will do: one may be
    /// larger than what may wait for a socket.
    /// - Returns: the bytes; nil when the socket did not take them.
    func send(_ segment: Segment, to subscription: Subscription, through head: SequenceNumber, atMost bytes: Int)
        -> Int?
    {
        guard let run = door.run(of: segment, format: subscription.connection.format) else { return nil }
        let kept = loop.keepUntilFlush(run.bytes)
        let last = min(segment.last, head)
        var sent = 0
        while subscription.cursor < last, sent < bytes {
            let next = subscription.cursor.next
            let exception = subscription.exceptions.first { $0 >= next && $0 <= last }
            if exception == next {
                subscription.cursor = next
                subscription.exceptions.removeAll { $0 <= next }
                subscription.stream.noteExceptions(of: subscription)
                subscription.connection.replace(next, in: segment, for: subscription)
                continue
            }
            let first = Int(next.rawValue - segment.first.rawValue)
            let end = Int((exception?.rawValue ?? last.rawValue + 1) - segment.first.rawValue)
            guard let part = run.range(from: first, to: end, atMost: bytes - sent),
                subscription.connection.socket.send(sharing: kept, from: part.start, count: part.count) == .accepted
            else { return nil }
            sent += part.count
            delivered += part.events
            subscription.cursor = SequenceNumber(subscription.cursor.rawValue + Int64(part.events))
        }
        return sent
    }

    /// Makes the reader live when it has everything. Returns whether it is.
    func advance(_ subscription: Subscription) -> Bool {
        guard !subscription.isHeld, subscription.cursor >= subscription.stream.head else { return false }
        subscription.stream.makeLive(subscription)
        if !subscription.toldCaughtUp {
            subscription.toldCaughtUp = true
            subscription.connection.caughtUp(subscription)
            subscription.toldOnline()
        }
        return true
    }

    private func load(_ subscription: Subscription) {
        let stream = subscription.stream
        subscription.isLoading = true
        let isFirst = stream.loading[subscription.cursor] == nil
        stream.loading[subscription.cursor, default: []].append(subscription)
        if isFirst { service?.read(room: stream.room, after: subscription.cursor, outlet: outletNumber) }
    }

    /// `page`
    public func takePage(_ room: RoomID, _ after: SequenceNumber, _ segments: [Segment]?) {
        guard let stream = streams[room], let readers = stream.loading.removeValue(forKey: after) else { return }
        for subscription in readers {
            subscription.isLoading = false
            guard !subscription.isEnded, !subscription.isLive else { continue }
            // A page that could not be read is asked for again within a second.
            guard let segments, !segments.isEmpty else { continue }
            if !subscription.connection.socket.isBlocked {
                _ = send(segments, to: subscription, atMost: allowance(outboundBytes))
            }
            if !advance(subscription) { feedLater(subscription) }
        }
    }
}
