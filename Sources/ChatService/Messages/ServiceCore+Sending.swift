import ChatDomain
import ChatStore
import ChatWire

extension ServiceCore {
    /// The hot path: one message from a live connection.
    func send(_ request: SendRequest) {
        if isHeld(request.account, .sends([request])) || isHeld(.room(request.room), .sends([request])) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(request.account)
            let access = try checkPosting(request.account, to: request.room, key: request.key)
            let reply = Submission.Reply.live(request.connection, id: request.id, room: request.room)
            guard request.isPlain else { return compose(request, reply) }
            takeTurn(access, request.key)
            submit(
                unit(for: access, key: request.key, body: request.body), bytes: request.body.count, reply: reply)
        } catch {
            refuse(request, error)
        }
    }

    private func refuse(_ request: SendRequest, _ refusal: Refusal) {
        tell(
            request.connection,
            .refused(connection: request.connection, id: request.id, refusal: refusal, send: true))
    }

    private func compose(_ request: SendRequest, _ reply: Submission.Reply) {
        compose(NewMessage(request), to: request.room, by: request.account) { core, composed in
            switch composed {
            case .success(let unit): core.submit(unit, bytes: request.body.count, reply: reply)
            case .failure(let refusal): core.refuse(request, refusal)
            }
        }
    }

    /// The same by way of HTTP.
    func post(_ account: AccountID, _ room: RoomID, _ message: NewMessage, answer: @escaping Answer<Posted>) {
        let again = ServiceInput.run { $0.post(account, room, message, answer: answer) }
        if isHeld(account, again) || isHeld(.room(room), again) { return }
        do throws(Refusal) {
            try checkRate(account)
            try checkPoll(message.poll)
        } catch {
            return answer(.failure(error))
        }
        post(message, to: room, by: account) { answer($1) }
    }

    /// The same for what was counted already. Neither the account nor the room is held now.
    ///
    /// - Parameter adding: puts what goes with the message into its unit, behind it.
    func post(
        _ message: NewMessage, to room: RoomID, by account: AccountID,
        adding: @escaping @Sendable (ServiceCore, inout CommitUnit) -> Void = { _, _ in },
        then: @escaping @Sendable (ServiceCore, Result<Posted, Refusal>) -> Void
    ) {
        compose(message, to: room, by: account) { core, composed in
            guard case .success(var unit) = composed else {
                if case .failure(let refusal) = composed { then(core, .failure(refusal)) }
                return
            }
            adding(core, &unit)
            let at = unit.appends.first?.events.first?.at ?? Timestamp(milliseconds: 0)
            core.submit(
                unit, bytes: message.body.count,
                reply: .call { core, outcome in
                    switch outcome {
                    case .outcome(.committed(let first)):
                        let number = first.first ?? .zero
                        then(core, .success(Posted(room: room, sequence: number, at: at, duplicate: false)))
                    case .outcome(.duplicate(let first, let at)):
                        then(core, .success(Posted(room: room, sequence: first, at: at, duplicate: true)))
                    case .outcome(.conflict), .outcome(.fenced), .unknown:
                        then(core, .failure(.outcomeUnknown))
                    }
                })
        }
    }

    /// Whether he may say something there now.
    ///
    /// - Parameter key: of the message; nil for one that is sent another time, when slow mode is asked.
    func checkPosting(_ account: AccountID, to room: RoomID, key: SendKey?) throws(Refusal) -> RoomAccess {
        // Personal logs and the audit log are written by the server alone.
        guard room.rawValue > 0 else { throw .roomUnknown }
        let access = try directory.access(account, to: room)
        try access.check(.post, at: ports.now())
        try checkRoomRules(access, key: key)
        return access
    }

    /// A message and no more.
    private func unit(for access: RoomAccess, key: SendKey, body: [UInt8]) -> CommitUnit {
        CommitUnit(appends: [
            LogAppend(
                log: access.room.room.id.log,
                events: [
                    EventDraft(author: access.account, kind: .message, at: ports.now(), key: key, body: body)
                ])
        ])
    }
}
