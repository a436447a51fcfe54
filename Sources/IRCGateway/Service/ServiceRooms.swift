import ChatDomain
import ChatService
import ChatWire
import IRCWire
import Secrets

// About rooms and the people in them.
extension IRCService {
    static let rooms = [
        ServiceCommand(
            name: "rooms", arguments: "[WORDS]", about: "the rooms you are in, or may know of by these words",
            work: .needs(.read) { $0.serveRooms(&$1, $2) }),
        ServiceCommand(
            name: "people", arguments: "[WORDS]", about: "who has an account here",
            work: .needs(.read) { $0.servePeople(&$1, $2) }),
        ServiceCommand(
            name: "unread", arguments: "", about: "where there is something that you have not read",
            work: .needs(.read) { $0.serveUnread($2) }),
        ServiceCommand(
            name: "link", arguments: "#CHANNEL [PERIOD] [USES]", about: "make a link by which people come in",
            details: ["PERIOD is how long it is good: 30m, 12h, 7d. JOIN #CHANNEL TOKEN uses it, as does: enter TOKEN"],
            work: .needs(.write) { $0.serveLink(&$1, $2) }),
        ServiceCommand(
            name: "enter", arguments: "TOKEN", about: "come in by a link",
            work: .needs(.write) { $0.serveEnter(&$1, $2) }),
        ServiceCommand(
            name: "notify", aliases: ["mute"], arguments: "#CHANNEL all | mentions | none | usual",
            about: "of what you are notified",
            details: ["It holds for your browser and your telephone too."],
            work: .needs(.write) { $0.serveNotify(&$1, $2) }),
        ServiceCommand(
            name: "handover", arguments: "#CHANNEL NICK", about: "make somebody the owner in your place",
            work: .needs(.write) { $0.serveHandOver(&$1, $2) }),
    ]

    static let mostListed = 50
}

extension IRCConnection {
    fileprivate func serveRooms(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        var query = RoomQuery()
        query.text = words.rest.isEmpty ? nil : words.rest
        query.mineOnly = words.rest.isEmpty
        query.limit = IRCService.mostListed
        request({ [query] service, answer in
            service.rooms(matching: query, for: caller, answer: answer)
        }) { connection, page in
            for room in page.rooms {
                let kind = room.values?.kind ?? .channel
                let name =
                    ChannelName.of(kind, handle: room.handle, id: RoomID(rawValue: room.id)) ?? room.person?.username
                let joined = room.joined == true ? "" : ", not joined"
                connection.tell("\(name ?? room.title): \(room.title) (\(room.members ?? 0) members\(joined))")
            }
            if page.rooms.isEmpty { connection.tell("There is no such room.") }
            if page.next != nil { connection.tell("There are more: narrow it by words.") }
        }
        return true
    }

    fileprivate func servePeople(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        let range = PeopleRange(text: words.rest.isEmpty ? nil : words.rest, limit: IRCService.mostListed)
        request({ service, answer in service.people(range, for: caller, answer: answer) }) { connection, page in
            for person in page.people {
                let presence = person.online == true ? person.isAway ? person.awayText : "online" : "offline"
                connection.tell("\(person.username): \(person.name) (\(presence))")
            }
            if page.people.isEmpty { connection.tell("There is nobody of that name.") }
            if page.next != nil { connection.tell("There are more: narrow it by words.") }
        }
        return true
    }

    fileprivate func serveUnread(_ caller: Caller) -> Bool {
        request({ service, answer in service.unread(for: caller, answer: answer) }) { connection, rooms in
            let unread = rooms.filter { $0.unread > 0 }
            if unread.isEmpty { connection.tell("You have read everything.") }
            for room in unread {
                let id = RoomID(rawValue: room.room)
                let name = connection.roomsByName.first { $0.value == id }?.key ?? "room \(room.room)"
                let mentions = room.mentions > 0 ? ", \(room.mentions) of them call you" : ""
                connection.tell("\(name): \(room.unread) unread\(mentions)")
            }
        }
        return true
    }

    private func room(_ name: String) -> RoomID? {
        if let room = roomsByName[CaseMapping.fold(name)] { return room }
        tell("You are not in \(name).")
        return nil
    }

    fileprivate func serveLink(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let name = words.next() else { return false }
        let seconds = words.nextPeriod() ?? 0
        let uses = words.next().map { Int($0) }
        guard uses != .some(nil) else { return false }
        guard let room = room(name) else { return true }
        request({ service, answer in
            service.makeLink(to: room, seconds: seconds, uses: (uses ?? 0) ?? 0, by: caller, answer: answer)
        }) { connection, made in
            connection.tell("It is shown this once. By IRC: /join \(name) \(made.token.text)")
            connection.tell("In a browser: the server's address with /#/join/\(made.token.text) behind it")
        }
        return true
    }

    fileprivate func serveEnter(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let token = words.next().flatMap(Token.init(text:)) else { return false }
        request({ service, answer in
            service.join(by: token, caller: caller, answer: answer)
        }) { connection, view in connection.enter(RoomID(rawValue: view.id)) }
        return true
    }

    fileprivate func serveNotify(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let name = words.next(), let wanted = words.next()?.lowercased() else { return false }
        let level = NotificationLevel(rawValue: wanted)
        guard level != nil || wanted == "usual" else { return false }
        guard let room = room(name) else { return true }
        request({ service, answer in
            service.setNotification(of: caller, in: room, level: level, mutedUntil: nil, quiet: nil, answer: answer)
        }) { connection, _ in connection.tell("You are notified in \(name) of: \(wanted).") }
        return true
    }

    fileprivate func serveHandOver(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let name = words.next(), let nick = words.next() else { return false }
        guard let room = room(name) else { return true }
        guard let person = gateway.rooms[room]?.member(named: nick)?.id else {
            tell("\(nick) is not in \(name).")
            return true
        }
        request({ service, answer in
            service.handOver(room, to: person, by: caller, answer: answer)
        }) { connection, _ in connection.tell("\(nick) owns \(name) now. You are a moderator.") }
        return true
    }
}
