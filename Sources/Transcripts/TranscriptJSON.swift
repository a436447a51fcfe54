import ChatDomain
import ChatWire

/// Transcripts as JSON lines: the room first, then an event a line. Nothing is lost; ``TranscriptReader`` reads it back.
enum TranscriptJSON {
    static let version = 1

    static func append(_ room: TranscriptRoom, to out: inout [UInt8]) {
        out += JSONObject.make { line in
            line.set("transcript", version)
            line.set(
                "room",
                json: JSONObject.make { object in
                    object.set("id", room.id)
                    object.set("handle", room.handle)
                    object.set("title", room.title)
                })
        }
        out.append(0x0A)
    }

    static func append(_ event: TranscriptEvent, to out: inout [UInt8]) {
        out += JSONObject.make { line in
            line.set("seq", event.sequence)
            line.set("at", event.at.rawValue)
            line.set("time", TranscriptClock.utc.internet(event.at))
            line.set("by", json: person(event.by))
            set(event.action, in: &line)
        }
        out.append(0x0A)
    }

    private static func person(_ person: TranscriptPerson) -> [UInt8] {
        JSONObject.make { object in
            object.set("id", person.id)
            object.set("handle", person.handle)
            object.set("name", person.name)
        }
    }

    private static func set(_ action: TranscriptEvent.Action, in line: inout JSONObject) {
        line.set("kind", action.kind)
        switch action {
        case .created, .joined, .left: break
        case .message(let message):
            set(message.text, in: &line)
            if let edited = message.editedAt { line.set("edited", edited.rawValue) }
            if let thread = message.thread { line.set("thread", thread) }
            if let reply = message.reply { line.set("reply", reply) }
            if !message.files.isEmpty { line.set("files", array: message.files.map(file)) }
        case .edited(let message, let text):
            line.set("message", message)
            set(text, in: &line)
        case .deleted(let message), .pinned(let message), .unpinned(let message): line.set("message", message)
        case .reacted(let message, let emoji), .unreacted(let message, let emoji):
            line.set("message", message)
            line.set("emoji", emoji)
        case .invited(let someone), .removed(let someone), .banned(let someone), .unbanned(let someone):
            line.set("person", json: person(someone))
        case .role(let someone, let role):
            line.set("person", json: person(someone))
            line.set("role", role)
        case .changed(let property, let value):
            line.set("property", property)
            line.set("value", value)
        case .other(_, let message, let text):
            // The kind may have a name that is known here.
            line.set("other", true)
            if let message { line.set("message", message) }
            line.set("text", text)
        }
    }

    private static func set(_ text: String?, in line: inout JSONObject) {
        if let text { line.set("text", text) } else { line.set("erased", true) }
    }

    private static func file(_ file: TranscriptFile) -> [UInt8] {
        JSONObject.make { object in
            object.set("name", file.name)
            if let type = file.mediaType { object.set("type", type) }
            if let size = file.size { object.set("size", size) }
            if let address = file.address { object.set("address", address) }
        }
    }
}

extension TranscriptEvent.Action {
    var kind: String {
        switch self {
        case .created: "created"
        case .joined: "joined"
        case .left: "left"
        case .message: "message"
        case .edited: "edited"
        case .deleted: "deleted"
        case .reacted: "reacted"
        case .unreacted: "unreacted"
        case .pinned: "pinned"
        case .unpinned: "unpinned"
        case .invited: "invited"
        case .removed: "removed"
        case .banned: "banned"
        case .unbanned: "unbanned"
        case .role: "role"
        case .changed: "changed"
        case .other(let kind, _, _): kind
        }
    }
}
