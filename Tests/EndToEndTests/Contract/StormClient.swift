/// A client as the protocol asks for it, that sends as fast as it may and writes down what it sees, while the server
/// dies under it. Driven by ``Storm``; never waits.
struct StormClient {
    struct Sent {
        let key: String
        let room: Int
        let text: String
    }

    let person: Person
    let rooms: [Int]
    private(set) var live: LiveProbe?
    private(set) var epoch: String?
    /// Not acknowledged yet, in the order of sending, by the number of the request that carries it now.
    private(set) var waiting: [(id: Int, sent: Sent)] = []
    /// Where each acknowledged message is.
    private(set) var acknowledged: [(sent: Sent, seq: Int)] = []
    /// What it has seen of each room, from its first snapshot on.
    private(set) var seen: [Int: [Event]] = [:]
    private(set) var start: [Int: Int] = [:]
    /// What no server may do.
    private(set) var faults: [String] = []
    private var welcomed = false
    private var caughtUp: Set<Int> = []
    private var unknown: [Sent] = []
    private var count = 0

    /// Sends that may wait for their acknowledgement.
    private let window: Int

    private let deflates: Bool

    init(_ person: Person, rooms: [Int], window: Int, deflates: Bool) {
        self.deflates = deflates
        self.person = person
        self.rooms = rooms
        self.window = window
    }

    var isConnected: Bool { live.map { !$0.hasEnded } ?? false }
    var isSettled: Bool { waiting.isEmpty && unknown.isEmpty && caughtUp.count == rooms.count }

    private func cursor(_ room: Int) -> Int? {
        start[room].map { seen[room]?.last?.seq ?? $0 }
    }

    // MARK: Sending

    /// Comes back, resumes every room by its cursor, and sends again what got no answer.
    mutating func connect() throws {
        let live = try person.live(deflates: deflates)
        self.live = live
        (welcomed, caughtUp) = (false, [])
        for room in rooms {
            let id = live.nextID()
            let cursor = cursor(room).map { #","after":\#($0),"epoch":"\#(epoch ?? "")""# } ?? ""
            live.queue(#"{"op":"subscribe","id":\#(id),"room":\#(room)\#(cursor)}"#)
        }
        let again = waiting.map(\.sent)
        waiting = []
        for sent in again { queue(sent) }
    }

    mutating func disconnect() { live = nil }

    /// Sends again what the server knew nothing of, then, if it is to, new messages.
    mutating func send(more: Bool, using random: inout Seeded) {
        guard isConnected else { return }
        for sent in unknown { queue(sent) }
        unknown = []
        while more, waiting.count < window {
            count += 1
            let key = Key.make(using: &random)
            // Some are long enough to be compressed.
            let padding = random.below(4) == 0 ? String(repeating: " and so on", count: 60) : ""
            queue(Sent(key: key, room: random.pick(rooms), text: "\(person.username) \(count) \(key)\(padding)"))
        }
    }

    private mutating func queue(_ sent: Sent) {
        guard let live else { return }
        let id = live.nextID()
        waiting.append((id, sent))
        live.queue(LiveProbe.send(sent.text, to: sent.room, id: id, key: sent.key))
    }

    // MARK: Hearing

    mutating func pump() {
        for heard in live?.pump() ?? [] {
            switch heard {
            case .said(let said): take(said)
            case .fault(let reason): faults.append(reason)
            case .ping, .pong, .closed, .end: break
            }
        }
    }

    private mutating func take(_ said: Said) {
        switch said.op {
        case "welcome":
            if let epoch, epoch != said.epoch { faults.append("the epoch changed") }
            epoch = said.epoch
        case "gap":
            guard let room = said.room?.id, let snapshot = said.snapshot else { return faults.append("an empty gap") }
            // Its own cursor is always one that the same store has given out.
            if start[room] != nil { faults.append("\(person.username): a gap, \(said.reason ?? ""), in room \(room)") }
            start[room] = snapshot.head
        case "event":
            guard let event = said.event else { return faults.append("an event without its parts") }
            let expected = (cursor(event.room) ?? -1) + 1
            if event.seq != expected {
                faults.append("\(person.username): event \(event.seq) of room \(event.room) instead of \(expected)")
            }
            seen[event.room, default: []].append(event)
        case "caught_up":
            guard let room = said.room?.id else { return }
            caughtUp.insert(room)
            if said.seq != cursor(room) { faults.append("caught up at \(said.seq ?? -1), not \(cursor(room) ?? -1)") }
        case "ack":
            guard let place = waiting.firstIndex(where: { $0.id == said.id }), let seq = said.seq else {
                return faults.append("an acknowledgement of nothing")
            }
            acknowledged.append((waiting.remove(at: place).sent, seq))
        case "error":
            guard let place = waiting.firstIndex(where: { $0.id == said.id }) else {
                return faults.append("an error for nothing: \(said.message ?? "")")
            }
            let sent = waiting.remove(at: place).sent
            if said.code == "outcome_unknown" || said.code == "shutting_down" {
                unknown.append(sent)
            } else {
                faults.append("refused: \(said.code ?? "")")
            }
        case "presence": break
        default: faults.append("said \(said.op ?? "nothing")")
        }
    }
}
