public import ChatDomain
import ChatStore
public import ChatWire

public struct BanPage: Sendable {
    public var bans: [BanView]
    /// What to ask the next page with; nil on the last.
    public var next: AccountID?
}

// Putting people out of a room, and keeping them out. The event itself cuts their streams.
extension ServiceCore {
    func removeMember(
        _ person: AccountID, _ room: RoomID, reason: String, by caller: Caller, answer: @escaping Answer<Void>
    ) {
        decide(for: caller, holding: [.room(room), .account(person)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let state = access.room
            try access.check(.moderate, at: core.ports.now())
            guard state.isMember(person) else { throw .noSuchMember }
            try core.checkOutranks(access, person)
            let given = try RoomText.reason(reason, core.settings.limits)
            let reason = given.isEmpty ? nil : given
            let unit = CommitUnit(
                appends: [
                    core.append(core.draft(.removed, of: person, by: caller.account) { $0.reason = reason }, to: state),
                    core.audit(.memberRemoved, by: caller, on: person, in: state, reason: reason),
                    core.tell(person, .removed, by: caller.account, in: state) { $0.text = reason },
                ], changes: core.out(person, of: state))
            return .commit(unit) { _, _ in }
        }
    }

    /// Keeps somebody out, member or not. Again changes reason and time.
    ///
    /// - Parameter until: nil for good.
    func ban(
        _ person: AccountID, from room: RoomID, until: Timestamp?, reason: String, by caller: Caller,
        answer: @escaping Answer<Void>
    ) {
        decide(for: caller, holding: [.room(room), .account(person)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let (state, now) = (access.room, core.ports.now())
            try access.check(.moderate, at: now)
            if !state.isMember(person) { _ = try core.directory.person(person, for: caller.account) }
            try core.checkOutranks(access, person)
            let reason = try RoomText.reason(reason, core.settings.limits)
            if let until, until <= now { throw Refusal(.badRequest, "\"until\" must lie in the future.") }
            let ban = Ban(by: caller.account.rawValue, at: now.rawValue, until: until?.rawValue, reason: reason)
            return .commit(try core.unit(banning: person, ban, from: state, by: caller)) { _, _ in }
        }
    }

    private func unit(
        banning person: AccountID, _ ban: Ban, from room: RoomState, by caller: Caller
    ) throws(Refusal) -> CommitUnit {
        let id = room.room.id
        let old = directory.bans.items(of: id.rawValue)
        let over = old.filter { !$1.isInForce(at: ports.now()) && $0 != person.rawValue }.keys
        let limit = settings.limits.roomBans
        guard old[person.rawValue] != nil || old.count - over.count < limit else {
            throw Refusal(
                .tooMany, "At most \(limit) people are kept out of a room. Lift a ban first.",
                limit: Refusal.Limit(name: "room_bans", value: limit))
        }
        let wasMember = room.isMember(person)
        let wasInvited = directory.isInvited(person, to: id)
        var unit = CommitUnit(
            appends: [
                append(
                    draft(.banned, of: person, by: caller.account) { body in
                        body.until = ban.until
                        body.reason = ban.reason.isEmpty ? nil : ban.reason
                    }, to: room),
                audit(
                    .memberBanned, by: caller, on: person, in: room, reason: ban.reason,
                    detail: ban.until.map { "until \($0)" }),
            ], changes: [ban.put(owner: id.rawValue, item: person.rawValue)])
        unit.changes += over.map { .removeRecord(RecordKey(.ban, owner: id.rawValue, item: $0)) }
        if wasMember { unit.changes += out(person, of: room) }
        if wasInvited { unit.changes.append(.removeRecord(invitationKey(person, id))) }
        if wasMember || wasInvited {
            unit.appends.append(
                tell(person, .removed, by: caller.account, in: room) {
                    $0.text = ban.reason.isEmpty ? nil : ban.reason
                })
        }
        return unit
    }

    /// Lifting what is not there is no error.
    func unban(_ person: AccountID, from room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let state = access.room
            try access.check(.moderate, at: core.ports.now())
            guard core.directory.bans[room.rawValue, person.rawValue] != nil else { return .done(()) }
            var unit = CommitUnit(changes: [
                .removeRecord(RecordKey(.ban, owner: room.rawValue, item: person.rawValue))
            ])
            // One that ran out is only swept away.
            if core.ban(of: person, from: state) != nil {
                unit.appends = [
                    core.append(core.draft(.unbanned, of: person, by: caller.account), to: state),
                    core.audit(.memberUnbanned, by: caller, on: person, in: state),
                ]
            }
            return .commit(unit) { _, _ in }
        }
    }

    /// Who is kept out, in the order of their numbers. For moderators.
    func bans(_ caller: Caller, _ room: RoomID, after: AccountID?, limit: Int, answer: Answer<BanPage>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let access = try directory.access(caller.account, to: room)
            guard access.may(.moderate) else { throw .notAllowed("Only a moderator may see who is kept out.") }
            let now = ports.now()
            let rest = directory.bans.items(of: room.rawValue)
                .filter { $1.isInForce(at: now) && $0 > after?.rawValue ?? 0 }.sorted { $0.key < $1.key }
            let page = rest.prefix(limit)
            let views = page.compactMap { id, ban -> BanView? in
                guard let person = directory.accounts[AccountID(rawValue: id)] else { return nil }
                return BanView(
                    person: AccountView(person), by: ban.by, at: ban.at, until: ban.until, reason: ban.reason)
            }
            answer(
                .success(
                    BanPage(
                        bans: views,
                        next: rest.count > page.count ? page.last.map { AccountID(rawValue: $0.key) } : nil)))
        } catch {
            answer(.failure(error))
        }
    }
}
