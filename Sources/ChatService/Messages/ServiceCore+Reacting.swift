import ChatDomain
import ChatStore
import ChatText
import ChatWire

// Reactions and polls.
extension ServiceCore {
    /// Puts an emoji on a message, or takes it away. What is so already is no error.
    func react(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, _ typed: String, isOn: Bool,
        answer: @escaping Answer<Void>
    ) {
        decide(about: number, in: room, for: caller, answer: answer) { core, access, state throws(Refusal) in
            guard let emoji = Emoji.normalForm(typed) else {
                throw Refusal(.textInvalid, "A reaction is one emoji.")
            }
            try access.check(.takePart, at: core.ports.now())
            guard !state.isDeleted else { throw .messageGone }
            guard state.hasReacted(caller.account, emoji) != isOn else { return .done(()) }
            let limit = core.settings.limits.reactionsPerMessage
            if isOn, state.reactions.count >= limit, !state.reactions.contains(where: { $0.emoji == emoji }) {
                throw .tooMany("A message can have \(limit) different reactions.", "reactions_per_message", limit)
            }
            let event = core.append(
                isOn ? .reacted : .unreacted, to: access.log, by: caller.account, about: number.rawValue,
                body: JSONCoding.encode(ReactionBody(emoji: emoji)))
            return .commit(CommitUnit(appends: [event])) { _, _ in }
        }
    }

    /// Chooses among a poll's options, in place of what one chose before; none takes one's vote back.
    func vote(
        _ caller: Caller, _ room: RoomID, _ number: SequenceNumber, _ chosen: [Int], answer: @escaping Answer<Void>
    ) {
        let choice = Array(Set(chosen)).sorted()
        decide(
            about: number, in: room, for: caller, answer: answer,
            reading: { (reader) throws(StoreError) in
                try reader.record(Ballot.key(room, number, caller.account)).flatMap { Ballot($0) }
            }
        ) { core, access, state, ballot throws(Refusal) in
            let now = core.ports.now()
            try access.check(.takePart, at: now)
            let poll = try state.poll()
            guard !state.isClosed(poll, at: now) else { throw .pollClosed }
            guard choice.allSatisfy(poll.options.indices.contains), poll.isMultiple || choice.count <= 1 else {
                throw Refusal(
                    .badRequest,
                    "Choose \(poll.isMultiple ? "any" : "one") of the options 0 to \(poll.options.count - 1).")
            }
            let before = poll.isAnonymous ? ballot?.options ?? [] : state.votes[caller.account] ?? []
            guard choice != before else { return .done(()) }
            guard poll.isAnonymous else {
                let event = core.append(
                    .voted, to: access.log, by: caller.account, about: number.rawValue,
                    body: JSONCoding.encode(VoteBody(options: choice)))
                return .commit(CommitUnit(appends: [event])) { _, _ in }
            }
            // The log is for all to read: it tells what is chosen instead of what, the ballot alone by whom.
            let event = core.append(
                .voted, to: access.log, by: AccountID(rawValue: 0), about: number.rawValue,
                body: JSONCoding.encode(VoteBody(options: choice, insteadOf: before)))
            let kept: StateChange =
                choice.isEmpty
                ? .removeRecord(Ballot.key(room, number, caller.account))
                : Ballot(options: choice).put(
                    owner: room.rawValue, item: number.rawValue, part: caller.account.rawValue)
            return .commit(CommitUnit(appends: [event], changes: [kept])) { _, _ in }
        }
    }

    /// Ends a poll; again is no error.
    func closePoll(_ caller: Caller, _ room: RoomID, _ number: SequenceNumber, answer: @escaping Answer<Void>) {
        decide(about: number, in: room, for: caller, answer: answer) { core, access, state throws(Refusal) in
            guard state.message.author == caller.account || access.may(.moderate) else {
                throw .notAllowed("Only who began a poll, or a moderator, may close it.")
            }
            try access.check(.takePart, at: core.ports.now())
            _ = try state.poll()
            guard !state.isClosed else { return .done(()) }
            let event = core.append(.closed, to: access.log, by: caller.account, about: number.rawValue)
            return .commit(CommitUnit(appends: [event])) { _, _ in }
        }
    }

    /// Whether a poll can be begun so.
    func checkPoll(_ poll: MessageContent.Poll?) throws(Refusal) {
        guard let poll else { return }
        let (most, longest) = (settings.limits.pollOptions, settings.limits.pollOptionLength)
        guard (2...most).contains(poll.options.count) else {
            throw Refusal(
                .badRequest, "A poll has 2 to \(most) options.", limit: Refusal.Limit(name: "poll_options", value: most)
            )
        }
        for option in poll.options {
            guard option.count <= longest else {
                throw Refusal(
                    .tooLarge, "An option has at most \(longest) characters.",
                    limit: Refusal.Limit(name: "poll_option_length", value: longest))
            }
            do throws(MessageBody.Fault) {
                _ = try MessageBody.make(text: Array(option.utf8), limit: .max)
            } catch {
                throw Refusal(.textInvalid, "An option of a poll is blank, or has control characters.")
            }
        }
        guard Set(poll.options).count == poll.options.count else {
            throw Refusal(.badRequest, "Two options of the poll are the same.")
        }
        if let end = poll.closesAt, end <= ports.now().rawValue {
            throw Refusal(.badRequest, "The poll would be closed already.")
        }
    }
}

/// What somebody chose in an anonymous poll. Owner: the room; item: the message; part: he.
struct Ballot: RecordValue {
    static var collection: RecordCollection { .ballot }

    var options: [Int]

    static func key(_ room: RoomID, _ message: SequenceNumber, _ account: AccountID) -> RecordKey {
        RecordKey(.ballot, owner: room.rawValue, item: message.rawValue, part: account.rawValue)
    }
}

extension MessageState {
    /// The poll that the message is.
    func poll() throws(Refusal) -> MessageContent.Poll {
        guard !isDeleted else { throw .messageGone }
        guard let poll = MessageContent(body: message.body)?.poll else {
            throw Refusal(.badRequest, "The message is no poll.")
        }
        return poll
    }

    func isClosed(_ poll: MessageContent.Poll, at now: Timestamp) -> Bool {
        isClosed || poll.closesAt.map { $0 <= now.rawValue } ?? false
    }
}

extension Refusal {
    static let pollClosed = Refusal(.pollClosed, "The poll is closed.")

    static func tooMany(_ message: String, _ limit: String, _ value: Int) -> Refusal {
        Refusal(.tooMany, message, limit: Limit(name: limit, value: value))
    }
}
