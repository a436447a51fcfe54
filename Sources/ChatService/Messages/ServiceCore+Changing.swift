import ChatDomain
import ChatStore
import ChatText
import ChatWire

extension ServiceCore {
    /// Puts another text in the place of a message's. The same text again changes nothing.
    ///
    /// - Parameter body: the text, as ``MessageBody`` makes it.
    func edit(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, body: [UInt8], _ mentions: [Mention],
        answer: @escaping Answer<Void>
    ) {
        decide(about: number, in: room, for: caller, answer: answer) { core, access, state throws(Refusal) in
            guard state.message.author == caller.account else {
                throw .notAllowed("Only who wrote a message may edit it.")
            }
            try access.check(.post, at: core.ports.now())
            try core.checkRoomRules(access, key: nil)
            guard !state.isDeleted, var content = MessageContent(body: state.body) else { throw .messageGone }
            guard content.forwarded == nil else {
                throw .notAllowed("A forwarded text is somebody else's: delete it instead.")
            }
            try core.checkEditTime(of: state.message)
            let called = core.callees(mentions, by: access)
            content.mentions = called.accounts.map(\.rawValue)
            (content.mentionsAll, content.mentionsHere) = (called.isAll, called.isHere)
            let changed = content.extend(body)
            guard changed != state.body else { return .done(()) }
            let event = core.append(
                .edited, to: access.log, by: caller.account, about: number.rawValue, body: changed)
            return .commit(CommitUnit(appends: [event])) { _, _ in }
        }
    }

    private func checkEditTime(of message: Event) throws(Refusal) {
        let limit = settings.limits.messageEditSeconds
        guard limit > 0, ports.now().rawValue - message.at.rawValue > Int64(limit) * 1_000 else { return }
        throw Refusal(
            .notAllowed, "A message can be edited for \(limit) seconds after it was sent.",
            limit: Refusal.Limit(name: "message_edit_seconds", value: limit))
    }

    /// Takes a message's text and all its versions away; its place stays. Deleting again is no error.
    ///
    /// - Parameter reason: kept in the audit log where a moderator deletes what somebody else wrote.
    func delete(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, reason: String?, answer: @escaping Answer<Void>
    ) {
        // With the list of pins, since what is deleted is not pinned any more.
        decide(
            about: number, in: room, for: caller, holding: [.pins(room)], answer: answer,
            reading: { (reader) throws(StoreError) in try reader.record(Pin.key(room, number)) }
        ) { core, access, state, pin throws(Refusal) in
            let isOwn = state.message.author == caller.account
            guard isOwn || access.may(.moderate) else {
                throw .notAllowed("Only who wrote a message, or a moderator, may delete it.")
            }
            guard state.deletion == nil else { return .done(()) }
            var unit = CommitUnit(
                appends: [
                    core.append(
                        .deleted, to: access.log, by: caller.account, about: number.rawValue,
                        body: DeletionBody(author: state.message.author.rawValue, at: state.message.at.rawValue).json)
                ],
                changes: [.erase(access.log, message: number)])
            if pin != nil { unit.changes.append(.removeRecord(Pin.key(room, number))) }
            if !isOwn {
                unit.appends.append(
                    core.audit(
                        .messageDeleted, by: caller, on: state.message.author, in: access.room, message: number,
                        reason: reason))
            }
            return .commit(unit) { _, _ in }
        }
    }
}
