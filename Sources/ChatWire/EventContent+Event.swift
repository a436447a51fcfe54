public import ChatDomain
import FoundationEssentials

extension DeletionBody {
    /// Nil for deletions of before there were such bodies.
    public init?(_ event: Event) {
        guard event.kind == .deleted,
            let body = try? JSONDecoder().decode(DeletionBody.self, from: Data(event.body))
        else { return nil }
        self = body
    }
}

extension EventContent {
    /// An event's own body, as it stands in the log: without what became of a message since.
    public init(_ event: Event) {
        func read<Body: Decodable>(_ kind: Body.Type) -> Body? {
            try? JSONDecoder().decode(kind, from: Data(event.body))
        }
        let subject = event.subject ?? 0
        let content: EventContent? =
            switch event.kind {
            case .message: MessageContent(body: event.body).map { .message($0) } ?? .erased
            case .edited: MessageContent(body: event.body).map { .edited(message: subject, $0) } ?? .erased
            case .deleted: .deleted(message: subject)
            case .reacted: read(ReactionBody.self).map { .reacted(message: subject, emoji: $0.emoji) }
            case .unreacted: read(ReactionBody.self).map { .unreacted(message: subject, emoji: $0.emoji) }
            case .pinned: .pinned(message: subject)
            case .unpinned: .unpinned(message: subject)
            case .voted: read(VoteBody.self).map { .voted(message: subject, $0) }
            case .closed: .pollClosed(message: subject)
            case .joined: .joined(read(PersonBody.self) ?? PersonBody(username: "", name: ""))
            case .left: .left
            case .declined: .declined
            case .changed: read(ChangedBody.self).map { .changed($0) }
            case .roleChanged: read(PersonBody.self).map { .roleChanged($0) }
            case .invited: read(PersonBody.self).map { .invited($0) }
            case .uninvited: read(PersonBody.self).map { .uninvited($0) }
            case .removed: read(PersonBody.self).map { .removed($0) }
            case .banned: read(PersonBody.self).map { .banned($0) }
            case .unbanned: read(PersonBody.self).map { .unbanned($0) }
            case .told: read(NewsBody.self).map { .told($0) }
            case .audited: read(AuditBody.self).map { .audited($0) }
            case .created: nil
            }
        self = content ?? .unknown
    }
}
