public import ChatDomain
public import ChatWire

/// An event of a room's log, from the store or from a door of the server.
public struct LoggedEvent: Sendable {
    public var sequence: Int64
    public var at: Timestamp
    /// As ``EventKind/name``; also one that is not known here.
    public var kind: String
    public var by: TranscriptPerson
    public var subject: Int64?
    /// As on the wire: `{"erased":true}` where it is gone.
    public var body: RequestBody

    public init(
        sequence: Int64, at: Timestamp, kind: String, by: TranscriptPerson, subject: Int64?, body: RequestBody
    ) {
        (self.sequence, self.at, self.kind, self.by) = (sequence, at, kind, by)
        (self.subject, self.body) = (subject, body)
    }
}

extension TranscriptEvent {
    /// The event in the words of a transcript. Several for a change of several settings; none for a vote, which may be
    /// secret.
    ///
    /// - Parameter person: how somebody is called now, where the event does not say how he was called then.
    public static func events(_ event: LoggedEvent, person: (Int64) -> TranscriptPerson) -> [TranscriptEvent] {
        actions(event, person).map {
            TranscriptEvent(sequence: event.sequence, at: event.at, by: event.by, action: $0)
        }
    }

    private static func actions(_ event: LoggedEvent, _ person: (Int64) -> TranscriptPerson) -> [Action] {
        let (body, subject) = (event.body, event.subject ?? 0)
        var whom: TranscriptPerson {
            guard let handle = body.string("username") else { return person(subject) }
            return TranscriptPerson(id: subject, handle: handle, name: body.string("name") ?? handle)
        }
        switch EventKind(name: event.kind) {
        case .created: return [.created]
        case .joined: return [.joined]
        case .left: return [.left]
        case .message:
            return [.message(.init(text(of: body), thread: event.subject, reply: body.integer("reply_to")))]
        case .edited: return [.edited(message: subject, text: text(of: body))]
        case .deleted: return [.deleted(message: subject)]
        case .reacted: return [.reacted(message: subject, emoji: body.string("emoji") ?? "")]
        case .unreacted: return [.unreacted(message: subject, emoji: body.string("emoji") ?? "")]
        case .pinned: return [.pinned(message: subject)]
        case .unpinned: return [.unpinned(message: subject)]
        case .voted, .told, .audited: return []
        case .closed: return [.other(kind: event.kind, message: subject, text: "The poll takes no more votes.")]
        case .changed: return changes(body)
        case .roleChanged: return roles(body, whom)
        case .invited: return [.invited(whom)]
        case .declined: return [.other(kind: event.kind, message: nil, text: "The invitation was declined.")]
        case .uninvited:
            return [.other(kind: event.kind, message: nil, text: "The invitation of \(whom.name) was taken back.")]
        case .removed: return [.removed(whom)]
        case .banned: return [.banned(whom)]
        case .unbanned: return [.unbanned(whom)]
        case nil: return [.other(kind: event.kind, message: nil, text: body.string("text") ?? "")]
        }
    }

    /// Nil when it was erased.
    private static func text(of body: RequestBody) -> String? {
        guard var text = body.string("text") else { return nil }
        for option in body.object("poll")?.strings("options") ?? [] { text += "\n- " + option }
        return text
    }

    private static func changes(_ body: RequestBody) -> [Action] {
        body.members.sorted { $0.key < $1.key }.compactMap { name, value in
            switch value {
            case .string(let text): .changed(property: name, value: text)
            case .integer(let number): .changed(property: name, value: String(number))
            case .boolean(let flag): .changed(property: name, value: flag ? "yes" : "no")
            case .null: .changed(property: name, value: "")
            case .otherNumber, .array, .object: nil
            }
        }
    }

    private static func roles(_ body: RequestBody, _ whom: TranscriptPerson) -> [Action] {
        if let role = body.string("role") { return [.role(whom, role: role)] }
        let isOver = body.integer("muted_until") == 0
        return [
            .other(kind: "role_changed", message: nil, text: "\(whom.name) \(isOver ? "may speak again" : "is muted").")
        ]
    }
}
