import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("The end of rooms and of texts")
struct RoomEndTests {
    private static let day = 86_400

    /// Ticks until the sweep has done something that shows.
    private func sweep(_ town: Town, until isDone: () throws -> Bool) throws {
        for _ in 0..<2_000 {
            town.service.tick()
            if try isDone() { return }
        }
        Issue.record("the sweep has not come")
    }

    @Test("A deleted room is gone for everybody and ends its streams; its owner brings it back whole")
    func deleting() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        _ = try town.house.post("hello", by: town.cleo, to: room)
        #expect(town.code { try town.delete(room, by: town.cleo) } == .notAllowed)
        town.house.subscribe(town.cleo, on: ConnectionID(outlet: 0, serial: 1), to: room)
        try town.delete(room, by: town.ben)
        let end = try town.house.outlet.first { message -> Refusal? in
            if case .ended(room, let refusal) = message { refusal } else { nil }
        }
        #expect(end.code == .roomGone)
        for caller in [town.ben, town.cleo] {
            #expect(town.code { _ = try town.view(room, caller) } == .roomGone)
            #expect(town.code { _ = try town.log(room, caller) } == .roomGone)
            #expect(town.code { _ = try town.house.post("x", by: caller, to: room) } == .roomGone)
            #expect(town.code { try town.leave(room, caller) } == .roomGone)
            #expect(try town.rooms(caller) == ["everyone"])
        }
        #expect(town.code { _ = try town.view(room, town.dan) } == .roomUnknown)
        #expect(town.code { try town.delete(room, by: town.ben) } == .roomGone)
        #expect(town.code { _ = try town.room("garden", by: town.dan) } == .roomNameTaken, "it may come back")

        func deleted(_ caller: Caller) throws -> [String] {
            try town.house.call { town.service.deletedRooms(for: caller, answer: $0) }.map(\.handle)
        }
        #expect(try deleted(town.ben) == ["garden"])
        #expect(try deleted(town.ada) == ["garden"], "the server's owner")
        #expect(try deleted(town.cleo) == [])
        #expect(town.code { try town.restore(room, by: town.cleo) } == .roomGone)
        #expect(town.code { try town.restore(room, by: town.dan) } == .roomUnknown)
        town.house.clock.advance(seconds: 6 * Self.day)
        try town.restore(room, by: town.ben)
        #expect(try town.log(room, town.cleo).map(\.kind) == [.created, .joined, .message, .changed, .changed])
        #expect(try town.audited().map(\.act) == ["room_deleted", "room_restored"])
        #expect(town.code { try town.delete(.first, by: town.ada) } == .notAllowed)
    }

    @Test("After the time to bring it back, a deleted room's texts are erased, and its name is free")
    func purging() throws {
        let town = try Town { $0.roomRestoreDays = 2 }
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        let link = try town.link(to: room, by: town.ben)
        _ = try town.house.post("secret", by: town.cleo, to: room)
        try town.delete(room, by: town.ben)
        let reader = town.house.store.makeReader()
        func texts() throws -> Int {
            try reader.events(in: room.log, after: .zero, limit: 100).filter { !$0.body.isEmpty }.count
        }
        town.house.clock.advance(seconds: 2 * Self.day - 1)
        town.service.tick()
        #expect(try texts() == 4)
        town.house.clock.advance(seconds: 301)
        try sweep(town) { try texts() == 0 && town.code { _ = try town.room("garden", by: town.dan) } == nil }
        #expect(town.code { try town.restore(room, by: town.ben) } == .roomGone)
        #expect(town.code { _ = try town.log(room, town.cleo) } == .roomGone)
        #expect(town.code { try town.join(by: link, town.dan) } == .linkInvalid)
        // A sequence is never given out twice.
        #expect(try reader.directory().heads[room.log]?.sequence == SequenceNumber(4))
    }

    @Test("Texts older than a room keeps them are erased in portions, and a cursor from before gets a gap")
    func retention() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        let connection = ConnectionID(outlet: 0, serial: 1)
        // More than one portion.
        town.house.send((0..<1_100).map { "old \($0)" }, by: town.cleo, on: connection, to: room)
        _ = try town.house.post("old, too", by: town.cleo, to: room)
        town.house.clock.advance(seconds: 10 * Self.day)
        _ = try town.house.post("new", by: town.cleo, to: room)
        try town.change(room, by: town.ben) { $0.retentionDays = 5 }
        let reader = town.house.store.makeReader()
        func texts() throws -> [Event] {
            try reader.events(in: room.log, after: .zero, limit: 2_000).filter { !$0.body.isEmpty }
        }
        try sweep(town) { try texts().count == 2 }
        #expect(try texts().map(\.kind) == [.message, .changed])
        #expect(try town.log(room, town.cleo).map(\.kind) == [.message, .changed], "nothing below the floor")
        town.house.subscribe(town.cleo, on: connection, to: room, after: 50, epoch: town.service.epoch.text)
        let start = try town.house.outlet.first { message -> SubscriptionStart? in
            if case .attached(let start) = message, start.connection == connection { start } else { nil }
        }
        #expect(start.gap?.reason == .floor)
        // What is left grows old in its turn.
        town.house.clock.advance(seconds: 6 * Self.day)
        try sweep(town) { try town.log(room, town.cleo).isEmpty }
        #expect(try texts().isEmpty)
    }

    @Test("The last owner of a channel hands on before he leaves")
    func lastOwner() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        #expect(town.code { try town.leave(room, town.ben) } == .lastOwner)
        try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .owner))
        try town.leave(room, town.ben)
        #expect(try town.view(room, town.ben).joined == false)
        // Anybody can come again: it stays when the last one leaves.
        try town.leave(room, town.cleo)
        #expect(try town.join(room, town.dan).role == "member")
        // The room of all is run by the server's owners.
        try town.leave(.first, town.ada)
    }

    @Test("A room that nobody could come into again goes with its last member, who can bring it back")
    func lastMember() throws {
        let town = try Town()
        let room = try town.room("cellar", by: town.ben) { $0.isListed = false }
        try town.leave(room, town.ben)
        #expect(town.code { _ = try town.view(room, town.ben) } == .roomUnknown)
        let deleted = try town.house.call { town.service.deletedRooms(for: town.ben, answer: $0) }
        #expect(deleted.map(\.handle) == ["cellar"])
        let view = try town.restore(room, by: town.ben)
        #expect((view.joined, view.role) == (true, "owner"))
        _ = try town.house.post("alone", by: town.ben, to: room)
    }
}
