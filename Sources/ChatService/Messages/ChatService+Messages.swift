public import ChatDomain

// What the gateways ask for about messages.
extension ChatService {
    // MARK: Sending

    public func post(
        to room: RoomID, _ message: NewMessage, by caller: Caller, answer: @escaping Answer<Posted>
    ) {
        run { $0.post(caller.account, room, message, answer: answer) }
    }

    /// A text and no more.
    public func post(
        to room: RoomID, key: SendKey, body: [UInt8], by caller: Caller, answer: @escaping Answer<Posted>
    ) {
        post(to: room, NewMessage(key: key, body: body), by: caller, answer: answer)
    }

    // MARK: Reading

    public func history(
        of room: RoomID, _ range: HistoryRange, for caller: Caller, answer: @escaping Answer<HistoryPage>
    ) {
        run { $0.history(caller, room, range, answer: answer) }
    }

    public func lines(
        _ selection: LineSelection = .all, of room: RoomID, _ range: HistoryRange, for caller: Caller,
        answer: @escaping Answer<LinePage>
    ) {
        run { $0.lines(caller, room, selection, range, answer: answer) }
    }

    public func message(
        _ number: SequenceNumber, in room: RoomID, for caller: Caller, answer: @escaping Answer<LinePage>
    ) {
        run { $0.message(caller, room, number, answer: answer) }
    }

    /// The message and its edits, the first text first.
    public func versions(
        of number: SequenceNumber, in room: RoomID, for caller: Caller, answer: @escaping Answer<HistoryPage>
    ) {
        run { $0.versions(caller, room, number, answer: answer) }
    }

    public func pins(of room: RoomID, for caller: Caller, answer: @escaping Answer<LinePage>) {
        run { $0.pins(caller, room, answer: answer) }
    }

    // MARK: Changing

    public func edit(
        _ number: SequenceNumber, in room: RoomID, body: [UInt8], by caller: Caller, answer: @escaping Answer<Void>
    ) {
        let mentions = NewMessage.mentions(in: body)
        run { $0.edit(caller, room, number, body: body, mentions, answer: answer) }
    }

    public func delete(
        _ number: SequenceNumber, in room: RoomID, reason: String?, by caller: Caller, answer: @escaping Answer<Void>
    ) {
        run { $0.delete(caller, room, number, reason: reason, answer: answer) }
    }

    public func react(
        to number: SequenceNumber, in room: RoomID, with emoji: String, isOn: Bool, by caller: Caller,
        answer: @escaping Answer<Void>
    ) {
        run { $0.react(caller, room, number, emoji, isOn: isOn, answer: answer) }
    }

    public func pin(
        _ number: SequenceNumber, in room: RoomID, isOn: Bool, by caller: Caller, answer: @escaping Answer<Void>
    ) {
        run { $0.pin(caller, room, number, isOn: isOn, answer: answer) }
    }

    /// - Parameter options: places of the chosen ones, from 0.
    public func vote(
        on number: SequenceNumber, in room: RoomID, for options: [Int], by caller: Caller,
        answer: @escaping Answer<Void>
    ) {
        run { $0.vote(caller, room, number, options, answer: answer) }
    }

    public func closePoll(
        _ number: SequenceNumber, in room: RoomID, by caller: Caller, answer: @escaping Answer<Void>
    ) {
        run { $0.closePoll(caller, room, number, answer: answer) }
    }

    // MARK: What one keeps for oneself

    public func save(
        _ number: SequenceNumber, in room: RoomID, isOn: Bool, by caller: Caller, answer: @escaping Answer<Void>
    ) {
        run { $0.save(caller, room, number, isOn: isOn, answer: answer) }
    }

    public func saved(of caller: Caller, before: Timestamp?, limit: Int, answer: @escaping Answer<SavedPage>) {
        run { $0.saved(caller, before: before, limit: limit, answer: answer) }
    }

    /// Keeps a draft, or with nil forgets it. Answers with its version.
    public func setDraft(
        _ text: String?, in room: RoomID, thread: SequenceNumber?, replyTo: SequenceNumber? = nil, by caller: Caller,
        answer: @escaping Answer<Int64>
    ) {
        run { $0.setDraft(caller, room, thread: thread, text: text, replyTo: replyTo, answer: answer) }
    }

    public func drafts(of caller: Caller, answer: @escaping Answer<[DraftView]>) {
        run { $0.drafts(caller, answer: answer) }
    }

    public func schedule(
        _ message: NewMessage, to room: RoomID, at moment: Timestamp, by caller: Caller,
        answer: @escaping Answer<ScheduledView>
    ) {
        run { $0.schedule(caller, room, message, at: moment, answer: answer) }
    }

    /// What is nil stays as it is.
    public func changeScheduled(
        _ number: Int64, body: [UInt8]?, at moment: Timestamp?, by caller: Caller,
        answer: @escaping Answer<ScheduledView>
    ) {
        run { $0.changeScheduled(caller, number, body: body, at: moment, answer: answer) }
    }

    public func removeScheduled(_ number: Int64, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.removeScheduled(caller, number, answer: answer) }
    }

    public func scheduled(of caller: Caller, answer: @escaping Answer<[ScheduledView]>) {
        run { $0.scheduled(caller, answer: answer) }
    }
}
