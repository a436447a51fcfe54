import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("Rooms")
struct RoomTests {
    private func refusal(_ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch {
            return error as? Refusal
        }
    }

    @Test("Everyone is in the first room from the start")
    func firstRoom() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        for caller in [ada, ben] {
            let rooms = try house.call { house.service.rooms(for: caller, answer: $0) }
            #expect(rooms.map(\.handle) == ["everyone"])
            #expect(rooms.first?.joined == true)
            #expect(rooms.first?.members == 2)
        }
    }

    @Test("Who makes a room is in it; its name is taken, in any case; its title is free text")
    func create() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let room = try house.call {
            house.service.createRoom(handle: "Garden", title: "The Garden & Co.", by: ada, answer: $0)
        }
        #expect(room.handle == "garden")
        #expect(room.title == "The Garden & Co.")
        #expect(room.joined == true)
        #expect(room.head == 1)
        for name in ["garden", "GARDEN", "gаrden"] {
            let refused = refusal {
                _ = try house.call { house.service.createRoom(handle: name, title: nil, by: ben, answer: $0) }
            }
            #expect(refused?.code == .roomNameTaken || refused?.code == .nameInvalid)
        }
        let seen = try house.call { house.service.room(RoomID(rawValue: room.id), for: ben, answer: $0) }
        #expect(seen.joined == false)
        #expect(seen.head == nil)
    }

    @Test("An account makes no more rooms than it may, and is told the limit")
    func roomLimit() throws {
        let house = try House { $0.roomsPerAccount = 2 }
        let (ada, _) = try house.twoPeople()
        for name in ["one", "two"] {
            _ = try house.call { house.service.createRoom(handle: name, title: nil, by: ada, answer: $0) }
        }
        let refused = refusal {
            _ = try house.call { house.service.createRoom(handle: "three", title: nil, by: ada, answer: $0) }
        }
        #expect(refused?.code == .tooManyRooms)
        #expect(refused?.limit == Refusal.Limit(name: "rooms_per_account", value: 2))
    }

    @Test("Joining and leaving again are no errors, and make no second event")
    func joinAndLeave() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let made = try house.call { house.service.createRoom(handle: "garden", title: nil, by: ada, answer: $0) }
        let garden = RoomID(rawValue: made.id)
        for _ in 0..<2 {
            #expect(try house.call { house.service.join(garden, caller: ben, answer: $0) }.head == 2)
        }
        for _ in 0..<2 { try house.call { house.service.leave(garden, caller: ben, answer: $0) } }
        let page = try house.call {
            house.service.history(of: garden, HistoryRange(anchor: .latest, limit: 10), for: ada, answer: $0)
        }
        #expect(page.events.map(\.kind) == [.created, .joined, .left])
        #expect(page.authors.map(\.displayName) == ["ada", "ben", "ben"])
    }

    @Test("Promise 5: who is no member can neither read, write, follow nor list")
    func strangers() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let made = try house.call { house.service.createRoom(handle: "garden", title: nil, by: ada, answer: $0) }
        let garden = RoomID(rawValue: made.id)
        let range = HistoryRange(anchor: .latest, limit: 10)
        #expect(
            refusal { _ = try house.call { house.service.history(of: garden, range, for: ben, answer: $0) } }?.code
                == .notAMember)
        #expect(refusal { _ = try house.post("hi", by: ben, to: garden) }?.code == .notAMember)
        #expect(
            refusal {
                _ = try house.call {
                    house.service.members(of: garden, after: nil, limit: 10, for: ben, answer: $0)
                }
            }?.code == .notAMember)
        house.subscribe(ben, on: ConnectionID(outlet: 0, serial: 1), to: garden)
        let denied = try house.outlet.first { message -> Refusal? in
            if case .notAttached(_, _, _, let refusal) = message { refusal } else { nil }
        }
        #expect(denied.code == .notAMember)
        #expect(refusal { _ = try house.post("hi", by: ben, to: RoomID(rawValue: 99)) }?.code == .roomUnknown)
    }

    @Test("Members come in pages, with who is online")
    func members() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.service.connected(ConnectionID(outlet: 0, serial: 1), ben)
        let first = try house.call {
            house.service.members(of: .first, after: nil, limit: 1, for: ada, answer: $0)
        }
        #expect(first.members.map(\.username) == ["ada"])
        #expect(first.members.first?.online == false)
        #expect(first.count == 2)
        let second = try house.call {
            house.service.members(of: .first, after: first.next, limit: 1, for: ada, answer: $0)
        }
        #expect(second.members.map(\.online) == [true])
        #expect(second.next == nil)
    }

    @Test("History is read from the end, before, after and around a place")
    func history() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        for number in 4...20 { _ = try house.post("\(number)", by: ada) }
        func read(_ anchor: HistoryRange.Anchor, _ limit: Int = 3) throws -> [Int64] {
            try house.call {
                house.service.history(
                    of: .first, HistoryRange(anchor: anchor, limit: limit), for: ada, answer: $0)
            }.events.map(\.sequence.rawValue)
        }
        #expect(try read(.latest) == [18, 19, 20])
        #expect(try read(.before(SequenceNumber(10))) == [7, 8, 9])
        #expect(try read(.before(SequenceNumber(1))) == [])
        #expect(try read(.before(SequenceNumber(.max))) == [18, 19, 20])
        #expect(try read(.after(SequenceNumber(18))) == [19, 20])
        #expect(try read(.after(.zero)) == [1, 2, 3])
        #expect(try read(.around(SequenceNumber(10)), 4) == [8, 9, 10, 11])
        #expect(try read(.around(SequenceNumber(0)), 4) == [1, 2, 3, 4])
        #expect(try read(.around(SequenceNumber(.max)), 4) == [19, 20])
    }
}
