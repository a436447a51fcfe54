import Foundation
import Testing

/// People and rooms of a real server beside what the model says of them; every move is made on both.
final class AgreementWorld {
    var server: ServerProcess
    var model = AgreementModel()
    var random: Seeded
    /// Everybody, in the order of their numbers.
    private(set) var people: [Person] = []
    private var lives: [Int: LiveProbe] = [:]
    private var count = 0

    struct Disagreement: Error, CustomStringConvertible {
        let description: String
    }

    /// No word is a part of another.
    static let words = ["apple", "birch", "cedar", "dune", "ember", "fjord", "grove", "heath", "islet", "kelp"]

    init(_ server: ServerProcess, seed: UInt64) throws {
        (self.server, random) = (server, Seeded(seed))
        var lobby = ModelRoom(handle: "everyone", title: "Everyone")
        (lobby.isJoinedByAll, lobby.log) = (true, [ModelEvent("created", by: 0)])
        model.rooms[Person.firstRoom] = lobby
        for name in ["ada", "ben", "cid", "dot", "eve", "gus"] {
            let person = name == "ada" ? try server.owner(name) : try server.register(name)
            people.append(person)
            model.people[person.id] = AgreementModel.Member(username: name)
            enter(person.id, Person.firstRoom)
        }
        model.people[ada.id]?.role = "owner"
        try give(ada, "admin", to: people[1])
        try give(ada, "guest", to: people[5])
        try makeRooms()
    }

    var ada: Person { people[0] }

    func person(_ id: Int) -> Person { people.first { $0.id == id } ?? ada }

    /// The same people on another server.
    func move(to server: ServerProcess) {
        self.server = server
        people = people.map { Person(server: server, id: $0.id, username: $0.username, token: $0.token) }
        lives = [:]
    }

    /// Live connections do not outlast the server.
    func hangUp() { lives = [:] }

