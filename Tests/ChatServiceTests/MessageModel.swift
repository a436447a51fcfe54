import ChatDomain
import ChatWire

/// Messages as a few plain rules say they should be: the independent judge of the random histories. It knows neither
/// events nor their bodies' spelling.
struct MessageModel: Equatable {
    struct Message: Equatable {
        let author: Int64
        var texts: [String]
        var isDeleted = false
        var isPinned = false
        /// Pairs of emoji and person, in the order in which they came.
        var reactions: [Pair] = []
        /// The emoji that somebody has put there, in the order in which each began to be there.
        var kinds: [String] = []
        /// Nil for what is no poll.
        var votes: [Int64: Set<Int>]?
        var isClosed = false
        var replies: [Int64] = []
    }

    struct Pair: Equatable {
        let emoji: String
        let person: Int64
    }

    enum Step {
        case edit(String)
        case delete
        case react(String)
        case unreact(String)
        case pin
        case unpin
        case vote(Set<Int>)
        case close
    }

    var messages: [Int64: Message] = [:]

    /// Whether somebody may do it now; then it is done.
    mutating func take(_ step: Step, by person: Int64, isModerator: Bool, on number: Int64) -> Bool {
        guard var message = messages[number] else { return false }
        let isOwn = message.author == person
        switch step {
        case .edit(let text):
            guard isOwn, !message.isDeleted else { return false }
            if message.texts.last != text { message.texts.append(text) }
        case .delete:
            guard isOwn || isModerator else { return false }
            message.isDeleted = true
            message.isPinned = false
        case .react(let emoji):
            guard !message.isDeleted else { return false }
            let pair = Pair(emoji: emoji, person: person)
            if !message.reactions.contains(pair) { message.reactions.append(pair) }
            if !message.kinds.contains(emoji) { message.kinds.append(emoji) }
        case .unreact(let emoji):
            guard !message.isDeleted else { return false }
            message.reactions.removeAll { $0 == Pair(emoji: emoji, person: person) }
            message.kinds.removeAll { kind in !message.reactions.contains { $0.emoji == kind } }
        case .pin:
            guard !message.isDeleted || message.isPinned else { return false }
            message.isPinned = true
        case .unpin:
            message.isPinned = false
        case .vote(let options):
            guard !message.isDeleted, !message.isClosed, message.votes != nil, options.isSubset(of: [0, 1, 2]) else {
                return false
            }
            message.votes?[person] = options.isEmpty ? nil : options
        case .close:
            guard isOwn || isModerator, !message.isDeleted, message.votes != nil else { return false }
            message.isClosed = true
        }
        messages[number] = message
        return true
    }

    /// What a reader should see of it.
    func now(_ number: Int64, for reader: Int64) -> MessageNow? {
        guard let message = messages[number] else { return nil }
        var now = MessageNow()
        if let last = message.replies.last {
            now.thread = MessageNow.Thread(messages: message.replies.count, last: last)
        }
        guard !message.isDeleted else { return now }
        now.edits = message.texts.count - 1
        now.isPinned = message.isPinned
        now.reactions = message.kinds.map { kind in
            let people = message.reactions.filter { $0.emoji == kind }.map(\.person)
            return MessageNow.Reaction(
                emoji: kind, count: people.count, by: people, isMine: people.contains(reader))
        }
        if let votes = message.votes {
            let by = (0...2).map { option in votes.filter { $0.value.contains(option) }.map(\.key).sorted() }
            now.results = MessageNow.Results(
                counts: by.map(\.count), by: by, voters: votes.count, mine: (votes[reader] ?? []).sorted(),
                isClosed: message.isClosed)
        }
        return now
    }
}
