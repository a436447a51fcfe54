import ChatClient
import ChatWire

/// What a person means by what he wrote: people, rooms, messages.
extension ChatConsole {
    /// Tells how a command is written.
    func explainUse(_ verb: String, _ why: String) {
        if mode != .terminal { somethingRefused = true }
        let slash = place == .room ? "/" : ""
        let usage = Command.named(verb)?.usage(slash: slash) ?? verb
        screen.show(.problem(code: "usage", "\(why) \(usage)"))
    }

    /// Does something in the room on screen.
    func inRoom(_ body: (ServerAPI, Int64) async throws(ClientError) -> Void) async {
        guard let room else { return }
        await attempt { api throws(ClientError) in try await body(api, room.id) }
    }

    /// Somebody by his username or mail address, or by a display name that only he has.
    func person(_ who: String, _ api: ServerAPI) async throws(ClientError) -> AccountView {
        // A mail address is no part of a name: it is found among all whose addresses one sees.
        let name = who.hasPrefix("@") ? String(who.dropFirst()) : who
        let people =
            name.contains("@") || name.utf8.count > 64
            ? try await api.people() : try await api.people(matching: name)
        if let person = people.first(where: { $0.isMeant(by: who) }) { return person }
        let named = people.filter { $0.name.lowercased() == who.lowercased() }
        if named.count == 1, let person = named.first { return person }
        let shown = TerminalText.truncated(TerminalText.line(who), columns: 40)
        throw .refused(RefusalView(code: "person_unknown", message: "There is nobody called \(shown)."))
    }

    /// Finds the person whom the next word means, then does something with him.
    func withPerson(
        _ words: inout Words, verb: String, _ body: (ServerAPI, AccountView) async throws(ClientError) -> Void
    ) async {
        guard let who = words.next() else { return explainUse(verb, "Whom?") }
        await attempt { api throws(ClientError) in try await body(api, try await person(who, api)) }
    }

    /// A room by how it is called, its handle or its title.
    func room(called name: String, _ api: ServerAPI) async throws(ClientError) -> RoomView {
        let wanted = (name.hasPrefix("#") ? String(name.dropFirst()) : name).lowercased()
        let rooms = try await api.rooms()
        keep(rooms)
        if let room = rooms.first(where: { $0.called.lowercased() == wanted || $0.handle.lowercased() == wanted }) {
            return room
        }
        let titled = rooms.filter { $0.title.lowercased() == wanted }
        if titled.count == 1, let room = titled.first { return room }
        let shown = TerminalText.truncated(TerminalText.line(wanted), columns: 40)
        throw .refused(RefusalView(code: "room_unknown", message: "There is no room \"\(shown)\"."))
    }

    /// The message that a reference means; without one, the last. Nil when that was told to be none.
    func message(_ reference: MessageReference?) -> Int64? {
        if let number = screen.memory.number(reference ?? .last(1)) { return number }
        if mode != .terminal { somethingRefused = true }
        screen.show(
            .problem(code: "message_unknown", "No such message was shown here. Name it by its number, like #42."))
        return nil
    }

    func keep(_ rooms: [RoomView]) {
        for room in rooms { knownRooms[room.id] = room }
    }

    func called(_ room: Int64) -> String {
        knownRooms[room]?.called ?? (self.room?.id == room ? self.room?.called : nil) ?? "room \(room)"
    }

    // MARK: Completion

    var completer: Completer {
        var completer = Completer(place: place, commands: Command.all.filter { managesPeople || !$0.isForAdmins })
        completer.people = knownPeople.map { ($0.username, $0.name) }
        completer.rooms = knownRooms.values.map(\.called).filter { !$0.contains(" ") }
        completer.messages = screen.memory.numbers
        return completer
    }

    func complete() {
        guard question == nil else { return }
        if var cycle = completion, cycle.continues(editor.text, cursor: editor.cursor) {
            cycle.next()
            completion = cycle
        } else {
            completion = CompletionCycle(completer, text: editor.text, cursor: editor.cursor)
        }
        if let completion { editor.replace(with: completion.text, cursor: completion.cursor) }
    }
}
