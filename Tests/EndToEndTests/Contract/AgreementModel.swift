/// What the server should hold, kept by a test after the rules of docs/protocol: no line of it is the server's.
struct AgreementModel {
    var people: [Int: Member] = [:]
    var rooms: [Int: ModelRoom] = [:]
    /// Rows for who is mentioned or answered, oldest first; 0 is everybody.
    var notices: [ModelNotice] = []
    /// What each chose in an anonymous poll.
    var ballots: [Place: [Int: [Int]]] = [:]

    struct Member {
        var username: String
        var role = "member"
        var blocks: Set<Int> = []
        /// What was saved last comes last.
        var saved: [Place] = []
        var markers: [Int: Int] = [:]
        /// The level in a room.
        var levels: [Int: String] = [:]
    }

    struct Place: Hashable {
        var room: Int
        var seq: Int
    }

    // MARK: Who may

    /// By rank.
    static let roles = ["member", "speaker", "moderator", "owner"]
    static let moderator = 2
    static let owner = 3

    func rank(_ person: Int, _ room: ModelRoom) -> Int {
        let own = room.ranks[person] ?? 0
        guard room.kind == "channel" else { return own }
        return switch people[person]?.role {
        case "owner": Self.owner
        case "admin": max(own, Self.moderator)
        default: own
        }
    }

    func mayKnow(_ person: Int, _ room: ModelRoom) -> Bool {
        if room.members[person] != nil || room.invited[person] != nil { return true }
        return room.kind == "channel" && room.isListed && people[person]?.role != "guest"
    }

    /// What keeps him from anything inside the room.
    func entry(_ person: Int, _ room: ModelRoom) -> String? {
        if room.members[person] != nil { return nil }
        return mayKnow(person, room) ? "not_a_member" : "room_unknown"
    }

    /// Events up to here are not for him.
    func floor(_ person: Int, _ room: ModelRoom) -> Int {
        room.sinceJoining ? max(0, (room.members[person] ?? 0) - 1) : 0
    }

    func reading(_ person: Int, _ seq: Int, _ room: ModelRoom) -> String? {
        if let refusal = entry(person, room) { return refusal }
        return seq > floor(person, room) && seq <= room.log.count ? nil : "message_unknown"
    }

    /// The same for what must be a message.
    func about(_ person: Int, _ seq: Int, _ room: ModelRoom) -> String? {
        reading(person, seq, room) ?? (room.log[seq - 1].kind == "message" ? nil : "message_unknown")
    }

    enum Act { case post, takePart, pin, invite, change, moderate, own }

    func may(_ act: Act, _ person: Int, _ room: ModelRoom) -> String? {
        if act != .own, room.isArchived { return "room_archived" }
        let least: Int?
        switch act {
        case .post, .takePart, .pin: least = 0
        case .invite: least = room.kind == "direct" ? nil : 0
        case .change: least = room.kind == "direct" ? nil : room.kind == "group" ? 0 : Self.moderator
        case .moderate: least = room.kind == "direct" ? nil : Self.moderator
        case .own: least = room.kind == "direct" ? nil : Self.owner
        }
        guard let least, rank(person, room) >= least else { return "not_allowed" }
        return (act == .post || act == .takePart) && room.muted.contains(person) ? "muted" : nil
    }

    func posting(_ person: Int, _ room: ModelRoom) -> String? {
        if let refusal = entry(person, room) ?? may(.post, person, room) { return refusal }
        guard room.kind == "direct", let other = room.members.keys.first(where: { $0 != person }) else { return nil }
        return blocks(other, person) || blocks(person, other) ? "not_allowed" : nil
    }

    func blocks(_ person: Int, _ other: Int) -> Bool { people[person]?.blocks.contains(other) ?? false }

    func outranks(_ person: Int, _ other: Int, _ room: ModelRoom) -> Bool { rank(person, room) > rank(other, room) }

    // MARK: What is to be seen

    /// The log as he reads it.
    func log(_ person: Int, _ room: ModelRoom) -> [(seq: Int, event: ModelEvent)] {
        guard entry(person, room) == nil else { return [] }
        return zip(1..., room.log).dropFirst(floor(person, room)).map { ($0, $1) }
    }

    private func unreadMessages(_ person: Int, _ id: Int, _ room: ModelRoom) -> Set<Int> {
        let start = max(people[person]?.markers[id] ?? 0, floor(person, room), room.members[person] ?? 0)
        return Set(
            log(person, room).filter { seq, event in
                event.kind == "message" && !event.isErased && seq > start && event.by != person
                    && !blocks(person, event.by)
            }.map(\.seq))
    }

    /// How many are unread, and how many of them mention him.
    func unread(_ person: Int) -> [Int: [Int]] {
        var counts: [Int: [Int]] = [:]
        for (id, room) in rooms where room.members[person] != nil {
            let unread = unreadMessages(person, id, room)
            let called = notices.filter { $0.place.room == id && [0, person].contains($0.who) }.map(\.place.seq)
            counts[id] = [unread.count, unread.intersection(called).count]
        }
        return counts
    }

    /// Newest first.
    func noticesSeen(_ person: Int) -> [String] {
        notices.reversed().filter { notice in
            guard let room = rooms[notice.place.room], let since = room.members[person] else { return false }
            return [0, person].contains(notice.who) && notice.place.seq > max(floor(person, room), since)
                && room.log[notice.place.seq - 1].by != person
        }.map { "\($0.reason) \($0.place.room) \($0.place.seq)" }
    }

    /// Messages that he may read and that have this word now.
    func found(_ person: Int, _ word: String, by author: Int? = nil, in only: Int? = nil) -> Set<Place> {
        var places: Set<Place> = []
        for (id, room) in rooms where only == nil || only == id {
            let shown = ModelEvent.fold(room.log)
            for (seq, event) in log(person, room) {
                guard let now = shown[seq], author == nil || event.by == author, now.words.contains(word) else {
                    continue
                }
                places.insert(Place(room: id, seq: seq))
            }
        }
        return places
    }
}

struct ModelRoom {
    var handle: String
    var kind = "channel"
    var isListed = true
    var isOpen = true
    var sinceJoining = false
    var isJoinedByAll = false
    var isArchived = false
    var title: String
    /// By the event with which each came.
    var members: [Int: Int] = [:]
    var ranks: [Int: Int] = [:]
    var muted: Set<Int> = []
    var banned: Set<Int> = []
    /// And by whom.
    var invited: [Int: Int] = [:]
    var log: [ModelEvent] = []

    var owners: [Int] { ranks.filter { $1 == AgreementModel.owner && members[$0] != nil }.keys.sorted() }

    mutating func takeOut(_ person: Int) {
        members[person] = nil
        ranks[person] = nil
    }
}

struct ModelNotice {
    var who: Int
    var place: AgreementModel.Place
    var reason: String
}
