import ChatDomain
import ChatService
import ChatWire
import EventLoop
import Metrics

// What clients ask for.
extension LiveGateway {
    /// Whether senders are left waiting, because too much waits for the disk.
    var isFull: Bool { service?.pending.isFull ?? true }

    /// The connection is asked to resume when there is room again; it waits anew if there is none left then.
    func waitForRoom(_ connection: LiveConnection) {
        waiting.append(connection)
    }

    func resumeWaiting() {
        guard !waiting.isEmpty, !isFull else { return }
        let ready = waiting
        waiting = []
        for connection in ready { connection.resumeInTurn() }
    }

    func request(_ text: UnsafeRawBufferPointer, from connection: LiveConnection) {
        do throws(LiveRequestFault) {
            switch try LiveRequest.decode(text, messageLimit: limits.messageBytes) {
            case .send(let id, let room, let key, let body, let thread, let replyTo):
                loop.activity.enter("live send")
                try check(connection, .write, id)
                connection.sendBegan()
                sendBytes += body.count
                sends.append(
                    SendRequest(
                        connection: connection.id, id: id, account: connection.caller.account, room: room, key: key,
                        body: body, thread: thread, replyTo: replyTo))
                // What is not handed over is not counted yet, and a turn can bring more than may wait.
                if sendBytes > Self.mostSendBytes { handOverSends() }
            case .subscribe(let id, let room, let after, let epoch):
                loop.activity.enter("live subscribe")
                try subscribe(connection, id: id, room: room, after: after, epoch: epoch)
            case .unsubscribe(let id, let room):
                if let place = connection.subscriptions.firstIndex(where: { $0.room == room }) {
                    rooms.end(connection.subscriptions.remove(at: place))
                }
                for place in connection.subscribing.indices where connection.subscribing[place].room == room {
                    connection.subscribing[place].isGivenUp = true
                }
                connection.sendText(LiveAnswer.done(id: id))
            case .read(let room, let sequence):
                try check(connection, .write, nil)
                handOverSends()
                service?.markRead(connection.id, connection.caller, room, through: sequence)
            case .typing(let room):
                try check(connection, .write, nil)
                service?.typing(connection.id, connection.caller, room)
            }
        } catch {
            connection.refuse(error.id, error.refusal)
        }
    }

    /// The stream itself needs `read`, which was looked at when it was opened.
    private func check(_ connection: LiveConnection, _ scope: TokenScopes, _ id: Int64?) throws(LiveRequestFault) {
        do throws(Refusal) {
            try connection.caller.check(scope)
        } catch {
            throw LiveRequestFault(id: id, refusal: error)
        }
    }

    func subscribe(
        _ connection: LiveConnection, id: Int64, room: RoomID, after: SequenceNumber?, epoch: String?
    ) throws(LiveRequestFault) {
        let limit = limits.subscriptionsPerConnection
        guard connection.subscriptions.count + connection.subscribing.count < limit else {
            throw LiveRequestFault(
                id: id,
                refusal: Refusal(
                    .tooManySubscriptions, "A connection may follow at most \(limit) rooms.",
                    limit: Refusal.Limit(name: "subscriptions_per_connection", value: limit)))
        }
        guard !connection.subscribing.contains(where: { $0.room == room && !$0.isGivenUp }) else {
            throw LiveRequestFault(
                id: id, refusal: Refusal(.badRequest, "This room is being subscribed to already."))
        }
        // Subscribing again starts anew, from the cursor that was given.
        if let place = connection.subscriptions.firstIndex(where: { $0.room == room }) {
            rooms.end(connection.subscriptions.remove(at: place))
        }
        connection.subscribing.append(LiveConnection.Beginning(room: room, request: id))
        handOverSends()
        rooms.subscribe(
            SubscribeRequest(
                connection: connection.id, id: id, account: connection.caller.account, room: room, after: after,
                epoch: epoch))
    }

    func handOverSends() {
        guard !sends.isEmpty else { return }
        service?.send(sends)
        sends.removeAll(keepingCapacity: true)
        sendBytes = 0
    }

    private static let mostSendBytes = 262_144

    func endTurn() {
        // There may be room since they looked, and nobody says so twice.
        resumeWaiting()
        handOverSends()
        rooms.endTurn()
    }
}
