public import ChatDomain
import ChatStore
import ChatWire

extension ServiceCore {
    /// The hot path: one message from a live connection.
    func send(_ request: SendRequest) {
        if isHeld(request.account, .sends([request])) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(request.account)
            let access = try directory.access(request.account, to: request.room)
            submit(
                unit(for: access, key: request.key, body: request.body), bytes: request.body.count,
                reply: .live(request.connection, id: request.id, room: request.room))
        } catch {
            tell(
                request.connection,
                .refused(connection: request.connection, id: request.id, refusal: error, send: true))
        }
    }

    private func unit(for access: RoomAccess, key: SendKey, body: [UInt8]) -> CommitUnit {
        CommitUnit(appends: [
            LogAppend(
                log: access.room.room.id.log,
                events: [
                    EventDraft(author: access.account, kind: .message, at: ports.now(), key: key, body: body)
                ])
        ])
    }

    /// The same by way of HTTP.
    func post(_ account: AccountID, _ room: RoomID, key: SendKey, body: [UInt8], answer: @escaping Answer<Posted>) {
        if isHeld(account, .run { $0.post(account, room, key: key, body: body, answer: answer) }) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(account)
            let unit = unit(for: try directory.access(account, to: room), key: key, body: body)
            let at = unit.appends.first?.events.first?.at ?? Timestamp(milliseconds: 0)
            submit(
                unit, bytes: body.count,
                reply: .call { _, outcome in
                    switch outcome {
                    case .outcome(.committed(let first)):
                        answer(.success(Posted(room: room, sequence: first.first ?? .zero, at: at, duplicate: false)))
                    case .outcome(.duplicate(let first, let at)):
                        answer(.success(Posted(room: room, sequence: first, at: at, duplicate: true)))
                    case .outcome(.conflict), .outcome(.fenced), .unknown:
                        answer(.failure(.outcomeUnknown))
                    }
                })
        } catch {
            answer(.failure(error))
        }
    }

    /// A page of history.
    func history(_ account: AccountID, _ room: RoomID, _ range: HistoryRange, answer: @escaping Answer<HistoryPage>) {
        if isHeld(account, .run { $0.history(account, room, range, answer: answer) }) { return }
        do throws(Refusal) {
            try checkRate(account)
            let access = try directory.access(account, to: room)
            let head = access.room.head
            let (names, epoch) = (names, epoch)
            let accepted = ports.read { reader in
                guard let reader, let events = try? range.read(room.log, head: head, from: reader) else {
                    return answer(
                        .failure(Refusal(.internalFault, "The history could not be read. Try again later.")))
                }
                let page = HistoryPage(events: events, authors: names.authors(of: events), head: head, epoch: epoch)
                answer(.success(page))
            }
            if !accepted { throw Refusal(.overloaded, "The server has too much to read. Try again.", retryAfter: 1) }
        } catch {
            answer(.failure(error))
        }
    }
}

/// The result of a send.
public struct Posted: Sendable {
    public var room: RoomID
    public var sequence: SequenceNumber
    public var at: Timestamp
    public var duplicate: Bool
}

/// Which part of a room's history.
public struct HistoryRange: Sendable {
    public enum Anchor: Sendable {
        case latest
        case before(SequenceNumber)
        case after(SequenceNumber)
        case around(SequenceNumber)
    }

    public var anchor: Anchor
    public var limit: Int

    public init(anchor: Anchor, limit: Int) {
        self.anchor = anchor
        self.limit = limit
    }

    /// Bytes of bodies in one page, so that a page of long messages is a shorter one.
    static let pageBytes = 1_048_576

    /// Reads it, oldest first. Nothing beyond `head`: what the service does not know yet is not shown.
    func read(_ log: LogID, head: SequenceNumber, from reader: any StoreReader) throws(StoreError) -> [Event] {
        let bytes = Self.pageBytes
        let events: [Event]
        switch anchor {
        case .latest:
            events = try reader.events(in: log, before: head.next, limit: limit, bytes: bytes)
        case .before(let place):
            events = try reader.events(in: log, before: min(place, head.next), limit: limit, bytes: bytes)
        case .after(let place):
            events = try reader.events(in: log, after: place, limit: limit, bytes: bytes)
        case .around(let place):
            let older = try reader.events(
                in: log, before: min(place, head.next), limit: limit / 2, bytes: bytes / 2)
            let newer = try reader.events(
                in: log, after: SequenceNumber(max(0, place.rawValue - 1)), limit: limit - older.count,
                bytes: bytes / 2)
            events = older + newer
        }
        return events.filter { $0.sequence <= head }
    }
}

public struct HistoryPage: Sendable {
    public var events: [Event]
    /// Display names, one for each event.
    public var authors: [String]
    public var head: SequenceNumber
    public var epoch: Epoch
}
