import ChatDomain
import ChatStore
import Glibc
import SQLiteStore

/// Makes a store that looks as if people had talked in it for long: through the store's own door, in large batches.
///
/// Account N is `personN@bench.example`, password `benchmark`. Room 1 is everybody's, room 2 the hall, and small rooms
/// follow: the first has the first people, the next those after them. The messages are shared out over hall and rooms.
/// Behind the small rooms come rooms of one person each, if they are asked for: the first is account 1's.
@main
enum Prefill {
    static func main() {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            if arguments.first == "--probe", arguments.count == 2 {
                return try CommitProbe.run(directory: arguments[1])
            }
            try fill(try Plan(arguments: arguments))
        } catch {
            let text = Array("prefill: \(error)\n".utf8)
            _ = write(STDERR_FILENO, text, text.count)
            exit(1)
        }
    }

    private static func fill(_ plan: Plan) throws {
        let store = try SQLiteStore(directory: plan.directory)
        defer { store.close() }
        let writer = try store.makeWriter()
        var town = try Town(plan)
        for batch in try town.people() + town.rooms() {
            for outcome in try writer.commit(batch) {
                guard case .committed = outcome else { throw PrefillError("the store is not empty: \(outcome)") }
            }
        }
        if plan.isTalk { return try talk(plan, writer) }
        var left = plan.messages
        while left > 0 {
            let count = min(left, 5_000)
            _ = try writer.commit((0..<count).map { _ in town.message() })
            left -= count
        }
        for batch in try town.ownRooms() { _ = try writer.commit(batch) }
        // Everybody talks at the same time, so that a room's messages lie far apart.
        var units: [CommitUnit] = []
        for _ in 0..<plan.ownMessages {
            for number in 0..<plan.ownRooms {
                units.append(town.ownMessage(of: number + 1))
                // Each commit writes the end of every room's part of an index: large ones take less.
                guard units.count == 50_000 else { continue }
                _ = try writer.commit(units)
                units.removeAll(keepingCapacity: true)
            }
        }
        _ = try writer.commit(units)
    }

    private static func talk(_ plan: Plan, _ writer: any StoreWriter) throws {
        var talk = Talk(plan)
        while talk.said < plan.messages {
            let batch = (0..<min(2_000, plan.messages - talk.said)).flatMap { _ in talk.next() }
            for (unit, outcome) in zip(batch, try writer.commit(batch)) {
                guard case .committed(let first) = outcome, first == unit.appends.map({ talk.noted($0) }) else {
                    throw PrefillError("not where it was to be: \(outcome)")
                }
            }
        }
        try Questions(plan).write(to: "\(plan.directory)/questions")
    }
}

struct PrefillError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// How large the store becomes.
struct Plan {
    var directory = ""
    var people = 5_000
    var hall = 1_000
    var rooms = 100
    var peopleInRoom = 20
    var messages = 1_000_000
    /// Rooms of one person each, and what each of them holds.
    var ownRooms = 0
    var ownMessages = 0
    /// People, from the first on, who are in every room.
    var regulars = 0
    /// In several writings, with edits, deletions, reactions and threads; and questions to search for.
    var isTalk = false

    static let usage = """
        usage: prefill --directory DIR [--people N] [--hall N] [--rooms N] [--people-in-room N] [--messages N]
                       [--regulars N] [--own-rooms N] [--own-messages N] [--talk]
               prefill --probe DIR      commits single messages to a copy of such a store, and prints how long they took
        """

    init(arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--talk" {
                isTalk = true
                continue
            }
            guard let value = rest.popFirst() else { throw PrefillError(Self.usage) }
            if name == "--directory" {
                directory = value
                continue
            }
            guard let number = Int(value), (1...100_000_000).contains(number) else { throw PrefillError(Self.usage) }
            switch name {
            case "--people": people = number
            case "--hall": hall = number
            case "--rooms": rooms = number
            case "--people-in-room": peopleInRoom = number
            case "--messages": messages = number
            case "--regulars": regulars = number
            case "--own-rooms": ownRooms = number
            case "--own-messages": ownMessages = number
            default: throw PrefillError(Self.usage)
            }
        }
        guard !directory.isEmpty, hall <= people, regulars <= people, rooms * peopleInRoom <= people, ownRooms <= people
        else {
            throw PrefillError(Self.usage)
        }
    }
}
