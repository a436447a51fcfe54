public import ChatDomain
import ChatStore
import ChatWire

/// A text that somebody has begun. Owner: he; item: the room; part: the root of the thread, or 0.
struct Draft: RecordValue {
    static var collection: RecordCollection { .draft }

    var text: String
    var replyTo: Int64?
    /// Rises with every change that its owner makes to any draft.
    var version: Int64
}

public struct DraftView: Sendable, Equatable {
    public var room: RoomID
    public var thread: SequenceNumber?
    public var text: String
    public var replyTo: SequenceNumber?
    /// Rises with every change: of two, the one with the higher number is the newer. In milliseconds since 1970, about.
    public var version: Int64
}

// Drafts are state, not history: they are asked for, and nothing is written to a log for a keystroke.
extension ServiceCore {
    /// Keeps what has been written so far; nil, or nothing but white space, forgets it. Answers with its version.
    func setDraft(
        _ caller: Caller, _ room: RoomID, thread: SequenceNumber?, text: String?, replyTo: SequenceNumber?,
        answer: @escaping Answer<Int64>
    ) {
        let (account, limit) = (caller.account, settings.limits.draftsPerAccount)
        let key = RecordKey(.draft, owner: account.rawValue, item: room.rawValue, part: thread?.rawValue ?? 0)
        let text = text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        decide(for: caller, holding: [.belongings(account)], in: room, answer: answer) {
            core throws(Refusal) -> Look<[Record]> in
            if let text {
                _ = try core.directory.access(account, to: room)
                let most = core.settings.limits.messageBytes
                guard text.utf8.count <= most else { throw MessageBody.Fault.tooLong(bytes: 0).refusal(limit: most) }
            }
            return { (reader) throws(StoreError) in
                try reader.records(.draft, owner: account.rawValue, after: nil, limit: limit + 1)
            }
        } _: { core, drafts throws(Refusal) in
            let latest = drafts.compactMap { Draft($0)?.version }.max() ?? 0
            let version = max(core.ports.now().rawValue, latest + 1)
            let isThere = drafts.contains { $0.key == key }
            guard let text else {
                guard isThere else { return .done(version) }
                return .commit(CommitUnit(changes: [.removeRecord(key)])) { _, _ in version }
            }
            _ = try core.directory.access(account, to: room)
            guard isThere || drafts.count < limit else {
                throw .tooMany("You can have \(limit) drafts.", "drafts_per_account", limit)
            }
            let draft = Draft(text: text, replyTo: replyTo?.rawValue, version: version)
            return .commit(CommitUnit(changes: [.put(Record(key: key, value: JSONCoding.encode(draft)))])) { _, _ in
                version
            }
        }
    }

    /// All of his drafts in rooms that he is in.
    func drafts(_ caller: Caller, answer: @escaping Answer<[DraftView]>) {
        if isHeld(caller.account, .run { $0.drafts(caller, answer: answer) }) { return }
        let (account, limit) = (caller.account, settings.limits.draftsPerAccount)
        read(for: caller, answer: answer) { core throws(Refusal) in
            let rooms = core.directory.roomsOf[account] ?? []
            return { (reader) throws(StoreError) in
                let records = try reader.records(.draft, owner: account.rawValue, after: nil, limit: limit)
                return records.compactMap { record in
                    guard rooms.contains(RoomID(rawValue: record.key.item)), let draft = Draft(record) else {
                        return nil
                    }
                    return DraftView(
                        room: RoomID(rawValue: record.key.item),
                        thread: record.key.part == 0 ? nil : SequenceNumber(record.key.part), text: draft.text,
                        replyTo: draft.replyTo.map(SequenceNumber.init(_:)), version: draft.version)
                }
            }
        }
    }
}
