import ChatDomain
import ChatStore
import ChatWire

extension ServiceCore {
    /// Changes a room, in one event that tells what changed. What is so already makes none.
    func change(_ caller: Caller, _ room: RoomID, _ change: RoomChange, answer: @escaping Answer<RoomView>) {
        let onConflict: @Sendable (CommitConflict) -> Refusal = {
            $0 == .roomHandle ? .roomNameTaken(change.handle ?? "") : .outcomeUnknown
        }
        decide(for: caller, holding: [.room(room)], answer: answer, onConflict: onConflict) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let state = access.room
            try change.check(access, at: core.ports.now())
            var (changed, settings) = (state.room, state.settings)
            try change.apply(to: &changed, &settings, limits: core.settings.limits)
            settings.noteTopic(after: state.settings, by: caller.account, at: core.ports.now())
            if changed.handle != state.room.handle, let other = core.directory.room(handle: changed.handle.key),
                other !== state
            {
                throw .roomNameTaken(changed.handle.text)
            }
            guard
                let body = ChangedBody(from: RoomValues(state.room, state.settings), to: RoomValues(changed, settings))
            else { return .done(core.view(state, for: caller.account)) }
            var unit = CommitUnit(
                appends: [core.append(.changed, to: room.log, by: caller.account, body: JSONCoding.encode(body))])
            if changed != state.room { unit.changes.append(.updateRoom(changed)) }
            if settings != state.settings { unit.changes.append(settings.put(owner: room.rawValue)) }
            if settings.kind == .channel {
                unit.appends.append(
                    core.audit(.roomChanged, by: caller, in: state, detail: body.names.joined(separator: ", ")))
            }
            let endsSlowMode = settings.slowModeSeconds == 0
            return .commit(unit) { core, _ throws(Refusal) in
                if endsSlowMode { core.directory.rooms[room]?.lastPosts = [:] }
                return try core.viewAfterwards(room, for: caller.account)
            }
        }
    }

    // MARK: Deleting and bringing back

    /// From then on it is gone for everybody. Its owners can bring it back for a while.
    func deleteRoom(_ caller: Caller, _ room: RoomID, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let state = access.room
            try access.check(.own, at: core.ports.now())
            guard !state.room.joinedByAll else { throw .notAllowed("The room that everybody joins stays.") }
            var settings = state.settings
            settings.deletedAt = core.ports.now().rawValue
            let unit = core.unit(changing: state, to: settings, .roomDeleted, by: caller)
            return .commit(unit) { core, _ in core.endStreams(of: room) }
        }
    }

    func restoreRoom(_ caller: Caller, _ room: RoomID, answer: @escaping Answer<RoomView>) {
        decide(for: caller, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            guard let state = core.directory.rooms[room], core.mayRestore(state, caller.account) else {
                // Whoever may not cannot tell what was there.
                throw core.directory.rooms[room]?.isMember(caller.account) == true ? .roomGone : .roomUnknown
            }
            guard state.settings.deletedAt != nil else {
                return .done(core.view(try core.visible(room, to: caller.account), for: caller.account))
            }
            var settings = state.settings
            settings.deletedAt = nil
            var unit = core.unit(changing: state, to: settings, .roomRestored, by: caller)
            // Their streams of it ended when it was deleted.
            unit.appends += state.memberList.map { core.tellOfRoom(state.room, to: $0) }
            // It went with its last member: somebody has to be in it again.
            if state.members.isEmpty {
                unit.appends += [
                    core.append(core.draft(.joined, of: caller.account), to: state),
                    core.tellOfRoom(state.room, to: caller.account),
                ]
                unit.changes += [
                    .addMember(Membership(room: room, account: caller.account)),
                    core.keep(MemberDetail(role: .owner), of: caller.account, in: room),
                ]
            }
            return .commit(unit) { core, _ throws(Refusal) in try core.viewAfterwards(room, for: caller.account) }
        }
    }

    /// Deleted rooms that the caller may bring back, in the order of their numbers.
    func deletedRooms(_ caller: Caller, answer: Answer<[RoomView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let rooms = directory.rooms.values.filter { $0.settings.deletedAt != nil && mayRestore($0, caller.account) }
            answer(.success(rooms.sorted { $0.room.id < $1.room.id }.map { view($0, for: caller.account) }))
        } catch {
            answer(.failure(error))
        }
    }

    /// The room's owners, and for channels the server's, as long as it can be brought back.
    private func mayRestore(_ room: RoomState, _ account: AccountID) -> Bool {
        guard room.settings.deletedAt == nil || !isOver(room, at: ports.now()) else { return false }
        if room.details[account]?.role == .owner { return true }
        return room.settings.kind == .channel && directory.accounts[account]?.role == .owner
    }

    /// Whether a deleted room can be brought back no more.
    func isOver(_ room: RoomState, at now: Timestamp) -> Bool {
        guard let deletedAt = room.settings.deletedAt else { return false }
        let days = Int64(settings.limits.roomRestoreDays)
        return room.settings.isPurged || now.rawValue - deletedAt >= days * Self.dayMilliseconds
    }

    static let dayMilliseconds: Int64 = 86_400_000

    private func unit(
        changing room: RoomState, to settings: RoomSettings, _ act: AuditedAct, by caller: Caller
    ) -> CommitUnit {
        let body = ChangedBody(from: RoomValues(room.room, room.settings), to: RoomValues(room.room, settings))
        return CommitUnit(
            appends: [
                append(.changed, to: room.room.id.log, by: caller.account, body: JSONCoding.encode(body)),
                audit(act, by: caller, in: room),
            ], changes: [settings.put(owner: room.room.id.rawValue)])
    }

    /// Ends all streams of a room that is gone.
    func endStreams(of room: RoomID) {
        flush()
        ports.commit(.presence(.ended(room: room, refusal: .roomGone), room: room))
    }
}
