import ChatDomain

/// A line of a transcript as it is decoded.
struct TranscriptRecord: Decodable {
    struct Head: Decodable {
        struct Room: Decodable {
            let id: Int64
            let handle: String
            let title: String
        }

        let transcript: Int
        let room: Room
    }

    struct Person: Decodable {
        let id: Int64
        let handle: String
        let name: String

        var value: TranscriptPerson { TranscriptPerson(id: id, handle: handle, name: name) }
    }

    struct File: Decodable {
        let name: String
        let type: String?
        let size: Int64?
        let address: String?
    }

    let seq: Int64
    let at: Int64
    let by: Person
    let kind: String
    let text: String?
    let erased: Bool?
    let edited: Int64?
    let thread: Int64?
    let reply: Int64?
    let files: [File]?
    let message: Int64?
    let emoji: String?
    let person: Person?
    let role: String?
    let property: String?
    let value: String?
    let other: Bool?

    func event() throws(LineFault) -> TranscriptEvent {
        TranscriptEvent(sequence: seq, at: Timestamp(milliseconds: at), by: by.value, action: try action())
    }

    private func action() throws(LineFault) -> TranscriptEvent.Action {
        if other == true { return .other(kind: kind, message: message, text: try need(text, "text")) }
        switch kind {
        case "created": return .created
        case "joined": return .joined
        case "left": return .left
        case "message":
            let files = (files ?? []).map {
                TranscriptFile(name: $0.name, mediaType: $0.type, size: $0.size, address: $0.address)
            }
            let edited = edited.map { Timestamp(milliseconds: $0) }
            return .message(.init(try written(), editedAt: edited, thread: thread, reply: reply, files: files))
        case "edited": return .edited(message: try about(), text: try written())
        case "deleted": return .deleted(message: try about())
        case "reacted": return .reacted(message: try about(), emoji: try need(emoji, "emoji"))
        case "unreacted": return .unreacted(message: try about(), emoji: try need(emoji, "emoji"))
        case "pinned": return .pinned(message: try about())
        case "unpinned": return .unpinned(message: try about())
        case "invited": return .invited(try whom())
        case "removed": return .removed(try whom())
        case "banned": return .banned(try whom())
        case "unbanned": return .unbanned(try whom())
        case "role": return .role(try whom(), role: try need(role, "role"))
        case "changed": return .changed(property: try need(property, "property"), value: try need(value, "value"))
        default: throw .unknownKind(kind)
        }
    }

    private func need<Value>(_ value: Value?, _ name: String) throws(LineFault) -> Value {
        guard let value else { throw .missing(name) }
        return value
    }

    private func about() throws(LineFault) -> Int64 { try need(message, "message") }

    private func whom() throws(LineFault) -> TranscriptPerson { try need(person, "person").value }

    /// The text, or nil where it is said to be erased.
    private func written() throws(LineFault) -> String? {
        erased == true ? nil : try need(text, "text")
    }
}
