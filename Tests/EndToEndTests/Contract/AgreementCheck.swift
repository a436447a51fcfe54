import Foundation
import Testing

// Everything that the server tells of one state, by everybody, beside what the model says.
extension AgreementWorld {
    /// - Parameter when: in what is said of a disagreement.
    func check(_ when: String) throws {
        try waitForTheIndex()
        for person in people {
            for (id, room) in model.rooms.sorted(by: { $0.key < $1.key }) {
                if let refusal = model.entry(person.id, room) {
                    try checkClosed(person, id, refusal, when)
                } else {
                    try checkOpen(person, id, room, when)
                }
            }
            try checkOwn(person, when)
            try checkSearch(person, when)
        }
    }

    /// The index has everything when it has what came last: from whoever may speak anywhere.
    private func waitForTheIndex() throws {
        let places = people.flatMap { person in model.rooms.keys.sorted().map { (person, $0) } }
        let (person, id) = try #require(
            places.first { person, id in model.rooms[id].map { model.posting(person.id, $0) == nil } ?? false })
        var event = ModelEvent("message", by: person.id)
        let word = "sentinel\(random.next())"
        event.text = "last \(word)"
        try act(
            person, "POST", "/v1/rooms/\(id)/messages", ["key": Key.make(using: &random), "text": "last \(word)"],
            refusal: nil)
        sent(event, to: id)
        try eventually("the index to have what came last") { try !found(person, "q=\(word)").isEmpty }
    }

    /// Markers are stored a second later; what a server had not stored when it ended is unread again.
    func waitForMarkers() throws {
        for person in people {
            let wanted = (model.people[person.id]?.markers ?? [:]).filter { id, seq in
                model.rooms[id]?.members[person.id].map { seq > $0 } ?? false
            }
            try eventually("\(person.username)'s markers") {
                var stored: [Int: Int] = [:]
                for marker in try person.json("GET", "/v1/me/markers")["markers"] as? [[String: Any]] ?? [] {
                    stored[marker["room"] as? Int ?? 0] = marker["seq"] as? Int
                }
                return wanted.allSatisfy { stored[$0] == $1 }
            }
        }
    }

    // MARK: Rooms

    private func checkOpen(_ person: Person, _ id: Int, _ room: ModelRoom, _ when: String) throws {
        let what = "\(when): \(person.username) in \(room.handle) \(id)"
        let expected = model.log(person.id, room)
        // The log, page by page.
        var read: [(seq: Int, event: ModelEvent)] = []
        while true {
            let page = try person.json("GET", "/v1/rooms/\(id)/events?after=\(read.last?.seq ?? 0)&limit=60")
            let events = page["events"] as? [[String: Any]] ?? []
            if events.isEmpty { break }
            for json in events {
                let event = try #require(ModelEvent(json), "\(what): \(json)")
                read.append((json["seq"] as? Int ?? 0, event))
            }
        }
        #expect(read.map(\.seq) == expected.map(\.seq), "\(what): the places")
        for (one, other) in zip(read, expected) where one.event != other.event {
            Issue.record("\(what): event \(one.seq) is \(one.event), expected \(other.event)")
            return
        }
        // What is shown of it now, from both ends, is what the log makes of it.
        let shown = ModelEvent.fold(read)
        let forwards = try lines(person, id, step: "after", from: 0)
        #expect(forwards.map(\.seq) == read.filter { !Self.isAboutMessage($0.event) }.map(\.seq), "\(what): the lines")
        for line in forwards where line.shown != shown[line.seq] {
            Issue.record(
                "\(what): message \(line.seq) is \(String(describing: line.shown)), the log says \(String(describing: shown[line.seq]))"
            )
            return
        }
        let backwards = try lines(person, id, step: "before", from: room.log.count + 1)
        #expect(backwards.map(\.seq) == forwards.map(\.seq), "\(what): the lines from behind")
        let pins = try person.json("GET", "/v1/rooms/\(id)/pins")["messages"] as? [[String: Any]] ?? []
        let pinned = shown.filter { $0.value.isPinned }.keys.sorted(by: >)
        #expect(pins.compactMap { $0["seq"] as? Int } == pinned, "\(what): the pins")
        let members = try person.json("GET", "/v1/rooms/\(id)/members?limit=200")["members"] as? [[String: Any]] ?? []
        #expect(members.compactMap { $0["id"] as? Int } == room.members.keys.sorted(), "\(what): the members")
        let ranks = members.map { AgreementModel.roles.firstIndex(of: $0["room_role"] as? String ?? "") }
        #expect(ranks == room.members.keys.sorted().map { model.rank($0, room) }, "\(what): the roles")
    }

    private static func isAboutMessage(_ event: ModelEvent) -> Bool {
        ["edited", "deleted", "reacted", "unreacted", "pinned", "unpinned", "voted", "closed"].contains(event.kind)
    }

    /// What people see of a room, each page's answers quoted rightly.
    private func lines(
        _ person: Person, _ id: Int, step: String, from: Int
    ) throws -> [(seq: Int, shown: ModelEvent.Shown?)] {
        var (lines, place): ([(seq: Int, shown: ModelEvent.Shown?)], Int) = ([], from)
        while true {
            let page = try person.json("GET", "/v1/rooms/\(id)/messages?\(step)=\(place)&limit=50")
            let messages = page["messages"] as? [[String: Any]] ?? []
            guard let first = messages.first?["seq"] as? Int, let last = messages.last?["seq"] as? Int else {
                return lines
            }
            let read = messages.map { ($0["seq"] as? Int ?? 0, Self.shown($0)) }
            (lines, place) = step == "after" ? (lines + read, last) : (read + lines, first)
            try checkQuotes(page, of: read.compactMap(\.1?.replyTo), person, id)
        }
    }

    private func checkQuotes(_ page: [String: Any], of answered: [Int], _ person: Person, _ id: Int) throws {
        guard let room = model.rooms[id] else { return }
        let shown = ModelEvent.fold(room.log)
        let readable = Set(answered.filter { model.reading(person.id, $0, room) == nil })
        let quotes = page["quotes"] as? [[String: Any]] ?? []
        #expect(Set(quotes.compactMap { $0["seq"] as? Int }) == readable, "quotes in \(id) for \(person.username)")
        for quote in quotes {
            let now = shown[quote["seq"] as? Int ?? 0]
            #expect(quote["excerpt"] as? String == now?.text, "a quote in \(id)")
        }
    }

    /// A line's message as it is now; nil of other lines.
    private static func shown(_ line: [String: Any]) -> ModelEvent.Shown? {
        guard let event = ModelEvent(line), event.kind == "message", let now = line["now"] as? [String: Any] else {
            return nil
        }
        var last = event
        if let body = now["body"] as? [String: Any] { last.read(body) }
        var shown = ModelEvent.Shown()
        let thread = now["thread"] as? [String: Any]
        (shown.answers, shown.lastAnswer) = (thread?["messages"] as? Int ?? 0, thread?["last"] as? Int)
        shown.isDeleted = now["deleted"] != nil
        if shown.isDeleted { return shown }
        (shown.text, shown.replyTo, shown.mentions) = (last.text, last.replyTo, last.mentions)
        (shown.options, shown.isAnonymous) = (last.options, last.isAnonymous)
        shown.edits = now["edits"] as? Int ?? 0
        shown.isPinned = now["pinned"] as? Bool ?? false
        for reaction in now["reactions"] as? [[String: Any]] ?? [] {
            guard let emoji = reaction["emoji"] as? String else { continue }
            shown.reactions[emoji] = Set(reaction["by"] as? [Int] ?? [])
        }
        let poll = now["poll"] as? [String: Any]
        shown.isClosed = poll?["closed"] as? Bool ?? false
        for (place, option) in (poll?["options"] as? [[String: Any]] ?? []).enumerated() {
            if shown.isAnonymous, let count = option["count"] as? Int, count != 0 { shown.counts[place] = count }
            for voter in option["by"] as? [Int] ?? [] { shown.votes[voter, default: []].append(place) }
        }
        return shown
    }

    /// Whoever is not in a room gets nothing of it, by whatever way.
    private func checkClosed(_ person: Person, _ id: Int, _ refusal: String, _ when: String) throws {
        for path in [
            "events", "messages", "messages/2", "messages/2/history", "messages/2/notification", "pins", "members",
            "receipts", "notifications", "bans", "links", "invitations", "messages?thread=2",
            "messages?around_date=2020-01-01",
        ] {
            let answer = try person.call("GET", "/v1/rooms/\(id)/\(path)")
            #expect(answer.code == refusal, "\(when): \(person.username) asks for \(path) of \(id)")
        }
        #expect(try person.call("GET", "/v1/search?q=n&room=\(id)").code == refusal)
        if refusal == "room_unknown" { #expect(try person.call("GET", "/v1/rooms/\(id)").code == refusal) }
    }

    // MARK: One's own

    private func checkOwn(_ person: Person, _ when: String) throws {
        let what = "\(when): \(person.username)"
        guard let own = model.people[person.id] else { return }
        let rooms = try person.json("GET", "/v1/rooms")["rooms"] as? [[String: Any]] ?? []
        let known = model.rooms.filter { model.mayKnow(person.id, $1) }
        #expect(rooms.compactMap { $0["id"] as? Int } == known.keys.sorted(), "\(what): the rooms")
        let mine = rooms.filter { $0["joined"] as? Bool == true }.compactMap { $0["id"] as? Int }
        #expect(mine == known.filter { $1.members[person.id] != nil }.keys.sorted(), "\(what): one's rooms")

        var counts: [Int: [Int]] = [:]
        for unread in try person.json("GET", "/v1/me/unread")["rooms"] as? [[String: Any]] ?? [] {
            counts[unread["room"] as? Int ?? 0] = [unread["unread"] as? Int ?? -1, unread["mentions"] as? Int ?? -1]
        }
        #expect(counts == model.unread(person.id), "\(what): unread and mentions")

        var notices: [String] = []
        var place = ""
        while true {
            let page = try person.json("GET", "/v1/me/notices?limit=7\(place)")["notices"] as? [[String: Any]] ?? []
            guard let last = page.last?["number"] as? Int else { break }
            place = "&before=\(last)"
            for notice in page {
                let event = notice["event"] as? [String: Any]
                notices.append(
                    "\(notice["reason"] as? String ?? "") \(event?["room"] as? Int ?? 0) \(event?["seq"] as? Int ?? 0)")
            }
        }
        #expect(notices == model.noticesSeen(person.id), "\(what): the notices")

        var saved: [AgreementModel.Place] = []
        var before: Int?
        repeat {
            let page = try person.json("GET", "/v1/me/saved?limit=5\(before.map { "&before=\($0)" } ?? "")")
            before = page["next"] as? Int
            for item in page["saved"] as? [[String: Any]] ?? [] {
                let place = AgreementModel.Place(room: item["room"] as? Int ?? 0, seq: item["seq"] as? Int ?? 0)
                saved.append(place)
                let mayRead = model.rooms[place.room].map { model.reading(person.id, place.seq, $0) == nil } ?? false
                #expect((item["message"] != nil) == mayRead, "\(what): saved \(place)")
            }
        } while before != nil
        #expect(saved == own.saved.reversed(), "\(what): what is saved")
        for (room, level) in own.levels where model.rooms[room]?.members[person.id] != nil {
            let setting = try person.json("GET", "/v1/rooms/\(room)/notifications")["notifications"] as? [String: Any]
            #expect(setting?["level"] as? String == level, "\(what): the level in \(room)")
        }
    }

    // MARK: Searching

    private func checkSearch(_ person: Person, _ when: String) throws {
        for word in Self.words + ["quince", "last"] {
            #expect(
                try found(person, "q=\(word)") == model.found(person.id, word),
                "\(when): \(person.username) searches for \(word)")
        }
        let (word, author) = (Self.words[0], people[2])
        #expect(
            try found(person, "q=\(word)%20from:\(author.username)") == model.found(person.id, word, by: author.id),
            "\(when): \(person.username) searches for what \(author.username) wrote")
        for (id, room) in model.rooms where room.kind == "channel" {
            let expected = model.found(person.id, word, in: id)
            #expect(try found(person, "q=\(word)%20in:\(room.handle)") == expected, "\(when): in:\(room.handle)")
        }
    }

    private func found(_ person: Person, _ query: String) throws -> Set<AgreementModel.Place> {
        var (places, next): (Set<AgreementModel.Place>, String?) = ([], nil)
        repeat {
            let page = try person.json("GET", "/v1/search?\(query)&limit=40\(next.map { "&after=\($0)" } ?? "")")
            for hit in page["hits"] as? [[String: Any]] ?? [] {
                places.insert(AgreementModel.Place(room: hit["room"] as? Int ?? 0, seq: hit["seq"] as? Int ?? 0))
            }
            next = page["next"] as? String
        } while next != nil
        return places
    }
}
