public import ChatDomain
import ChatStore
import ChatText
import ChatWire

extension ChatService {
    /// Makes the room of an import, or finds the one that was made for the same source.
    public func beginImport(_ form: ImportForm, by caller: Caller, answer: @escaping Answer<ImportProgress>) {
        run { $0.beginImport(caller, form, answer: answer) }
    }

    /// Puts events behind the room's last one, all or none of them. When that is not `after`, nothing is done, and the
    /// answer tells how far the import has come.
    ///
    /// - Parameter mark: kept with the events, for who sends them.
    public func takeImport(
        _ events: [ImportedEvent], into room: RoomID, after: SequenceNumber, mark: String, by caller: Caller,
        answer: @escaping Answer<ImportProgress>
    ) {
        run { $0.takeImport(caller, room, events, after: after, mark: mark, answer: answer) }
    }

    /// Opens the room to its members, the caller among them, as its owner.
    public func finishImport(
        of room: RoomID, members: [AccountID], isOpen: Bool, by caller: Caller,
        answer: @escaping Answer<ImportProgress>
    ) {
        run { $0.finishImport(caller, room, members, isOpen: isOpen, answer: answer) }
    }
}

// Histories from elsewhere, for owners. While one is taken in, its room has no members and nobody finds it: nothing but
// the import can be in its log, so the number of each event is known before it is there, and a batch that is sent twice is
// taken once.
extension ServiceCore {
    static let importBatch = 500
    static let importMembers = 5_000

    func beginImport(_ caller: Caller, _ form: ImportForm, answer: @escaping Answer<ImportProgress>) {
        let onConflict: @Sendable (CommitConflict) -> Refusal = {
            $0 == .roomHandle ? .roomNameTaken(form.handle) : .outcomeUnknown
        }
        decide(for: caller, holding: [.owners], answer: answer, onConflict: onConflict) { core throws(Refusal) in
            try core.checkMayImport(caller)
            guard (1...200).contains(form.source.utf8.count) else {
                throw Refusal(.badRequest, "\"source\" must have 1 to 200 bytes.")
            }
            if let known = core.importedRoom(of: form.source) { return .done(try core.importProgress(of: known)) }
            let handle = try Handle.make(from: form.handle, what: "A room's name")
            guard core.directory.room(handle: handle.key) == nil else { throw Refusal.roomNameTaken(handle.text) }
            let at = min(form.at, core.ports.now())
            var settings = RoomSettings()
            (settings.isListed, settings.entry) = (false, .invited)
            settings.topic = try RoomText.topic(form.topic, core.settings.limits)
            let room = Room(
                id: core.directory.takeRoomNumber(), handle: handle,
                title: try RoomText.title(form.title, core.settings.limits), createdBy: caller.account, createdAt: at,
                joinedByAll: false)
            let created = EventDraft(author: caller.account, kind: .created, at: at, body: Self.body(room))
            let entry = core.audit(.importBegun, by: caller, detail: "\(handle.text) from \(form.source)")
            let unit = CommitUnit(
                appends: [LogAppend(log: room.id.log, expected: .zero, events: [created]), entry],
                changes: [
                    .addRoom(room), settings.put(owner: room.id.rawValue),
                    .set(key: ImportRecord.key(room.id), value: ImportRecord(source: form.source, at: at).value),
                ])
            let id = room.id
            return .commit(unit) { core, _ throws(Refusal) in try core.importProgress(of: id) }
        }
    }

    func takeImport(
        _ caller: Caller, _ room: RoomID, _ events: [ImportedEvent], after: SequenceNumber, mark: String,
        answer: @escaping Answer<ImportProgress>
    ) {
        decide(for: caller, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            try core.checkMayImport(caller)
            let progress = try core.importProgress(of: room)
            guard var record = core.importRecord(of: room), !record.isFinished, progress.head == after else {
                return .done(progress)
            }
            guard (1...Self.importBatch).contains(events.count), mark.utf8.count <= 200 else {
                throw Refusal(
                    .badRequest, "A batch has 1 to \(Self.importBatch) events, and a mark of at most 200 bytes.")
            }
            var drafts: [EventDraft] = []
            for (index, event) in events.enumerated() {
                let sequence = SequenceNumber(after.rawValue + Int64(index) + 1)
                guard event.references.allSatisfy({ $0 > .zero && $0 < sequence }) else {
                    throw Refusal(.messageUnknown, "Event \(index) is about a message that does not come before it.")
                }
                record.at = max(record.at, min(event.at.rawValue, core.ports.now().rawValue))
                drafts.append(try core.draft(of: event, index, at: Timestamp(milliseconds: record.at)))
            }
            record.mark = mark
            let unit = CommitUnit(
                appends: [LogAppend(log: room.log, expected: after, events: drafts)],
                changes: [.set(key: ImportRecord.key(room), value: record.value)])
            return .commit(unit) { core, _ throws(Refusal) in try core.importProgress(of: room) }
        }
    }

