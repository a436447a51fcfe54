import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("One's other devices learn where one went")
struct OwnWaysTests {
    @Test(
        "Making, joining, leaving and declining are told in one's own log, with the room; what others see of it is not")
    func ways() throws {
        let town = try Town()
        let garden = try town.room("garden", by: town.ben)
        #expect(try town.ways(town.ben) == [garden])
        try town.join(garden, town.cleo)
        try town.leave(garden, town.cleo)
        let cellar = try town.room("cellar", by: town.ben) { $0.entry = .invited }
        try town.invite(town.cleo, to: cellar, by: town.ben)
        try town.house.call { town.service.decline(cellar, by: town.cleo, answer: $0) }
        try town.join(by: try town.link(to: cellar, by: town.ben), town.cleo)
        #expect(try town.ways(town.cleo) == [garden, garden, cellar, cellar])
        #expect(try town.ways(town.ben) == [garden, cellar])
        #expect(try town.ways(town.dan).isEmpty)
    }

    @Test("So are conversations that one begins; who is put into one is told who did it")
    func conversations() throws {
        let town = try Town()
        let direct = try town.direct(town.ben, town.cleo)
        let group = try town.group(town.ben, [town.cleo, town.dan])
        #expect(try town.ways(town.ben).map(\.rawValue) == [direct.id, group.id])
        #expect(try town.ways(town.cleo).isEmpty)
        #expect(try town.news(town.cleo).map(\.what) == [.added, .added])
        // Opened again it is the same: nothing to tell.
        _ = try town.direct(town.ben, town.cleo)
        #expect(try town.ways(town.ben).count == 2)
    }

    @Test("What changes nothing, or is refused, is not told")
    func nothing() throws {
        let town = try Town()
        let garden = try town.room("garden", by: town.ben, with: [town.cleo])
        try town.join(garden, town.cleo)
        #expect(town.code { try town.leave(garden, town.ben) } == .lastOwner)
        #expect(try town.ways(town.cleo) == [garden])
        #expect(try town.ways(town.ben) == [garden])
    }

    @Test("A room that is brought back is told to all who are in it, as who comes back with it")
    func restored() throws {
        let town = try Town()
        let garden = try town.room("garden", by: town.ben, with: [town.cleo])
        try town.delete(garden, by: town.ben)
        try town.restore(garden, by: town.ben)
        try town.restore(garden, by: town.ben)
        #expect(try town.ways(town.ben) == [garden, garden])
        #expect(try town.ways(town.cleo) == [garden, garden])
        #expect(try town.ways(town.dan).isEmpty)
        // The room that went with its last member comes back with him.
        let attic = try town.room("attic", by: town.dan) { $0.isListed = false }
        try town.leave(attic, town.dan)
        try town.restore(attic, by: town.dan)
        #expect(try town.ways(town.dan) == [attic, attic, attic])
    }
}
