import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

// What the tests of messages do in a house.
extension House {
    /// What somebody was refused with; nil if he was not.
    func refusal(_ body: () throws -> Void) -> RefusalCode? {
        do {
            try body()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }

    /// Changes the state as another part of the server would.
    func change(_ changes: StateChange...) throws {
        let isKept: Bool = try call { answer in
            service.run { core in
                core.submit(
                    CommitUnit(changes: changes),
                    reply: .call { _, outcome in
                        if case .outcome(.committed) = outcome {
                            answer(.success(true))
                        } else {
                            answer(.success(false))
                        }
                    })
            }
        }
        try #require(isKept)
    }

    func set(_ room: RoomID = .first, _ adjust: (inout RoomSettings) -> Void) throws {
        var settings = RoomSettings()
        adjust(&settings)
        try change(settings.put(owner: room.rawValue))
    }

    func set(_ caller: Caller, _ adjust: (inout MemberDetail) -> Void) throws {
        var detail = MemberDetail()
        adjust(&detail)
        try change(detail.put(owner: RoomID.first.rawValue, item: caller.account.rawValue))
    }

    func third() throws -> Caller { try caller(register("cleo")) }

    // MARK: Messages

    @discardableResult
    func say(
        _ text: String, by caller: Caller, to room: RoomID = .first, thread: SequenceNumber? = nil,
        replyTo: SequenceNumber? = nil, poll: MessageContent.Poll? = nil, source: NewMessage.Source? = nil
    ) throws -> SequenceNumber {
        let message = NewMessage(
            key: .make(), body: source == nil ? Self.body(text) : [], thread: thread, replyTo: replyTo, poll: poll,
            source: source)
        return try call { service.post(to: room, message, by: caller, answer: $0) }.sequence
    }

    func edit(_ number: SequenceNumber, _ text: String, by caller: Caller, in room: RoomID = .first) throws {
        try call { service.edit(number, in: room, body: Self.body(text), by: caller, answer: $0) }
    }

    func delete(
        _ number: SequenceNumber, by caller: Caller, in room: RoomID = .first, reason: String? = nil
    ) throws {
        try call { service.delete(number, in: room, reason: reason, by: caller, answer: $0) }
    }

    func react(
        _ emoji: String, to number: SequenceNumber, by caller: Caller, isOn: Bool = true, in room: RoomID = .first
    ) throws {
        try call { service.react(to: number, in: room, with: emoji, isOn: isOn, by: caller, answer: $0) }
    }

    func pin(_ number: SequenceNumber, by caller: Caller, isOn: Bool = true, in room: RoomID = .first) throws {
        try call { service.pin(number, in: room, isOn: isOn, by: caller, answer: $0) }
    }

    func vote(_ options: [Int], on number: SequenceNumber, by caller: Caller, in room: RoomID = .first) throws {
        try call { service.vote(on: number, in: room, for: options, by: caller, answer: $0) }
    }

    func close(_ number: SequenceNumber, by caller: Caller, in room: RoomID = .first) throws {
        try call { service.closePoll(number, in: room, by: caller, answer: $0) }
    }

    func save(_ number: SequenceNumber, by caller: Caller, isOn: Bool = true, in room: RoomID = .first) throws {
        try call { service.save(number, in: room, isOn: isOn, by: caller, answer: $0) }
    }

    // MARK: Reading

    func events(_ room: RoomID = .first, for caller: Caller) throws -> [Event] {
        try call {
            service.history(of: room, HistoryRange(anchor: .after(.zero), limit: 10_000), for: caller, answer: $0)
        }.events
    }

    func lines(
        _ anchor: HistoryRange.Anchor = .latest, limit: Int = 1_000, thread: SequenceNumber? = nil,
        in room: RoomID = .first, for caller: Caller
    ) throws -> LinePage {
        try call {
            service.lines(
                thread.map { .thread($0) } ?? .all, of: room, HistoryRange(anchor: anchor, limit: limit), for: caller,
                answer: $0)
        }
    }

    func pins(_ room: RoomID = .first, for caller: Caller) throws -> [SequenceNumber] {
        try call { service.pins(of: room, for: caller, answer: $0) }.lines.map(\.event.sequence)
    }

    func line(_ number: SequenceNumber, in room: RoomID = .first, for caller: Caller) throws -> LineView {
        try #require(try call { service.message(number, in: room, for: caller, answer: $0) }.lines.first)
    }

    func now(_ number: SequenceNumber, in room: RoomID = .first, for caller: Caller) throws -> MessageNow {
        try #require(try line(number, in: room, for: caller).now)
    }

    func content(_ number: SequenceNumber, in room: RoomID = .first, for caller: Caller) throws -> MessageContent? {
        let line = try line(number, in: room, for: caller)
        return MessageContent(body: line.now?.body ?? line.event.body)
    }

    func notices(_ caller: Caller) throws -> [(SequenceNumber, NoticeReason)] {
        try store.makeReader().notices(for: .account(caller.account), before: nil, limit: 100)
            .map { ($0.sequence, $0.reason) }
    }
}
