public import ChatDomain
import ChatStore
import ChatWire

/// What is to be changed of a member. What is nil stays as it is.
public struct MemberChange: Sendable {
    public var role: RoomRole?
    /// In milliseconds since 1970; 0 lets him speak again.
    public var mutedUntil: Int64?

    public init(role: RoomRole? = nil, mutedUntil: Int64? = nil) {
        self.role = role
        self.mutedUntil = mutedUntil
    }

    fileprivate var isEmpty: Bool { role == nil && mutedUntil == nil }
}

// Who is what in a room.
extension ServiceCore {
    /// Changes a member's role or muting; without a change, puts somebody in who is no member.
    func setMember(
        _ person: AccountID, _ room: RoomID, _ change: MemberChange, by caller: Caller,
        answer: @escaping Answer<AccountView>
    ) {
        decide(for: caller, holding: [.room(room), .account(person)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            if !access.room.isMember(person) {
                guard change.isEmpty else { throw .noSuchMember }
                let unit = try core.puttingIn(person, access, by: caller)
                return .commit(unit) { core, _ throws(Refusal) in try core.memberAfterwards(person, room) }
            }
            guard let unit = try core.unit(changing: person, access, change, by: caller) else {
                return .done(try core.memberAfterwards(person, room))
            }
            return .commit(unit) { core, _ throws(Refusal) in try core.memberAfterwards(person, room) }
        }
    }

    private func memberAfterwards(_ person: AccountID, _ room: RoomID) throws(Refusal) -> AccountView {
        guard let view = directory.rooms[room].flatMap({ memberView(person, in: $0) }) else { throw .noSuchMember }
        return view
    }

    private func unit(
        changing person: AccountID, _ access: RoomAccess, _ change: MemberChange, by caller: Caller
    ) throws(Refusal) -> CommitUnit? {
        let state = access.room
        let now = ports.now()
        let old = state.details[person] ?? MemberDetail()
        var detail = old
        if let role = change.role {
            try checkMayGive(role, insteadOf: old.role, to: person, access)
            if old.role == .owner, role != .owner, state.owners == [person], !state.room.joinedByAll {
                throw Refusal(.lastOwner, "A room needs an owner. Make somebody else an owner first.")
            }
            detail.role = role
        }
        if let until = change.mutedUntil {
            try access.check(.moderate, at: now)
            try checkOutranks(access, person)
            guard until == 0 || until > now.rawValue else {
                throw Refusal(.badRequest, "\"muted_until\" must lie in the future, or be 0.")
            }
            detail.mutedUntil = until == 0 ? nil : until
        }
        guard detail != old else { return nil }
        var unit = CommitUnit(changes: [keep(detail, of: person, in: access.id)])
        unit.appends.append(append(roleChange(of: person, from: old, to: detail, by: caller.account), to: state))
        if detail.role != old.role {
            unit.appends.append(
                audit(
                    .roomRoleSet, by: caller, on: person, in: state,
                    detail: "from \(old.role.rawValue) to \(detail.role.rawValue)"))
        }
        if detail.mutedUntil != old.mutedUntil {
            unit.appends.append(
                audit(
                    detail.mutedUntil == nil ? .memberUnmuted : .memberMuted, by: caller, on: person, in: state,
                    detail: detail.mutedUntil.map { "until \($0)" }))
        }
        if person != caller.account {
            unit.appends.append(tell(person, .changed, by: caller.account, in: state) { $0.topic = "membership" })
        }
        return unit
    }

    /// Moderators say which of those below them may speak; all else is for owners.
    private func checkMayGive(
        _ role: RoomRole, insteadOf old: RoomRole, to person: AccountID, _ access: RoomAccess
    ) throws(Refusal) {
        let isOfModerators = max(role, old) < .moderator
        try access.check(isOfModerators ? .moderate : .own, at: ports.now())
        if access.role < .owner { try checkOutranks(access, person) }
    }

    private func roleChange(
        of person: AccountID, from old: MemberDetail, to new: MemberDetail, by author: AccountID
    ) -> EventDraft {
        draft(.roleChanged, of: person, by: author) { body in
            if new.role != old.role { (body.role, body.was) = (new.role.rawValue, old.role.rawValue) }
            if new.mutedUntil != old.mutedUntil { body.mutedUntil = new.mutedUntil ?? 0 }
        }
    }

    /// Without asking him: into groups whoever may invite, into channels only who manages the server's people.
    private func puttingIn(_ person: AccountID, _ access: RoomAccess, by caller: Caller) throws(Refusal) -> CommitUnit {
        let state = access.room
        try access.check(.invite, at: ports.now())
        _ = try directory.person(person, for: caller.account)
        if state.settings.kind == .group {
            try checkMayWrite(from: caller.account, to: person)
        } else if directory.accounts[caller.account]?.role.managesPeople != true {
            throw .notAllowed("Only who manages this server's people may put somebody in. Invite him instead.")
        }
        guard ban(of: person, from: state) == nil else { throw .keptOut }
        try checkHasPlace(state)
        let by = directory.accounts[caller.account]
        var unit = joining(person, state) { ($0.by, $0.byName) = (caller.account.rawValue, by?.displayName) }
        unit.appends.append(tell(person, .added, by: caller.account, in: state))
        return unit
    }

    /// Makes another the owner in the caller's place, who becomes a moderator.
    func handOver(_ room: RoomID, to person: AccountID, by caller: Caller, answer: @escaping Answer<RoomView>) {
        decide(for: caller, holding: [.room(room), .account(person)], answer: answer) { core throws(Refusal) in
            let me = caller.account
            let access = try core.directory.access(me, to: room)
            let state = access.room
            try access.check(.own, at: core.ports.now())
            guard person != me, state.isMember(person) else { throw .noSuchMember }
            let old = (mine: state.details[me] ?? MemberDetail(), his: state.details[person] ?? MemberDetail())
            var (mine, his) = (old.mine, old.his)
            mine.role = .moderator
            his.role = .owner
            let unit = CommitUnit(
                appends: [
                    core.append(
                        core.roleChange(of: person, from: old.his, to: his, by: me),
                        core.roleChange(of: me, from: old.mine, to: mine, by: me), to: state),
                    core.audit(
                        .roomRoleSet, by: caller, on: person, in: state,
                        detail: "from \(old.his.role.rawValue) to owner, in the caller's place"),
                    core.tell(person, .changed, by: me, in: state) { $0.topic = "membership" },
                ], changes: [core.keep(his, of: person, in: room), core.keep(mine, of: me, in: room)])
            return .commit(unit) { core, _ throws(Refusal) in try core.viewAfterwards(room, for: me) }
        }
    }
}

extension Refusal {
    static let noSuchMember = Refusal(.personUnknown, "There is no such member of the room.")
    static let keptOut = Refusal(.banned, "This person is kept out of the room. Lift the ban first.")
}