    func finishImport(
        _ caller: Caller, _ room: RoomID, _ members: [AccountID], isOpen: Bool,
        answer: @escaping Answer<ImportProgress>
    ) {
        decide(for: caller, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            try core.checkMayImport(caller)
            let progress = try core.importProgress(of: room)
            guard var record = core.importRecord(of: room), let state = core.directory.rooms[room] else {
                throw .roomUnknown
            }
            guard !record.isFinished else { return .done(progress) }
            guard members.count <= Self.importMembers else {
                throw Refusal(.badRequest, "An import puts at most \(Self.importMembers) people into a room.")
            }
            record.isFinished = true
            var settings = state.settings
            (settings.isListed, settings.entry) = (isOpen, isOpen ? .open : .invited)
            let me = caller.account
            let others = Set(members).subtracting([me]).sorted().filter {
                core.directory.accounts[$0]?.state == .active
            }
            let name = core.directory.accounts[me]?.displayName
            let joined = others.map { person in
                core.draft(.joined, of: person) { ($0.by, $0.byName) = (me.rawValue, name) }
            }
            var unit = CommitUnit(
                appends: [LogAppend(log: room.log, events: [core.draft(.joined, of: me)] + joined)],
                changes: [
                    .addMember(Membership(room: room, account: me)),
                    core.keep(MemberDetail(role: .owner), of: me, in: room),
                    settings.put(owner: room.rawValue), .set(key: ImportRecord.key(room), value: record.value),
                ])
            for person in others {
                unit.changes.append(.addMember(Membership(room: room, account: person)))
                unit.appends.append(core.tell(person, .added, by: me, in: state))
            }
            unit.appends.append(
                core.audit(.importFinished, by: caller, in: state, detail: "\(progress.head.rawValue) events"))
            return .commit(unit) { core, _ throws(Refusal) in try core.importProgress(of: room) }
        }
    }

    // MARK: Parts

    private func checkMayImport(_ caller: Caller) throws(Refusal) {
        guard directory.accounts[caller.account]?.role == .owner else {
            throw .notAllowed("Only an owner of the server may put words into others' mouths.")
        }
    }

    private func importedRoom(of source: String) -> RoomID? {
        for (key, value) in directory.settings {
            guard let room = ImportRecord.room(ofKey: key), directory.rooms[room]?.settings.deletedAt == nil,
                ImportRecord(value: value)?.source == source
            else { continue }
            return room
        }
        return nil
    }

    private func importRecord(of room: RoomID) -> ImportRecord? {
        directory.settings[ImportRecord.key(room)].flatMap { ImportRecord(value: $0) }
    }

    private func importProgress(of room: RoomID) throws(Refusal) -> ImportProgress {
        guard let record = importRecord(of: room), let state = directory.rooms[room], state.settings.deletedAt == nil
        else { throw .roomUnknown }
        return ImportProgress(
            room: room, handle: state.room.handle.text, head: state.head.sequence, mark: record.mark,
            isFinished: record.isFinished)
    }

    private func draft(of event: ImportedEvent, _ index: Int, at: Timestamp) throws(Refusal) -> EventDraft {
        guard let author = directory.accounts[event.author] else {
            throw Refusal(.personUnknown, "The author of event \(index) has no account.")
        }
        func make(_ kind: EventKind, _ subject: SequenceNumber?, _ body: [UInt8]) -> EventDraft {
            EventDraft(author: author.id, kind: kind, subject: subject?.rawValue, at: at, body: body)
        }
        switch event.what {
        case .message(nil, let thread, _): return make(.message, thread, [])
        case .message(let text?, let thread, let reply): return make(.message, thread, try body(of: text, reply, index))
        case .edited(let message, let text, let reply):
            return make(.edited, message, try body(of: text, reply, index))
        case .deleted(let message): return make(.deleted, message, Self.emptyBody)
        case .reacted(let message, let emoji):
            guard let emoji = Emoji.normalForm(emoji) else {
                throw Refusal(.textInvalid, "The reaction of event \(index) is not an emoji.")
            }
            return make(.reacted, message, JSONCoding.encode(ReactionBody(emoji: emoji)))
        case .joined, .left:
            let body = PersonBody(username: author.username.text, name: author.displayName)
            return make(event.isJoin ? .joined : .left, nil, JSONCoding.encode(body))
        }
    }

    private func body(of text: String, _ reply: SequenceNumber?, _ index: Int) throws(Refusal) -> [UInt8] {
        var content = MessageContent()
        content.replyTo = reply?.rawValue
        do throws(MessageBody.Fault) {
            return content.extend(
                try MessageBody.make(text: Array(text.utf8), limit: settings.limits.messageBytes))
        } catch {
            throw Refusal(.textInvalid, "The text of event \(index) is empty, too long, or has control characters.")
        }
    }
}

extension ImportedEvent {
    fileprivate var isJoin: Bool {
        if case .joined = what { true } else { false }
    }
}
