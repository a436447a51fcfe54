/// How somebody stands to a room. All of them are plain members of the server, so that nothing but this counts.
enum RoomStanding: String, CaseIterable, Sendable {
    case owner, moderator, speaker, member
    /// A member who may not speak for now.
    case muted
    /// Was a member, and is kept out.
    case banned
    case invited
    /// Was a member, and left.
    case former
}

/// One operation on a room, by each who stands to it somehow.
struct StandingRow: Sendable {
    let operation: String
    let target: Target
    let query: String
    let form: [String: any Sendable]?
    /// In the order of ``RoomStanding``: what it is refused with, or "done".
    let answers: [String]
    /// Done to the room before, by its owner.
    let settings: [String: any Sendable]

    /// What stands for `{message}`, `{person}` and `{link}`.
    enum Target: Sendable {
        case nothing
        /// A plain member.
        case someone
        /// Somebody who is invited.
        case invited
        /// A poll of a plain member's.
        case message
        /// A poll of the caller's, from before he stood as he does; the same as `message` for who never could write.
        case ownMessage
        case link
        /// The room itself, which its owner has deleted.
        case deleted
    }

    init(
        _ operation: String, on target: Target = .nothing, in settings: [String: any Sendable] = [:],
        query: String = "",
        form: [String: any Sendable]? = nil, _ answers: [String]
    ) {
        self.operation = operation
        self.target = target
        self.settings = settings
        self.query = query
        self.form = form
        self.answers = answers
    }
}

/// A channel of its own for one operation, with everybody who stands to it.
struct StandingRoom {
    let room: Int
    private let people: [RoomStanding: Person]
    private let someone: Person
    private let guest: Person

    /// - Parameter people: by standing; `someone` becomes a plain member, `guest` is invited.
    init(_ handle: String, _ people: [RoomStanding: Person], someone: Person, guest: Person) throws {
        (self.people, self.someone, self.guest) = (people, someone, guest)
        let owner = try Self.person(.owner, people)
        room = try owner.createRoom(handle)
        for standing in [RoomStanding.moderator, .speaker, .member, .muted, .banned, .former] {
            try Self.person(standing, people).join(room)
        }
        try someone.join(room)
        for invited in [try Self.person(.invited, people), guest] {
            try owner.ask("POST", "/v1/rooms/\(room)/invitations", ["person": invited.id])
        }
    }

    /// What stands for the placeholders. Then everybody gets the standing that he is to have, and the room its settings.
    func settle(_ row: StandingRow, for standing: RoomStanding) throws -> [String: Int] {
        let owner = try Self.person(.owner, people)
        var values = ["room": room]
        switch row.target {
        case .nothing, .deleted: break
        case .someone: values["person"] = someone.id
        case .invited: values["person"] = guest.id
        case .message: values["message"] = try someone.beginPoll(in: room)
        case .ownMessage:
            let author = standing == .invited ? someone : try Self.person(standing, people)
            values["message"] = try author.beginPoll(in: room)
        case .link: values["link"] = try owner.ask("POST", "/v1/rooms/\(room)/links", [:]).link?.id
        }
        let path = "/v1/rooms/\(room)"
        for standing in [RoomStanding.moderator, .speaker] {
            let member = try Self.person(standing, people).id
            try owner.ask("PUT", "\(path)/members/\(member)", ["role": standing.rawValue])
        }
        try owner.ask("PUT", "\(path)/members/\(Self.person(.muted, people).id)", ["muted_until": 32_503_680_000_000])
        try owner.ask("PUT", "\(path)/bans/\(Self.person(.banned, people).id)", [:])
        try Self.person(.former, people).leave(room)
        if !row.settings.isEmpty { try owner.ask("PATCH", path, row.settings) }
        if row.target == .deleted { try owner.ask("DELETE", path) }
        return values
    }

    private static func person(_ standing: RoomStanding, _ people: [RoomStanding: Person]) throws -> Person {
        guard let person = people[standing] else { throw Person.Refused(status: 0, code: nil) }
        return person
    }
}

extension Person {
    /// Asks something to vote on, and gives the message's number.
    fileprivate func beginPoll(in room: Int) throws -> Int {
        let poll: [String: Any] = ["options": ["tea", "coffee"]]
        let form: [String: Any] = ["key": Key.next(), "text": "What?", "poll": poll]
        return try ask("POST", "/v1/rooms/\(room)/messages", form).seq ?? 0
    }
}
