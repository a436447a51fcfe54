import ChatDomain
import ChatWire
import Secrets
import Testing

@testable import ChatService

@Suite("One's own sessions and password")
struct SessionTests {
    private func list(_ house: House, _ caller: Caller) throws -> [SessionView] {
        try house.call { house.service.sessions(of: caller, answer: $0) }
    }

    @Test("One sees one's own sessions, the newest first, with client and address, and nobody else's")
    func list() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        house.clock.advance(seconds: 1)
        let phone = try house.caller(house.logIn("ada", client: "phone"))
        house.service.connected(ConnectionID(outlet: 0, serial: 1), phone)
        let sessions = try list(house, ada)
        #expect(sessions.map(\.client) == ["phone", ""])
        #expect(sessions.map(\.address) == ["192.0.2.1", "192.0.2.1"])
        #expect(sessions.map(\.isOnline) == [true, false])
        #expect(sessions.map(\.isCurrent) == [false, true])
    }

    @Test("Who manages somebody sees where he is logged in and logs him out everywhere; he may come again")
    func ofOthers() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let phone = try house.caller(house.logIn("ben", client: "phone"))
        let connection = ConnectionID(outlet: 0, serial: 1)
        house.service.connected(connection, phone)
        func sessions(of target: Caller, for caller: Caller) throws -> [SessionView] {
            try house.call { house.service.sessions(of: target.account, for: caller, answer: $0) }
        }
        func end(of target: Caller, by caller: Caller) throws {
            _ = try house.call { house.service.endSessions(of: target.account, by: caller, answer: $0) }
        }
        let seen = try sessions(of: ben, for: ada)
        #expect(Set(seen.map(\.client)) == ["phone", ""])
        #expect(seen.allSatisfy { !$0.isCurrent })
        #expect(house.code { _ = try sessions(of: ada, for: ben) } == .notAllowed)
        #expect(house.code { try end(of: ada, by: ben) } == .notAllowed)
        try end(of: ben, by: ada)
        _ = try house.endOf(connection)
        #expect(try sessions(of: ben, for: ada).isEmpty)
        // Nothing is left to end, and nothing more is kept of it.
        try end(of: ben, by: ada)
        #expect(try house.audited().map(\.act) == ["sessions_ended"])
        _ = try house.caller(house.logIn("ben", client: "phone"))
    }

    @Test("One session is ended, with its live connection; then all others; what is not one's own is not found")
    func end() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.clock.advance(seconds: 1)
        let phone = try house.caller(house.logIn("ada", client: "phone"))
        let tablet = try house.caller(house.logIn("ada", client: "tablet"))
        let connections = [ConnectionID(outlet: 0, serial: 1), ConnectionID(outlet: 0, serial: 2)]
        house.service.connected(connections[0], phone)
        house.service.connected(connections[1], tablet)
        let number = try #require(try list(house, ada).first { $0.client == "phone" }?.id)
        #expect(house.code { try house.call { house.service.endSession(number, of: ben, answer: $0) } } == .notFound)
        try house.call { house.service.endSession(number, of: ada, answer: $0) }
        #expect(try house.endOf(connections[0]) == .sessionEnded)
        #expect(try list(house, ada).map(\.client) == ["tablet", ""])
        try house.call { house.service.endSession(nil, of: ada, answer: $0) }
        #expect(try house.endOf(connections[1]) == .sessionEnded)
        #expect(try list(house, ada).map(\.isCurrent) == [true])
        #expect(try list(house, ben).count == 1)
    }

    @Test("A new password needs the old one, ends all other sessions and keeps one's own")
    func password() throws {
        let house = try House()
        let session = try house.register("ada", code: house.code)
        let (ada, phone) = (try house.caller(session), try house.logIn("ada"))
        let connection = ConnectionID(outlet: 0, serial: 1)
        house.service.connected(connection, try house.caller(phone))
        func change(_ old: String, _ new: String) -> RefusalCode? {
            house.code { try house.call { house.service.changePassword(of: ada, from: old, to: new, answer: $0) } }
        }
        #expect(change("wrong", "new password") == .badCredentials)
        #expect(change("password", "short") == .passwordInvalid)
        _ = try house.caller(phone)
        #expect(change("password", "new password") == nil)
        #expect(try house.endOf(connection) == .sessionEnded)
        #expect(house.code { _ = try house.caller(phone) } == .notLoggedIn)
        _ = try house.caller(session)
        #expect(house.code { _ = try house.logIn("ada") } == .badCredentials)
        _ = try house.logIn("ada", "new password")
    }

    @Test("Guessing the old password is slowed as log-ins are; a new one that is too short is no guess")
    func slowed() throws {
        let house = try House { $0.loginFailures = 2 }
        let ada = try house.caller(house.register("ada", code: house.code))
        func change(_ old: String, _ new: String = "new password") -> RefusalCode? {
            house.code { try house.call { house.service.changePassword(of: ada, from: old, to: new, answer: $0) } }
        }
        for _ in 0..<3 { #expect(change("password", "short") == .passwordInvalid) }
        for _ in 0..<2 { #expect(change("wrong") == .badCredentials) }
        #expect(change("password") == .rateLimited)
    }

    @Test("A change of password and what an admin changes at the same moment both come to be")
    func changeAgainstChange() throws {
        for _ in 0..<10 {
            let house = try House()
            let (ada, ben) = try house.twoPeople()
            let answers = Locked<[Bool]>([])
            house.service.changePassword(of: ben, from: "password", to: "new password") { result in
                answers.with { $0.append((try? result.get()) != nil) }
            }
            // So many that the password comes while they are under way.
            for turn in 0..<200 {
                house.service.setRole(turn.isMultiple(of: 2) ? .guest : .admin, of: ben.account, by: ada) { result in
                    answers.with { $0.append((try? result.get()) != nil) }
                }
            }
            #expect(try answers.wait { $0.count == 201 ? $0.allSatisfy { $0 } : nil })
            #expect(try house.people(for: ada).last?.role == "admin")
            _ = try house.logIn("ben", "new password")
        }
    }

    @Test("Many wrong guesses at once are counted before they are known")
    func guessesAtOnce() throws {
        let house = try House { $0.loginFailures = 3 }
        _ = try house.register("ada", code: house.code)
        let codes = Locked<[RefusalCode?]>([])
        for guess in 0..<20 {
            house.service.logIn("ada", password: "guess \(guess)", client: "", address: "198.51.100.\(guess)") {
                result in
                codes.with { $0.append(Self.code(result)) }
            }
        }
        let all = try codes.wait { $0.count == 20 ? $0 : nil }
        #expect(all.filter { $0 == .badCredentials }.count == 3)
        #expect(all.filter { $0 == .rateLimited }.count == 17)
    }

    private static func code(_ result: Result<LoggedIn, Refusal>) -> RefusalCode? {
        if case .failure(let refusal) = result { refusal.code } else { nil }
    }
}
