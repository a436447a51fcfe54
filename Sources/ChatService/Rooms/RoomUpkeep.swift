import ChatDomain
import ChatStore

/// When rooms were last looked after: texts that are kept for a time only, and rooms that were deleted.
struct RoomUpkeep {
    fileprivate var next = Timestamp(milliseconds: 0)
    fileprivate var isRunning = false

    /// Between two rounds.
    fileprivate static let pauseMilliseconds: Int64 = 300_000
    /// Events whose texts are erased in one commit.
    static let portion: Int64 = 1_000
}

// One room after the other, one portion after the other: what people ask for goes on in between.
extension ServiceCore {
    /// At most every few minutes.
    func keepUpRooms(at now: Timestamp) {
        guard !upkeep.isRunning, !isStopping, now >= upkeep.next else { return }
        upkeep.next = Timestamp(milliseconds: now.rawValue + RoomUpkeep.pauseMilliseconds)
        let due = directory.rooms.values.filter { state in
            let settings = state.settings
            if settings.deletedAt != nil { return !settings.isPurged && isOver(state, at: now) }
            return settings.retentionDays > 0 && settings.floor < state.head.sequence.rawValue
        }
        guard !due.isEmpty else { return }
        upkeep.isRunning = true
        keepUp(due.map(\.room.id)[...])
    }

    private func keepUp(_ rooms: ArraySlice<RoomID>) {
        guard let room = rooms.first, !isStopping else {
            upkeep.isRunning = false
            return
        }
        let rest = rooms.dropFirst()
        guard let state = directory.rooms[room] else { return keepUp(rest) }
        if state.settings.deletedAt != nil {
            eraseNext(of: room, through: state.head.sequence, then: rest) { core, state in
                core.isOver(state, at: core.ports.now())
            }
        } else {
            eraseOld(of: state, then: rest)
        }
    }

    private func eraseOld(of state: RoomState, then rest: ArraySlice<RoomID>) {
        let (room, head, days) = (state.room.id, state.head.sequence, state.settings.retentionDays)
        let oldest = Timestamp(milliseconds: ports.now().rawValue - Int64(days) * Self.dayMilliseconds)
        let service = ports.service
        do throws(Refusal) {
            try onReader { (reader) throws(StoreError) in
                try reader.place(in: room.log, at: oldest)
            } then: { result in
                service(
                    .run { core in
                        guard case .success(let kept) = result else { return core.keepUp(rest) }
                        let last = kept.map { SequenceNumber($0.rawValue - 1) } ?? head
                        core.eraseNext(of: room, through: min(last, head), then: rest) { _, state in
                            state.settings.deletedAt == nil && state.settings.retentionDays == days
                        }
                    })
            }
        } catch {
            keepUp(rest)
        }
    }

    /// Erases a portion and raises the floor to it; then the next one.
    private func eraseNext(
        of room: RoomID, through last: SequenceNumber, then rest: ArraySlice<RoomID>,
        isDue: @escaping @Sendable (ServiceCore, RoomState) -> Bool
    ) {
        let service = ports.service
        let answer: Answer<Bool> = { result in
            service(
                .run { core in
                    guard case .success(true) = result else { return core.keepUp(rest) }
                    core.eraseNext(of: room, through: last, then: rest, isDue: isDue)
                })
        }
        decideInTurn(for: nil, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            guard let state = core.directory.rooms[room], isDue(core, state) else { return .done(false) }
            var settings = state.settings
            guard settings.floor < last.rawValue else {
                guard settings.deletedAt != nil, !settings.isPurged else { return .done(false) }
                return .commit(core.purge(of: state)) { _, _ in false }
            }
            settings.floor = min(settings.floor + RoomUpkeep.portion, last.rawValue)
            let unit = CommitUnit(changes: [
                .eraseAll(room.log, through: SequenceNumber(settings.floor)), settings.put(owner: room.rawValue),
            ])
            return .commit(unit) { _, _ in true }
        }
    }

    /// What is left of a deleted room: its number, and who was in it, so that they are told that it is gone. Its name
    /// is free again.
    private func purge(of state: RoomState) -> CommitUnit {
        let id = state.room.id
        log.info("deleted room erased", ["room": "\(id.rawValue)"])
        var room = state.room
        // No handle has a space in it.
        room.handle = Handle(unchecked: "gone \(id.rawValue)", key: "gone \(id.rawValue)")
        room.title = "Deleted room"
        var settings = RoomSettings(kind: state.settings.kind)
        settings.floor = state.settings.floor
        settings.deletedAt = state.settings.deletedAt
        settings.isPurged = true
        let collections: [RecordCollection] = [.member, .invitation, .ban, .inviteLink, .pin, .ballot]
        return CommitUnit(
            changes: [.updateRoom(room), settings.put(owner: id.rawValue)]
                + collections.map { .removeRecords($0, owner: id.rawValue) })
    }
}
