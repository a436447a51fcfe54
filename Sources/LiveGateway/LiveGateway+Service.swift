import ChatDomain
import ChatService
import ChatWire
import EventLoop

// What the service tells this loop.
extension LiveGateway {
    func handle(_ message: OutletMessage) {
        switch message {
        case .segment(let segment): deliver(segment)
        case .ack(let connection, let id, let room, let sequence, let at, let duplicate):
            guard let connection = connections[connection.serial] else { return }
            acknowledge(connection) {
                AckJSON.append(id: id, room: room, sequence: sequence, at: at, duplicate: duplicate, to: &$0)
            }
        case .refused(let connection, let id, let refusal, let isSend):
            guard let connection = connections[connection.serial] else { return }
            connection.sendText(LiveAnswer.error(id: id, refusal))
            if isSend { connection.sendEnded() }
        case .attached(let attachment): attach(attachment)
        case .notAttached(let connection, let id, let room, let refusal):
            finishAttaching(room, connections[connection.serial])
            connections[connection.serial]?.sendText(LiveAnswer.error(id: id, refusal))
            detachIfUnread(room)
        case .headMoved(let room, let head): moveHead(room, head)
        case .frame(let connection, let json): connections[connection.serial]?.sendText(json)
        case .toReaders(let room, let account, let json): tell(room, json) { $0 != account }
        case .toSome(let room, let accounts, let json): tell(room, json) { accounts.contains($0) }
        case .endConnection(let connection, let reason):
            connections[connection.serial]?.close(.sessionEnded, Self.sentence(for: reason))
        case .cut(let room, let account):
            if let stream = streams[room] { cut(account, from: stream) }
        case .ended(let room, let refusal):
            if let stream = streams[room] { end(stream.readers.map { $0.subscription.takeUnretainedValue() }, refusal) }
        case .roomToSend: resumeWaiting()
        case .page(let room, let after, let segments): takePage(room, after, segments)
        }
    }

    private func tell(_ room: RoomID, _ json: [UInt8], to isMeant: (AccountID) -> Bool) {
        guard let stream = streams[room] else { return }
        for reader in stream.readers where reader.isLive {
            let connection = reader.subscription.takeUnretainedValue().connection
            if isMeant(connection.caller.account) { connection.sendText(json) }
        }
    }

    func acknowledge(_ connection: LiveConnection, _ write: (inout [UInt8]) -> Void) {
        ackText.removeAll(keepingCapacity: true)
        write(&ackText)
        connection.sendText(ackText)
        connection.sendEnded()
    }

    func finishAttaching(_ room: RoomID, _ connection: LiveConnection?) {
        if let count = attaching[room] { attaching[room] = count > 1 ? count - 1 : nil }
        if let place = connection?.subscribing.firstIndex(of: room) { connection?.subscribing.remove(at: place) }
    }

    func attach(_ attachment: SubscriptionStart) {
        let room = attachment.room
        let connection = connections[attachment.connection.serial]
        finishAttaching(room, connection)
        guard let connection else { return detachIfUnread(room) }
        let stream = streams[room] ?? RoomStream(room: room, head: attachment.head)
        streams[room] = stream
        if let gap = attachment.gap {
            connection.sendText(
                LiveAnswer.gap(id: attachment.id, room: room, reason: gap.reason, snapshot: gap.snapshot))
        }
        let subscription = Subscription(
            connection: connection, stream: stream, id: attachment.id, cursor: attachment.cursor,
            online: attachment.online)
        connection.subscriptions.append(subscription)
        stream.add(subscription)
        if !advance(subscription) { feedLater(subscription) }
    }

    func moveHead(_ room: RoomID, _ head: SequenceNumber) {
        guard let stream = streams[room], stream.head < head else { return }
        for reader in stream.readers where reader.isLive {
            let subscription = reader.subscription.takeUnretainedValue()
            stream.fallBehind(subscription, cursor: stream.head)
            feedLater(subscription)
        }
        stream.head = head
    }

    private static func sentence(for reason: EndReason) -> String {
        switch reason {
        case .sessionEnded: "The session has ended. Log in again."
        case .deactivated: "This account was deactivated. Ask an admin of this server."
        case .removed: "This account was removed."
        case .banned: "Your address is kept out of this server."
        }
    }
}
