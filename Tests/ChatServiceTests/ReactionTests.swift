import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("Reactions, pins and polls")
struct ReactionTests {
    @Test("One of each kind a person; again is no error; the count and the first people are told")
    func react() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("hello", by: ada)
        for caller in [ada, ben, ben] { try house.react("👍", to: number, by: caller) }
        try house.react("❤", to: number, by: ben)
        // The same heart, as some keyboards spell it.
        try house.react("❤\u{FE0F}", to: number, by: ben)
        #expect(
            try house.now(number, for: ada).reactions == [
                MessageNow.Reaction(
                    emoji: "👍", count: 2, by: [ada.account.rawValue, ben.account.rawValue], isMine: true),
                MessageNow.Reaction(emoji: "❤\u{FE0F}", count: 1, by: [ben.account.rawValue], isMine: false),
            ])
        for _ in 0..<2 { try house.react("👍", to: number, by: ada, isOn: false) }
        #expect(try house.now(number, for: ada).reactions.map(\.count) == [1, 1])
        #expect(try house.events(for: ada).count { $0.kind == .reacted || $0.kind == .unreacted } == 4)
    }

    @Test("A reaction is one emoji, on a message, from a member who is not muted, where things still happen")
    func whoReacts() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("hello", by: ada)
        for text in ["", "a", "👍👍", "1", ":+1:"] {
            #expect(house.refusal { try house.react(text, to: number, by: ada) } == .textInvalid)
        }
        #expect(house.refusal { try house.react("👍", to: SequenceNumber(1), by: ada) } == .messageUnknown)
        // Where only moderators post, the others still take part.
        try house.set { $0.mayPost = .moderator }
        try house.react("👍", to: number, by: ben)
        try house.set(ben) { $0.mutedUntil = house.clock.now.rawValue + 1_000 }
        #expect(house.refusal { try house.react("🎉", to: number, by: ben) } == .muted)
        try house.set { $0.isArchived = true }
        #expect(house.refusal { try house.react("🎉", to: number, by: ada) } == .roomArchived)
        try house.call { house.service.leave(.first, caller: ben, answer: $0) }
        #expect(house.refusal { try house.react("🎉", to: number, by: ben) } == .notAMember)
    }

    @Test("A message has so many different reactions, and as many people for each as like")
    func reactionBound() throws {
        let house = try House { $0.reactionsPerMessage = 2 }
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("hello", by: ada)
        for emoji in ["👍", "🎉"] { try house.react(emoji, to: number, by: ada) }
        #expect(house.refusal { try house.react("🚀", to: number, by: ben) } == .tooMany)
        try house.react("🎉", to: number, by: ben)
        try house.react("👍", to: number, by: ada, isOn: false)
        try house.react("🚀", to: number, by: ben)
    }

    @Test("Pins are listed, the newest message first; a room has so many; who may, says the room")
    func pins() throws {
        let house = try House { $0.pinsPerRoom = 2 }
        let (ada, ben) = try house.twoPeople()
        let numbers = try (0..<3).map { try house.say("\($0)", by: ada) }
        for number in [numbers[0], numbers[0], numbers[1]] { try house.pin(number, by: ben) }
        #expect(try house.pins(for: ada) == [numbers[1], numbers[0]])
        #expect(try house.now(numbers[0], for: ada).isPinned)
        #expect(house.refusal { try house.pin(numbers[2], by: ben) } == .tooMany)
        for _ in 0..<2 { try house.pin(numbers[0], by: ben, isOn: false) }
        try house.pin(numbers[2], by: ben)
        #expect(try house.pins(for: ada) == [numbers[2], numbers[1]])
        #expect(try house.events(for: ada).count { $0.kind == .pinned || $0.kind == .unpinned } == 4)
        try house.set { $0.mayPin = .moderator }
        #expect(house.refusal { try house.pin(numbers[2], by: ben, isOn: false) } == .notAllowed)
        try house.pin(numbers[2], by: ada, isOn: false)
        try house.set { $0.isArchived = true }
        #expect(house.refusal { try house.pin(numbers[2], by: ada) } == .roomArchived)
    }

    @Test("Pins made at once do not exceed what a room may have")
    func pinsAtOnce() throws {
        let house = try House { $0.pinsPerRoom = 3 }
        let (ada, _) = try house.twoPeople()
        let numbers = try (0..<8).map { try house.say("\($0)", by: ada) }
        let done = Locked<Int>(0)
        // In one turn of the service, so that all of them have looked before the first is decided.
        house.service.run { core in
            for number in numbers {
                core.pin(ada, .first, number, isOn: true) { _ in done.with { $0 += 1 } }
            }
        }
        try done.wait { $0 == 8 ? () : nil }
        #expect(try house.pins(for: ada).count == 3)
    }

    @Test("A vote takes the place of the one before; none takes it back; the results say who chose what")
    func vote() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let poll = MessageContent.Poll(options: ["tea", "coffee", "milk"])
        let number = try house.say("What?", by: ada, poll: poll)
        #expect(try house.content(number, for: ben)?.poll == poll)
        try house.vote([0], on: number, by: ada)
        for _ in 0..<2 { try house.vote([1], on: number, by: ada) }
        try house.vote([1], on: number, by: ben)
        let (one, two) = (ada.account.rawValue, ben.account.rawValue)
        #expect(
            try house.now(number, for: ben).results
                == MessageNow.Results(
                    counts: [0, 2, 0], by: [[], [one, two], []], voters: 2, mine: [1], isClosed: false))
        try house.vote([], on: number, by: ben)
        #expect(try house.now(number, for: ben).results?.counts == [0, 1, 0])
        #expect(try house.now(number, for: ben).results?.voters == 1)
        #expect(try house.events(for: ada).count { $0.kind == .voted } == 4)
        for choice in [[3], [-1], [0, 1]] {
            #expect(house.refusal { try house.vote(choice, on: number, by: ben) } == .badRequest)
        }
        let word = try house.say("hello", by: ada)
        #expect(house.refusal { try house.vote([0], on: word, by: ben) } == .badRequest)
        try house.delete(number, by: ada)
        #expect(house.refusal { try house.vote([0], on: number, by: ben) } == .messageGone)
    }

    @Test("Several options where the poll says so, each once")
    func multiple() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        let number = try house.say(
            "What?", by: ada, poll: MessageContent.Poll(options: ["a", "b", "c"], isMultiple: true))
        try house.vote([2, 0, 2], on: number, by: ada)
        #expect(try house.now(number, for: ada).results?.counts == [1, 0, 1])
        #expect(try house.now(number, for: ada).results?.voters == 1)
        #expect(try house.now(number, for: ada).results?.mine == [0, 2])
    }

    @Test("In an anonymous poll neither the log nor the results tell who chose what; everybody still has one vote")
    func anonymous() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let number = try house.say(
            "What?", by: ada, poll: MessageContent.Poll(options: ["a", "b"], isAnonymous: true))
        for choice in [[0], [1], [1]] { try house.vote(choice, on: number, by: ben) }
        try house.vote([1], on: number, by: ada)
        #expect(
            try house.now(number, for: ben).results
                == MessageNow.Results(counts: [0, 2], by: nil, voters: 2, mine: [1], isClosed: false))
        let votes = try house.events(for: ada).filter { $0.kind == .voted }
        #expect(votes.map(\.author.rawValue) == [0, 0, 0])
        try house.vote([], on: number, by: ben)
        #expect(
            try house.now(number, for: ben).results
                == MessageNow.Results(counts: [0, 1], by: nil, voters: 1, mine: [], isClosed: false))
    }

    @Test("A poll ends when its author or a moderator closes it, or its time has come")
    func close() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let his = try house.say("?", by: ben, poll: MessageContent.Poll(options: ["a", "b"]))
        let hers = try house.say("?", by: ada, poll: MessageContent.Poll(options: ["a", "b"]))
        try house.vote([0], on: his, by: ada)
        #expect(house.refusal { try house.close(hers, by: ben) } == .notAllowed)
        for _ in 0..<2 { try house.close(his, by: ada) }
        #expect(house.refusal { try house.vote([1], on: his, by: ada) } == .pollClosed)
        #expect(try house.now(his, for: ben).results?.isClosed == true)
        #expect(try house.now(his, for: ben).results?.counts == [1, 0])
        #expect(try house.events(for: ada).count { $0.kind == .closed } == 1)
        let end = house.clock.now.rawValue + 60_000
        let timed = try house.say(
            "?", by: ben, poll: MessageContent.Poll(options: ["a", "b"], closesAt: end))
        try house.vote([0], on: timed, by: ada)
        house.clock.advance(seconds: 60)
        #expect(house.refusal { try house.vote([1], on: timed, by: ada) } == .pollClosed)
        #expect(try house.now(timed, for: ben).results?.isClosed == true)
        #expect(house.refusal { try house.close(try house.say("x", by: ben), by: ben) } == .badRequest)
    }

    @Test("A poll has two options at least, all different, none blank or too long, and an end to come")
    func pollForm() throws {
        let house = try House { $0.pollOptions = 3 }
        let (ada, _) = try house.twoPeople()
        func refusal(_ options: [String], closesAt: Int64? = nil) -> RefusalCode? {
            house.refusal {
                try house.say("?", by: ada, poll: MessageContent.Poll(options: options, closesAt: closesAt))
            }
        }
        #expect(refusal(["a"]) == .badRequest)
        #expect(refusal(["a", "b", "c", "d"]) == .badRequest)
        #expect(refusal(["a", "a"]) == .badRequest)
        #expect(refusal(["a", " "]) == .textInvalid)
        #expect(refusal(["a", String(repeating: "b", count: 129)]) == .tooLarge)
        #expect(refusal(["a", "b"], closesAt: house.clock.now.rawValue) == .badRequest)
        #expect(refusal(["a", "b", "c"]) == nil)
    }

    @Test("Editing a poll's question keeps its options and votes")
    func editPoll() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        let poll = MessageContent.Poll(options: ["a", "b"])
        let number = try house.say("Wat?", by: ada, poll: poll)
        try house.vote([1], on: number, by: ada)
        try house.edit(number, "What?", by: ada)
        #expect(try house.content(number, for: ada)?.poll == poll)
        #expect(try house.now(number, for: ada).results?.counts == [0, 1])
    }
}
