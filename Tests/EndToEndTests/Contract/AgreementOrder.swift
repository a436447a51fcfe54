import Foundation

// Coming, going, and what those do who keep order.
extension AgreementWorld {
    func comeOrGo(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        let path = "/v1/rooms/\(id)/members/me"
        let isMember = room.members[person.id] != nil
        var refusal: String? = model.mayKnow(person.id, room) ? nil : "room_unknown"
        guard random.below(3) == 0 else {
            if refusal == nil, !isMember {
                if room.banned.contains(person.id) {
                    refusal = "banned"
                } else if !room.isOpen, room.invited[person.id] == nil {
                    refusal = "not_allowed"
                }
            }
            try act(person, "PUT", path, refusal: refusal)
            if refusal == nil, !isMember { enter(person.id, id) }
            return
        }
        // The last one, and owners of groups, are what other tests are for.
        if isMember, room.members.count == 1 || room.kind == "group" && room.owners == [person.id] { return }
        if refusal == nil, isMember {
            if room.kind == "direct" { refusal = "not_allowed" }
            if room.owners == [person.id], !room.isJoinedByAll { refusal = "last_owner" }
        }
        try act(person, "DELETE", path, refusal: refusal)
        guard refusal == nil, isMember else { return }
        model.rooms[id]?.takeOut(person.id)
        append(id, ModelEvent("left", by: person.id))
    }

    func rename(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        let title = random.pick(["Hill", "Brook", "Marsh", "Scree"])
        let refusal = model.entry(person.id, room) ?? model.may(.change, person.id, room)
        try act(person, "PATCH", "/v1/rooms/\(id)", ["title": title], refusal: refusal)
        guard refusal == nil, room.title != title else { return }
        model.rooms[id]?.title = title
        append(id, ModelEvent("changed", by: person.id))
    }

    /// Something done to another, mostly by somebody who may.
    func order(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        var person = person
        if random.below(3) > 0, let owner = room.owners.first { person = self.person(owner) }
        let other = random.pick(people)
        switch random.below(10) {
        case 0: try kick(person, other, id, room)
        case 1: try ban(person, other, id, room)
        case 2: try unban(person, other, id, room)
        case 3..<6: try invite(person, other, id, room)
        case 6..<8: try mute(person, other, id, room)
        case 8: try setRole(person, other, id, room)
        default: try archive(person, id, room)
        }
    }

    private func moderating(_ person: Person, _ room: ModelRoom) -> String? {
        model.entry(person.id, room) ?? model.may(.moderate, person.id, room)
    }

    private func kick(_ person: Person, _ other: Person, _ id: Int, _ room: ModelRoom) throws {
        var refusal = moderating(person, room)
        if refusal == nil, room.members[other.id] == nil { refusal = "person_unknown" }
        if refusal == nil, !model.outranks(person.id, other.id, room) { refusal = "not_allowed" }
        try act(person, "DELETE", "/v1/rooms/\(id)/members/\(other.id)", refusal: refusal)
        guard refusal == nil else { return }
        model.rooms[id]?.takeOut(other.id)
        append(id, ModelEvent("removed", by: person.id, about: other.id))
    }

    private func ban(_ person: Person, _ other: Person, _ id: Int, _ room: ModelRoom) throws {
        var refusal = moderating(person, room)
        if refusal == nil, !model.outranks(person.id, other.id, room) { refusal = "not_allowed" }
        try act(person, "PUT", "/v1/rooms/\(id)/bans/\(other.id)", ["reason": "noise"], refusal: refusal)
        guard refusal == nil else { return }
        model.rooms[id]?.takeOut(other.id)
        model.rooms[id]?.invited[other.id] = nil
        model.rooms[id]?.banned.insert(other.id)
        append(id, ModelEvent("banned", by: person.id, about: other.id))
    }

    private func unban(_ person: Person, _ other: Person, _ id: Int, _ room: ModelRoom) throws {
        let refusal = moderating(person, room)
        try act(person, "DELETE", "/v1/rooms/\(id)/bans/\(other.id)", refusal: refusal)
        guard refusal == nil, room.banned.contains(other.id) else { return }
        model.rooms[id]?.banned.remove(other.id)
        append(id, ModelEvent("unbanned", by: person.id, about: other.id))
    }

