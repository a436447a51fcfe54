import ChatDomain
public import ChatService
import EventLoop

// The hot path: events to the readers of their room.
extension RoomStreams {
    public func deliver(_ segment: Segment) {
        guard let stream = streams[segment.room], segment.last > stream.head else { return }
        // After a reload the log may have gone on without this loop: its readers are fed from the store.
        if segment.first != stream.head.next { moveHead(segment.room, SequenceNumber(segment.first.rawValue - 1)) }
        for format in keptFormats { kept[format] = nil }
        keptFormats.removeAll(keepingCapacity: true)
        let mayQueue = loop.outboundBytes < outboundShare
        // Nearly all readers have the format of the one before.
        var (format, bytes) = (UInt16.max, KeptBytes?.none)
        var sentCount = 0
        for place in stream.readers.indices {
            if place + 6 < stream.readers.count { TCPConnection.prefetch(stream.readers[place + 6].socket) }
            let reader = stream.readers[place]
            guard reader.isLive else { continue }
            if reader.format != format {
                format = reader.format
                bytes = self.bytes(of: segment, Int(format))
            }
            guard !reader.hasExceptions, let bytes else {
                deliverApart(segment, to: reader.subscription.takeUnretainedValue(), mayQueue)
                continue
            }
            let isSent = reader.socket._withUnsafeGuaranteedRef { socket in
                mayQueue && !socket.isBlocked && socket.send(sharing: bytes) == .accepted
            }
            if isSent {
                sentCount += 1
            } else {
                fallBehind(reader.subscription.takeUnretainedValue(), cursor: stream.head)
            }
        }
        delivered += sentCount * segment.count
        stream.head = segment.last
        if let gone = segment.narrows { cut(gone, from: stream) }
    }

    private func bytes(of segment: Segment, _ format: Int) -> KeptBytes? {
        if let bytes = kept[format] { return bytes }
        guard let run = door.run(of: segment, format: format) else { return nil }
        let bytes = loop.keepUntilFlush(run.bytes)
        kept[format] = bytes
        keptFormats.append(format)
        return bytes
    }

    /// One slow reader harms nobody: it is fed from the tail when its socket drains.
    private func fallBehind(_ subscription: Subscription, cursor: SequenceNumber) {
        subscription.stream.fallBehind(subscription, cursor: cursor)
        figures.fellBehind.add()
        // A segment may be too much at once for a socket that takes everything: no `drained` will come.
        if !subscription.connection.socket.isBlocked { feedLater(subscription) }
    }

    /// For a reader who gets some of it in another way.
    private func deliverApart(_ segment: Segment, to subscription: Subscription, _ mayQueue: Bool) {
        subscription.cursor = subscription.stream.head
        let isSent =
            mayQueue && !subscription.connection.socket.isBlocked
            && send(segment, to: subscription, through: segment.last, atMost: .max) != nil
            && subscription.cursor == segment.last
        if !isSent { fallBehind(subscription, cursor: subscription.cursor) }
    }
}
