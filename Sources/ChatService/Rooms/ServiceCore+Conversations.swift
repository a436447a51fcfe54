import ChatDomain
import ChatStore
import ChatWire

// Rooms of a few people, which have no name that others could take.
extension ServiceCore {
    /// The conversation of two: the one that is there, or a new one.
    func openDirect(with person: AccountID, _ caller: Caller, answer: @escaping Answer<RoomView>) {
        let me = caller.account
        let pair = me < person ? (me, person) : (person, me)
        decide(for: caller, holding: [.pair(pair.0, pair.1)], answer: answer) { core throws(Refusal) in
            guard person != me else { throw Refusal(.badRequest, "A conversation takes two. Choose somebody else.") }
            if let known = core.directory.directConversations[pair.0.rawValue, pair.1.rawValue],
                let state = core.directory.rooms[RoomID(rawValue: known.room)], state.isMember(me)
            {
                return .done(core.view(state, for: me))
            }
            _ = try core.directory.person(person, for: me)
            try core.checkMayWrite(from: me, to: person)
            // No handle has a space in it: nobody can have made a room of this name.
            let name = "dm \(pair.0.rawValue) \(pair.1.rawValue)"
            let room = core.conversation(name: { _ in name }, title: "", madeBy: me)
            var unit = core.firstUnit(of: room, RoomSettings(kind: .direct))
            unit.changes += [
                .addMember(Membership(room: room.id, account: person)),
                DirectConversation(room: room.id.rawValue).put(owner: pair.0.rawValue, item: pair.1.rawValue),
            ]
            unit.appends += [
                core.tell(person, .added, by: me) { $0.room = room.id.rawValue }, core.tellOfRoom(room, to: me),
            ]
            return .commit(unit) { core, _ throws(Refusal) in try core.viewAfterwards(room.id, for: me) }
        }
    }

    /// A conversation of a few people, who are in it from the start.
    func makeGroup(
        of people: [AccountID], title: String, _ caller: Caller, answer: @escaping Answer<RoomView>
    ) {
        let me = caller.account
        let others = Set(people).subtracting([me]).sorted()
        decide(for: caller, holding: [.account(me)], answer: answer) { core throws(Refusal) in
            try core.checkMayMakeRooms(me)
            guard !others.isEmpty else { throw Refusal(.badRequest, "\"people\" must name somebody else.") }
            let limit = core.settings.limits.groupMembers
            guard others.count < limit else { throw .groupFull(limit) }
            for person in others {
                _ = try core.directory.person(person, for: me)
                try core.checkMayWrite(from: me, to: person)
            }
            let title = try RoomText.title(title, core.settings.limits, mayBeEmpty: true)
            let room = core.conversation(name: { "group \($0.rawValue)" }, title: title, madeBy: me)
            var unit = core.firstUnit(of: room, RoomSettings(kind: .group))
            let myName = core.directory.accounts[me]?.displayName
            for person in others {
                // In the first append of the log, so that all of them may read from the beginning.
                unit.appends[0].events.append(
                    core.draft(.joined, of: person) { ($0.by, $0.byName) = (me.rawValue, myName) })
                unit.changes.append(.addMember(Membership(room: room.id, account: person)))
                unit.appends.append(
                    core.tell(person, .added, by: me) { ($0.room, $0.roomTitle) = (room.id.rawValue, title) })
            }
            unit.appends.append(core.tellOfRoom(room, to: me))
            return .commit(unit) { core, _ throws(Refusal) in try core.viewAfterwards(room.id, for: me) }
        }
    }

    private func conversation(name: (RoomID) -> String, title: String, madeBy maker: AccountID) -> Room {
        let id = directory.takeRoomNumber()
        let text = name(id)
        return Room(
            id: id, handle: Handle(unchecked: text, key: text), title: title, createdBy: maker,
            createdAt: ports.now(), joinedByAll: false)
    }
}
