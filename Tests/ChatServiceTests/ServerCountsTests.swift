import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("How many there are")
struct ServerCountsTests {
    @Test("Counted are active accounts, who shows that he is there, and channels that are there")
    func counts() throws {
        let town = try Town()
        func counts() throws -> ServerCounts { try town.house.call { town.service.counts(answer: $0) } }
        func connect(_ caller: Caller, _ serial: UInt64) {
            town.service.connected(ConnectionID(outlet: 0, serial: serial), caller)
        }
        var expected = ServerCounts(
            accounts: 4, guests: 0, online: 0, staffOnline: 0, channels: 1, listedChannels: 1)
        #expect(try counts() == expected)

        let guest = try town.guest()
        for (place, caller) in [town.ada, town.ben, town.ben, guest].enumerated() { connect(caller, UInt64(place)) }
        (expected.accounts, expected.guests, expected.online, expected.staffOnline) = (5, 1, 3, 1)
        #expect(try counts() == expected)

        var hide = ProfileChange()
        hide.hidesPresence = true
        for caller in [town.ada, town.cleo] {
            _ = try town.house.call { town.service.changeProfile(hide, of: caller, answer: $0) }
        }
        (expected.online, expected.staffOnline) = (2, 0)
        #expect(try counts() == expected, "Cleo hides, but is not there")

        _ = try town.room("cellar", by: town.ben) { $0.isListed = false }
        let attic = try town.room("attic", by: town.ben)
        _ = try town.direct(town.ben, town.cleo)
        _ = try town.group(town.ben, [town.cleo, town.dan])
        (expected.channels, expected.listedChannels) = (3, 2)
        #expect(try counts() == expected)
        try town.delete(attic, by: town.ben)
        (expected.channels, expected.listedChannels) = (2, 1)
        #expect(try counts() == expected)

        _ = try town.house.call {
            town.service.setActive(false, guest.account, by: town.ada, answer: $0)
        }
        (expected.accounts, expected.guests) = (4, 0)
        #expect(try counts().accounts == expected.accounts)
        #expect(try counts().guests == expected.guests)
        _ = try town.house.call { town.service.remove(town.cleo.account, by: town.ada, answer: $0) }
        #expect(try counts().accounts == 3)
    }
}
