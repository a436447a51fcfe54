import ChatDomain
import ChatWire
import Secrets
import Testing

@testable import ChatService

@Suite("What admins do with people")
struct PeopleTests {
    @Test("The last owner cannot be re-roled, deactivated or removed; with a second one he can")
    func lastOwner() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        #expect(house.code { _ = try house.setRole(.member, of: ada, by: ada) } == .lastOwner)
        #expect(house.code { _ = try house.setActive(false, ada, by: ada) } == .lastOwner)
        #expect(house.code { _ = try house.remove(ada, by: ada) } == .lastOwner)
        _ = try house.setRole(.owner, of: ben, by: ada)
        // A deactivated owner does not count.
        _ = try house.setActive(false, ben, by: ada)
        #expect(house.code { _ = try house.remove(ada, by: ada) } == .lastOwner)
        _ = try house.setActive(true, ben, by: ada)
        _ = try house.remove(ada, by: ada)
        #expect(house.code { _ = try house.remove(ben, by: ben) } == .lastOwner)
    }

    @Test("Of two owners who deactivate each other or themselves at once, one stays", arguments: [true, false])
    func ownersAtOnce(eachOther: Bool) throws {
        for _ in 0..<20 {
            let house = try House()
            let (ada, ben) = try house.twoPeople()
            _ = try house.setRole(.owner, of: ben, by: ada)
            let answers = Locked<[Result<AccountView, Refusal>]>([])
            for (caller, target) in eachOther ? [(ada, ben), (ben, ada)] : [(ada, ada), (ben, ben)] {
                house.service.setActive(false, target.account, by: caller) { result in
                    answers.with { $0.append(result) }
                }
            }
            let both = try answers.wait { $0.count == 2 ? $0 : nil }
            #expect(both.compactMap { try? $0.get() }.count == 1)
        }
    }

    @Test(
        "Who is deactivated or removed is cut off at once, is told why, and cannot come back", arguments: [true, false])
    func cutOff(removed: Bool) throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let connection = ConnectionID(outlet: 0, serial: 7)
        house.service.connected(connection, ben)
        if removed { _ = try house.remove(ben, by: ada) } else { _ = try house.setActive(false, ben, by: ada) }
        #expect(try house.endOf(connection) == (removed ? .removed : .deactivated))
        let logIn = house.code { _ = try house.logIn("ben") }
        #expect(logIn == (removed ? .badCredentials : .accountDeactivated))
        // Who was connecting at that very moment is let out again.
        let late = ConnectionID(outlet: 0, serial: 8)
        house.service.connected(late, ben)
        _ = try house.endOf(late)
    }

    @Test("A deactivated account comes back as it was, with its rooms, but without its sessions")
    func reactivated() throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        let session = try house.register("ben")
        let ben = try house.caller(session)
        _ = try house.setActive(false, ben, by: ada)
        #expect(try house.people(for: ada).first { $0.id == ben.account.rawValue }?.state == "deactivated")
        _ = try house.setActive(true, ben, by: ada)
        #expect(house.code { _ = try house.caller(session) } == .notLoggedIn)
        let again = try house.caller(house.logIn("ben"))
        #expect(try house.call { house.service.rooms(for: again, answer: $0) }.first?.joined == true)
    }

    @Test("A removed person's leaving ends the segment, so that nothing after it reaches him; his name is free again")
    func removedLeaves() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.subscribe(ben, on: ConnectionID(outlet: 0, serial: 1))
        _ = try house.remove(ben, by: ada)
        _ = try house.post("he is gone", by: ada)
        _ = try house.outlet.delivered { $0.kind == .message }
        let narrowing = try house.outlet.first { message -> Segment? in
            if case .segment(let segment) = message, segment.narrows == ben.account { segment } else { nil }
        }
        #expect(narrowing.frames(as: KeptEvents.self)?.events.last?.kind == .left)
        #expect(house.code { _ = try house.post("still here", by: ben) } == .notLoggedIn)
        #expect(try house.people(for: ada).map(\.username) == ["ada"])
        #expect(house.code { _ = try house.setActive(true, ben, by: ada) } == .personUnknown)
        #expect(try house.register("ben").account.id != ben.account.rawValue)
    }

    @Test("A guest sees only the rooms that he is in, joins none by himself, and makes none")
    func guests() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        let added = try house.add("gast@example.org", .password("password"), .guest, by: ada).account
        let guest = try house.caller(house.logIn("gast"))
        #expect(guest.account.rawValue == added.id)
        #expect(try house.call { house.service.rooms(for: guest, answer: $0) }.isEmpty)
        #expect(
            house.code { _ = try house.call { house.service.room(.first, for: guest, answer: $0) } } == .roomUnknown)
        #expect(
            house.code { _ = try house.call { house.service.join(.first, caller: guest, answer: $0) } } == .roomUnknown)
        #expect(house.code { _ = try house.people(for: guest) } == .notAllowed)
        let made = house.code {
            _ = try house.call { house.service.createRoom(handle: "den", title: nil, by: guest, answer: $0) }
        }
        #expect(made == .notAllowed)
    }

    @Test("A made up password opens the account, is told once, and is never the same")
    func madeUp() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        let passwords = try ["eve@example.org", "ida@example.org"].map { mail in
            let added = try house.add(mail, .madeUp, by: ada)
            let password = try #require(added.password)
            #expect(try house.logIn(mail, password).account.id == added.account.id)
            return password
        }
        #expect(Set(passwords).count == 2)
        #expect(try house.add("own@example.org", .password("my own password"), by: ada).password == nil)
    }

    @Test("An account without a password opens by an owner's token alone")
    func tokenOnly() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let bot = AccountID(rawValue: try house.add("bot@example.org", .none, by: ada).account.id)
        for password in ["", "password"] {
            #expect(house.code { _ = try house.logIn("bot", password) } == .badCredentials)
        }
        #expect(
            house.code { _ = try house.call { house.service.makeToken(for: bot, by: ben, answer: $0) } } == .notAllowed)
        let token = try house.call { house.service.makeToken(for: bot, by: ada, answer: $0) }.token
        let caller = try house.call { house.service.caller(token, address: "a", answer: $0) }
        #expect(caller.account == bot)
        _ = try house.call { house.service.setActive(false, bot, by: ada, answer: $0) }
        #expect(
            house.code { _ = try house.call { house.service.caller(token, address: "a", answer: $0) } } == .notLoggedIn)
        #expect(
            house.code { _ = try house.call { house.service.makeToken(for: bot, by: ada, answer: $0) } }
                == .personUnknown)
    }

    @Test("Hashes go out to owners alone, and open the same log-in where they come in")
    func hashes() throws {
        let (from, to) = (try House(), try House())
        let (ada, ben) = try from.twoPeople()
        #expect(from.code { _ = try from.call { from.service.hashes(for: ben, answer: $0) } } == .notAllowed)
        let hash = try #require(try from.call { from.service.hashes(for: ada, answer: $0) }[ben.account])
        let owner = try to.caller(to.register("ada", code: to.code))
        _ = try to.add("ben@example.org", .hash(hash), by: owner)
        #expect(try to.logIn("ben").account.username == "ben")
        #expect(
            to.code { _ = try to.add("eve@example.org", .hash("$argon2id$nonsense"), by: owner) } == .passwordInvalid)
        let admin = try to.caller(to.logIn("ben"))
        _ = try to.setRole(.admin, of: admin, by: owner)
        #expect(to.code { _ = try to.add("eve@example.org", .hash(hash), by: admin) } == .notAllowed)
    }

    @Test("Another password ends the sessions and live connections; the same one, or its hash, changes nothing")
    func newPassword() throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        let session = try house.register("ben")
        let ben = try house.caller(session)
        let connection = ConnectionID(outlet: 0, serial: 3)
        house.service.connected(connection, ben)
        let before = try house.call { house.service.hashes(for: ada, answer: $0) }[ben.account]
        for same in [NewSecret.password("password"), .hash(before ?? "")] {
            _ = try house.call { house.service.setSecret(same, of: ben.account, by: ada, answer: $0) }
        }
        _ = try house.caller(session)
        #expect(try house.call { house.service.hashes(for: ada, answer: $0) }[ben.account] == before)
        _ = try house.call { house.service.setSecret(.password("another one"), of: ben.account, by: ada, answer: $0) }
        #expect(try house.endOf(connection) == .sessionEnded)
        #expect(house.code { _ = try house.caller(session) } == .notLoggedIn)
        #expect(house.code { _ = try house.logIn("ben") } == .badCredentials)
        #expect(try house.logIn("ben", "another one").account.username == "ben")
    }

    @Test(
        "A username is made from what stands before the @, and numbered when it is taken",
        arguments: [
            ("Eve.Adams+news@example.org", "eve-adams"), ("ben@elsewhere.org", "ben2"), ("BEN@third.org", "ben2"),
            ("-x-@example.org", "x-"), ("müller@example.org", "müller"), ("o'neil@example.org", "o-neil"),
            ("\(String(repeating: "a", count: 60))@example.org", String(repeating: "a", count: 28)),
        ])
    func usernames(mail: String, username: String) throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        #expect(try house.add(mail, .none, by: ada).account.username == username)
    }

    @Test("Where no username can be made, one is asked for; without a mail address a username is enough")
    func noUsername() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        #expect(house.code { _ = try house.add("+@example.org", .none, by: ada) } == .nameInvalid)
        #expect(house.code { _ = try house.add(nil, .none, by: ada) } == .badRequest)
        let added = try house.add(nil, .password("password"), username: "eve", by: ada).account
        #expect(added.mail == nil)
        #expect(try house.logIn("eve").account.mail == nil)
        #expect(house.code { _ = try house.logIn("\(added.id)") } == .badCredentials)
        _ = try house.add(nil, .none, username: "ida", by: ada)
        #expect(try house.people(for: ada).map(\.username) == ["ada", "ben", "eve", "ida"])
    }
}