    private func invite(_ person: Person, _ other: Person, _ id: Int, _ room: ModelRoom) throws {
        var refusal = model.entry(person.id, room) ?? model.may(.invite, person.id, room)
        let isThere = room.members[other.id] != nil || room.invited[other.id] != nil
        if refusal == nil, model.people[person.id]?.role == "guest", !shareRoom(person, other) {
            refusal = "person_unknown"
        }
        if refusal == nil, !isThere {
            if room.banned.contains(other.id) {
                refusal = "banned"
            } else if model.blocks(other.id, person.id) {
                refusal = "not_allowed"
            }
        }
        try act(person, "POST", "/v1/rooms/\(id)/invitations", ["person": other.id], refusal: refusal)
        guard refusal == nil, !isThere else { return }
        model.rooms[id]?.invited[other.id] = person.id
        append(id, ModelEvent("invited", by: person.id, about: other.id))
    }

    func shareRoom(_ one: Person, _ other: Person) -> Bool {
        one.id == other.id
            || model.rooms.values.contains {
                $0.kind != "direct" && $0.members[one.id] != nil && $0.members[other.id] != nil
            }
    }

    private func mute(_ person: Person, _ other: Person, _ id: Int, _ room: ModelRoom) throws {
        let isOn = random.below(2) == 0
        var refusal = model.entry(person.id, room)
        if refusal == nil, room.members[other.id] == nil { refusal = "person_unknown" }
        refusal = refusal ?? model.may(.moderate, person.id, room)
        if refusal == nil, !model.outranks(person.id, other.id, room) { refusal = "not_allowed" }
        try act(
            person, "PUT", "/v1/rooms/\(id)/members/\(other.id)", ["muted_until": isOn ? Self.muchLater : 0],
            refusal: refusal)
        guard refusal == nil, room.muted.contains(other.id) != isOn else { return }
        if isOn { model.rooms[id]?.muted.insert(other.id) } else { model.rooms[id]?.muted.remove(other.id) }
        append(id, ModelEvent("role_changed", by: person.id, about: other.id))
    }

    private static let muchLater = 4_000_000_000_000

    private func setRole(_ person: Person, _ other: Person, _ id: Int, _ room: ModelRoom) throws {
        let rank = random.below(AgreementModel.roles.count)
        let before = room.ranks[other.id] ?? 0
        let isOfModerators = max(rank, before) < AgreementModel.moderator
        var refusal = model.entry(person.id, room)
        if refusal == nil, room.members[other.id] == nil { refusal = "person_unknown" }
        refusal = refusal ?? model.may(isOfModerators ? .moderate : .own, person.id, room)
        if refusal == nil, model.rank(person.id, room) < AgreementModel.owner,
            !model.outranks(person.id, other.id, room)
        {
            refusal = "not_allowed"
        }
        if refusal == nil, before == AgreementModel.owner, rank < before, room.owners == [other.id],
            !room.isJoinedByAll
        {
            refusal = "last_owner"
        }
        try act(
            person, "PUT", "/v1/rooms/\(id)/members/\(other.id)", ["role": AgreementModel.roles[rank]],
            refusal: refusal)
        guard refusal == nil, before != rank else { return }
        model.rooms[id]?.ranks[other.id] = rank
        append(id, ModelEvent("role_changed", by: person.id, about: other.id))
    }

    private func archive(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        // Mostly soon brought back, so that something goes on.
        let isOn = !room.isArchived && random.below(3) == 0
        let refusal = model.entry(person.id, room) ?? model.may(.own, person.id, room)
        try act(person, "PATCH", "/v1/rooms/\(id)", ["archived": isOn], refusal: refusal)
        guard refusal == nil, room.isArchived != isOn else { return }
        model.rooms[id]?.isArchived = isOn
        append(id, ModelEvent("changed", by: person.id))
    }
}
