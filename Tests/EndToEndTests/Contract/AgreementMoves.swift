import Foundation

// What people do at random, and what the documents say of it.
extension AgreementWorld {
    /// One move of somebody, allowed or not.
    func move() throws {
        let person = random.pick(people)
        guard let id = model.rooms.keys.sorted().pick(using: &random), let room = model.rooms[id] else { return }
        let seq = target(room)
        switch random.below(40) {
        case 0..<6: try send(person, id, room)
        case 6..<9: try burst(id, by: [person, people.filter { $0.id != person.id }.pick(using: &random) ?? ada])
        case 9..<11: try forward(person, id, room)
        case 11..<14: try edit(person, id, room, seq)
        case 14..<16: try delete(person, id, room, seq)
        case 16..<20: try react(person, id, room, seq)
        case 20..<22: try pin(person, id, room, seq)
        case 22..<24: try vote(person, id, room)
        case 24..<26: try save(person, id, room, seq)
        case 26: try mark(person, id, room)
        case 27: try setLevel(person, id, room)
        case 28..<31: try comeOrGo(person, id, room)
        case 31: try block(person)
        case 32: try rename(person, id, room)
        default: try order(person, id, room)
        }
    }

    /// Mostly a message, now and then any event, or none.
    private func target(_ room: ModelRoom) -> Int {
        let messages = room.log.indices.filter { room.log[$0].kind == "message" }
        guard random.below(6) > 0, let index = messages.suffix(20).pick(using: &random) else {
            return 1 + random.below(room.log.count + 2)
        }
        return index + 1
    }

    private func path(_ id: Int, _ rest: String) -> String { "/v1/rooms/\(id)/\(rest)" }

    // MARK: Saying

    private func send(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        var event = ModelEvent("message", by: person.id)
        call(text(in: room), &event, in: room)
        var form: [String: Any] = ["key": Key.make(using: &random), "text": event.text ?? ""]
        var refusal = model.posting(person.id, room)
        let (thread, answered) = (random.below(3) == 0 ? target(room) : nil, random.below(3) == 0 ? target(room) : nil)
        for seq in [thread, answered].compactMap(\.self) {
            refusal = refusal ?? model.about(person.id, seq, room)
        }
        form["thread"] = thread
        form["reply_to"] = answered
        event.replyTo = answered
        if refusal == nil {
            if let thread {
                event.subject = room.log[thread - 1].subject ?? thread
            } else if let answered {
                event.subject = room.log[answered - 1].subject
            }
        }
        if random.below(5) == 0 {
            event.options = ["quince", "medlar"]
            event.isAnonymous = random.below(2) == 0
            form["poll"] = ["options": event.options, "anonymous": event.isAnonymous]
        }
        try act(person, "POST", path(id, "messages"), form, refusal: refusal)
        if refusal == nil { sent(event, to: id) }
    }

    private func forward(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        guard let from = model.rooms.keys.sorted().pick(using: &random), let source = model.rooms[from] else { return }
        let seq = target(source)
        var refusal = model.posting(person.id, room) ?? model.about(person.id, seq, source)
        let now = seq <= source.log.count ? ModelEvent.fold(source.log)[seq] : nil
        if refusal == nil, now?.isDeleted == true { refusal = "message_gone" }
        var event = ModelEvent("message", by: person.id)
        (event.text, event.isForwarded) = (now?.text, true)
        try act(
            person, "POST", path(id, "messages"),
            ["key": Key.make(using: &random), "forward": ["room": from, "message": seq]], refusal: refusal)
        if refusal == nil { sent(event, to: id) }
    }

