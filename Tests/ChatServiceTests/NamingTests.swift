import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("People and rooms by their names")
struct NamingTests {
    private func person(_ town: Town, _ name: String, _ caller: Caller) throws -> ProfileView {
        try town.house.call { town.service.person(named: name, for: caller, answer: $0) }
    }

    private func room(_ town: Town, _ name: String, _ caller: Caller) throws -> RoomView {
        try town.house.call { town.service.room(named: name, for: caller, answer: $0) }
    }

    @Test("A username leads to its profile in any case, and one that only looks like it to nobody")
    func people() throws {
        let town = try Town()
        _ = try town.house.register("bill")
        #expect(try person(town, "CLEO", town.ben).account.id == town.cleo.account.rawValue)
        #expect(try person(town, "bill", town.ben).account.username == "bill")
        for name in ["bi11", "nobody", "", "cleo ", "сleo", String(repeating: "a", count: 10_000)] {
            #expect(town.code { _ = try person(town, name, town.ben) } == .personUnknown, "\(name.prefix(20))")
        }
    }

    @Test("A guest finds whom he may know of; who is gone is found by nobody")
    func peopleOfGuests() throws {
        let town = try Town()
        let guest = try town.guest()
        let room = try town.room("garden", by: town.ben, with: [town.ada])
        #expect(town.code { _ = try person(town, "ben", guest) } == .personUnknown)
        #expect(try person(town, "gast", guest).account.username == "gast")
        try town.set(guest, in: room, by: town.ada)
        #expect(try person(town, "ben", guest).account.username == "ben")
        _ = try town.house.call { town.service.remove(town.dan.account, by: town.ada, answer: $0) }
        #expect(town.code { _ = try person(town, "dan", town.ben) } == .personUnknown)
    }

    @Test("A handle leads to a room that one may know of, as its number does")
    func rooms() throws {
        let town = try Town()
        let garden = try town.room("garden", by: town.ben)
        _ = try town.room("cellar", by: town.ben) { $0.isListed = false }
        let found = try room(town, "Garden", town.cleo)
        #expect(found.id == garden.rawValue)
        #expect(found.joined == false)
        #expect(try room(town, "cellar", town.ben).joined == true)
        #expect(town.code { _ = try room(town, "cellar", town.cleo) } == .roomUnknown)
        #expect(town.code { _ = try room(town, "gаrden", town.cleo) } == .roomUnknown, "with a Cyrillic letter")
        #expect(town.code { _ = try room(town, "nowhere", town.cleo) } == .roomUnknown)
        #expect(town.code { _ = try room(town, "garden", try town.guest()) } == .roomUnknown)
        // Conversations have no name.
        let group = try town.group(town.ben, [town.cleo])
        #expect(town.code { _ = try room(town, group.handle, town.ben) } == .roomUnknown)
        try town.delete(garden, by: town.ben)
        #expect(town.code { _ = try room(town, "garden", town.ben) } == .roomGone)
        #expect(town.code { _ = try room(town, "garden", town.cleo) } == .roomUnknown)
    }
}
