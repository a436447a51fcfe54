public import ChatDomain
import ChatStore
import ChatWire

/// When something was last said in a room.
public struct RoomActivity: Sendable, Equatable {
    public var room: RoomID
    public var lastMessage: SequenceNumber
    public var lastMessageAt: Timestamp
}

/// How far somebody has read, and when that happened which he read last.
public struct MarkedMoment: Sendable, Equatable {
    /// Zero when he has read nothing.
    public var sequence: SequenceNumber
    /// Nil when he has read nothing.
    public var at: Timestamp?
}

// For doors whose clients know moments and not numbers.
extension ServiceCore {
    /// The caller's rooms in which something was said after `from` and before `to`, which are not part of it; the one with
    /// the latest message first. A message that was deleted counts.
    func activity(
        of caller: Caller, from: Timestamp, to: Timestamp, limit: Int, answer: @escaping Answer<[RoomActivity]>
    ) {
        if isHeld(caller.account, .run { $0.activity(of: caller, from: from, to: to, limit: limit, answer: answer) }) {
            return
        }
        read(for: caller, answer: answer) { core throws(Refusal) in
            let places = core.directory.roomsOf[caller.account, default: []].compactMap { room -> ReadablePart? in
                guard let access = try? core.directory.access(caller.account, to: room) else { return nil }
                return ReadablePart(log: room.log, floor: access.floor, head: access.room.head.sequence)
            }
            return { (reader) throws(StoreError) in
                var found: [RoomActivity] = []
                for place in places {
                    guard let last = try place.lastMessage(before: to, from: reader), last.at > from else { continue }
                    found.append(
                        RoomActivity(room: RoomID(place.log), lastMessage: last.sequence, lastMessageAt: last.at))
                }
                found.sort { ($0.lastMessageAt, $0.room) > ($1.lastMessageAt, $1.room) }
                return Array(found.prefix(max(limit, 0)))
            }
        }
    }

    /// Where one's marker stands. One that moved counts before it is stored.
    func markedMoment(_ room: RoomID, for caller: Caller, answer: @escaping Answer<MarkedMoment>) {
        read(for: caller, answer: answer) { core throws(Refusal) in
            _ = try core.directory.access(caller.account, to: room)
            let moved = core.markers[MarkerBook.Place(account: caller.account, room: room)]
            let stored = core.directory.markers[caller.account.rawValue, room.rawValue]
            let sequence = moved?.sequence ?? SequenceNumber(stored?.sequence ?? 0)
            return { (reader) throws(StoreError) in
                MarkedMoment(sequence: sequence, at: try reader.event(in: room.log, at: sequence)?.at)
            }
        }
    }

    /// Moves one's marker to the last event that is not newer than a moment; never backwards.
    func mark(
        _ room: RoomID, through moment: Timestamp, by caller: Caller, answer: @escaping Answer<MarkedMoment>
    ) {
        let service = ports.service
        let found: Answer<SequenceNumber> = { result in
            service(
                .run { core in
                    switch result {
                    case .failure(let refusal): answer(.failure(refusal))
                    case .success(let place):
                        core.mark(caller, room, to: place, back: false) { result in
                            if case .failure(let refusal) = result { return answer(.failure(refusal)) }
                            service(.run { $0.markedMoment(room, for: caller, answer: answer) })
                        }
                    }
                })
        }
        read(for: caller, answer: found) { core throws(Refusal) in
            let head = try core.directory.access(caller.account, to: room).room.head.sequence
            return { (reader) throws(StoreError) in
                guard let newer = try reader.place(in: room.log, at: moment.next) else { return head }
                return min(SequenceNumber(newer.rawValue - 1), head)
            }
        }
    }

    /// When an event happened that the caller may read.
    func time(
        of sequence: SequenceNumber, in room: RoomID, for caller: Caller, answer: @escaping Answer<Timestamp>
    ) {
        let found: Answer<Timestamp?> = { result in
            answer(result.flatMap { at in at.map(Result.success) ?? .failure(.messageUnknown) })
        }
        read(for: caller, answer: found) { core throws(Refusal) in
            try core.directory.access(caller.account, to: room).checkReadable(sequence)
            return { (reader) throws(StoreError) in try reader.event(in: room.log, at: sequence)?.at }
        }
    }
}

/// What somebody may read of a log.
private struct ReadablePart {
    var log: LogID
    var floor: SequenceNumber
    var head: SequenceNumber

    /// Found by halves, so that a room in which people only come and go costs no more than another.
    func lastMessage(before moment: Timestamp, from reader: any StoreReader) throws(StoreError) -> Event? {
        let end = try reader.place(in: log, at: moment).map { SequenceNumber($0.rawValue - 1) } ?? head
        let last = min(end, head)
        guard last > floor else { return nil }
        let count = try reader.ordinal(in: log, at: last)
        var (low, high) = (floor.rawValue + 1, last.rawValue)
        while low < high {
            let middle = low + (high - low) / 2
            if try reader.ordinal(in: log, at: SequenceNumber(middle)) < count {
                low = middle + 1
            } else {
                high = middle
            }
        }
        // Without any since the floor, this is the first event behind it.
        guard let event = try reader.event(in: log, at: SequenceNumber(low)) else { return nil }
        return event.kind == .message ? event : nil
    }
}
