import ChatDomain
import ChatStore
import ChatWire

/// What a message refers to, as the store has it.
struct Surroundings: Sendable {
    /// The message that the thread begins with.
    var root: SequenceNumber?
    /// The message that is answered.
    var answered: Event?
    /// The message whose text is taken over.
    var source: MessageState?
}

extension ServiceCore {
    /// Makes the unit of a message that is more than its text.
    ///
    /// Where something must be read first, the account's other requests wait, so that what it sends keeps its order;
    /// and so does who would delete a text that is just taken over.
    func compose(
        _ message: NewMessage, to room: RoomID, by account: AccountID,
        then: @escaping @Sendable (ServiceCore, Result<CommitUnit, Refusal>) -> Void
    ) {
        let again = ServiceInput.run { $0.compose(message, to: room, by: account, then: then) }
        if let source = message.sourceKey, isHeld(source, again) || isHeld(account, again) { return }
        do throws(Refusal) {
            guard message.needsLook else {
                return then(self, .success(try unit(for: message, to: room, by: account, Surroundings())))
            }
            let look = try look(for: message, to: room, by: account)
            hold(account)
            if let source = message.sourceKey { hold(source) }
            let service = ports.service
            do throws(Refusal) {
                try onReader(look) { result in
                    service(.run { $0.finish(message, to: room, by: account, result, then: then) })
                }
            } catch {
                release(account)
                if let source = message.sourceKey { release(source) }
                throw error
            }
        } catch {
            then(self, .failure(error))
        }
    }

    private func finish(
        _ message: NewMessage, to room: RoomID, by account: AccountID,
        _ result: Result<Result<Surroundings, Refusal>, Refusal>,
        then: @escaping @Sendable (ServiceCore, Result<CommitUnit, Refusal>) -> Void
    ) {
        let again = ServiceInput.run { $0.finish(message, to: room, by: account, result, then: then) }
        if isHeld(.room(room), again) { return }
        do throws(Refusal) {
            let surroundings = try result.get().get()
            then(self, .success(try unit(for: message, to: room, by: account, surroundings)))
        } catch {
            then(self, .failure(error))
        }
        release(account)
        if let source = message.sourceKey { release(source) }
    }

    // MARK: Looking

    /// What is referred to must be a message that he may read.
    private func look(
        for message: NewMessage, to room: RoomID, by account: AccountID
    ) throws(Refusal) -> @Sendable (any StoreReader) throws(StoreError) -> Result<Surroundings, Refusal> {
        let access = try checkPosting(account, to: room, key: message.key)
        if let thread = message.thread { try access.checkReadable(thread) }
        if let answered = message.replyTo { try access.checkReadable(answered) }
        if let source = message.source {
            try directory.access(account, to: source.room).checkReadable(source.message)
        }
        let log = room.log
        return { (reader) throws(StoreError) in
            var seen = Surroundings()
            if let answered = message.replyTo {
                guard let event = try reader.message(in: log, at: answered) else { return .failure(.messageUnknown) }
                seen.answered = event
                seen.root = event.subject.map(SequenceNumber.init(_:))
            }
            if let thread = message.thread {
                guard let event = try reader.message(in: log, at: thread) else { return .failure(.messageUnknown) }
                seen.root = event.subject.map(SequenceNumber.init(_:)) ?? thread
            }
            if let source = message.source {
                guard let event = try reader.message(in: source.room.log, at: source.message) else {
                    return .failure(.messageUnknown)
                }
                let about = try reader.events(in: source.room.log, about: [source.message])
                seen.source = MessageState(event, about)
            }
            return .success(seen)
        }
    }

    // MARK: Making

    private func unit(
        for message: NewMessage, to room: RoomID, by account: AccountID, _ seen: Surroundings
    ) throws(Refusal) -> CommitUnit {
        try checkRunning()
        try checkActive(account)
        let access = try checkPosting(account, to: room, key: message.key)
        var (content, body) = (MessageContent(), message.body)
        if let source = message.source {
            (content.forwarded, body) = try takeOver(source, seen.source, by: account)
        }
        content.replyTo = message.replyTo?.rawValue
        content.poll = message.poll
        // What somebody else wrote calls nobody here.
        let called = message.source == nil ? callees(message.mentions, by: access) : Callees()
        content.mentions = called.accounts.map(\.rawValue)
        (content.mentionsAll, content.mentionsHere) = (called.isAll, called.isHere)
        var unit = CommitUnit(appends: [
            LogAppend(
                log: access.log,
                events: [
                    EventDraft(
                        author: account, kind: .message, subject: seen.root?.rawValue, at: ports.now(),
                        key: message.key, body: content.extend(body))
                ])
        ])
        takeTurn(access, message.key)
        unit.changes = notices(of: called, answering: seen.answered, by: access)
        return unit
    }

    /// The text as it is now, and where it comes from. Rights are asked for again: time has passed.
    private func takeOver(
        _ source: NewMessage.Source, _ state: MessageState?, by account: AccountID
    ) throws(Refusal) -> (MessageContent.Forwarded, [UInt8]) {
        let access = try directory.access(account, to: source.room)
        try access.checkReadable(source.message)
        guard let state, !state.isDeleted, let content = MessageContent(body: state.body) else { throw .messageGone }
        guard let body = try? MessageBody.make(text: Array(content.text.utf8), limit: .max) else { throw .messageGone }
        // A text that is forwarded again keeps its first source.
        if let first = content.forwarded { return (first, body) }
        let isKnownToAll = access.room.settings.kind == .channel && access.room.settings.isListed
        let author = state.message.author
        return (
            MessageContent.Forwarded(
                room: source.room.rawValue, roomTitle: isKnownToAll ? access.room.room.title : nil,
                message: source.message.rawValue, by: author.rawValue,
                byName: directory.accounts[author]?.displayName ?? "", at: state.message.at.rawValue),
            body
        )
    }

    /// Who is told beyond what every member sees.
    private func notices(of called: Callees, answering event: Event?, by access: RoomAccess) -> [StateChange] {
        guard !called.isNobody || event != nil else { return [] }
        var changes: [StateChange] = []
        var told = called.accounts
        if called.isHere { told += access.room.memberList.filter { presence.isOnline($0) } }
        var known: Set<AccountID> = []
        told = told.filter { known.insert($0).inserted && listens($0, to: access) }
        var addressees = told.map(NoticeAddressee.account)
        if called.isAll { addressees = [.everyone] }
        if !addressees.isEmpty { changes.append(.notice(.mention, addressees)) }
        if let event, !event.body.isEmpty, !known.contains(event.author), listens(event.author, to: access) {
            changes.append(.notice(.reply, [.account(event.author)]))
        }
        return changes
    }

    /// Whether somebody is told of what the caller writes: not the caller himself, none who left, none who blocks him.
    private func listens(_ account: AccountID, to access: RoomAccess) -> Bool {
        account != access.account && access.room.isMember(account)
            && directory.blocks[account.rawValue, access.account.rawValue] == nil
    }
}

extension StoreReader {
    /// Nil for what is no message.
    func message(in log: LogID, at place: SequenceNumber) throws(StoreError) -> Event? {
        guard let event = try event(in: log, at: place), event.kind == .message else { return nil }
        return event
    }
}

extension Refusal {
    static let messageGone = Refusal(.messageGone, "The message was deleted.")
}
