import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("Random histories of messages")
struct MessageHistoryTests {
    @Test(
        "Whatever people do with messages, what the server shows is what a simple model says, and what a client folds from the events that it was told",
        arguments: 1...8 as ClosedRange<UInt64>)
    func histories(seed: UInt64) throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let cleo = try house.third()
        let people = [ada, ben, cleo]
        house.subscribe(ada, on: ConnectionID(outlet: 0, serial: 1), after: 0, epoch: house.service.epoch.text)
        _ = try house.outlet.first { if case .attached = $0 { true } else { nil } }
        var random = SplitMix(seed)
        var model = MessageModel()
        var numbers: [Int64] = []
        for round in 0..<150 {
            let person = people[random.below(3)]
            let account = person.account.rawValue
            if numbers.isEmpty || random.below(6) == 0 {
                let isPoll = random.below(3) == 0
                let root = numbers.isEmpty || random.below(2) == 0 ? nil : numbers[random.below(numbers.count)]
                let poll = MessageContent.Poll(options: ["a", "b", "c"], isMultiple: true)
                let number = try house.say(
                    "text \(round)", by: person, thread: root.map { SequenceNumber($0) }, poll: isPoll ? poll : nil)
                model.messages[number.rawValue] = MessageModel.Message(
                    author: account, texts: ["text \(round)"], votes: isPoll ? [:] : nil)
                if let root {
                    let found = model.messages.first { $0.value.replies.contains(root) }?.key ?? root
                    model.messages[found]?.replies.append(number.rawValue)
                }
                numbers.append(number.rawValue)
                continue
            }
            // Mostly about the newest, so that much happens to one message.
            let number = numbers[numbers.count - 1 - random.below(min(numbers.count, 4))]
            let place = SequenceNumber(number)
            let emoji = ["👍", "🎉", "🚀"][random.below(3)]
            let step: MessageModel.Step
            let act: () throws -> Void
            switch random.below(9) {
            case 0:
                let text = "edit \(random.below(3))"
                (step, act) = (.edit(text), { try house.edit(place, text, by: person) })
            case 1 where random.below(3) == 0: (step, act) = (.delete, { try house.delete(place, by: person) })
            case 2: (step, act) = (.unreact(emoji), { try house.react(emoji, to: place, by: person, isOn: false) })
            case 3: (step, act) = (.pin, { try house.pin(place, by: person) })
            case 4: (step, act) = (.unpin, { try house.pin(place, by: person, isOn: false) })
            case 5, 6:
                let options = Set((0..<random.below(3)).map { _ in random.below(4) })
                (step, act) = (.vote(options), { try house.vote(Array(options), on: place, by: person) })
            case 7 where random.below(4) == 0: (step, act) = (.close, { try house.close(place, by: person) })
            default: (step, act) = (.react(emoji), { try house.react(emoji, to: place, by: person) })
            }
            let isDone = house.refusal(act) == nil
            let mayBe = model.take(step, by: account, isModerator: person.account == ada.account, on: number)
            #expect(isDone == mayBe, "seed \(seed), round \(round): \(step) on \(number)")
        }
        try compare(house, model, numbers, people)
    }

    private func compare(_ house: House, _ model: MessageModel, _ numbers: [Int64], _ people: [Caller]) throws {
        let told = try #require(try house.events(for: people[0]).last).sequence
        let live = try house.outlet.delivered { $0.sequence == told }.filter { $0.room == .first }
        let folded = Dictionary(grouping: live) { $0.message?.rawValue ?? 0 }
        for reader in people {
            let page = try house.lines(for: reader)
            #expect(page.lines.compactMap { $0.now == nil ? nil : $0.event.sequence.rawValue } == numbers)
            for line in page.lines where line.event.kind == .message {
                let number = line.event.sequence.rawValue
                let now = try #require(line.now)
                let expected = try #require(model.now(number, for: reader.account.rawValue))
                let message = try #require(model.messages[number])
                #expect(plain(now) == expected, "\(number)")
                #expect((now.deletion != nil) == message.isDeleted)
                let body = now.body ?? line.event.body
                #expect(MessageContent(body: body)?.text == (message.isDeleted ? nil : message.texts.last))
                // A client has the event as it was when it was told; a deletion makes it forget the text.
                let event = try #require(live.first { $0.sequence.rawValue == number })
                let state = MessageState(event, folded[number] ?? [])
                #expect((state.deletion != nil) == message.isDeleted)
                guard !message.isDeleted else { continue }
                #expect(MessageContent(body: state.body)?.text == message.texts.last)
                #expect(state.isPinned == expected.isPinned)
                #expect(state.reactions.map(\.emoji) == expected.reactions.map(\.emoji))
                #expect(state.reactions.map { $0.by.map(\.rawValue) } == expected.reactions.map(\.by))
                #expect(state.isClosed == message.isClosed)
                #expect(state.voters == message.votes?.count ?? 0)
            }
        }
        let pinned = numbers.filter { model.messages[$0]?.isPinned == true }
        #expect(try house.pins(for: people[1]).map(\.rawValue) == pinned.reversed())
    }

    /// Without what the model does not know: moments and spellings.
    private func plain(_ now: MessageNow) -> MessageNow {
        var now = now
        (now.body, now.editedAt, now.deletion) = (nil, nil, nil)
        return now
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
