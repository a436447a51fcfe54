import ChatDomain
import ChatStore
import ChatWire

/// That a message is pinned: kept besides its event, so that the list of pins is a short read. Owner: the room; item:
/// the message.
struct Pin: RecordValue {
    static var collection: RecordCollection { .pin }

    var by: Int64
    /// In milliseconds since 1970.
    var at: Int64

    static func key(_ room: RoomID, _ message: SequenceNumber) -> RecordKey {
        RecordKey(.pin, owner: room.rawValue, item: message.rawValue)
    }
}

extension ServiceCore {
    /// Pins a message to its room, or takes the pin away. What is so already is no error.
    func pin(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, isOn: Bool, answer: @escaping Answer<Void>
    ) {
        let limit = settings.limits.pinsPerRoom
        decide(
            about: number, in: room, for: caller, holding: [.pins(room)], answer: answer,
            reading: { (reader) throws(StoreError) in
                try reader.records(.pin, owner: room.rawValue, after: nil, limit: limit).count
            }
        ) { core, access, state, count throws(Refusal) in
            let now = core.ports.now()
            try access.check(.pin, at: now)
            guard state.isPinned != isOn else { return .done(()) }
            if isOn {
                guard !state.isDeleted else { throw .messageGone }
                guard count < limit else {
                    throw .tooMany("A room can have \(limit) pinned messages.", "pins_per_room", limit)
                }
            }
            let event = core.append(
                isOn ? .pinned : .unpinned, to: access.log, by: caller.account, about: number.rawValue)
            let change: StateChange =
                isOn
                ? Pin(by: caller.account.rawValue, at: now.rawValue).put(owner: room.rawValue, item: number.rawValue)
                : .removeRecord(Pin.key(room, number))
            return .commit(CommitUnit(appends: [event], changes: [change])) { _, _ in }
        }
    }

    /// The pinned messages that he may read, the newest first.
    func pins(_ caller: Caller, _ room: RoomID, answer: @escaping Answer<LinePage>) {
        if isHeld(caller.account, .run { $0.pins(caller, room, answer: answer) }) { return }
        let limit = settings.limits.pinsPerRoom
        read(for: caller, answer: answer) { core throws(Refusal) in
            let view = core.lineReading(try core.directory.access(caller.account, to: room))
            return { (reader) throws(StoreError) in
                var messages: [Event] = []
                for record in try reader.records(.pin, owner: room.rawValue, after: nil, limit: limit).reversed() {
                    let place = SequenceNumber(record.key.item)
                    guard view.shows(place), let message = try reader.message(in: room.log, at: place) else { continue }
                    messages.append(message)
                }
                return try view.page(of: messages, from: reader)
            }
        }
    }
}
