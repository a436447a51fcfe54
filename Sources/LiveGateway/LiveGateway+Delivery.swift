import ChatDomain
import ChatService
import ChatWire
import EventLoop

// The hot path: events to the readers of their room, and the end of reading.
extension LiveGateway {
    func deliver(_ segment: Segment) {
        guard let stream = streams[segment.room], segment.last > stream.head,
            let frames = segment.frames as? LiveFrames
        else { return }
        // After a reload the log may have gone on without this loop: its readers are fed from the store.
        if segment.first != stream.head.next { moveHead(segment.room, SequenceNumber(segment.first.rawValue - 1)) }
        let plain = loop.keepUntilFlush(frames.plain.bytes)
        let deflated = frames.deflated.map { loop.keepUntilFlush($0.bytes) }
        let mayQueue = loop.outboundBytes < outboundShare
        for place in stream.readers.indices {
            let reader = stream.readers[place]
            guard reader.isLive else { continue }
            let isSent = reader.socket._withUnsafeGuaranteedRef { socket in
                guard mayQueue, !socket.isBlocked else { return false }
                if reader.deflates, let deflated { return socket.send(sharing: deflated) == .accepted }
                return socket.send(sharing: plain) == .accepted
            }
            // One slow reader harms nobody: it is fed from the tail when its socket drains.
            if !isSent {
                let subscription = reader.subscription.takeUnretainedValue()
                stream.fallBehind(subscription, cursor: stream.head)
                // A segment may be too much at once for a socket that takes everything: no `drained` will come.
                if !subscription.connection.socket.isBlocked { feedLater(subscription) }
            }
        }
        stream.head = segment.last
        if let gone = segment.narrows { cut(gone, from: stream) }
    }

    /// Nothing more of the room reaches the account.
    func cut(_ account: AccountID, from stream: RoomStream) {
        let ended = stream.readers.map { $0.subscription.takeUnretainedValue() }
            .filter { $0.connection.caller.account == account }
        end(ended, Refusal(.notAMember, "You are no longer a member of this room."))
    }

    /// Ends what was followed, and says why.
    func end(_ subscriptions: [Subscription], _ refusal: Refusal) {
        for subscription in subscriptions {
            let connection = subscription.connection
            connection.subscriptions.removeAll { $0 === subscription }
            end(subscription)
            connection.sendText(LiveAnswer.ended(room: subscription.stream.room, refusal: refusal))
        }
    }

    func end(_ subscription: Subscription) {
        guard !subscription.isEnded else { return }
        subscription.isEnded = true
        subscription.stream.remove(subscription)
        detachIfUnread(subscription.stream.room)
    }

    func detachIfUnread(_ room: RoomID) {
        guard attaching[room] == nil, streams[room]?.readers.isEmpty ?? true else { return }
        streams[room] = nil
        service?.detach(room, outlet: outletNumber)
    }
}
