import ChatDomain
import ChatService
import ChatWire
import IRCWire
import RoomStreams

/// A room as this loop's clients see it: who is in it and how it is set, kept up by the events of its log. Confined to
/// the loop.
final class IRCRoom {
    struct Member {
        var name: PersonName
        var role: RoomRole
        var isOnline: Bool
        var presence: ChosenPresence
        var statusText: String
        var picture: String?
        var homepage = ""

        var nick: String { name.username }
        var isStaff: Bool { name.role.managesPeople }

        /// Whether he counts as away: gone, or he says so.
        var isAway: Bool { !isOnline || presence == .away || presence == .dnd }
    }

    let id: RoomID
    private(set) var settings = RoomSettings()
    private(set) var handle = ""
    private(set) var title = ""
    private(set) var createdAt = Timestamp(milliseconds: 0)
    private(set) var members: [AccountID: Member] = [:] {
        didSet { shownNames = [:] }
    }
    /// Who is there as NAMES has it, until somebody comes, goes or changes.
    private var shownNames: [NamesStyle: [String]] = [:]
    /// Who set the topic, and when; nil where that was before it was kept.
    private(set) var topicSetBy: (nick: String, at: Timestamp)?
    /// Everything up to here is in it; nil until the roster has come.
    private(set) var head: SequenceNumber?
    /// What came before the roster did.
    private var early: [(Event, PersonName)] = []
    /// Who begins to read when it is ready.
    var waiting: [Subscription] = []
    /// What the next join is to be answered with.
    private(set) var pair: (LineContext.PersonRef, LineContext.PersonRef)?

    init(id: RoomID) {
        self.id = id
    }

    var kind: RoomSettings.Kind { settings.kind }
    /// Nil for a direct conversation.
    var channel: String? { ChannelName.of(kind, handle: handle, id: id) }
    var topic: String { settings.topic }

    func member(named nick: String) -> (id: AccountID, member: Member)? {
        members.first { CaseMapping.areSame($0.value.nick, nick) }.map { ($0.key, $0.value) }
    }

    /// The other one of a direct conversation.
    func partner(of account: AccountID) -> LineContext.PersonRef? {
        pair.map { $0.id == account ? $1 : $0 }
    }

    /// The marks of a member's ranks, the highest first.
    func marks(of member: Member) -> String {
        var marks = member.role == .owner ? "~" : ""
        if member.isStaff, kind == .channel { marks += "&" }
        if member.role == .moderator { marks += "@" }
        if member.role == .speaker { marks += "+" }
        return marks
    }

    func mark(of member: Member) -> String { String(marks(of: member).prefix(1)) }

    /// What differs between clients in how they are shown who is there.
    struct NamesStyle: Hashable {
        /// All marks of somebody, not only the highest (multi-prefix).
        var allMarks: Bool
        /// `nick!user@host` (userhost-in-names).
        var withHosts: Bool
    }

    /// Everybody with his marks, in the order of their numbers. Made once for all clients that come to a room.
    func names(_ style: NamesStyle, address: (PersonName) -> String) -> [String] {
        if let shown = shownNames[style] { return shown }
        let shown = members.sorted { $0.key < $1.key }.map { _, member in
            (style.allMarks ? marks(of: member) : mark(of: member))
                + (style.withHosts ? address(member.name) : member.nick)
        }
        shownNames[style] = shown
        return shown
    }

    // MARK: Keeping up

    func begin(with roster: Roster, _ names: NameBook) {
        settings = roster.settings
        handle = roster.room.handle
        title = roster.room.title
        createdAt = roster.createdAt
        if let by = settings.topicSetBy, let at = settings.topicSetAt {
            let setter = names.names(of: [AccountID(rawValue: by)]).first
            topicSetBy = setter.map { ($0.username, Timestamp(milliseconds: at)) }
        }
        head = roster.head
        members = Dictionary(
            zip(roster.members, names.names(of: roster.members.map(\.id))).map { person, name in
                (
                    person.id,
                    Member(
                        name: name, role: person.role, isOnline: person.isOnline, presence: person.presence,
                        statusText: person.statusText, picture: person.picture, homepage: person.homepage)
                )
            }, uniquingKeysWith: { $1 })
        if kind == .direct, roster.members.count == 2 {
            let refs = roster.members.map { LineContext.PersonRef(id: $0.id, nick: $0.username) }
            pair = (refs[0], refs[1])
        }
        let kept = early
        early = []
        for (event, author) in kept { take(event, by: author) }
    }

    /// - Returns: whether the event changed who is in the room, or how it is called.
    func take(_ event: Event, by author: PersonName) {
        guard let head else {
            // What was said does not change what the room is.
            if event.kind != .message { early.append((event, author)) }
            return
        }
        guard event.sequence > head else { return }
        self.head = event.sequence
        // Most events are messages: nothing of the room changes.
        guard !event.kind.isAboutMessage, event.kind != .message else { return }
        apply(EventContent(event), event, author)
    }

    private func apply(_ content: EventContent, _ event: Event, _ author: PersonName) {
        let subject = AccountID(rawValue: event.subject ?? 0)
        switch content {
        case .joined:
            members[author.id] = Member(
                name: author, role: .member, isOnline: members[author.id]?.isOnline ?? true, presence: .online,
                statusText: "")
        case .left: members[author.id] = nil
        case .removed, .banned: members[subject] = nil
        case .roleChanged(let person):
            if let role = person.role.flatMap(RoomRole.init(rawValue:)) { members[subject]?.role = role }
        case .changed(let body): apply(body.now, event, author)
        default: break
        }
    }

    private func apply(_ now: RoomValues, _ event: Event, _ author: PersonName) {
        if let handle = now.handle { self.handle = handle }
        if let title = now.title { self.title = title }
        if let topic = now.topic {
            settings.topic = topic
            topicSetBy = (author.username, event.at)
        }
        if let entry = now.entry { settings.entry = entry }
        if let history = now.history { settings.history = history }
        if let isListed = now.isListed { settings.isListed = isListed }
        if let mayPost = now.mayPost { settings.mayPost = mayPost }
        if let seconds = now.slowModeSeconds { settings.slowModeSeconds = seconds }
        if let isArchived = now.isArchived { settings.isArchived = isArchived }
        if let admitsGuests = now.admitsGuests { settings.admitsGuests = admitsGuests }
    }

    /// - Returns: how he showed himself before; nil for who is no member.
    func take(_ presence: PersonPresence, _ name: PersonName?) -> Member? {
        guard let before = members[presence.account] else { return nil }
        members[presence.account]?.isOnline = presence.isOnline
        members[presence.account]?.presence = presence.presence
        members[presence.account]?.statusText = presence.statusText
        members[presence.account]?.picture = presence.picture
        members[presence.account]?.homepage = presence.homepage
        if let name { members[presence.account]?.name = name }
        return before
    }
}
