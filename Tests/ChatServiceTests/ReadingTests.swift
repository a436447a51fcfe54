import ChatDomain
import ChatStore
import ChatWire
import MemoryStore
import Testing

@testable import ChatService

/// How far people have read, and what is unread.
@Suite("Reading")
struct ReadingTests {
    /// Ticks until the marker is stored.
    private func mark(
        _ house: House, _ caller: Caller, to sequence: Int64, back: Bool = false
    ) throws -> MarkerView {
        let answer = Locked<Result<MarkerView, Refusal>?>(nil)
        house.service.mark(.first, through: SequenceNumber(sequence), back: back, by: caller) { answer.set($0) }
        house.service.tick()
        return try answer.wait { $0 }.get()
    }

    private func unread(_ house: House, _ caller: Caller) throws -> UnreadView {
        try #require(try house.call { house.service.unread(for: caller, answer: $0) }.first { $0.room == 1 })
    }

    @Test("Messages of others since he came are unread, until he has read them")
    func counting() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        _ = try house.post("one", by: ada)
        let second = try house.post("two", by: ada)
        #expect(try unread(house, ben).unread == 2)
        #expect(try mark(house, ben, to: second.sequence.rawValue - 1).unread == 1)
        #expect(try unread(house, ben).unread == 1)
        #expect(try mark(house, ben, to: second.sequence.rawValue).unread == 0)
        _ = try house.post("three", by: ada)
        #expect(try unread(house, ben).unread == 1)
        // Who comes later has nothing to catch up with.
        let cleo = try house.caller(house.register("cleo"))
        #expect(try unread(house, cleo).unread == 0)
    }

    @Test("Writing moves one's own marker, and a marker never goes back by itself")
    func ownMessages() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let first = try house.post("one", by: ada)
        let answer = try house.post("two", by: ben)
        #expect(try unread(house, ben).unread == 0)
        #expect(try unread(house, ada).unread == 1)
        #expect(try mark(house, ben, to: first.sequence.rawValue).sequence >= answer.sequence.rawValue)
        // Put back by hand, his own message is still none of the unread.
        let back = try mark(house, ben, to: first.sequence.rawValue - 1, back: true)
        #expect(back.sequence == first.sequence.rawValue - 1)
        #expect(try unread(house, ben).unread == 1)
    }

    @Test("A marker's version rises, and a device that comes back asks for what changed since")
    func versions() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let first = try mark(house, ben, to: 1)
        let post = try house.post("one", by: ada)
        let second = try mark(house, ben, to: post.sequence.rawValue)
        #expect(second.version > first.version)
        let changed = try house.call { house.service.markers(of: ben, after: first.version, answer: $0) }
        #expect(changed.map(\.sequence) == [post.sequence.rawValue])
        #expect(try house.call { house.service.markers(of: ben, after: second.version, answer: $0) }.isEmpty)
    }

    @Test("Markers that move often are written seldom, and outlast the server")
    func coalescing() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        var last: Int64 = 0
        for number in 1...20 { last = try house.post("\(number)", by: ada).sequence.rawValue }
        for place in (last - 19)..<last {
            house.service.mark(.first, through: SequenceNumber(place), back: false, by: ben) { _ in }
        }
        let stored = try mark(house, ben, to: last)
        #expect(stored.sequence == last)
        #expect(stored.version == 1)
        let reader = house.store.makeReader()
        let kept = try reader.record(RecordKey(.marker, owner: ben.account.rawValue, item: 1))
        #expect(kept.flatMap(Marker.init)?.sequence == last)
    }

    @Test("What moved in the last moment before a stop is stored as well")
    func stopping() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let post = try house.post("one", by: ada)
        let answer = Locked<Result<MarkerView, Refusal>?>(nil)
        house.service.mark(.first, through: post.sequence, back: false, by: ben) { answer.set($0) }
        house.service.stop()
        #expect(try answer.wait { $0 }.get().unread == 0)
        for person in [ada, ben] {
            let kept = try house.store.makeReader().record(RecordKey(.marker, owner: person.account.rawValue, item: 1))
            #expect(kept.flatMap(Marker.init)?.sequence == post.sequence.rawValue)
        }
    }

    @Test("There is no marker on what is not there, and none in a room of others")
    func refusals() throws {
        let house = try House()
        let (_, ben) = try house.twoPeople()
        #expect(throws: Refusal.self) { try mark(house, ben, to: 1_000) }
        let refusal = #expect(throws: Refusal.self) {
            try house.call { (answer: @escaping Answer<MarkerView>) in
                house.service.mark(RoomID(rawValue: 77), through: .zero, back: false, by: ben, answer: answer)
            }
        }
        #expect(refusal?.code == .roomUnknown)
    }

    @Test("Others learn how far one has read only in rooms that are small enough")
    func receipts() throws {
        let house = try House { $0.receiptMembers = 2 }
        let (ada, ben) = try house.twoPeople()
        let post = try house.post("one", by: ada)
        _ = try mark(house, ben, to: post.sequence.rawValue)
        let seen = try house.call { house.service.receipts(in: .first, for: ada, answer: $0) }
        #expect(seen == [ReceiptView(account: ben.account.rawValue, sequence: post.sequence.rawValue)])
        _ = try house.register("cleo")
        #expect(try house.call { house.service.receipts(in: .first, for: ada, answer: $0) }.isEmpty)
    }

    @Test("A marker falls behind neither what waits nor what is on its way to the disk")
    func markerOnItsWay() {
        var book = MarkerBook()
        let place = MarkerBook.Place(account: AccountID(rawValue: 7), room: .first)
        book.move(place, to: SequenceNumber(9), back: false, answer: nil)
        book.begin(atMost: 10)
        book.move(place, to: SequenceNumber(4), back: false, answer: nil)
        #expect(book[place]?.sequence == SequenceNumber(9))
        book.move(place, to: SequenceNumber(4), back: true, answer: nil)
        #expect(book[place]?.sequence == SequenceNumber(4))
    }

    @Test("One's own last words are never unread, also when the server died before it stored one's marker")
    func ownWordsAfterACrash() throws {
        let store = MemoryStore()
        let post = try {
            let house = try House(store: store)
            let (_, ben) = try house.twoPeople()
            return try house.post("the last word", by: ben)
        }()
        // The first house stopped without another tick: its clock stands still.
        let house = try House(store: store)
        let session = try house.call {
            house.service.logIn("ben", password: "password", client: "", address: "192.0.2.1", answer: $0)
        }
        let ben = try house.caller(session)
        let unread = try house.call { house.service.unread(for: ben, answer: $0) }
        #expect(unread.first { $0.room == post.room.rawValue }?.unread == 0)
    }

    @Test("Counting many rooms looks at a bounded number of authors; where it looks at none, all count")
    func boundedList() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let room = try house.post("one", by: ada).room
        for text in ["two", "three"] { _ = try house.post(text, by: ben) }
        let reader = house.store.makeReader()
        let events = try reader.events(
            in: LogID(rawValue: room.rawValue), after: .zero, limit: 100, bytes: .max)
        let messages = Int64(events.count { $0.kind == .message })
        let place = UnreadCount.Place(
            account: ada.account, log: LogID(rawValue: room.rawValue), sequence: .zero, read: 0,
            head: LogHead(sequence: events.last?.sequence ?? .zero, messages: messages), discounted: [ben.account])
        var budget = messages
        #expect(try UnreadCount.count(place, from: reader, budget: &budget).messages == messages - 2)
        #expect(budget == 0)
        #expect(try UnreadCount.count(place, from: reader, budget: &budget).messages == messages)
    }

    @Test("Who calls everybody, and is blocked, is not counted among one's mentions")
    func mentionsOfBlocked() throws {
        let town = try Town()
        _ = try town.house.post("@all come", by: town.ben)
        _ = try town.house.post("plain", by: town.ada)
        func counts() throws -> [Int64] {
            let unread = try town.house.call { town.service.unread(for: town.cleo, answer: $0) }.first
            return [unread?.unread ?? -1, Int64(unread?.mentions ?? -1)]
        }
        #expect(try counts() == [2, 1])
        try town.block(town.ben, by: town.cleo)
        #expect(try counts() == [1, 0])
    }
}
