public import ChatWire

/// What a client knows of one room: the fold of a snapshot and the events after it.
///
/// Fed with the frames of the live stream, whatever was lost, doubled or delayed on the way, it either holds exactly
/// what a fresh snapshot would or says that it must be resumed.
public struct RoomReplica: Sendable, Equatable {
    public struct Member: Sendable, Equatable {
        public var username: String
        public var name: String
    }

    /// What became of an event.
    public enum Outcome: Sendable, Equatable {
        /// It is the next one, and is now part of the replica.
        case applied
        /// It was here before, or belongs to what has not begun.
        case ignored
        /// Something between is missing: nothing was changed, and the room must be resumed from ``cursor``.
        case missing(from: Int64)
    }

    public let room: Int64
    /// The life of the store that ``cursor`` belongs to.
    public private(set) var epoch: String?
    /// The highest sequence number seen; nil before the first snapshot.
    public private(set) var cursor: Int64?
    public private(set) var handle = ""
    public private(set) var title = ""
    public private(set) var memberCount = 0
    /// By account; nil in a room too large to list.
    public private(set) var members: [Int64: Member]?
    /// Who of the members is online; nil in a room too large to be told.
    public private(set) var online: Set<Int64>?
    /// The latest messages, oldest first, at most ``messageLimit``.
    public private(set) var messages: [EventView] = []
    /// Whether what arrives is news, not what was missed.
    public private(set) var isCaughtUp = false

    /// How many messages are kept in memory; older ones are had from the server.
    public let messageLimit: Int

    public init(room: Int64, messageLimit: Int = 200) {
        self.room = room
        self.messageLimit = max(0, messageLimit)
    }

    /// Starts anew from a snapshot: what was known is void.
    public mutating func restart(from snapshot: RoomSnapshot, epoch: String) {
        self.epoch = epoch
        cursor = snapshot.head
        handle = snapshot.room.handle
        title = snapshot.room.title
        memberCount = snapshot.memberCount
        messages = []
        isCaughtUp = false
        members = snapshot.members.map { list in
            Dictionary(list.map { ($0.id, Member(username: $0.username, name: $0.name)) }) { _, last in last }
        }
        online = snapshot.members.map { list in Set(list.filter { $0.online == true }.map(\.id)) }
    }

    /// Takes the next event of the stream.
    public mutating func apply(_ event: EventView) -> Outcome {
        guard event.room == room, let cursor, event.seq > cursor else { return .ignored }
        guard event.seq - 1 == cursor else { return .missing(from: cursor) }
        self.cursor = event.seq
        switch event.kind {
        case "message":
            messages.append(event)
            trim()
        case "created", "joined":
            memberCount += 1
            if event.kind == "created" {
                handle = event.body.handle ?? handle
                title = event.body.title ?? title
            }
            members?[event.by.id] = Member(username: event.body.username ?? "", name: event.by.name)
        case "left": remove(event.by.id)
        case "removed", "banned":
            // Who was not in it can be kept out as well. In a room too large to list nobody knows.
            if let person = event.subject, members.map({ $0[person] != nil }) ?? (event.kind == "removed") {
                remove(person)
            }
        case "changed":
            if case .changed(let change) = event.content {
                handle = change.now.handle ?? handle
                title = change.now.title ?? title
            }
        default:
            break
        }
        return .applied
    }

    private mutating func remove(_ person: Int64) {
        memberCount = max(0, memberCount - 1)
        members?[person] = nil
        online?.remove(person)
    }

    /// Takes messages from before what is held, as `GET …/events` gives them: oldest first.
    public mutating func prepend(history: [EventView]) {
        let oldest = messages.first?.seq ?? (cursor ?? 0) + 1
        messages = history.filter { $0.kind == "message" && $0.room == room && $0.seq < oldest } + messages
        trim()
    }

    /// All that was missed has come.
    public mutating func catchUp(online: [Int64]?) {
        isCaughtUp = true
        if let online { self.online = Set(online) }
    }

    public mutating func setPresence(of account: Int64, online isOnline: Bool) {
        if isOnline { online?.insert(account) } else { online?.remove(account) }
    }

    /// The connection is gone: what comes on the next one is what was missed.
    public mutating func disconnect() {
        isCaughtUp = false
    }

    private mutating func trim() {
        if messages.count > messageLimit { messages.removeFirst(messages.count - messageLimit) }
    }
}