    private func edit(_ person: Person, _ id: Int, _ room: ModelRoom, _ seq: Int) throws {
        var event = ModelEvent("edited", by: person.id, about: seq)
        call(text(in: room), &event, in: room)
        var refusal = model.about(person.id, seq, room)
        if refusal == nil {
            let message = room.log[seq - 1]
            refusal = message.by == person.id ? model.posting(person.id, room) : "not_allowed"
            if refusal == nil, message.isErased { refusal = "message_gone" }
            if refusal == nil, message.isForwarded { refusal = "not_allowed" }
            (event.replyTo, event.options) = (message.replyTo, message.options)
            event.isAnonymous = message.isAnonymous
        }
        try act(person, "PATCH", path(id, "messages/\(seq)"), ["text": event.text ?? ""], refusal: refusal)
        if refusal == nil { append(id, event) }
    }

    private func delete(_ person: Person, _ id: Int, _ room: ModelRoom, _ seq: Int) throws {
        var refusal = model.about(person.id, seq, room)
        let isGone = refusal == nil && room.log[seq - 1].isErased
        if refusal == nil, room.log[seq - 1].by != person.id,
            room.kind == "direct" || model.rank(person.id, room) < AgreementModel.moderator
        {
            refusal = "not_allowed"
        }
        try act(person, "DELETE", path(id, "messages/\(seq)"), refusal: refusal)
        guard refusal == nil, !isGone else { return }
        for index in room.log.indices {
            let event = room.log[index]
            let isVersion = event.kind == "edited" && event.subject == seq
            if index == seq - 1 || isVersion { model.rooms[id]?.log[index].erase() }
        }
        append(id, ModelEvent("deleted", by: person.id, about: seq))
        model.notices.removeAll { $0.place == AgreementModel.Place(room: id, seq: seq) }
    }

    // MARK: About messages

    private func react(_ person: Person, _ id: Int, _ room: ModelRoom, _ seq: Int) throws {
        let (emoji, isOn) = (random.pick(["👍", "🎉", "🦉"]), random.below(3) > 0)
        var refusal = model.about(person.id, seq, room) ?? model.may(.takePart, person.id, room)
        if refusal == nil, room.log[seq - 1].isErased { refusal = "message_gone" }
        let has = ModelEvent.fold(room.log)[seq]?.reactions[emoji]?.contains(person.id) ?? false
        let encoded = emoji.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try act(
            person, isOn ? "PUT" : "DELETE", path(id, "messages/\(seq)/reactions\(isOn ? "" : "?emoji=\(encoded)")"),
            isOn ? ["emoji": emoji] : nil, refusal: refusal)
        guard refusal == nil, has != isOn else { return }
        var event = ModelEvent(isOn ? "reacted" : "unreacted", by: person.id, about: seq)
        event.emoji = emoji
        append(id, event)
    }

    private func pin(_ person: Person, _ id: Int, _ room: ModelRoom, _ seq: Int) throws {
        let isOn = random.below(3) > 0
        var refusal = model.about(person.id, seq, room) ?? model.may(.pin, person.id, room)
        let isPinned = ModelEvent.fold(room.log)[seq]?.isPinned ?? false
        if refusal == nil, isOn, room.log[seq - 1].isErased { refusal = "message_gone" }
        try act(person, isOn ? "PUT" : "DELETE", path(id, "pins/\(seq)"), refusal: refusal)
        if refusal == nil, isPinned != isOn {
            append(id, ModelEvent(isOn ? "pinned" : "unpinned", by: person.id, about: seq))
        }
    }

    private func vote(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        let polls = room.log.indices.filter { !room.log[$0].options.isEmpty && room.log[$0].kind == "message" }
        guard let seq = polls.pick(using: &random).map({ $0 + 1 }), let now = ModelEvent.fold(room.log)[seq] else {
            return
        }
        if random.below(6) == 0 { return try close(person, id, room, seq, now) }
        let choice = random.pick([[0], [1], []])
        var refusal = model.about(person.id, seq, room) ?? model.may(.takePart, person.id, room)
        if refusal == nil, now.isClosed { refusal = "poll_closed" }
        let key = AgreementModel.Place(room: id, seq: seq)
        let before = now.isAnonymous ? model.ballots[key]?[person.id] ?? [] : now.votes[person.id] ?? []
        try act(person, "PUT", path(id, "messages/\(seq)/vote"), ["options": choice], refusal: refusal)
        guard refusal == nil, choice != before else { return }
        var event = ModelEvent("voted", by: now.isAnonymous ? 0 : person.id, about: seq)
        event.chosen = choice
        if now.isAnonymous { event.insteadOf = before }
        append(id, event)
        model.ballots[key, default: [:]][person.id] = choice
    }

