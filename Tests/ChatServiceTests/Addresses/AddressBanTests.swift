import ChatDomain
import ChatStore
import ChatWire
import MemoryStore
import Testing

@testable import ChatService

@Suite("Addresses that are kept out")
struct AddressBanTests {
    private func ban(
        _ house: House, _ address: String, until: Timestamp? = nil, reason: String = "", by caller: Caller
    ) throws -> AddressBanView {
        try house.call {
            house.service.addServerBan(
                AddressBanForm(address: address, until: until, reason: reason), by: caller, answer: $0)
        }
    }

    private func list(_ house: House, _ caller: Caller) throws -> [AddressBanView] {
        try house.call { house.service.serverBans(for: caller, answer: $0) }
    }

    /// What somebody at the address is told when he logs in.
    private func code(_ house: House, from address: String) -> RefusalCode? {
        house.code {
            _ =
                try house.call {
                    house.service.logIn("ben", password: "password", client: "", address: address, answer: $0)
                } as LoggedIn
        }
    }

    @Test("A banned address is refused by the service and for the doors, with the reason, until the ban is removed")
    func refuses() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        let made = try ban(house, " 198.51.100.7/24 ", reason: "spam", by: ada)
        #expect(made.address == "198.51.100.0/24" && made.by == ada.account.rawValue && made.until == nil)
        #expect(code(house, from: "198.51.100.200") == .banned)
        #expect(code(house, from: "::ffff:198.51.100.200") == .banned)
        #expect(code(house, from: "198.51.101.1") == nil)
        let refusal = try #require(house.service.addressBans.refusal(for: "198.51.100.1"))
        #expect(refusal.code == .banned && refusal.message.contains("spam") && refusal.retryAfter == nil)
        #expect(house.service.addressBans.refusal(for: "no address") == nil)
        try house.call { house.service.removeServerBan(made.id, by: ada, answer: $0) }
        #expect(code(house, from: "198.51.100.200") == nil)
        #expect(
            house.code { try house.call { house.service.removeServerBan(made.id, by: ada, answer: $0) } } == .notFound)
        #expect(try house.audited().map(\.act) == ["address_banned", "address_unbanned"])
        #expect(try house.audited().map(\.detail) == ["198.51.100.0/24", "198.51.100.0/24"])
    }

    @Test("Who is connected from there is cut off; others are not, and nobody comes back")
    func cuts() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        var there = ben
        there.address = "2001:db8::7"
        let connections = (0..<3).map { ConnectionID(outlet: 0, serial: $0) }
        house.service.connected(connections[0], there)
        house.service.connected(connections[1], ben)
        _ = try ban(house, "2001:db8::/32", by: ada)
        #expect(try house.endOf(connections[0]) == .banned)
        house.service.connected(connections[2], there)
        #expect(try house.endOf(connections[2]) == .banned)
        let ended = house.outlet.messages.with { messages in
            messages.compactMap { if case .endConnection(let connection, _) = $0 { connection } else { nil } }
        }
        #expect(!ended.contains(connections[1]))
    }

    @Test("A ban ends at its time, is swept, and holds over a restart until then")
    func ends() throws {
        let store = MemoryStore()
        let house = try House(store: store)
        let (ada, _) = try house.twoPeople()
        let end = Timestamp(milliseconds: house.clock.now.rawValue + 60_000)
        _ = try ban(house, "198.51.100.7", until: end, by: ada)
        #expect(house.service.addressBans.refusal(for: "198.51.100.7")?.retryAfter == 60)
        house.service.stop()
        let again = try House(store: store)
        #expect(again.service.addressBans.refusal(for: "198.51.100.7")?.code == .banned)
        again.clock.advance(seconds: 60)
        #expect(code(again, from: "198.51.100.7") == nil)
        again.service.tick()
        let caller = try again.caller(again.logIn("ada"))
        _ = try again.change(caller) { $0.about = "tea" }
        #expect(try !store.makeReader().directory().records.contains { $0.key.collection == .addressBan })
        #expect(try list(again, caller).isEmpty)
    }

    @Test("The same addresses have one ban, the last; there are only so many")
    func bound() throws {
        let house = try House { $0.addressBans = 2 }
        let (ada, _) = try house.twoPeople()
        let first = try ban(house, "198.51.100.0/24", reason: "one", by: ada)
        let second = try ban(house, "198.51.100.9/24", reason: "two", by: ada)
        #expect(first.id == second.id)
        #expect(try list(house, ada).map(\.reason) == ["two"])
        _ = try ban(house, "203.0.113.1", by: ada)
        #expect(house.code { _ = try ban(house, "203.0.113.2", by: ada) } == .tooMany)
        #expect(try list(house, ada).map(\.address) == ["198.51.100.0/24", "203.0.113.1"])
    }

    @Test("Neither one's own address nor a proxy's can be kept out, and members keep out nobody")
    func refused() throws {
        let proxy = try #require(AddressRange("10.0.0.1"))
        let house = try House(trustedProxies: [proxy])
        let (ada, ben) = try house.twoPeople()
        #expect(ada.address == "192.0.2.1")
        for address in ["192.0.2.1", "192.0.2.0/24", "0.0.0.0/0", "10.0.0.0/8", "10.0.0.1", "nonsense", ""] {
            #expect(house.code { _ = try ban(house, address, by: ada) } == .badRequest, "\(address)")
        }
        let past = Timestamp(milliseconds: house.clock.now.rawValue)
        #expect(house.code { _ = try ban(house, "203.0.113.1", until: past, by: ada) } == .badRequest)
        #expect(house.code { _ = try ban(house, "203.0.113.1", by: ben) } == .notAllowed)
        #expect(house.code { _ = try list(house, ben) } == .notAllowed)
        #expect(try list(house, ada).isEmpty)
    }
}
