import ChatDomain
import ChatStore
import ChatWire
import Foundation
import Testing

@testable import ChatService

@Suite("Privacy, and what one takes out or takes away")
struct PrivacyTests {
    private func block(_ house: House, _ person: Caller, by caller: Caller, _ isBlocked: Bool = true) throws {
        try house.call { house.service.setBlocked(isBlocked, person.account, by: caller, answer: $0) }
    }

    /// Whether the directory says so, asked on its thread.
    private func mayWrite(_ from: Caller, _ to: Caller, in house: House) throws -> Bool {
        try house.call { answer in
            house.service.run { core in
                answer(.success(core.directory.mayWrite(from: from.account, to: to.account)))
            }
        }
    }

    @Test("Blocking stops direct messages, is told to one's own devices alone, and can be taken back")
    func blocking() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        #expect(try mayWrite(ben, ada, in: house))
        try block(house, ben, by: ada)
        try block(house, ben, by: ada)
        #expect(try !mayWrite(ben, ada, in: house))
        #expect(try mayWrite(ada, ben, in: house))
        #expect(try house.news(of: ada).map(\.topic) == ["blocks"])
        #expect(try house.news(of: ben).isEmpty)
        #expect(try house.call { house.service.blocks(of: ada, answer: $0) }.map(\.account.username) == ["ben"])
        #expect(try house.profile(ben, for: ada).isBlocked)
        #expect(try !house.profile(ada, for: ben).isBlocked)
        try block(house, ben, by: ada, false)
        try block(house, ben, by: ada, false)
        #expect(try mayWrite(ben, ada, in: house))
        #expect(try house.news(of: ada).count == 2)
    }

    @Test("One cannot block oneself, who is not there, or more people than the limit says")
    func bounds() throws {
        let house = try House { $0.blocksPerAccount = 1 }
        let (ada, ben) = try house.twoPeople()
        let cleo = try house.caller(house.register("cleo"))
        #expect(house.code { try block(house, ada, by: ada) } == .badRequest)
        var nobody = ada
        nobody.account = AccountID(rawValue: 99)
        #expect(house.code { try block(house, nobody, by: ada) } == .personUnknown)
        try block(house, ben, by: ada)
        #expect(house.code { try block(house, cleo, by: ada) } == .tooMany)
    }

    @Test("Everyone, who shares a room, or nobody may write to one")
    func correspondents() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        _ = try house.change(ada) { $0.mayWriteToMe = .nobody }
        #expect(try !mayWrite(ben, ada, in: house))
        _ = try house.change(ada) { $0.mayWriteToMe = .sharedRooms }
        #expect(try mayWrite(ben, ada, in: house))
        try house.call { house.service.leave(.first, caller: ben, answer: $0) }
        #expect(try !mayWrite(ben, ada, in: house))
        _ = try house.change(ada) { $0.mayWriteToMe = .everyone }
        #expect(try mayWrite(ben, ada, in: house))
    }

    @Test("Whether one is blocked cannot be told from the refusal of a direct message")
    func noTelltale() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        func refusal() -> Refusal? {
            do {
                _ = try house.call { house.service.openDirect(with: ada.account, by: ben, answer: $0) }
                return nil
            } catch {
                return error as? Refusal
            }
        }
        _ = try house.change(ada) { $0.mayWriteToMe = .nobody }
        let unwanted = refusal()
        _ = try house.change(ada) { $0.mayWriteToMe = .everyone }
        try block(house, ben, by: ada)
        #expect(unwanted?.code == .notAllowed)
        #expect(refusal() == unwanted)
    }

    @Test("The export has all that is kept of one, and one's own events page by page")
    func export() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        _ = try house.change(ben) { $0.about = "tea" }
        try block(house, ada, by: ben)
        for number in 1...3 {
            _ = try house.post("mine \(number)", by: ben)
            _ = try house.post("hers \(number)", by: ada)
        }
        let data = try house.call { house.service.export(for: ben, answer: $0) }
        #expect(data.own.profile.about == "tea")
        #expect(data.own.account.mail == "ben@example.org")
        #expect(data.rooms.map(\.id) == [1])
        #expect(data.sessions.count == 1)
        #expect(data.blocks.map(\.account.username) == ["ada"])
        var events: [Event] = []
        var place: OwnEventPlace?
        repeat {
            let asked = place
            let page = try house.call { house.service.ownEvents(after: asked, for: ben, answer: $0) }
            events += page.events
            place = page.next
        } while place != nil
        #expect(events.allSatisfy { $0.author == ben.account })
        #expect(events.filter { $0.kind == .message }.map(\.text).count == 3)
    }

    @Test("One removes oneself with the password, and nothing that was one's alone is left")
    func removal() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        _ = try house.change(ben) { $0.about = "tea" }
        try block(house, ada, by: ben)
        func remove(_ caller: Caller, _ password: String) -> RefusalCode? {
            house.code { try house.call { house.service.removeOneself(password: password, caller, answer: $0) } }
        }
        #expect(remove(ada, "password") == .lastOwner)
        #expect(remove(ben, "wrong") == .badCredentials)
        let connection = ConnectionID(outlet: 0, serial: 1)
        house.service.connected(connection, ben)
        #expect(remove(ben, "password") == nil)
        #expect(try house.endOf(connection) == .removed)
        #expect(try house.people(for: ada).map(\.username) == ["ada"])
        for collection in [RecordCollection.profile, .block, .sessionDetail] {
            #expect(try house.stored(collection, of: ben).isEmpty)
        }
        #expect(try house.audited().map(\.act) == ["person_removed"])
        #expect(remove(ben, "password") == .notLoggedIn || remove(ben, "password") == .badCredentials)
    }

    @Test("Every act upon people is in the audit log, with who, on whom, and from where")
    func audit() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let added = try house.add("eve@example.org", .madeUp, by: ada).account
        _ = try house.setRole(.admin, of: ben, by: ada)
        _ = try house.call { house.service.setName("Ben", of: ben.account, by: ada, answer: $0) }
        _ = try house.call {
            house.service.setSecret(.password("another one"), of: ben.account, by: ada, answer: $0)
        }
        _ = try house.setActive(false, ben, by: ada)
        _ = try house.setActive(true, ben, by: ada)
        _ = try house.call { house.service.hashes(for: ada, answer: $0) }
        _ = try house.remove(ben, by: ada)
        let entries = try house.audited()
        #expect(
            entries.map(\.act) == [
                "person_added", "person_role_set", "person_renamed", "person_secret_set", "person_deactivated",
                "person_reactivated", "hashes_read", "person_removed",
            ])
        #expect(entries.allSatisfy { $0.address == "192.0.2.1" })
        #expect(entries[1].detail == "member to admin")
        let events = try house.store.makeReader().events(in: .audit, after: .zero, limit: 100)
        #expect(events.allSatisfy { $0.author == ada.account })
        #expect(events.first?.subject == added.id)
        // What was refused is not there.
        #expect(house.code { _ = try house.setActive(false, ada, by: ada) } == .lastOwner)
        #expect(try house.audited().count == entries.count)
    }
}

extension House {
    func stored(_ collection: RecordCollection, of caller: Caller) throws -> [Record] {
        try store.makeReader().records(collection, owner: caller.account.rawValue, after: nil, limit: 1_000)
    }
}
