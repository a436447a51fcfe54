import ChatClient
import ChatDomain
import ChatWire

/// Who may what in a room, and what is done to keep order in it.
extension ChatConsole {
    func kick(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        guard let who = words.next() else { return explainUse("kick", "Whom?") }
        let reason = words.rest
        await attempt { api throws(ClientError) in
            try await api.remove(try await person(who, api).id, from: room.id, reason: reason.isEmpty ? nil : reason)
        }
    }

    func bringIn(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        await withPerson(&words, verb: "put") { api, person throws(ClientError) in
            _ = try await api.put(person.id, into: room.id)
        }
    }

    func ban(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        guard let who = words.next() else { return explainUse("ban", "Whom?") }
        let until = words.next { WrittenTime.period($0) }.map { WrittenTime.now + $0 * 1_000 }
        let reason = words.rest
        await attempt { api throws(ClientError) in
            let person = try await person(who, api)
            try await api.ban(person.id, from: room.id, until: until, reason: reason.isEmpty ? nil : reason)
        }
    }

    func unban(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        await withPerson(&words, verb: "unban") { api, person throws(ClientError) in
            try await api.unban(person.id, from: room.id)
        }
    }

    func listBans() async {
        await inRoom { api, room throws(ClientError) in
            let bans = try await api.bans(of: room)
            let rows = bans.map { ban in
                "\(ban.person.name) (\(ban.person.username))"
                    + (ban.until.map { " until " + TextTranscript.moment($0) } ?? " for good")
                    + (ban.reason.isEmpty ? "" : ": \(ban.reason)")
            }
            screen.show(
                .listing(
                    Listing("bans", rows: rows, empty: "Nobody is banned here.") {
                        $0.set("bans", array: bans.map(\.json))
                    }))
        }
    }

    /// Who is muted without a time is muted for an hour.
    func mute(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        guard let who = words.next() else { return explainUse("mute", "Whom?") }
        let seconds = words.next { WrittenTime.period($0) } ?? 3_600
        guard words.isEmpty else { return explainUse("mute", "For how long? 10m, 2h, 3d:") }
        await attempt { api throws(ClientError) in
            let person = try await person(who, api)
            _ = try await api.mute(person.id, until: WrittenTime.now + seconds * 1_000, in: room.id)
        }
    }

    func unmute(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        await withPerson(&words, verb: "unmute") { api, person throws(ClientError) in
            _ = try await api.mute(person.id, until: 0, in: room.id)
        }
    }

    func makeRole(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        guard let who = words.next(), let role = words.next()?.lowercased() else {
            return explainUse("make", "Whom, and what? owner, moderator, speaker or member:")
        }
        await attempt { api throws(ClientError) in
            let person = try await person(who, api)
            _ = try await api.setRole(role, of: person.id, in: room.id)
        }
    }

    func handOver(_ argument: String) async {
        guard let room else { return }
        var words = Words(argument)
        await withPerson(&words, verb: "handover") { api, person throws(ClientError) in
            try await api.handOver(room: room.id, to: person.id)
        }
    }

    // MARK: The room itself

    func setTopic(_ text: String) async {
        if text.isEmpty { return await showRoom() }
        await change(.topic(text == "-" ? "" : text))
    }

    private func showRoom() async {
        await inRoom { api, id throws(ClientError) in
            let room = try await api.room(id)
            keep([room])
            var rows = ["\(room.called): \(room.title), \(room.members ?? 0) members"]
            if let values = room.values {
                rows += TextTranscript.changes(values).split(separator: ", ").map { "  \($0)" }
            }
            if let role = room.role { rows.append("  you are \(role == "owner" ? "an" : "a") \(role)") }
            if let until = room.mutedUntil { rows.append("  you are muted until \(TextTranscript.moment(until))") }
            screen.show(.listing(Listing("room", rows: rows) { $0.set("room", json: room.json) }))
        }
    }

    private func change(_ change: RoomSettingsChange) async {
        await inRoom { api, id throws(ClientError) in
            let changed = try await api.change(room: id, change)
            keep([changed])
            if room?.id == changed.id { room = changed }
        }
    }

    /// Shows how the room is run, or sets one thing of it.
    func roomSettings(_ argument: String) async {
        var words = Words(argument)
        guard let name = words.next()?.lowercased() else { return await showRoom() }
        let value = words.rest
        let choice = value.lowercased()
        guard let read = Self.settings[name],
            let setting = read(name == "title" || name == "description" ? value : choice)
        else {
            let names = Self.settings.keys.sorted().joined(separator: ", ")
            return explainUse("room", "Set one of \(names):")
        }
        await change(setting)
    }

    static let settings: [String: @Sendable (String) -> RoomSettingsChange?] = [
        "name": { $0.isEmpty ? nil : .handle($0) }, "title": { $0.isEmpty ? nil : .title($0) },
        "description": { .description($0) },
        "listed": { ["yes": .listed(true), "no": .listed(false)][$0] },
        "guests": { ["yes": .guests(true), "no": .guests(false)][$0] },
        "entry": { ["open": .entry("open"), "invited": .entry("invited")][$0] },
        "history": { ["all": .history("all"), "joined": .history("since_joining")][$0] },
        "post": { role($0).map { .mayPost($0) } }, "invite": { role($0).map { .mayInvite($0) } },
        "call": { role($0).map { .mayMentionAll($0) } }, "pin": { role($0).map { .mayPin($0) } },
        "slow": { $0 == "off" ? .slowMode(0) : WrittenTime.period($0).map { .slowMode($0) } },
        "keep": { $0 == "all" ? .retention(0) : WrittenTime.period($0).map { .retention(max(1, $0 / 86_400)) } },
    ]

    private static func role(_ word: String) -> String? { RoomRole(rawValue: word)?.rawValue }

    func archive(_ isOn: Bool) async { await change(.archived(isOn)) }

    func deleteRoom() async {
        guard let room else { return }
        if mode == .terminal {
            let answer = await ask("Delete \(TerminalText.line(room.called)) for everybody? [y/N] ")
            guard let answer, ["y", "yes"].contains(answer.trimmingBlanks().lowercased()) else {
                return screen.show(.note("Nothing was changed."))
            }
        }
        await attempt { api throws(ClientError) in
            try await api.deleteRoom(room.id)
            await closeRoom()
            screen.show(.note("\(room.called) is deleted. \"restore\" brings it back, for a while."))
            drawArea()
        }
    }

    /// Without a name, tells which rooms can be brought back.
    func restore(_ name: String) async {
        await attempt { api throws(ClientError) in
            let deleted = try await api.deletedRooms()
            guard !name.isEmpty else {
                let rows = deleted.map { "\($0.called): \($0.title)" }
                return screen.show(
                    .listing(
                        Listing("deleted_rooms", rows: rows, empty: "There is no deleted room of yours.") {
                            $0.set("rooms", array: deleted.map(\.json))
                        }))
            }
            guard let found = deleted.first(where: { $0.called.lowercased() == name.lowercased() }) else {
                return explainUse("restore", "No deleted room is called so.")
            }
            await open(try await api.restoreRoom(found.id))
        }
    }
}