    private func makeRooms() throws {
        let (cid, dot, eve) = (people[2], people[3], people[4])
        try make(by: cid, "garden", [:]) { _ in }
        try make(by: dot, "cellar", ["listed": false, "entry": "invited"]) { ($0.isListed, $0.isOpen) = (false, false) }
        try make(by: eve, "porch", ["history": "since_joining"]) { $0.sinceJoining = true }
        let direct = try cid.ask("POST", "/v1/direct", ["person": eve.id]).room
        begin(try #require(direct?.id), "direct", by: cid.id, with: [eve.id])
        let group = try dot.ask("POST", "/v1/groups", ["people": [cid.id, eve.id], "title": "Three"]).room
        let number = try #require(group?.id)
        begin(number, "group", by: dot.id, with: [cid.id, eve.id])
        model.rooms[number]?.ranks[dot.id] = AgreementModel.owner
        for other in [cid, eve] { model.rooms[number]?.log.append(ModelEvent("joined", by: other.id)) }
    }

    private func make(
        by person: Person, _ handle: String, _ settings: [String: Any], _ change: (inout ModelRoom) -> Void
    ) throws {
        let made = try person.ask("POST", "/v1/rooms", settings.merging(["handle": handle]) { $1 }).room
        var room = ModelRoom(handle: handle, title: handle)
        change(&room)
        (room.members, room.ranks) = ([person.id: 1], [person.id: AgreementModel.owner])
        room.log = [ModelEvent("created", by: person.id)]
        model.rooms[try #require(made?.id)] = room
    }

    private func begin(_ id: Int, _ kind: String, by maker: Int, with others: [Int]) {
        var room = ModelRoom(handle: "", kind: kind, isListed: false, isOpen: kind == "group", title: "")
        for member in [maker] + others { room.members[member] = 1 }
        room.log = [ModelEvent("created", by: maker)]
        model.rooms[id] = room
    }

    // MARK: One move

    /// Does it on the server; on the model too, when both say that it may be done.
    ///
    /// - Parameter refusal: what the model says it is refused with.
    func act(
        _ person: Person, _ method: String, _ path: String, _ form: [String: Any]? = nil, refusal: String?,
        _ apply: (inout AgreementModel) -> Void = { _ in }
    ) throws {
        let answer = try person.call(method, path, form)
        try settle(answer.status < 300 ? nil : answer.code ?? "\(answer.status)", refusal) {
            "\(person.username): \(method) \(path) \(form ?? [:])"
        }
        if refusal == nil { apply(&model) }
    }

    private func settle(_ found: String?, _ expected: String?, _ what: () -> String) throws {
        guard found != expected else { return }
        throw Disagreement(description: "\(what()) \(found ?? "is done"), and the model says \(expected ?? "done")")
    }

    /// The next event of a room.
    func append(_ room: Int, _ event: ModelEvent) { model.rooms[room]?.log.append(event) }

    /// Somebody comes in.
    func enter(_ person: Int, _ room: Int) {
        append(room, ModelEvent("joined", by: person))
        let since = model.rooms[room]?.log.count
        model.rooms[room]?.members[person] = since
        model.rooms[room]?.invited[person] = nil
    }

    private func give(_ person: Person, _ role: String, to other: Person) throws {
        try act(person, "PATCH", "/v1/people/\(other.id)", ["role": role], refusal: nil) {
            $0.people[other.id]?.role = role
        }
    }

    /// Some words, now and then with a call.
    func text(in room: ModelRoom) -> String {
        count += 1
        var words = (0..<(1 + random.below(3))).map { _ in random.pick(Self.words) }
        words.append("n\(count)n")
        switch random.below(6) {
        case 0: words.append("@\(random.pick(people).username)")
        case 1: words.append("@all")
        default: break
        }
        return words.joined(separator: " ")
    }

    /// A message that was sent: its event, its author's marker, and who is told.
    func sent(_ event: ModelEvent, to id: Int) {
        append(id, event)
        guard let room = model.rooms[id] else { return }
        let place = AgreementModel.Place(room: id, seq: room.log.count)
        model.people[event.by]?.markers[id] = place.seq
        guard !event.isForwarded || event.replyTo != nil else { return }
        func hears(_ person: Int) -> Bool {
            person != event.by && room.members[person] != nil && !model.blocks(person, event.by)
        }
        for who in event.mentionsAll ? [0] : event.mentions.filter(hears) {
            model.notices.append(ModelNotice(who: who, place: place, reason: who == 0 ? "everyone" : "mention"))
        }
        guard let answered = event.replyTo.map({ room.log[$0 - 1] }), !answered.isErased, hears(answered.by),
            !event.mentions.contains(answered.by)
        else { return }
        model.notices.append(ModelNotice(who: answered.by, place: place, reason: "reply"))
    }

    /// Who is called by a text: members of the room.
    func call(_ text: String, _ event: inout ModelEvent, in room: ModelRoom) {
        event.text = text
        event.mentionsAll = text.hasSuffix("@all")
        event.mentions = people.filter { text.hasSuffix("@\($0.username)") && room.members[$0.id] != nil }.map(\.id)
    }

    // MARK: On the live stream

    func live(_ person: Person) throws -> LiveProbe {
        if let live = lives[person.id], !live.hasEnded { return live }
        let live = try person.live()
        try live.expect("welcome")
        lives[person.id] = live
        return live
    }

    /// Sends from several people at once; the server says in which order they stand.
    func burst(_ id: Int, by senders: [Person]) throws {
        guard let room = model.rooms[id] else { return }
        var stands: [(seq: Int, event: ModelEvent)] = []
        let texts = senders.map { _ in text(in: room) }
        let requests = try zip(senders, texts).map { try live($0).send($1, to: id) }
        for ((sender, text), request) in zip(zip(senders, texts), requests) {
            let refusal = model.posting(sender.id, room)
            let said = try live(sender).answer(to: request)
            try settle(said.code, refusal) { "\(sender.username) sends \(text) to \(id) live:" }
            guard let seq = said.seq else { continue }
            var event = ModelEvent("message", by: sender.id)
            call(text, &event, in: room)
            stands.append((seq, event))
        }
        for (seq, event) in stands.sorted(by: { $0.seq < $1.seq }) {
            sent(event, to: id)
            try settle("\(seq)", "\(model.rooms[id]?.log.count ?? 0)") { "a place in \(id)" }
        }
    }
}

extension LiveProbe {
    /// The answer to a send; what happens besides is passed over, also that a marker could not be stored any more.
    fileprivate func answer(to request: Int) throws -> Said {
        while true {
            guard case .said(let said) = try next(for: "an answer") else { throw Unexpected(description: "the end") }
            if said.op == "ack" || said.op == "error", said.id == request { return said }
        }
    }
}
