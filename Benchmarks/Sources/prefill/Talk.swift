import ChatDomain
import ChatStore
import Wording

/// What people say and do in rooms, from a seed: messages of several writings, of which a tenth are in threads, one of
/// 15 answers another and one of 20 calls somebody or has a link. Of all, 15 % get a reaction, 4 % are edited and 1 %
/// deleted, a while after. Half of everything is said in the hall, the rest in the rooms in turn.
struct Talk {
    private let plan: Plan
    private let sayings = Sayings()
    private var random = SeededRandom(seed: 0x005E_41CE)
    private(set) var said = 0
    /// Where each log will end, when all that was given out is committed.
    private var ends: [LogID: Int64] = [:]
    /// Where each log ended before the unit whose outcome is asked for.
    private var committed: [LogID: Int64] = [:]
    /// The last messages of each room that anything can still happen to.
    private var fresh: [LogID: [Said]] = [:]

    private struct Said {
        var sequence: Int64
        var author: AccountID
        var root: Int64?
    }

    /// A message each half minute: the whole is almost a year, and ends before now.
    static let pause: Int64 = 30_000
    private static let freshCount = 40
    private static let emoji = ["👍", "❤️", "😂", "🎉", "👀"]

    init(_ plan: Plan) {
        self.plan = plan
        for number in 1...(plan.rooms + 2) {
            let log = LogID(rawValue: Int64(number))
            ends[log] = people(in: log)
        }
        committed = ends
    }

    /// Where a unit's append begins, asked for in the order of the units.
    mutating func noted(_ append: LogAppend) -> SequenceNumber {
        let first = committed[append.log, default: 0] + 1
        committed[append.log, default: 0] += Int64(append.events.count)
        return SequenceNumber(first)
    }

    /// One message more, and what happens beside it.
    mutating func next() -> [CommitUnit] {
        said += 1
        let inHall = said.isMultiple(of: 2)
        let place = said / 2 % plan.rooms
        let log = LogID(rawValue: inHall ? 2 : Int64(3 + place))
        var units = [message(in: log)]
        if chance(100, 15) { units.append(reaction(in: log)) }
        if chance(100, 4) { units.append(edit(in: log)) }
        if chance(100, 1) { units.append(deletion(in: log)) }
        return units
    }

    private mutating func message(in log: LogID) -> CommitUnit {
        let author = somebody(in: log)
        var (content, root): (String, Int64?) = ("", nil)
        var changes: [StateChange] = []
        var text = words()
        let earlier = fresh[log]?.randomElement(using: &random)
        if let earlier, chance(10, 1) {
            root = earlier.root ?? earlier.sequence
        } else if let earlier, chance(15, 1) {
            content += ",\"reply_to\":\(earlier.sequence)"
            root = earlier.root
            if earlier.author != author { changes.append(.notice(.reply, [.account(earlier.author)])) }
        }
        if chance(20, 1) {
            let called = somebody(in: log)
            text = "@person\(called.rawValue) " + text
            content += ",\"mentions\":[\(called.rawValue)]"
            if called != author { changes.insert(.notice(.mention, [.account(called)]), at: 0) }
        }
        var unit = unit(.message, by: author, subject: root, in: log, "{\"text\":\"\(text)\"\(content)}")
        unit.changes = changes
        var last = fresh[log, default: []]
        last.append(Said(sequence: ends[log, default: 0], author: author, root: root))
        if last.count > Self.freshCount { last.removeFirst() }
        fresh[log] = last
        return unit
    }

    private mutating func reaction(in log: LogID) -> CommitUnit {
        let message = anything(in: log)
        let emoji = Self.emoji.randomElement(using: &random) ?? ""
        return unit(
            .reacted, by: somebody(in: log), subject: message.sequence, in: log, "{\"emoji\":\"\(emoji)\"}")
    }

    private mutating func edit(in log: LogID) -> CommitUnit {
        let message = anything(in: log)
        return unit(.edited, by: message.author, subject: message.sequence, in: log, "{\"text\":\"\(words())\"}")
    }

    private mutating func deletion(in log: LogID) -> CommitUnit {
        let message = anything(in: log)
        fresh[log]?.removeAll { $0.sequence == message.sequence }
        var unit = unit(.deleted, by: message.author, subject: message.sequence, in: log, "{}")
        unit.changes = [.erase(log, message: SequenceNumber(message.sequence))]
        return unit
    }

    private mutating func unit(
        _ kind: EventKind, by author: AccountID, subject: Int64?, in log: LogID, _ body: String
    ) -> CommitUnit {
        ends[log, default: 0] += 1
        let at = Timestamp(milliseconds: Town.start.rawValue + Int64(said) * Self.pause)
        var key: SendKey?
        if kind == .message {
            let high = UInt64(at.rawValue) << 16 | 0x7000 | random.next() >> 52
            key = SendKey(high: high, low: 1 << 63 | random.next() >> 2)
        }
        let draft = EventDraft(
            author: author, kind: kind, subject: subject, at: at, key: key, body: Array(body.utf8))
        return CommitUnit(appends: [LogAppend(log: log, events: [draft])])
    }

    private mutating func words() -> String {
        var text = sayings.words(&random)
        if chance(20, 1) {
            let path = "\(sayings.english.word(&random))/\(sayings.english.word(&random))"
            text += " https://example.org/\(path)?id=\(said)"
        }
        return text
    }

    /// What was said lately; right after the first message there is something in each room that is asked for.
    private mutating func anything(in log: LogID) -> Said {
        fresh[log]?.randomElement(using: &random)
            ?? Said(sequence: ends[log, default: 0], author: AccountID(rawValue: 1))
    }

    private mutating func somebody(in log: LogID) -> AccountID {
        let number: Int
        if log.rawValue == 2 {
            number = Int.random(in: 1...plan.hall, using: &random)
        } else {
            number = Int(log.rawValue - 3) * plan.peopleInRoom + Int.random(in: 1...plan.peopleInRoom, using: &random)
        }
        return AccountID(rawValue: Int64(number))
    }

    /// As many events are in a room before anybody speaks.
    private func people(in log: LogID) -> Int64 {
        switch log.rawValue {
        case 1: return Int64(plan.people) + 1
        case 2: return Int64(max(plan.hall, plan.regulars))
        default:
            let first = Int(log.rawValue - 3) * plan.peopleInRoom + 1
            let last = first + plan.peopleInRoom - 1
            return Int64(plan.peopleInRoom + (1..<(plan.regulars + 1)).filter { !(first...last).contains($0) }.count)
        }
    }

    private mutating func chance(_ n: Int, _ of: Int) -> Bool { Int.random(in: 0..<n, using: &random) < of }
}
