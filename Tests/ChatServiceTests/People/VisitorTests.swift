import ChatDomain
import ChatStore
import ChatWire
import MemoryStore
import Testing

@testable import ChatService

@Suite("Guests who come without an account")
struct VisitorTests {
    private func enter(_ house: House, _ name: String) throws -> Caller {
        let session = try house.call {
            house.service.enterAsGuest(named: name, client: "irc", address: "192.0.2.9", answer: $0)
        }
        return try house.caller(session)
    }

    private func letIn(_ house: House, _ isOn: Bool, by caller: Caller) throws -> EntryRules {
        try house.call { house.service.changeEntry(EntryChange(guests: .set(isOn)), by: caller, answer: $0) }
    }

    /// Until the account is removed, which follows the end of its session.
    private func waitUntilGone(_ house: House, _ name: String, for caller: Caller) throws {
        for _ in 0..<1_000 where try house.people(for: caller).contains(where: { $0.username == name }) {}
        #expect(try !house.people(for: caller).contains { $0.username == name })
    }

    @Test("Nobody comes in unless the owner lets guests in; admins cannot")
    func off() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        #expect(house.code { _ = try enter(house, "eve") } == .registrationClosed)
        #expect(house.code { _ = try letIn(house, true, by: ben) } == .notAllowed)
        #expect(try letIn(house, true, by: ada).guests)
        #expect(house.service.entry.guests)
        _ = try enter(house, "eve")
        #expect(try !letIn(house, false, by: ada).guests)
        #expect(house.code { _ = try enter(house, "fay") } == .registrationClosed)
    }

    @Test("A guest has a free name, the role of a guest and no room that is not for guests")
    func comes() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        _ = try letIn(house, true, by: ada)
        let eve = try enter(house, "Eve")
        #expect(eve.view.username == "eve" && eve.view.role == "guest" && eve.view.mail == nil)
        #expect(try house.call { house.service.rooms(for: eve, answer: $0) }.isEmpty)
        for (name, code) in [
            ("ada", RefusalCode.usernameTaken), ("eve", .usernameTaken), ("ev\u{435}", .nameInvalid),
            ("here", .nameInvalid), ("a b", .nameInvalid),
        ] {
            #expect(house.code { _ = try enter(house, name) } == code, "\(name)")
        }
        // An account of his own he can make beside it.
        _ = try house.register("eva")
    }

    @Test("When his session ends he is gone, what he wrote stays by nobody, and the name is free again")
    func goes() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        _ = try letIn(house, true, by: ada)
        let eve = try enter(house, "eve")
        let connection = ConnectionID(outlet: 0, serial: 7)
        house.service.connected(connection, eve)
        _ =
            try house.call {
                house.service.setMember(eve.account, of: .first, MemberChange(), by: ada, answer: $0)
            } as AccountView
        let written = try house.post("hello", by: eve)
        try house.call { house.service.logOut(eve, answer: $0) }
        try waitUntilGone(house, "eve", for: ada)
        #expect(try house.endOf(connection) == .sessionEnded)
        let again = try enter(house, "eve")
        #expect(again.account != eve.account)
        let events = try house.events(.first, for: ada)
        #expect(events.contains { $0.sequence == written.sequence && $0.author == eve.account })
        #expect(try house.store.makeReader().directory().records.count { $0.key.collection == .visitor } == 1)
        #expect(try house.audited().allSatisfy { $0.act != "person_removed" })
    }

    @Test("Guests who were there when the server stopped are gone when it starts")
    func restart() throws {
        let store = MemoryStore()
        let before = try House(store: store)
        let ada = try before.register("ada", code: before.code)
        _ = try letIn(before, true, by: before.caller(ada))
        _ = try enter(before, "eve")
        before.service.stop()
        let after = try House(store: store)
        try waitUntilGone(after, "eve", for: after.caller(ada))
        #expect(try !store.makeReader().directory().records.contains { $0.key.collection == .visitor })
        _ = try enter(after, "eve")
    }

    @Test("There are only so many at a time")
    func bound() throws {
        let house = try House { $0.guestsAtOnce = 2 }
        let (ada, _) = try house.twoPeople()
        _ = try letIn(house, true, by: ada)
        let eve = try enter(house, "eve")
        _ = try enter(house, "fay")
        #expect(house.code { _ = try enter(house, "gus") } == .tooMany)
        try house.call { house.service.logOut(eve, answer: $0) }
        try waitUntilGone(house, "eve", for: ada)
        _ = try enter(house, "gus")
    }

    @Test("He is given no role, no password and no token, by nobody; putting him out removes him")
    func passes() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        _ = try letIn(house, true, by: ada)
        let eve = try enter(house, "eve")
        let id = eve.account
        let service = house.service
        #expect(
            house.code { _ = try house.call { service.setRole(.member, of: id, by: ada, answer: $0) } } == .notAllowed)
        #expect(
            house.code {
                _ = try house.call { service.setSecret(.password("long enough"), of: id, by: ada, answer: $0) }
            } == .notAllowed)
        let form = TokenForm(name: "x")
        #expect(house.code { _ = try house.call { service.makeToken(form, by: eve, answer: $0) } } == .notAllowed)
        #expect(
            house.code { _ = try house.call { service.makeToken(form, for: id, by: ada, answer: $0) } } == .notAllowed)
        _ = try house.call { service.endSessions(of: id, by: ada, answer: $0) }
        service.tick()
        try waitUntilGone(house, "eve", for: ada)
    }
}
