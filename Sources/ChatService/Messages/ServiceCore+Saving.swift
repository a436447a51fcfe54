public import ChatDomain
import ChatStore
public import ChatWire

/// A message that somebody keeps for later. Owner: he; item: the room; part: the message.
struct Saved: RecordValue {
    static var collection: RecordCollection { .saved }

    /// In milliseconds since 1970. Each of one's own has another.
    var at: Int64

    static func key(_ account: AccountID, _ room: RoomID, _ message: SequenceNumber) -> RecordKey {
        RecordKey(.saved, owner: account.rawValue, item: room.rawValue, part: message.rawValue)
    }
}

/// Something that was saved, as it is now.
public struct SavedView: Sendable {
    public var room: RoomID
    public var message: SequenceNumber
    public var savedAt: Timestamp
    /// Nil for what one cannot read any more.
    public var line: LineView?
}

public struct SavedPage: Sendable {
    /// What was saved last comes first.
    public var items: [SavedView]
    /// Where the next page begins; nil on the last one.
    public var next: Timestamp?
}

extension ServiceCore {
    /// Saves a message, or forgets that it was saved. What is so already is no error.
    func save(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, isOn: Bool, answer: @escaping Answer<Void>
    ) {
        let (account, limit) = (caller.account, settings.limits.savedPerAccount)
        let key = Saved.key(account, room, number)
        decide(for: caller, holding: [.belongings(account)], in: room, answer: answer) {
            core throws(Refusal) -> Look<(exists: Bool, saved: [Record])> in
            // What was saved can be given up by who cannot read it any more.
            if isOn { try core.directory.access(account, to: room).checkReadable(number) }
            return { (reader) throws(StoreError) in
                (
                    try reader.message(in: room.log, at: number)?.body.isEmpty == false,
                    try reader.records(.saved, owner: account.rawValue, after: nil, limit: limit + 1)
                )
            }
        } _: { core, seen throws(Refusal) in
            guard seen.saved.contains(where: { $0.key == key }) != isOn else { return .done(()) }
            var unit = CommitUnit(changes: [.removeRecord(key)])
            if isOn {
                try core.directory.access(account, to: room).checkReadable(number)
                guard seen.exists else { throw .messageUnknown }
                guard seen.saved.count < limit else {
                    throw .tooMany("You can have \(limit) saved messages.", "saved_per_account", limit)
                }
                let latest = seen.saved.compactMap { Saved($0)?.at }.max() ?? 0
                let at = max(core.ports.now().rawValue, latest + 1)
                unit.changes = [
                    Saved(at: at).put(owner: account.rawValue, item: room.rawValue, part: number.rawValue)
                ]
            }
            unit.appends = [core.tell(account, .changed) { $0.topic = "saved" }]
            return .commit(unit) { _, _ in }
        }
    }

    /// What he saved.
    ///
    /// - Parameter before: where the page before ended.
    func saved(_ caller: Caller, before: Timestamp?, limit: Int, answer: @escaping Answer<SavedPage>) {
        if isHeld(caller.account, .run { $0.saved(caller, before: before, limit: limit, answer: answer) }) { return }
        let (account, most) = (caller.account, settings.limits.savedPerAccount)
        read(for: caller, answer: answer) { core throws(Refusal) in
            var views: [RoomID: LineReading] = [:]
            for room in core.directory.roomsOf[account] ?? [] {
                guard let access = try? core.directory.access(account, to: room) else { continue }
                views[room] = core.lineReading(access)
            }
            return { [views] (reader) throws(StoreError) in
                let all = try reader.records(.saved, owner: account.rawValue, after: nil, limit: most)
                    .compactMap { record in Saved(record).map { (key: record.key, at: $0.at) } }
                    .filter { $0.at < before?.rawValue ?? .max }
                    .sorted { $0.at > $1.at }
                var page = SavedPage(items: [])
                for (key, at) in all.prefix(limit) {
                    let (room, place) = (RoomID(rawValue: key.item), SequenceNumber(key.part))
                    var item = SavedView(room: room, message: place, savedAt: Timestamp(milliseconds: at))
                    if let view = views[room], view.shows(place),
                        let message = try reader.message(in: room.log, at: place)
                    {
                        item.line = try view.page(of: [message], from: reader).lines.first
                    }
                    page.items.append(item)
                }
                if all.count > limit { page.next = page.items.last?.savedAt }
                return page
            }
        }
    }
}
