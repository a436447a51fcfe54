import ChatDomain
import ChatStore
import ChatWire

extension ServiceCore {
    /// A page of the log itself.
    func history(_ caller: Caller, _ room: RoomID, _ range: HistoryRange, answer: @escaping Answer<HistoryPage>) {
        if isHeld(caller.account, .run { $0.history(caller, room, range, answer: answer) }) { return }
        read(for: caller, answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let (log, floor, head) = (access.log, access.floor, access.room.head.sequence)
            let (names, epoch) = (core.names, core.epoch)
            return { (reader) throws(StoreError) in
                let events = try range.read(.all, log, floor: floor, head: head, from: reader)
                return HistoryPage(
                    events: events, authors: names.authors(of: events), head: head, floor: floor, epoch: epoch)
            }
        }
    }

    func lineReading(_ access: RoomAccess) -> LineReading {
        LineReading(
            room: access.id, account: access.account, floor: access.floor, head: access.room.head.sequence,
            now: ports.now(), names: names, epoch: epoch)
    }

    /// A page of what people read.
    func lines(
        _ caller: Caller, _ room: RoomID, _ selection: LineSelection, _ range: HistoryRange,
        answer: @escaping Answer<LinePage>
    ) {
        let again = ServiceInput.run { $0.lines(caller, room, selection, range, answer: answer) }
        if isHeld(caller.account, again) { return }
        read(for: caller, answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let view = core.lineReading(access)
            return { (reader) throws(StoreError) in
                let events = try range.read(
                    .lines(selection), room.log, floor: view.floor, head: view.head, from: reader)
                return try view.page(of: events, from: reader)
            }
        }
    }

    /// One message as it is now.
    func message(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, answer: @escaping Answer<LinePage>
    ) {
        if isHeld(caller.account, .run { $0.message(caller, room, number, answer: answer) }) { return }
        let found: Answer<LinePage?> = { result in
            answer(result.flatMap { page in page.map(Result.success) ?? .failure(.messageUnknown) })
        }
        read(for: caller, answer: found) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            try access.checkReadable(number)
            let view = core.lineReading(access)
            return { (reader) throws(StoreError) in
                guard let message = try reader.message(in: room.log, at: number) else { return nil }
                return try view.page(of: [message], from: reader)
            }
        }
    }

    /// A message's texts, the first one first. None of a deleted one.
    func versions(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, answer: @escaping Answer<HistoryPage>
    ) {
        if isHeld(caller.account, .run { $0.versions(caller, room, number, answer: answer) }) { return }
        let found: Answer<HistoryPage?> = { result in
            answer(
                result.flatMap { page in
                    guard let page else { return .failure(.messageUnknown) }
                    return page.events.isEmpty ? .failure(.messageGone) : .success(page)
                })
        }
        read(for: caller, answer: found) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            try access.checkReadable(number)
            let view = core.lineReading(access)
            return { (reader) throws(StoreError) in
                guard let message = try reader.message(in: room.log, at: number) else { return nil }
                let about = try reader.events(in: room.log, about: [number]).filter { view.shows($0.sequence) }
                let events = message.body.isEmpty ? [] : [message] + MessageState(message, about).edits
                return HistoryPage(
                    events: events, authors: view.names.authors(of: events), head: view.head, floor: view.floor,
                    epoch: view.epoch)
            }
        }
    }
}
