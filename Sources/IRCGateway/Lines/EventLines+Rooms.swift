import ChatDomain
import ChatService
import ChatWire
import IRCWire

// What happens to a channel and to the people in it. Direct conversations have none of it.
extension EventLines {
    mutating func writeRoomEvent(_ content: EventContent, _ event: Event, _ author: PersonName) {
        guard let channel = context.channel else { return }
        switch content {
        case .joined(let person): writeJoin(person, channel, event, author)
        case .left:
            tag(event, author)
            lines.append(source(of: author), .part, [channel])
        case .removed(let person):
            tag(event, author)
            lines.append(source(of: author), .kick, [channel, person.username], trailing: person.reason ?? "")
        case .banned(let person):
            writeModes([ModeChange(isSet: true, letter: "b", parameter: Self.mask(person))], channel, event, author)
            guard let subject = event.subject, context.isMember(AccountID(rawValue: subject)) else { return }
            tag(event, author)
            lines.append(source(of: author), .kick, [channel, person.username], trailing: person.reason ?? "")
        case .unbanned(let person):
            writeModes([ModeChange(isSet: false, letter: "b", parameter: Self.mask(person))], channel, event, author)
        case .roleChanged(let person): writeModes(Self.changes(of: person), channel, event, author)
        case .invited(let person):
            guard format.contains(.inviteNotify) else { return }
            tag(event, author)
            lines.append(source(of: author), .invite, [person.username, channel])
        case .declined: writeNote("does not come", about: nil, event, author)
        case .uninvited(let person):
            writeNote("took back the invitation of \(person.username)", about: nil, event, author)
        case .changed(let body): writeChange(body, channel, event, author)
        default: break
        }
    }

    private mutating func writeJoin(_ person: PersonBody, _ channel: String, _ event: Event, _ author: PersonName) {
        tag(event, author)
        lines.begin(source(of: author), .join)
        lines.parameter(channel)
        if format.contains(.extendedJoin) {
            lines.parameter(author.username)
            lines.trailing(author.displayName)
        }
        lines.end()
    }

    private mutating func writeChange(
        _ body: ChangedBody, _ channel: String, _ event: Event, _ author: PersonName
    ) {
        let now = body.now
        if let handle = now.handle, let was = body.was.handle, format.contains(.rename) {
            tag(event, author)
            lines.append(source(of: author), .rename, ["#\(was)", "#\(handle)"], trailing: "")
        }
        let channel = now.handle.map { "#\($0)" } ?? channel
        if let topic = now.topic {
            tag(event, author)
            lines.append(source(of: author), .topic, [channel], trailing: topic)
        }
        writeModes(ChannelSettings.changes(from: now), channel, event, author)
        if let title = now.title { writeNote("called the room “\(title)”", about: nil, event, author) }
        if now.summary != nil { writeNote("changed the description", about: nil, event, author) }
        if let days = now.retentionDays {
            writeNote(
                days == 0 ? "texts are kept for ever" : "texts are kept for \(days) days", about: nil, event, author)
        }
    }

    private mutating func writeModes(
        _ changes: [ModeChange], _ channel: String, _ event: Event, _ author: PersonName
    ) {
        guard !changes.isEmpty else { return }
        tag(event, author)
        lines.append(source(of: author), .mode, [channel] + ModeChange.words(changes))
    }

    /// Another role, or muted.
    private static func changes(of person: PersonBody) -> [ModeChange] {
        var changes: [ModeChange] = []
        if let role = person.role, role != person.was {
            if let letter = person.was.flatMap(RoomRole.init(rawValue:))?.modeLetter {
                changes.append(ModeChange(isSet: false, letter: letter, parameter: person.username))
            }
            if let letter = RoomRole(rawValue: role)?.modeLetter {
                changes.append(ModeChange(isSet: true, letter: letter, parameter: person.username))
            }
        }
        if let muted = person.mutedUntil {
            changes.append(ModeChange(isSet: muted > 0, letter: "b", parameter: "m:" + mask(person)))
        }
        return changes
    }

    private static func mask(_ person: PersonBody) -> String { "\(person.username)!*@*" }
}

extension RoomRole {
    /// As PREFIX names it; nil for an ordinary member.
    var modeLetter: Character? {
        switch self {
        case .owner: "q"
        case .moderator: "o"
        case .speaker: "v"
        case .member: nil
        }
    }
}
