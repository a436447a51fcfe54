import ChatDomain
import ChatStore
import Secrets
import UnicodeText
import Wording

/// The people, the rooms and what was said, from a seed: the same each time, but for the salt of the password.
struct Town {
    private let plan: Plan
    private let passwordHash: String
    private let lobby = RoomID(rawValue: 1)
    private let hall = RoomID(rawValue: 2)
    private var random = SeededRandom(seed: 0x526F_6F73_7421)
    private var said = 0
    static let start = Timestamp(milliseconds: 1_760_000_000_000)

    init(_ plan: Plan) throws {
        self.plan = plan
        // As cheap as the server is told to make its own: logging in is not what is measured.
        let cost = try PasswordCost(operations: 1, memoryBytes: 1 << 20)
        passwordHash = try PasswordHash(password: Array("benchmark".utf8).span, cost: cost).encoded
    }

    /// The lobby, and everybody joining it.
    func people() throws -> [[CommitUnit]] {
        let lobby = try room(self.lobby, "everyone", "Everyone", by: AccountID(rawValue: 0), joinedByAll: true)
        let units = try (1...plan.people).map { number in
            let handle = try Self.handle("person\(number)")
            let account = Account(
                id: AccountID(rawValue: Int64(number)), username: handle, mail: "\(handle)@bench.example",
                displayName: "Person \(number)", role: number == 1 ? .owner : .member, passwordHash: passwordHash,
                createdAt: Self.start)
            var unit = joining(account.id, self.lobby)
            unit.changes.insert(.addAccount(account), at: 0)
            return unit
        }
        return [[lobby]] + units.batches
    }

    /// The hall and the small rooms, each with its people.
    func rooms() throws -> [[CommitUnit]] {
        var units = try filled(hall, "hall", "The hall", people: 1...plan.hall)
        for number in 0..<plan.rooms {
            let first = number * plan.peopleInRoom + 1
            units += try filled(
                RoomID(rawValue: Int64(3 + number)), "room\(number + 1)", "Room \(number + 1)",
                people: first...(first + plan.peopleInRoom - 1))
        }
        return units.batches
    }

    /// A room for each of the first people, who is alone there.
    func ownRooms() throws -> [[CommitUnit]] {
        guard plan.ownRooms > 0 else { return [] }
        return try (1...plan.ownRooms).map { number in
            try filled(ownRoom(of: number), "own\(number)", "Own \(number)", people: number...number)[0]
        }.batches
    }

    private func ownRoom(of number: Int) -> RoomID { RoomID(rawValue: Int64(2 + plan.rooms + number)) }

    /// One message more of somebody to himself.
    mutating func ownMessage(of number: Int) -> CommitUnit {
        said += 1
        return message(in: ownRoom(of: number).log, by: number)
    }

    /// One message more: every other one in the hall, the rest in the rooms in turn.
    mutating func message() -> CommitUnit {
        said += 1
        let inHall = said.isMultiple(of: 2)
        let place = said / 2 % plan.rooms
        let log = inHall ? hall.log : LogID(rawValue: Int64(3 + place))
        let author =
            inHall
            ? Int.random(in: 1...plan.hall, using: &random)
            : place * plan.peopleInRoom + Int.random(in: 1...plan.peopleInRoom, using: &random)
        return message(in: log, by: author)
    }

    private mutating func message(in log: LogID, by author: Int) -> CommitUnit {
        let at = Timestamp(milliseconds: Self.start.rawValue + Int64(said) * 20)
        let high = UInt64(at.rawValue) << 16 | 0x7000 | random.next() >> 52
        let key = SendKey(high: high, low: 1 << 63 | random.next() >> 2)
        return CommitUnit(appends: [
            LogAppend(
                log: log,
                events: [
                    EventDraft(
                        author: AccountID(rawValue: Int64(author)), kind: .message, at: at, key: key,
                        body: Array("{\"text\":\"\(text())\"}".utf8))
                ])
        ])
    }

    /// About 100 bytes of words.
    private mutating func text() -> String {
        var text = Self.words[Int.random(in: Self.words.indices, using: &random)].capitalized
        let length = Int.random(in: 60...130, using: &random)
        while text.utf8.count < length {
            text += " " + Self.words[Int.random(in: Self.words.indices, using: &random)]
        }
        return text + "."
    }

    private static let words = """
        river bridge lamp window morning train letter garden kettle harbour winter paper stone market bread ladder \
        field signal orchard engine candle quiet blue early under between often again nobody perhaps across before
        """.split(separator: " ").map(String.init)

    private static func handle(_ text: String) throws -> Handle {
        guard let key = Confusables.skeleton(text) else { throw PrefillError("\(text) is no name") }
        return Handle(unchecked: text, key: key)
    }

    private func room(
        _ id: RoomID, _ name: String, _ title: String, by: AccountID, joinedByAll: Bool = false
    ) throws -> CommitUnit {
        let room = Room(
            id: id, handle: try Self.handle(name), title: title, createdBy: by, createdAt: Self.start,
            joinedByAll: joinedByAll)
        let body = Array("{\"handle\":\"\(name)\",\"title\":\"\(title)\"}".utf8)
        let created = EventDraft(author: by, kind: .created, at: Self.start, body: body)
        return CommitUnit(appends: [LogAppend(log: id.log, events: [created])], changes: [.addRoom(room)])
    }

    private func filled(
        _ id: RoomID, _ name: String, _ title: String, people: ClosedRange<Int>
    ) throws -> [CommitUnit] {
        let owner = AccountID(rawValue: Int64(people.lowerBound))
        var created = try room(id, name, title, by: owner)
        created.changes.append(.addMember(Membership(room: id, account: owner)))
        let regulars = (1..<(plan.regulars + 1)).filter { !people.contains($0) }
        return [created] + (people.dropFirst() + regulars).map { joining(AccountID(rawValue: Int64($0)), id) }
    }

    private func joining(_ account: AccountID, _ room: RoomID) -> CommitUnit {
        let body = Array("{\"username\":\"person\(account.rawValue)\"}".utf8)
        let joined = EventDraft(author: account, kind: .joined, at: Self.start, body: body)
        return CommitUnit(
            appends: [LogAppend(log: room.log, events: [joined])],
            changes: [.addMember(Membership(room: room, account: account))])
    }
}

extension [CommitUnit] {
    /// In lots of a thousand, each one transaction.
    fileprivate var batches: [[CommitUnit]] {
        stride(from: 0, to: count, by: 1_000).map { Array(self[$0..<Swift.min($0 + 1_000, count)]) }
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
