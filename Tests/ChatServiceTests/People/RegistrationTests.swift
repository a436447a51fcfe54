import ChatDomain
import ChatStore
import ChatWire
import MemoryStore
import Secrets
import Testing

@testable import ChatService

@Suite("Who may make an account")
struct RegistrationTests {
    private func register(
        _ house: House, _ name: String, mail: String? = nil, invite: String? = nil
    ) throws -> LoggedIn {
        let registration = Registration(
            mail: mail ?? "\(name)@example.org", username: name, name: nil, password: "password", ownerCode: nil,
            invite: invite)
        return try house.call { house.service.register(registration, address: "192.0.2.1", answer: $0) }
    }

    private func link(_ house: House, _ caller: Caller, _ form: InviteForm = InviteForm()) throws -> MadeInvite {
        try house.call { house.service.makeInvite(form, by: caller, answer: $0) }
    }

    private func check(_ house: House, _ token: String) throws -> GoodInvite? {
        try house.call { house.service.checkInvite(token, address: "192.0.2.1", answer: $0) }
    }

    private func isGood(_ house: House, _ token: String) throws -> Bool { try check(house, token) != nil }

    private func set(
        _ house: House, _ registration: EntryChange.Setting<ServiceSettings.Registration>, by caller: Caller
    ) throws {
        _ = try house.call {
            house.service.changeEntry(EntryChange(registration: registration), by: caller, answer: $0)
        }
    }

    @Test("An owner opens and closes the house while it runs; what he set goes before the flag, also after a restart")
    func settings() throws {
        let store = MemoryStore()
        let house = try House(store: store, registration: .closed)
        let ada = try house.caller(house.register("ada", code: house.code))
        #expect(house.code { _ = try register(house, "ben") } == .registrationClosed)
        try set(house, .set(.open), by: ada)
        #expect(house.service.entry.registration == .open)
        let ben = try house.caller(register(house, "ben"))
        #expect(house.code { try set(house, .set(.closed), by: ben) } == .notAllowed)
        let again = try House(store: store, registration: .closed)
        #expect(again.service.entry.registration == .open)
        _ = try register(again, "cleo")
        try set(again, .asStarted, by: ada)
        #expect(again.service.entry.registration == .closed)
        #expect(again.code { _ = try register(again, "dora") } == .registrationClosed)
        #expect(try again.audited().map(\.act) == ["server_changed", "server_changed"])
    }

    @Test("An owner names the server; what he set goes before the flag, also after a restart, until he takes it back")
    func name() throws {
        let store = MemoryStore()
        let house = try House(store: store, registration: .open)
        let ada = try house.caller(house.register("ada", code: house.code))
        func name(_ name: EntryChange.Setting<String>, _ house: House, by caller: Caller) throws -> String {
            try house.call { house.service.changeEntry(EntryChange(name: name), by: caller, answer: $0) }.name
        }
        #expect(house.service.entry.name == "Roost")
        #expect(try name(.set("  The Rookery "), house, by: ada) == "The Rookery")
        let ben = try house.caller(register(house, "ben"))
        #expect(house.code { _ = try name(.set("Ben's"), house, by: ben) } == .notAllowed)
        for bad in [" ", "a\u{202E}b", "two\nlines", String(repeating: "x", count: 65)] {
            #expect(house.code { _ = try name(.set(bad), house, by: ada) } == .nameInvalid)
        }
        // It has nothing to do with who may register, which stays as it was started.
        let again = try House(store: store, registration: .closed)
        #expect(again.service.entry == EntryRules(name: "The Rookery", registration: .closed))
        #expect(try name(.asStarted, again, by: ada) == "Roost")
    }

