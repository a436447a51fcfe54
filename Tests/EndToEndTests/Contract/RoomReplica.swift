/// What a client knows of a room, kept as the protocol says: a snapshot, then events. Its wire loses, doubles and delays
/// frames and breaks, so that it must notice and resume.
struct RoomReplica {
    private let person: Person
    private let room: Int
    private var random: Seeded
    private var live: LiveProbe?
    private var epoch: String?
    private var delayed: [Said] = []

    private(set) var members: Set<Int> = []
    /// Events since the last snapshot.
    private(set) var events: [Event] = []
    /// The head of the last snapshot; -1 before the first.
    private(set) var start = -1
    /// How often something was lost on the way.
    private(set) var losses = 0
    private(set) var faults: [String] = []

    var head: Int { events.last?.seq ?? start }

    init(_ person: Person, room: Int, seed: UInt64) {
        self.person = person
        self.room = room
        random = Seeded(seed)
    }

    /// Hears what has come, over the bad wire.
    mutating func turn() throws {
        if random.below(25) == 0 {
            // The connection is cut, wherever it is.
            losses += 1
            if random.below(2) == 0 { live?.socket.breakOnClose() }
            live = nil
        }
        let connection = try connected()
        for heard in connection.pump() {
            guard case .said(let said) = heard, said.op == "event" || said.op == "gap" else { continue }
            switch said.op == "gap" ? 9 : random.below(20) {
            case 0: losses += 1
            case 1:
                try take(said)
                try take(said)
            case 2: delayed.append(said)
            default: try take(said)
            }
            if !delayed.isEmpty, random.below(4) == 0 { try take(delayed.removeFirst()) }
        }
    }

    /// Until the head is there, over a good wire.
    mutating func catchUp(to head: Int) throws {
        delayed = []
        try subscribe(try connected())
        let deadline = Deadline()
        while self.head < head {
            guard !deadline.isOver else { throw Impatient("event \(head); there is \(self.head)") }
            guard case .said(let said) = try connected().next() else {
                throw Impatient("event \(head): the stream ended")
            }
            try take(said)
        }
    }

    private mutating func connected() throws -> LiveProbe {
        if let live, !live.hasEnded { return live }
        delayed = []
        let live = try person.live(deflates: random.below(2) == 0)
        epoch = try live.expect("welcome").epoch
        self.live = live
        try subscribe(live)
        return live
    }

    /// Subscribing again starts anew from the cursor.
    private func subscribe(_ live: LiveProbe) throws {
        try live.subscribe(room, after: head < 0 ? nil : head, epoch: head < 0 ? nil : epoch)
    }

    private mutating func take(_ said: Said) throws {
        if said.op == "gap" {
            guard let snapshot = said.snapshot, let listed = snapshot.members else {
                return faults.append("no snapshot")
            }
            if said.reason == "future" || said.reason == "epoch" { faults.append("a gap: \(said.reason ?? "")") }
            members = Set(listed.map(\.id))
            start = snapshot.head
            events = []
            return
        }
        guard let event = said.event else { return }
        // One that was seen is passed over; one that comes too early tells of a loss.
        if event.seq <= head { return }
        guard event.seq == head + 1 else {
            delayed = []
            return try subscribe(try connected())
        }
        events.append(event)
        switch event.kind {
        case "joined": members.insert(event.by.id)
        case "left": members.remove(event.by.id)
        default: break
        }
    }
}
