import ChatDomain
public import ChatService
import ChatWire
import EventLoop
import Metrics
public import RoomStreams

// What the service tells this loop.
extension LiveGateway {
    func handle(_ message: OutletMessage) {
        switch message {
        case .segment(let segment):
            loop.activity.enter("live delivery")
            rooms.deliver(segment)
        case .ack(let connection, let id, let room, let sequence, let at, let duplicate):
            guard let connection = connections[connection.serial] else { return }
            acknowledge(connection) {
                AckJSON.append(id: id, room: room, sequence: sequence, at: at, duplicate: duplicate, to: &$0)
            }
        case .refused(let connection, let id, let refusal, let isSend):
            guard let connection = connections[connection.serial] else { return }
            connection.refuse(id, refusal)
            if isSend { connection.sendEnded() }
        case .attached(let start): rooms.attach(start)
        case .notAttached(let id, let request, let room, let refusal):
            rooms.refuse(id, room)
            guard let connection = connections[id.serial] else { return }
            connection.answered(room, request)
            connection.refuse(request, refusal)
        case .headMoved(let room, let head): rooms.moveHead(room, head)
        case .shown: break
        case .toOne(let connection, let news): connections[connection.serial]?.sendText(news.json)
        case .toReaders(let account, let news):
            loop.activity.enter("live news")
            tell(news) { $0 != account }
        case .toSome(let accounts, let news): tell(news) { accounts.contains($0) }
        case .endConnection(let connection, let reason):
            connections[connection.serial]?.close(.sessionEnded, Self.sentence(for: reason))
        case .cut(let room, let account): rooms.cut(account, from: room)
        case .ended(let room, let refusal): rooms.end(room, refusal)
        case .roomToSend: resumeWaiting()
        case .page(let room, let after, let segments): rooms.takePage(room, after, segments)
        }
    }

    private func tell(_ news: News, to isMeant: (AccountID) -> Bool) {
        rooms.forEachLiveReader(of: news.room) { connection in
            if isMeant(connection.account) { (connection as? LiveConnection)?.sendText(news.json) }
        }
    }

    func acknowledge(_ connection: LiveConnection, _ write: (inout [UInt8]) -> Void) {
        ackText.removeAll(keepingCapacity: true)
        write(&ackText)
        connection.sendText(ackText)
        connection.sendEnded()
    }

    private static func sentence(for reason: EndReason) -> String {
        switch reason {
        case .ended(_, let reason): "Someone who runs this server ended your sessions: \(reason)"
        case .sessionEnded: "The session has ended. Log in again."
        case .deactivated: "This account was deactivated. Ask an admin of this server."
        case .removed: "This account was removed."
        case .banned: "Your address is kept out of this server."
        }
    }
}

extension LiveGateway: StreamDoor {
    public func connection(_ id: ConnectionID) -> (any StreamConnection)? { connections[id.serial] }

    public func run(of segment: Segment, format: Int) -> FrameRun? {
        segment.frames(as: LiveFrames.self)?.run(deflated: format == LiveFrames.deflatedFormat)
    }
}