extension House {
    func code(of body: () throws -> Void) -> RefusalCode? {
        do {
            try body()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }

    func logIn(_ name: String, _ password: String = "password", client: String = "tests") throws -> LoggedIn {
        try call { service.logIn(name, password: password, client: client, address: "192.0.2.1", answer: $0) }
    }

    func people(for caller: Caller) throws -> [AccountView] {
        try call { service.people(PeopleRange(limit: 1_000), for: caller, answer: $0) }.people
    }

    func add(
        _ mail: String?, _ secret: NewSecret, _ role: ServerRole = .member, username: String? = nil, by caller: Caller
    ) throws -> AddedPerson {
        let person = NewPerson(mail: mail, username: username, name: nil, secret: secret, role: role)
        return try call { service.addPerson(person, by: caller, answer: $0) }
    }

    func setRole(_ role: ServerRole, of target: Caller, by caller: Caller) throws -> AccountView {
        try call { service.setRole(role, of: target.account, by: caller, answer: $0) }
    }

    func setActive(_ isActive: Bool, _ target: Caller, by caller: Caller) throws -> AccountView {
        try call { service.setActive(isActive, target.account, by: caller, answer: $0) }
    }

    func remove(_ target: Caller, by caller: Caller) throws -> AccountView {
        try call { service.remove(target.account, by: caller, answer: $0) }
    }

    /// Waits until the connection is told to end.
    func endOf(_ connection: ConnectionID) throws -> EndReason {
        try outlet.first { message in
            if case .endConnection(connection, let reason) = message { reason } else { nil }
        }
    }
}
