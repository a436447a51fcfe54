import ChatDomain
import ChatStore
import ChatWire

// Making rooms, coming and going.
extension ServiceCore {
    /// Makes a channel; its maker is its owner, and the first member.
    func createRoom(
        _ caller: Caller, handle name: String, title: String?, _ form: RoomChange, answer: @escaping Answer<RoomView>
    ) {
        let onConflict: @Sendable (CommitConflict) -> Refusal = {
            $0 == .roomHandle ? .roomNameTaken(name) : .outcomeUnknown
        }
        decide(for: caller, holding: [.account(caller.account)], answer: answer, onConflict: onConflict) {
            core throws(Refusal) in
            try core.checkMayMakeRooms(caller.account)
            let handle = try Handle.make(from: name, what: "A room's name")
            guard core.directory.room(handle: handle.key) == nil else { throw Refusal.roomNameTaken(handle.text) }
            var form = form
            form.handle = nil
            form.title = title ?? form.title ?? name
            var room = Room(
                id: core.directory.takeRoomNumber(), handle: handle, title: "", createdBy: caller.account,
                createdAt: core.ports.now(), joinedByAll: false)
            var settings = RoomSettings()
            try form.apply(to: &room, &settings, limits: core.settings.limits)
            settings.noteTopic(after: RoomSettings(), by: caller.account, at: room.createdAt)
            var unit = core.firstUnit(of: room, settings)
            unit.appends.append(core.tellOfRoom(room, to: caller.account))
            let id = room.id
            return .commit(unit) { core, _ throws(Refusal) in try core.viewAfterwards(id, for: caller.account) }
        }
    }

    func checkMayMakeRooms(_ account: AccountID) throws(Refusal) {
        guard directory.accounts[account]?.role != .guest else { throw .notAllowed("Guests make no rooms.") }
        let limit = settings.limits.roomsPerAccount
        if limit > 0, directory.roomsMade[account, default: 0] >= limit {
            throw Refusal(
                .tooManyRooms, "An account may create at most \(limit) rooms.",
                limit: Refusal.Limit(name: "rooms_per_account", value: limit))
        }
    }

    /// The room with its maker as its owner.
    func firstUnit(of room: Room, _ settings: RoomSettings) -> CommitUnit {
        let created = EventDraft(author: room.createdBy, kind: .created, at: room.createdAt, body: Self.body(room))
        return CommitUnit(
            appends: [LogAppend(log: room.id.log, expected: .zero, events: [created])],
            changes: [
                .addRoom(room), settings.put(owner: room.id.rawValue),
                .addMember(Membership(room: room.id, account: room.createdBy)),
                keep(MemberDetail(role: settings.kind == .direct ? .member : .owner), of: room.createdBy, in: room.id),
            ])
    }

    static func body(_ room: Room) -> [UInt8] {
        JSONObject.make { object in
            object.set("handle", room.handle.text)
            object.set("title", room.title)
        }
    }

    // MARK: Coming and going

    /// Joining again is no error.
    func join(_ caller: Caller, _ room: RoomID, answer: @escaping Answer<RoomView>) {
        let me = caller.account
        // Places in a group are few: one decision at a time. Channels take many at once.
        let isGroup = directory.rooms[room]?.settings.kind == .group
        decide(
            for: caller, holding: isGroup ? [.account(me), .room(room)] : [.account(me)], after: [.room(room)],
            answer: answer
        ) { core throws(Refusal) in
            let state = try core.visible(room, to: me)
            guard !state.isMember(me) else { return .done(core.view(state, for: me)) }
            try core.checkNotBanned(me, from: state)
            let isInvited = core.directory.isInvited(me, to: room)
            guard isInvited || state.settings.entry == .open else {
                throw .notAllowed("\(state.called) is for those who are invited. Ask a member for an invitation.")
            }
            try core.checkHasPlace(state)
            var unit = core.joining(me, state)
            unit.appends.append(core.tellOfRoom(state.room, to: me))
            return .commit(unit) { core, _ throws(Refusal) in try core.viewAfterwards(room, for: me) }
        }
    }

    /// What brings somebody into a room, and uses up his invitation.
    func joining(_ person: AccountID, _ room: RoomState, _ fill: (inout PersonBody) -> Void = { _ in }) -> CommitUnit {
        let id = room.room.id
        var unit = CommitUnit(
            appends: [append(draft(.joined, of: person, fill), to: room)],
            changes: [.addMember(Membership(room: id, account: person))])
        if directory.isInvited(person, to: id) { unit.changes.append(.removeRecord(invitationKey(person, id))) }
        return unit
    }

    /// Leaving again is no error. The last owner of a channel hands on first; a group finds its next owner by itself.
    /// A room that nobody could come into again goes with its last member.
    func leave(_ caller: Caller, _ room: RoomID, answer: @escaping Answer<Void>) {
        let me = caller.account
        let again = ServiceInput.run { $0.leave(caller, room, answer: answer) }
        if isHeld(me, again) || isHeld(.room(room), again) { return }
        // Who goes last, or as the last owner, has to be certain.
        let mustBeAlone = directory.rooms[room].map { !$0.isOpenToAll || $0.owners.contains(me) } ?? false
        decide(for: caller, holding: mustBeAlone ? [.account(me), .room(room)] : [.account(me)], answer: answer) {
            core throws(Refusal) in
            let state = try core.visible(room, to: me)
            guard state.isMember(me) else { return .done(()) }
            guard state.settings.kind != .direct else {
                throw .notAllowed("A direct conversation is for good. Mute it, or block the other.")
            }
            return .commit(try core.leaving(me, state)) { _, _ in }
        }
    }

    private func leaving(_ me: AccountID, _ room: RoomState) throws(Refusal) -> CommitUnit {
        var unit = CommitUnit()
        var events: [EventDraft] = []
        let others = room.members.filter { $0.key != me }
        if room.owners == [me], !others.isEmpty, !room.room.joinedByAll {
            guard room.settings.kind == .group else {
                throw Refusal(
                    .lastOwner, "You are the last owner of \(room.called). Make somebody else an owner first.")
            }
            if let heir = others.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key {
                var detail = room.details[heir] ?? MemberDetail()
                let was = detail.role
                detail.role = .owner
                events.append(
                    draft(.roleChanged, of: heir, by: me) {
                        ($0.role, $0.was) = (RoomRole.owner.rawValue, was.rawValue)
                    })
                unit.changes.append(keep(detail, of: heir, in: room.room.id))
            }
        }
        // Nothing after it reaches him.
        events.append(draft(.left, of: me))
        unit.appends += [LogAppend(log: room.room.id.log, events: events), tellOfRoom(room.room, to: me)]
        unit.changes += out(me, of: room)
        if others.isEmpty, !room.isOpenToAll {
            var settings = room.settings
            settings.deletedAt = ports.now().rawValue
            unit.changes.append(settings.put(owner: room.room.id.rawValue))
            // So that he can bring it back.
            unit.changes.append(keep(MemberDetail(role: .owner), of: me, in: room.room.id))
        }
        return unit
    }
}

extension RoomState {
    /// Whether anybody can come in who wants to.
    var isOpenToAll: Bool { settings.entry == .open && settings.isListed && settings.kind == .channel }
}

extension Refusal {
    static func roomNameTaken(_ name: String) -> Refusal {
        Refusal(.roomNameTaken, "There is a room called \(name), or one that looks like it. Choose another name.")
    }
}