    @Test("The holder of a good link learns who invites him where, but no hidden or deleted room")
    func invitation() throws {
        let house = try House(registration: .link)
        let ada = try house.caller(house.register("ada", code: house.code))
        let rooms = try ["hidden", "gone", "den"].map { handle in
            var form = RoomChange()
            form.isListed = handle != "hidden"
            let room = try house.call {
                house.service.createRoom(handle: handle, title: "The \(handle)", as: form, by: ada, answer: $0)
            }
            return RoomID(rawValue: room.id)
        }
        let made = try link(house, ada, InviteForm(role: .guest, rooms: rooms))
        _ = try house.call { house.service.deleteRoom(rooms[1], by: ada, answer: $0) }
        let good = try #require(try check(house, made.token.text))
        #expect(good.by == "ada" && good.role == .guest && good.rooms == ["The den"])
        #expect(good.expiresAt.rawValue == made.view.expiresAt)
        try set(house, .set(.closed), by: ada)
        #expect(try check(house, made.token.text) == nil)
    }

    @Test("By link alone: without one nobody comes in, with one he has its role and its rooms")
    func byLink() throws {
        let house = try House(registration: .link)
        let ada = try house.caller(house.register("ada", code: house.code))
        #expect(house.code { _ = try register(house, "ben") } == .registrationClosed)
        #expect(house.code { _ = try register(house, "ben", invite: "nonsense") } == .inviteInvalid)
        let made = try link(house, ada, InviteForm(role: .guest, rooms: [.first]))
        #expect(try isGood(house, made.token.text))
        let guest = try house.caller(register(house, "gast", invite: made.token.text))
        #expect(guest.view.role == "guest")
        #expect(try house.call { house.service.rooms(for: guest, answer: $0) }.map(\.id) == [1])
        let other = try link(house, ada, InviteForm(role: .guest))
        let alone = try house.caller(register(house, "allein", invite: other.token.text))
        #expect(try house.call { house.service.rooms(for: alone, answer: $0) }.isEmpty)
        let links = try house.call { house.service.invites(for: ada, answer: $0) }
        #expect(links.map(\.used) == [1, 1])
    }

    @Test("A closed house takes nobody, not even by a link")
    func closed() throws {
        let house = try House(registration: .closed)
        let ada = try house.caller(house.register("ada", code: house.code))
        let made = try link(house, ada)
        #expect(try !isGood(house, made.token.text))
        #expect(house.code { _ = try register(house, "ben", invite: made.token.text) } == .registrationClosed)
    }

    @Test("Of twenty who use a link for five at once, five get in")
    func atOnce() throws {
        let house = try House(registration: .link)
        let ada = try house.caller(house.register("ada", code: house.code))
        let made = try link(house, ada, InviteForm(uses: 5))
        let results = Locked<[Result<LoggedIn, Refusal>]>([])
        for number in 0..<20 {
            let registration = Registration(
                mail: "p\(number)@example.org", username: "p\(number)", name: nil, password: "password",
                ownerCode: nil, invite: made.token.text)
            house.service.register(registration, address: "192.0.2.1") { result in
                results.with { $0.append(result) }
            }
        }
        let all = try results.wait { $0.count == 20 ? $0 : nil }
        #expect(all.compactMap { try? $0.get() }.count == 5)
        #expect(try house.people(for: ada).count == 6)
        #expect(try house.call { house.service.invites(for: ada, answer: $0) }.first?.used == 5)
        #expect(try !isGood(house, made.token.text))
    }

    @Test("A link ends at its date, when it is revoked, and when its maker manages people no more")
    func ends() throws {
        let house = try House(registration: .link)
        let ada = try house.caller(house.register("ada", code: house.code))
        let ben = try house.caller(register(house, "ben", invite: link(house, ada).token.text))
        #expect(house.code { _ = try link(house, ben) } == .notAllowed)
        _ = try house.setRole(.admin, of: ben, by: ada)
        let (his, hers) = (try link(house, ben), try link(house, ada))
        #expect(try isGood(house, his.token.text))
        _ = try house.setRole(.member, of: ben, by: ada)
        #expect(try !isGood(house, his.token.text))
        try house.call { house.service.revokeInvite(hers.view.id, by: ada, answer: $0) }
        #expect(house.code { _ = try register(house, "cleo", invite: hers.token.text) } == .inviteInvalid)
        let late = try link(house, ada)
        house.clock.advance(seconds: 8 * 86_400)
        #expect(house.code { _ = try register(house, "cleo", invite: late.token.text) } == .inviteInvalid)
        let past = InviteForm(expiresAt: house.clock.now)
        #expect(house.code { _ = try link(house, ada, past) } == .badRequest)
    }

