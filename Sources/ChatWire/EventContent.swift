import ChatDomain

/// An event's body, read as its kind has it.
public enum EventContent: Sendable, Equatable {
    case created(handle: String, title: String)
    case joined(PersonBody)
    case left
    case message(MessageContent)
    /// The text is gone.
    case erased
    case edited(message: Int64, MessageContent)
    case deleted(message: Int64)
    case reacted(message: Int64, emoji: String)
    case unreacted(message: Int64, emoji: String)
    case pinned(message: Int64)
    case unpinned(message: Int64)
    case voted(message: Int64, VoteBody)
    case pollClosed(message: Int64)
    case changed(ChangedBody)
    case roleChanged(PersonBody)
    case invited(PersonBody)
    case declined
    case uninvited(PersonBody)
    case removed(PersonBody)
    case banned(PersonBody)
    case unbanned(PersonBody)
    case told(NewsBody)
    case audited(AuditBody)
    /// A kind, or a body, that this client does not know.
    case unknown
}

extension EventView {
    /// The body that holds now, read as the event's kind has it.
    public var content: EventContent {
        guard let kind = EventKind(name: kind) else { return .unknown }
        if kind.isAboutMessage {
            guard let subject else { return .unknown }
            return content(about: subject, kind) ?? .unknown
        }
        switch kind {
        case .message:
            if now?.isDeleted ?? body.isErased { return .erased }
            return (now?.body ?? body).read().map { .message($0) } ?? .unknown
        case .created: return .created(handle: body.handle ?? "", title: body.title ?? "")
        case .left: return .left
        case .declined: return .declined
        // Whoever came before there were such bodies is named by the event.
        case .joined: return .joined(person ?? PersonBody(username: body.username ?? "", name: by.name))
        case .changed: return body.read(ChangedBody.self).map { .changed($0) } ?? .unknown
        case .roleChanged: return person.map { .roleChanged($0) } ?? .unknown
        case .invited: return person.map { .invited($0) } ?? .unknown
        case .uninvited: return person.map { .uninvited($0) } ?? .unknown
        case .removed: return person.map { .removed($0) } ?? .unknown
        case .banned: return person.map { .banned($0) } ?? .unknown
        case .unbanned: return person.map { .unbanned($0) } ?? .unknown
        case .told: return body.read(NewsBody.self).map { .told($0) } ?? .unknown
        case .audited: return body.read(AuditBody.self).map { .audited($0) } ?? .unknown
        default: return .unknown
        }
    }

    private var person: PersonBody? { body.read(PersonBody.self) }

    private func content(about message: Int64, _ kind: EventKind) -> EventContent? {
        switch kind {
        case .edited:
            // The edit of a message that was deleted since.
            if body.isErased { return .erased }
            return body.read(MessageContent.self).map { .edited(message: message, $0) }
        case .deleted: return .deleted(message: message)
        case .reacted: return body.read(ReactionBody.self).map { .reacted(message: message, emoji: $0.emoji) }
        case .unreacted: return body.read(ReactionBody.self).map { .unreacted(message: message, emoji: $0.emoji) }
        case .pinned: return .pinned(message: message)
        case .unpinned: return .unpinned(message: message)
        case .voted: return body.read(VoteBody.self).map { .voted(message: message, $0) }
        case .closed: return .pollClosed(message: message)
        default: return nil
        }
    }
}
