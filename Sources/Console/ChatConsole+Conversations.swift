import ChatClient
import ChatWire

/// Direct conversations, groups, invitations and links.
extension ChatConsole {
    func openDirect(_ argument: String) async {
        var words = Words(argument)
        let withWhom = words.next()
        guard let who = withWhom else { return explainUse("dm", "With whom?") }
        let text = words.rest
        await attempt { api throws(ClientError) in
            let person = try await person(who, api)
            let found = try await api.direct(with: person.id)
            keep([found])
            if room?.id != found.id { await open(found) }
            if !text.isEmpty { await send(text) }
        }
    }

    func makeGroup(_ argument: String) async {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        let names = (parts.first ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        guard !names.isEmpty else { return explainUse("group", "With whom?") }
        let title = parts.count == 2 ? parts[1].trimmingBlanks() : nil
        await attempt { api throws(ClientError) in
            var people: [Int64] = []
            for name in names { people.append(try await person(name, api).id) }
            let group = try await api.createGroup(of: people, title: title)
            keep([group])
            await open(group)
        }
    }

    // MARK: Invitations

    func invite(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        await withPerson(&words, verb: "invite") { api, person throws(ClientError) in
            try await api.invite(person.id, to: room.id)
            screen.show(.note("\(person.username) is invited."))
        }
    }

    func uninvite(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        await withPerson(&words, verb: "uninvite") { api, person throws(ClientError) in
            try await api.uninvite(person.id, from: room.id)
            screen.show(.note("\(person.username) is not invited any more."))
        }
    }

    /// One's own; in a room also who is invited to it.
    func listInvitations() async {
        await attempt { api throws(ClientError) in
            let own = try await api.invitations()
            let here: [InvitationView] = if let room { try await api.invitations(to: room.id) } else { [] }
            let rows =
                own.map { "You are invited to \($0.room?.called ?? "a room") by \($0.by?.name ?? "somebody")." }
                + here.map { "\($0.person?.name ?? "Somebody") is invited here by \($0.by?.name ?? "somebody")." }
            screen.show(
                .listing(
                    Listing("invitations", rows: rows, empty: "Nobody is invited.") { object in
                        object.set("own", array: own.map(\.json))
                        if room != nil { object.set("room", array: here.map(\.json)) }
                    }))
        }
    }

    /// The room that one is invited to: the one that is named, or the only one.
    private func invitation(_ argument: String, verb: String, _ api: ServerAPI) async throws(ClientError) -> RoomView? {
        let rooms = try await api.invitations().compactMap(\.room)
        if !argument.isEmpty {
            let wanted = (argument.hasPrefix("#") ? String(argument.dropFirst()) : argument).lowercased()
            if let room = rooms.first(where: { $0.called.lowercased() == wanted }) { return room }
            explainUse(verb, "You are not invited to a room of this name.")
        } else if rooms.count == 1 {
            return rooms.first
        } else {
            explainUse(verb, rooms.isEmpty ? "You are not invited anywhere." : "To which room?")
        }
        return nil
    }

    func accept(_ argument: String) async {
        await attempt { api throws(ClientError) in
            guard let room = try await invitation(argument, verb: "accept", api) else { return }
            await open(try await api.join(room: room.id))
        }
    }

    func decline(_ argument: String) async {
        await attempt { api throws(ClientError) in
            guard let room = try await invitation(argument, verb: "decline", api) else { return }
            try await api.decline(room: room.id)
            screen.show(.note("You declined the invitation to \(room.called)."))
        }
    }

    // MARK: Links

    func links(_ argument: String) async {
        var words = Words(argument)
        switch words.next()?.lowercased() {
        case nil:
            await inRoom { api, room throws(ClientError) in
                let links = try await api.links(of: room)
                shownLinks = links.map(\.id)
                screen.show(
                    .listing(
                        Listing("links", rows: links.enumerated().map { Self.row($1, $0 + 1) }, empty: "No links.") {
                            $0.set("links", array: links.map(\.json))
                        }))
            }
        case "new":
            let seconds = words.next { $0.lowercased() == "forever" ? 0 : WrittenTime.period($0) }
            let uses = words.next { Int($0) }
            guard words.isEmpty else { return explainUse("links", "links new [2d|forever] [USES]:") }
            await inRoom { api, room throws(ClientError) in
                let made = try await api.makeLink(to: room, seconds: seconds, uses: uses)
                screen.show(
                    .listing(
                        Listing(
                            "link_made",
                            rows: ["Whoever has this comes in, with /enter. It is shown only now:", "  \(made.token)"]
                        ) { object in
                            object.set("link", json: made.link.json)
                            object.set("token", made.token)
                        }))
            }
        case "end":
            guard let number = words.next().flatMap({ Int($0) }), shownLinks.indices.contains(number - 1) else {
                return explainUse("links", "Which one? \"/links\" lists them with their numbers.")
            }
            await inRoom { api, room throws(ClientError) in
                try await api.revokeLink(shownLinks[number - 1], of: room)
                screen.show(.note("That link is good no more."))
            }
        default: explainUse("links", "links, links new [2d|forever] [USES], links end N:")
        }
    }

    private static func row(_ link: RoomLinkView, _ number: Int) -> String {
        var row = "\(number)  by \(link.by?.name ?? "somebody"), used \(link.used) times"
        if let uses = link.uses { row += " of \(uses)" }
        return row + (link.until.map { ", until " + TextTranscript.moment($0) } ?? "")
    }

    func enter(link token: String) async {
        guard !token.isEmpty else { return explainUse("enter", "By which link?") }
        await attempt { api throws(ClientError) in await open(try await api.join(link: token)) }
    }
}