    @Test("A failed registration uses up no link")
    func unused() throws {
        let house = try House(registration: .link)
        let ada = try house.caller(house.register("ada", code: house.code))
        let made = try link(house, ada, InviteForm(uses: 1))
        #expect(house.code { _ = try register(house, "ada", invite: made.token.text) } == .usernameTaken)
        house.store.failNextCommit(.nothingKept)
        #expect(house.code { _ = try register(house, "ben", invite: made.token.text) } == .outcomeUnknown)
        _ = try register(house, "ben", invite: made.token.text)
    }

    @Test("There are at most as many open links as the limit says, and no rooms that their maker may not invite to")
    func bounds() throws {
        let house = try House { $0.inviteLinks = 1 }
        let ada = try house.caller(house.register("ada", code: house.code))
        let elsewhere = InviteForm(rooms: [RoomID(rawValue: 77)])
        #expect(house.code { _ = try link(house, ada, elsewhere) } == .roomUnknown)
        #expect(house.code { _ = try link(house, ada, InviteForm(rooms: [.first, .first])) } == .badRequest)
        #expect(house.code { _ = try link(house, ada, InviteForm(uses: 0)) } == .badRequest)
        _ = try link(house, ada)
        #expect(house.code { _ = try link(house, ada) } == .tooMany)
    }

    @Test(
        "Mail addresses of other domains, of subdomains and of look-alikes are refused",
        arguments: ["a@example.com", "a@mail.example.org", "a@example.org.evil.net", "a@exämple.org"])
    func domains(mail: String) throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        _ = try house.call {
            house.service.changeEntry(EntryChange(mailDomains: ["Example.ORG"]), by: ada, answer: $0)
        }
        #expect(house.code { _ = try register(house, "ben", mail: mail) } == .mailNotAllowed)
        let invite = try link(house, ada).token.text
        #expect(house.code { _ = try register(house, "ben", mail: mail, invite: invite) } == .mailNotAllowed)
        _ = try register(house, "ben", mail: "ben@EXAMPLE.org")
        // Whom an admin adds is the admin's choice.
        _ = try house.add("eve@example.com", .madeUp, by: ada)
    }

    @Test(
        "What is no domain in its ASCII form is refused",
        arguments: ["", "org", "@example.org", "exa mple.org", "münchen.example", "-a.org", "a..org", "a.org."])
    func badDomains(domain: String) throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        let refused = house.code {
            _ = try house.call {
                house.service.changeEntry(EntryChange(mailDomains: [domain]), by: ada, answer: $0)
            }
        }
        #expect(refused == .mailInvalid)
    }
}

extension House {
    /// The audit log, oldest first.
    func audited() throws -> [AuditBody] {
        try store.makeReader().events(in: .audit, after: .zero, limit: 1_000).compactMap {
            JSONCoding.decode(AuditBody.self, from: $0.body)
        }
    }

    /// What his personal log told him.
    func news(of caller: Caller) throws -> [NewsBody] {
        try store.makeReader().events(in: .personal(caller.account), after: .zero, limit: 1_000).compactMap {
            JSONCoding.decode(NewsBody.self, from: $0.body)
        }
    }

    func change(_ caller: Caller, _ fill: (inout ProfileChange) -> Void) throws -> OwnAccount {
        var change = ProfileChange()
        fill(&change)
        return try call { service.changeProfile(change, of: caller, answer: $0) }
    }

    func profile(_ person: Caller, for caller: Caller) throws -> ProfileView {
        try call { service.profile(of: person.account, for: caller, answer: $0) }
    }
}
