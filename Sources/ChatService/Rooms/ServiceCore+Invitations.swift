import ChatDomain
import ChatStore
import ChatWire

// Asking people into a room. Joining accepts.
extension ServiceCore {
    /// Inviting again is no error.
    func invite(_ person: AccountID, to room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.room(room), .account(person)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let (state, now) = (access.room, core.ports.now())
            try access.check(.invite, at: now)
            _ = try core.directory.person(person, for: caller.account)
            guard !state.isMember(person), !core.directory.isInvited(person, to: room) else { return .done(()) }
            guard core.ban(of: person, from: state) == nil else { throw .keptOut }
            guard core.directory.blocks[person.rawValue, caller.account.rawValue] == nil else {
                throw .notAllowed("This person takes no invitations from you.")
            }
            try core.checkHasPlace(state)
            let limit = core.settings.limits.roomInvitations
            guard core.directory.invitations.items(of: room.rawValue).count < limit else {
                throw Refusal(
                    .tooMany, "A room has at most \(limit) open invitations. Take one back first.",
                    limit: Refusal.Limit(name: "room_invitations", value: limit))
            }
            let invitation = Invitation(by: caller.account.rawValue, at: now.rawValue)
            let unit = CommitUnit(
                appends: [
                    core.append(core.draft(.invited, of: person, by: caller.account), to: state),
                    core.tell(person, .invited, by: caller.account, in: state),
                ], changes: [invitation.put(owner: room.rawValue, item: person.rawValue)])
            return .commit(unit) { _, _ in }
        }
    }

    /// For who invited him, and for moderators. Taking back what is not there is no error.
    func uninvite(_ person: AccountID, from room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.room(room), .account(person)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            guard let invitation = core.directory.invitations[room.rawValue, person.rawValue] else { return .done(()) }
            if invitation.by != caller.account.rawValue { try access.check(.moderate, at: core.ports.now()) }
            let unit = CommitUnit(
                appends: [
                    core.append(core.draft(.uninvited, of: person, by: caller.account), to: access.room),
                    core.tell(person, .uninvited, by: caller.account, in: access.room),
                ], changes: [.removeRecord(core.invitationKey(person, room))])
            return .commit(unit) { _, _ in }
        }
    }

    /// Declining what is not there is no error.
    func decline(_ caller: Caller, _ room: RoomID, answer: @escaping Answer<Void>) {
        let me = caller.account
        decide(for: caller, holding: [.account(me)], after: [.room(room)], answer: answer) { core throws(Refusal) in
            let state = try core.visible(room, to: me)
            guard let invitation = core.directory.invitations[room.rawValue, me.rawValue] else { return .done(()) }
            var declined = core.draft(.declined, of: me)
            declined.subject = invitation.by
            return .commit(
                CommitUnit(
                    appends: [core.append(declined, to: state), core.tellOfRoom(state.room, to: me)],
                    changes: [.removeRecord(core.invitationKey(me, room))])
            ) { _, _ in }
        }
    }

    /// The caller's own, newest first.
    func invitations(of caller: Caller, answer: Answer<[InvitationView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let views = directory.invitations.all.keys.compactMap { owner -> InvitationView? in
                guard let invitation = directory.invitations[owner, caller.account.rawValue],
                    let state = directory.rooms[RoomID(rawValue: owner)], state.settings.deletedAt == nil
                else { return nil }
                var view = invitationView(invitation)
                view.room = self.view(state, for: caller.account)
                return view
            }
            answer(.success(views.sorted { $0.at > $1.at }))
        } catch {
            answer(.failure(error))
        }
    }

    /// Who is invited to a room. For its members, newest first.
    func invitations(to room: RoomID, for caller: Caller, answer: Answer<[InvitationView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            _ = try directory.access(caller.account, to: room)
            let views = directory.invitations.items(of: room.rawValue).compactMap { id, invitation in
                var view = invitationView(invitation)
                view.person = directory.accounts[AccountID(rawValue: id)].map { AccountView($0) }
                return view.person == nil ? nil : view
            }
            answer(.success(views.sorted { $0.at > $1.at }))
        } catch {
            answer(.failure(error))
        }
    }

    private func invitationView(_ invitation: Invitation) -> InvitationView {
        InvitationView(
            by: directory.accounts[AccountID(rawValue: invitation.by)].map { AccountView($0) }, at: invitation.at)
    }
}
