import ChatDomain
import ChatStore
import ChatWire
import Secrets

extension ServiceCore {
    /// Keeps a message for a later time. He must be allowed to send it now already.
    func schedule(
        _ caller: Caller, _ room: RoomID, _ message: NewMessage, at: Timestamp, answer: @escaping Answer<ScheduledView>
    ) {
        let account = caller.account
        decide(for: caller, holding: [.belongings(account)], answer: answer) { core throws(Refusal) in
            let access = try core.checkPosting(account, to: room, key: nil)
            if let thread = message.thread { try access.checkReadable(thread) }
            if let answered = message.replyTo { try access.checkReadable(answered) }
            try core.checkTime(at)
            let waiting = core.directory.scheduled.items(of: account.rawValue)
            // Asked for again, since the answer was lost.
            if let (number, kept) = waiting.first(where: { $0.value.key == message.key.text }) {
                return .done(ScheduledView(number, kept))
            }
            let limit = core.settings.limits.scheduledPerAccount
            guard waiting.count < limit else {
                throw .tooMany("You can have \(limit) scheduled messages.", "scheduled_per_account", limit)
            }
            let number = (waiting.keys.max() ?? 0) + 1
            let kept = ScheduledMessage(
                room: room.rawValue, at: at.rawValue, text: MessageContent(body: message.body)?.text ?? "",
                thread: message.thread?.rawValue, replyTo: message.replyTo?.rawValue, key: message.key.text)
            return core.keep(kept, number, of: account)
        }
    }

    /// Another text or another time. One that failed is tried again.
    func changeScheduled(
        _ caller: Caller, _ number: Int64, body: [UInt8]?, at: Timestamp?, answer: @escaping Answer<ScheduledView>
    ) {
        let account = caller.account
        decide(for: caller, holding: [.belongings(account)], answer: answer) { core throws(Refusal) in
            guard var kept = core.directory.scheduled[account.rawValue, number] else { throw .scheduledUnknown }
            if let body { kept.text = MessageContent(body: body)?.text ?? kept.text }
            if let at { kept.at = at.rawValue }
            try core.checkTime(Timestamp(milliseconds: kept.at))
            kept.failure = nil
            return core.keep(kept, number, of: account)
        }
    }

    func removeScheduled(_ caller: Caller, _ number: Int64, answer: @escaping Answer<Void>) {
        let account = caller.account
        decide(for: caller, holding: [.belongings(account)], answer: answer) { core throws(Refusal) in
            guard core.directory.scheduled[account.rawValue, number] != nil else { return .done(()) }
            return .commit(core.forgetting(number, of: account, .changed)) { _, _ in }
        }
    }

    /// What waits, the next one first.
    func scheduled(_ caller: Caller, answer: @escaping Answer<[ScheduledView]>) {
        decide(for: caller, holding: [.belongings(caller.account)], answer: answer) { core in
            let waiting = core.directory.scheduled.items(of: caller.account.rawValue)
            return .done(
                waiting.map { ScheduledView($0, $1) }.sorted {
                    ($0.at.rawValue, $0.number) < ($1.at.rawValue, $1.number)
                })
        }
    }

    private func checkTime(_ at: Timestamp) throws(Refusal) {
        let (now, days) = (ports.now().rawValue, settings.limits.scheduledDays)
        guard at.rawValue > now else { throw Refusal(.badRequest, "\"at\" is past already. Send the message now.") }
        guard at.rawValue - now <= Int64(days) * 86_400_000 else {
            throw Refusal(
                .badRequest, "A message can be scheduled for at most \(days) days ahead.",
                limit: Refusal.Limit(name: "scheduled_days", value: days))
        }
    }

    private func keep(_ message: ScheduledMessage, _ number: Int64, of account: AccountID) -> Decision<ScheduledView> {
        .commit(
            CommitUnit(
                appends: [tell(account, .changed) { $0.topic = "scheduled" }],
                changes: [message.put(owner: account.rawValue, item: number)])
        ) { _, _ in ScheduledView(number, message) }
    }

    private func forgetting(_ number: Int64, of account: AccountID, _ what: NewsBody.What) -> CommitUnit {
        CommitUnit(
            appends: [tell(account, what) { $0.topic = "scheduled" }],
            changes: [.removeRecord(RecordKey(.scheduled, owner: account.rawValue, item: number))])
    }

    // MARK: When the time has come

    /// Sends what is due. Called once a second.
    func sendScheduled(at now: Timestamp) {
        for (owner, waiting) in directory.scheduled.all {
            for (number, message) in waiting where message.at <= now.rawValue && message.failure == nil {
                let key = RecordKey(.scheduled, owner: owner, item: number)
                guard beingSent.insert(key).inserted else { continue }
                sendInTurn(key)
            }
        }
    }

    private func sendInTurn(_ key: RecordKey) {
        let (account, again) = (AccountID(rawValue: key.owner), ServiceInput.run { $0.sendInTurn(key) })
        if isHeld(.belongings(account), again) || isHeld(account, again) { return }
        // It may have been changed or taken back while it stood in line.
        guard let waiting = directory.scheduled[key.owner, key.item], waiting.at <= ports.now().rawValue,
            waiting.failure == nil
        else {
            beingSent.remove(key)
            return
        }
        let room = RoomID(rawValue: waiting.room)
        if isHeld(.room(room), again) { return }
        hold(.belongings(account))
        guard let message = waiting.message() else {
            return sent(key, waiting, .failure(.internalFaultOfRecord))
        }
        post(message, to: room, by: account) { core, unit in
            let rest = core.forgetting(key.item, of: account, .scheduledSent)
            unit.appends += rest.appends
            unit.changes += rest.changes
        } then: { core, result in
            core.sent(key, waiting, result)
        }
    }

    private func sent(_ key: RecordKey, _ message: ScheduledMessage, _ result: Result<Posted, Refusal>) {
        let account = AccountID(rawValue: key.owner)
        var rest: CommitUnit?
        switch result {
        // It was sent before, by a server that did not live to hear of it.
        case .success(let posted) where posted.duplicate: rest = forgetting(key.item, of: account, .scheduledSent)
        case .success: break
        // The next second tries it again, under the same key.
        case .failure(let refusal) where refusal.code.mayRetry: break
        case .failure(let refusal):
            var kept = message
            kept.failure = refusal.message
            rest = CommitUnit(
                appends: [
                    tell(account, .scheduledFailed, in: directory.rooms[RoomID(rawValue: message.room)]) {
                        $0.text = refusal.message
                    }
                ],
                changes: [kept.put(owner: key.owner, item: key.item)])
        }
        guard let rest else { return finish(key) }
        submit(rest, reply: .call { core, _ in core.finish(key) })
    }

    private func finish(_ key: RecordKey) {
        beingSent.remove(key)
        release(.belongings(AccountID(rawValue: key.owner)))
    }
}

extension Refusal {
    static let scheduledUnknown = Refusal(
        .messageUnknown, "There is no such scheduled message. It may have been sent already.")
    fileprivate static let internalFaultOfRecord = Refusal(
        .internalFault, "The scheduled message cannot be read any more.")
}
