import ChatDomain
import ChatStore
import ChatWire
import MemoryStore
import Testing

@testable import ChatService

@Suite("What one keeps for oneself")
struct BelongingsTests {
    private func news(_ house: House, of caller: Caller) throws -> [NewsBody] {
        try house.events(RoomID(.personal(caller.account)), for: caller)
            .compactMap { JSONCoding.decode(NewsBody.self, from: $0.body) }
    }

    private func saved(_ house: House, _ caller: Caller, before: Timestamp? = nil, limit: Int = 10) throws -> SavedPage
    {
        try house.call { house.service.saved(of: caller, before: before, limit: limit, answer: $0) }
    }

    // MARK: Saved messages

    @Test("Saved messages are one's own, in the order of saving, page by page; one's devices are told")
    func save() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let numbers = try (0..<5).map { try house.say("\($0)", by: ben) }
        for number in [numbers[3], numbers[0], numbers[0], numbers[4]] { try house.save(number, by: ada) }
        let first = try saved(house, ada, limit: 2)
        #expect(first.items.map(\.message) == [numbers[4], numbers[0]])
        let second = try saved(house, ada, before: first.next, limit: 2)
        #expect(second.items.map(\.message) == [numbers[3]])
        #expect(second.next == nil)
        #expect(second.items.first?.line?.event.body == House.body("3"))
        #expect(try saved(house, ben).items.isEmpty)
        for _ in 0..<2 { try house.save(numbers[0], by: ada, isOn: false) }
        #expect(try saved(house, ada).items.map(\.message) == [numbers[4], numbers[3]])
        let told = try news(house, of: ada)
        #expect(told.map(\.topic) == ["saved", "saved", "saved", "saved"])
    }

    @Test("What one cannot read any more is told as gone, and can be given up")
    func savedGone() throws {
        let house = try House { $0.savedPerAccount = 1 }
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("hello", by: ada)
        try house.save(number, by: ben)
        #expect(house.refusal { try house.save(try house.say("x", by: ada), by: ben) } == .tooMany)
        try house.call { house.service.leave(.first, caller: ben, answer: $0) }
        let item = try #require(try saved(house, ben).items.first)
        #expect(item.message == number)
        #expect(item.line == nil)
        try house.save(number, by: ben, isOn: false)
        #expect(try saved(house, ben).items.isEmpty)
        #expect(house.refusal { try house.save(number, by: ben) } == .notAMember)
    }

    // MARK: Drafts

    @Test("Drafts follow their owner by room and thread, with rising versions, and no event is written for them")
    func drafts() throws {
        let house = try House { $0.draftsPerAccount = 2 }
        let (ada, ben) = try house.twoPeople()
        let root = try house.say("root", by: ada)
        func set(_ text: String?, _ thread: SequenceNumber? = nil, in room: RoomID = .first) throws -> Int64 {
            try house.call {
                house.service.setDraft(text, in: room, thread: thread, replyTo: root, by: ben, answer: $0)
            }
        }
        func all(_ caller: Caller) throws -> [DraftView] {
            try house.call { house.service.drafts(of: caller, answer: $0) }
        }
        let versions = try [set("h"), set("he"), set("hey", root), set("hey", root)]
        #expect(versions == versions.sorted() && Set(versions).count == 4)
        #expect(
            try all(ben) == [
                DraftView(room: .first, thread: nil, text: "he", replyTo: root, version: versions[1]),
                DraftView(room: .first, thread: root, text: "hey", replyTo: root, version: versions[3]),
            ])
        #expect(try all(ada).isEmpty)
        #expect(house.refusal { _ = try set("third", SequenceNumber(1)) } == .tooMany)
        #expect(house.refusal { _ = try set(String(repeating: "x", count: 16_385)) } == .tooLarge)
        #expect(house.refusal { _ = try set("x", in: RoomID(rawValue: 9)) } == .roomUnknown)
        for text in [nil, " \n"] { _ = try set(text, root) }
        #expect(try all(ben).map(\.text) == ["he"])
        #expect(try news(house, of: ben).isEmpty)
        // Not in a room that one is not in; it is there again when one comes back.
        try house.call { house.service.leave(.first, caller: ben, answer: $0) }
        #expect(try all(ben).isEmpty)
    }

    // MARK: Scheduled messages

    private func schedule(
        _ house: House, _ text: String, in seconds: Int, by caller: Caller, replyTo: SequenceNumber? = nil,
        key: SendKey = .make()
    ) throws -> ScheduledView {
        let at = Timestamp(milliseconds: house.clock.now.rawValue + Int64(seconds) * 1_000)
        let message = NewMessage(key: key, body: House.body(text), replyTo: replyTo)
        return try house.call { house.service.schedule(message, to: .first, at: at, by: caller, answer: $0) }
    }

    private func waiting(_ house: House, _ caller: Caller) throws -> [ScheduledView] {
        try house.call { house.service.scheduled(of: caller, answer: $0) }
    }

    private func texts(_ house: House, _ caller: Caller) throws -> [String] {
        try house.events(for: caller).compactMap { MessageContent(body: $0.body)?.text }
    }

    /// Lets the server look at the clock until all that was due is done with.
    private func tick(_ house: House, until isDone: () throws -> Bool) throws {
        for _ in 0..<1_000 {
            house.service.tick()
            if try isDone() { return }
        }
        Issue.record("it was never done")
    }

    @Test("A scheduled message is sent when its time has come, once, with what belongs to it")
    func scheduled() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let his = try house.say("hello", by: ben)
        let later = try schedule(house, "@ben later", in: 120, by: ada)
        let sooner = try schedule(house, "sooner", in: 60, by: ada, replyTo: his)
        #expect(try waiting(house, ada) == [sooner, later])
        #expect(try waiting(house, ben).isEmpty)
        house.service.tick()
        #expect(try texts(house, ben) == ["hello"])
        house.clock.advance(seconds: 60)
        try tick(house) { try waiting(house, ada) == [later] }
        house.clock.advance(seconds: 60)
        try tick(house) { try waiting(house, ada).isEmpty }
        house.service.tick()
        #expect(try texts(house, ben) == ["hello", "sooner", "@ben later"])
        let last = try #require(try house.events(for: ben).last)
        #expect(MessageContent(body: last.body)?.mentions == [ben.account.rawValue])
        #expect(last.at == house.clock.now)
        #expect(try news(house, of: ada).filter { $0.what == .scheduledSent }.count == 2)
    }

    @Test("It can be changed and taken back until then; asking twice with one key makes one")
    func changeScheduled() throws {
        let house = try House { $0.scheduledPerAccount = 2 }
        let (ada, ben) = try house.twoPeople()
        let key = SendKey.make()
        let first = try schedule(house, "first", in: 60, by: ada, key: key)
        #expect(try schedule(house, "first", in: 60, by: ada, key: key) == first)
        let second = try schedule(house, "second", in: 60, by: ada)
        #expect(house.refusal { _ = try schedule(house, "third", in: 60, by: ada) } == .tooMany)
        let changed = try house.call {
            house.service.changeScheduled(
                first.number, body: House.body("1st"), at: Timestamp(milliseconds: first.at.rawValue + 60_000), by: ada,
                answer: $0)
        }
        #expect(changed.text == "1st")
        for _ in 0..<2 { try house.call { house.service.removeScheduled(second.number, by: ada, answer: $0) } }
        #expect(
            house.refusal {
                _ = try house.call {
                    house.service.changeScheduled(first.number, body: nil, at: nil, by: ben, answer: $0)
                }
            } == .messageUnknown)
        house.clock.advance(seconds: 60)
        house.service.tick()
        #expect(try waiting(house, ada) == [changed])
        #expect(try texts(house, ben).isEmpty)
        house.clock.advance(seconds: 60)
        try tick(house) { try waiting(house, ada).isEmpty }
        #expect(try texts(house, ben) == ["1st"])
    }

    @Test("Neither in the past, nor too far ahead, nor where one may not write")
    func scheduleRefused() throws {
        let house = try House { $0.scheduledDays = 1 }
        let (_, ben) = try house.twoPeople()
        #expect(house.refusal { _ = try schedule(house, "x", in: 0, by: ben) } == .badRequest)
        #expect(house.refusal { _ = try schedule(house, "x", in: 86_401, by: ben) } == .badRequest)
        #expect(
            house.refusal { _ = try schedule(house, "x", in: 60, by: ben, replyTo: SequenceNumber(99)) }
                == .messageUnknown)
        try house.set { $0.mayPost = .moderator }
        #expect(house.refusal { _ = try schedule(house, "x", in: 60, by: ben) } == .notAllowed)
    }

    @Test("Rights are asked for again when it is sent: the author is told why it was not, and may try again")
    func scheduledFails() throws {
        let house = try House()
        let (_, ben) = try house.twoPeople()
        let kept = try schedule(house, "hello", in: 60, by: ben)
        try house.set { $0.isArchived = true }
        house.clock.advance(seconds: 60)
        try tick(house) { try waiting(house, ben).first?.failure != nil }
        house.service.tick()
        let told = try news(house, of: ben).filter { $0.what == .scheduledFailed }
        #expect(told.count == 1)
        #expect(told.first?.text == "Everyone is archived. Bring it back first.")
        #expect(told.first?.roomTitle == "Everyone")
        try house.set { _ in }
        _ = try house.call {
            house.service.changeScheduled(
                kept.number, body: nil, at: Timestamp(milliseconds: house.clock.now.rawValue + 1_000), by: ben,
                answer: $0)
        }
        house.clock.advance(seconds: 1)
        try tick(house) { try waiting(house, ben).isEmpty }
        #expect(try texts(house, ben) == ["hello"])
    }

    @Test("It survives a restart; a commit that failed is tried again, and doubles nothing")
    func restart() throws {
        let store = MemoryStore()
        let house = try House(store: store)
        let (ada, ben) = try house.twoPeople()
        for text in ["one", "two"] { _ = try schedule(house, text, in: 60, by: ada) }
        house.service.stop()

        let next = try House(store: store)
        next.clock.advance(seconds: 61)
        #expect(try waiting(next, ada).count == 2)
        store.failNextCommit(.allKept)
        try tick(next) { try waiting(next, ada).isEmpty }
        #expect(try texts(next, ben).sorted() == ["one", "two"])

        _ = try schedule(next, "three", in: 60, by: ada)
        next.clock.advance(seconds: 60)
        store.failNextCommit(.nothingKept)
        try tick(next) { try waiting(next, ada).isEmpty }
        #expect(try texts(next, ben).sorted() == ["one", "three", "two"])
    }
}
