import ChatDomain
import ChatStore
import ChatWire

// Parts that the units of room changes are made of.
extension ServiceCore {
    /// The body of an event about somebody, with his names as they are now.
    func personBody(_ person: AccountID, _ fill: (inout PersonBody) -> Void = { _ in }) -> [UInt8] {
        let account = directory.accounts[person]
        var body = PersonBody(username: account?.username.text ?? "", name: account?.displayName ?? "")
        fill(&body)
        return JSONCoding.encode(body)
    }

    /// An event of somebody who comes or goes by himself, or is put in by another.
    func draft(_ kind: EventKind, of person: AccountID, _ fill: (inout PersonBody) -> Void = { _ in }) -> EventDraft {
        EventDraft(author: person, kind: kind, at: ports.now(), body: personBody(person, fill))
    }

    /// An event of what one does to another.
    func draft(
        _ kind: EventKind, of person: AccountID, by author: AccountID, _ fill: (inout PersonBody) -> Void = { _ in }
    ) -> EventDraft {
        EventDraft(
            author: author, kind: kind, subject: person.rawValue, at: ports.now(), body: personBody(person, fill))
    }

    func append(_ events: EventDraft..., to room: RoomState) -> LogAppend {
        LogAppend(log: room.room.id.log, events: events)
    }

    /// Keeps what a member is. An ordinary one needs no record.
    func keep(_ detail: MemberDetail, of member: AccountID, in room: RoomID) -> StateChange {
        detail == MemberDetail()
            ? .removeRecord(RecordKey(.member, owner: room.rawValue, item: member.rawValue))
            : detail.put(owner: room.rawValue, item: member.rawValue)
    }

    /// Takes somebody out. His role is gone, but a mute still holds when he comes back.
    func out(_ member: AccountID, of room: RoomState) -> [StateChange] {
        let id = room.room.id
        var changes: [StateChange] = [.removeMember(Membership(room: id, account: member))]
        if let detail = room.details[member] {
            let muted = detail.mutedUntil.flatMap { $0 > ports.now().rawValue ? $0 : nil }
            changes.append(keep(MemberDetail(role: .member, mutedUntil: muted), of: member, in: id))
        }
        return changes
    }

    func invitationKey(_ person: AccountID, _ room: RoomID) -> RecordKey {
        RecordKey(.invitation, owner: room.rawValue, item: person.rawValue)
    }

    /// Whatever way he wants to come in by.
    func checkNotBanned(_ person: AccountID, from room: RoomState) throws(Refusal) {
        guard let ban = ban(of: person, from: room) else { return }
        let reason = ban.reason.isEmpty ? "" : " \(ban.reason)"
        let seconds = ban.until.map { Int(clamping: ($0 - ports.now().rawValue + 999) / 1_000) }
        throw Refusal(.banned, "You are kept out of \(room.called).\(reason)", retryAfter: seconds)
    }

    /// One that is in force.
    func ban(of person: AccountID, from room: RoomState) -> Ban? {
        directory.bans[room.room.id.rawValue, person.rawValue].flatMap { $0.isInForce(at: ports.now()) ? $0 : nil }
    }

    /// Groups stay small.
    func checkHasPlace(_ room: RoomState, for more: Int = 1) throws(Refusal) {
        let limit = settings.limits.groupMembers
        guard room.settings.kind == .group, room.members.count + more > limit else { return }
        throw .groupFull(limit)
    }

    /// Moderating reaches only those below.
    func checkOutranks(_ access: RoomAccess, _ person: AccountID) throws(Refusal) {
        guard access.role > directory.role(of: person, in: access.room) else {
            throw .notAllowed("This may be done only to somebody whose role in the room is below one's own.")
        }
    }

    /// Says what became of a room to whoever asked for a change of it.
    func viewAfterwards(_ room: RoomID, for account: AccountID) throws(Refusal) -> RoomView {
        guard let state = directory.rooms[room] else { throw .outcomeUnknown }
        return view(state, for: account)
    }
}

extension Refusal {
    static func groupFull(_ limit: Int) -> Refusal {
        Refusal(
            .tooMany, "A group conversation has at most \(limit) members. Make a channel for more.",
            limit: Limit(name: "group_members", value: limit))
    }
}