    private func close(_ person: Person, _ id: Int, _ room: ModelRoom, _ seq: Int, _ now: ModelEvent.Shown) throws {
        var refusal = model.about(person.id, seq, room)
        let mayModerate = room.kind != "direct" && model.rank(person.id, room) >= AgreementModel.moderator
        if refusal == nil, room.log[seq - 1].by != person.id, !mayModerate { refusal = "not_allowed" }
        refusal = refusal ?? model.may(.takePart, person.id, room)
        try act(person, "POST", path(id, "messages/\(seq)/close"), refusal: refusal)
        if refusal == nil, !now.isClosed { append(id, ModelEvent("closed", by: person.id, about: seq)) }
    }

    // MARK: One's own

    private func save(_ person: Person, _ id: Int, _ room: ModelRoom, _ seq: Int) throws {
        let (place, isOn) = (AgreementModel.Place(room: id, seq: seq), random.below(4) > 0)
        let has = model.people[person.id]?.saved.contains(place) ?? false
        var refusal = isOn ? model.reading(person.id, seq, room) : nil
        if refusal == nil, isOn, !has, room.log[seq - 1].kind != "message" || room.log[seq - 1].isErased {
            refusal = "message_unknown"
        }
        try act(person, isOn ? "PUT" : "DELETE", "/v1/me/saved/\(id)/\(seq)", refusal: refusal) { model in
            if isOn, !has { model.people[person.id]?.saved.append(place) }
            if !isOn { model.people[person.id]?.saved.removeAll { $0 == place } }
        }
    }

    /// On the live stream forwards, by HTTP now and then backwards too.
    private func mark(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        let seq = random.below(room.log.count + 1)
        let refusal = model.entry(person.id, room)
        if random.below(4) == 0 {
            try act(person, "PUT", path(id, "marker"), ["seq": seq, "back": true], refusal: refusal) {
                $0.people[person.id]?.markers[id] = seq
            }
        } else if refusal == nil {
            try live(person).say(#"{"op":"read","room":\#(id),"seq":\#(seq)}"#)
            let before = model.people[person.id]?.markers[id] ?? 0
            model.people[person.id]?.markers[id] = max(before, seq)
            // The send behind it on the same connection is answered when the marker is known.
            try burst(Person.firstRoom, by: [person])
        }
    }

    private func setLevel(_ person: Person, _ id: Int, _ room: ModelRoom) throws {
        let level = random.pick(["all", "mentions", "none"])
        try act(
            person, "PUT", path(id, "notifications"), ["level": level], refusal: model.entry(person.id, room)
        ) { $0.people[person.id]?.levels[id] = level }
    }

    private func block(_ person: Person) throws {
        let (other, isOn) = (random.pick(people), random.below(2) == 0)
        guard other.id != person.id else { return }
        let isKnown = model.people[person.id]?.role != "guest" || shareRoom(person, other)
        try act(
            person, isOn ? "PUT" : "DELETE", "/v1/me/blocks/\(other.id)",
            refusal: isOn && !isKnown ? "person_unknown" : nil
        ) { model in
            if isOn {
                model.people[person.id]?.blocks.insert(other.id)
            } else {
                model.people[person.id]?.blocks.remove(other.id)
            }
        }
    }
}

extension Collection {
    func pick(using random: inout Seeded) -> Element? {
        isEmpty ? nil : self[index(startIndex, offsetBy: random.below(count))]
    }
}
