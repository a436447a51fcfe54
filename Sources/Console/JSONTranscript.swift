import ChatWire

/// Items as JSON, one object a line (docs/console.md).
enum JSONTranscript {
    static func line(_ item: ConsoleItem) -> [UInt8] {
        if case .listing(let listing) = item { return listing.json + [UInt8(ascii: "\n")] }
        return JSONObject.make { write(item, to: &$0) } + [UInt8(ascii: "\n")]
    }

    /// Several lines for what is several things.
    static func lines(_ item: ConsoleItem) -> [UInt8] {
        if case .history(let events) = item {
            return events.flatMap { event in
                JSONObject.make { object in
                    object.set("type", "history")
                    event.write(to: &object)
                } + [UInt8(ascii: "\n")]
            }
        }
        return line(item)
    }

    private static func write(_ item: ConsoleItem, to object: inout JSONObject) {
        func begin(_ type: String) { object.set("type", type) }
        switch item {
        case .note(let text):
            begin("note")
            object.set("text", text)
        case .problem(let code, let message):
            begin("error")
            object.set("code", code)
            object.set("message", message)
        case .loggedIn(let account):
            begin("logged_in")
            object.set("account", json: account.json)
        case .loggedOut: begin("logged_out")
        case .rooms(let rooms):
            begin("rooms")
            object.set("rooms", array: rooms.map(\.json))
        case .opened(let snapshot):
            begin("opened")
            object.set("snapshot", json: snapshot.json)
        case .closed(let room, let message):
            begin("closed")
            object.set("room", json: room.json)
            object.set("message", message)
        case .history: begin("history")
        case .event(let event):
            begin("event")
            event.write(to: &object)
        case .messages(let what, let messages):
            begin("messages")
            object.set("what", what)
            object.set("messages", array: messages.map(\.json))
        case .listing: break
        case .news(let event, _):
            begin("news")
            event.write(to: &object)
        case .notify(let room, _, let seq, let by, let reason):
            begin("notify")
            object.set("room", room)
            object.set("seq", seq)
            object.set("by", json: by.json)
            object.set("reason", reason)
        case .presence(let room, let account, let online):
            begin("presence")
            object.set("room", room)
            object.set("account", json: account.json)
            object.set("online", online)
        case .members(let members, let count):
            begin("members")
            object.set("members", array: members.map(\.json))
            object.set("member_count", count)
        case .people(let people):
            begin("people")
            object.set("people", array: people.map(\.json))
        case .added(let account, let password):
            begin("added")
            object.set("account", json: account.json)
            if let password { object.set("password", password) }
        case .sessions(let sessions):
            begin("sessions")
            object.set("sessions", array: sessions.map(\.json))
        case .acknowledged(let message, let seq, let at, let duplicate):
            begin("ack")
            object.set("key", message.key.text)
            object.set("room", message.room)
            object.set("seq", seq)
            object.set("at", at)
            object.set("duplicate", duplicate)
        case .refused(let message, let refusal):
            begin("refused")
            object.set("key", message.key.text)
            object.set("room", message.room)
            object.set("text", message.text)
            object.set("code", refusal.code)
            object.set("message", refusal.message)
        case .delayed(let message, let refusal, let seconds):
            begin("delayed")
            object.set("key", message.key.text)
            object.set("room", message.room)
            object.set("code", refusal.code)
            object.set("retry_in_ms", Int64(seconds * 1000))
        case .connected:
            begin("state")
            object.set("state", "connected")
        case .connectionLost(let reason, let seconds):
            begin("state")
            object.set("state", seconds == nil ? "ended" : "disconnected")
            object.set("message", reason)
            if let seconds { object.set("retry_in_ms", Int64(seconds * 1000)) }
        case .back(let missed):
            begin("state")
            object.set("state", "caught_up")
            object.set("missed", missed)
        }
    }
}
