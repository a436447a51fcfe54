public import ChatDomain
import ChatStore
import ChatWire

/// A message as it is now: the fold of the events about it.
public struct MessageState: Sendable {
    public let message: Event
    /// Later texts, oldest first.
    public private(set) var edits: [Event] = []
    /// Who reacted, by emoji, in the order in which each came first.
    public private(set) var reactions: [(emoji: String, by: [AccountID])] = []
    public private(set) var isPinned = false
    /// Places of the options that each chose.
    public private(set) var votes: [AccountID: [Int]] = [:]
    /// In an anonymous poll: how many chose each option, and how many voted.
    public private(set) var ballots: [Int: Int] = [:]
    public private(set) var voters = 0
    public private(set) var isClosed = false
    /// Who deleted it, and when; nil while it is there.
    public private(set) var deletion: Event?

    /// - Parameter events: all that are about the message, in the order of the log.
    public init(_ message: Event, _ events: some Sequence<Event>) {
        self.message = message
        for event in events { apply(event) }
    }

    public var isDeleted: Bool { message.body.isEmpty }

    /// The body that holds now.
    public var body: [UInt8] { edits.last?.body ?? message.body }

    public func hasReacted(_ account: AccountID, _ emoji: String) -> Bool {
        reactions.contains { $0.emoji == emoji && $0.by.contains(account) }
    }

    private mutating func apply(_ event: Event) {
        switch event.kind {
        case .edited: if !isDeleted { edits.append(event) }
        case .deleted:
            deletion = event
            isPinned = false
        case .pinned: isPinned = true
        case .unpinned: isPinned = false
        case .closed: isClosed = true
        case .voted:
            guard let vote = JSONCoding.decode(VoteBody.self, from: event.body) else { return }
            guard let before = vote.insteadOf else {
                votes[event.author] = vote.options.isEmpty ? nil : vote.options
                voters = votes.count
                return
            }
            for option in before { ballots[option, default: 0] -= 1 }
            for option in vote.options { ballots[option, default: 0] += 1 }
            voters += (vote.options.isEmpty ? 0 : 1) - (before.isEmpty ? 0 : 1)
        case .reacted:
            guard let emoji = JSONCoding.decode(ReactionBody.self, from: event.body)?.emoji else { return }
            guard let place = reactions.firstIndex(where: { $0.emoji == emoji }) else {
                return reactions.append((emoji, [event.author]))
            }
            if !reactions[place].by.contains(event.author) { reactions[place].by.append(event.author) }
        case .unreacted:
            guard let emoji = JSONCoding.decode(ReactionBody.self, from: event.body)?.emoji,
                let place = reactions.firstIndex(where: { $0.emoji == emoji })
            else { return }
            reactions[place].by.removeAll { $0 == event.author }
            if reactions[place].by.isEmpty { reactions.remove(at: place) }
        default: break
        }
    }

    /// The states of the messages among these events, by number.
    static func states(
        of events: [Event], from reader: any StoreReader
    ) throws(StoreError) -> [SequenceNumber: MessageState] {
        let messages = events.filter { $0.kind == .message }
        guard let log = messages.first?.log else { return [:] }
        let about = try reader.events(in: log, about: messages.map(\.sequence))
        let grouped = Dictionary(grouping: about) { $0.message ?? .zero }
        var states: [SequenceNumber: MessageState] = [:]
        for message in messages {
            states[message.sequence] = MessageState(message, grouped[message.sequence] ?? [])
        }
        return states
    }
}
