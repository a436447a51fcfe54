import ChatDomain
import ChatWire
import Foundation
import Secrets
import Testing

@testable import ChatService

@Suite("Access tokens, and how long sessions last")
struct TokenTests {
    private func make(_ house: House, _ caller: Caller, _ form: TokenForm) throws -> MadeToken {
        try house.call { house.service.makeToken(form, by: caller, answer: $0) }
    }

    private func caller(_ house: House, _ token: Token, from address: String = "192.0.2.9") throws -> Caller {
        try house.call { house.service.caller(token, address: address, answer: $0) }
    }

    private func sessions(_ house: House, _ caller: Caller) throws -> [SessionView] {
        try house.call { house.service.sessions(of: caller, answer: $0) }
    }

    @Test("A token has the scopes that it was made with, and is listed without what opens")
    func scopes() throws {
        let house = try House()
        let (_, ben) = try house.twoPeople()
        #expect(ben.scopes == .all)
        let made = try make(house, ben, TokenForm(name: "backup", scopes: [.read]))
        let script = try caller(house, made.token)
        #expect(script.account == ben.account)
        #expect(script.scopes == .read)
        #expect(throws: Refusal.self) { try script.check(.write) }
        let listed = try house.call { house.service.tokens(of: ben, answer: $0) }
        #expect(listed.map(\.name) == ["backup"])
        #expect(listed.first?.scopes == ["read"])
        // It is no way to more.
        #expect(house.code { _ = try make(house, script, TokenForm(name: "more", scopes: .all)) } == .scopeNeeded)
        #expect(house.code { _ = try make(house, ben, TokenForm(name: "none", scopes: [])) } == .badRequest)
        #expect(house.code { _ = try make(house, ben, TokenForm(name: "")) } == .nameInvalid)
    }

    @Test("A token ends when it is revoked, with its live connections; a log-in cannot be revoked as one")
    func revoked() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let made = try make(house, ben, TokenForm(name: "bot"))
        let connection = ConnectionID(outlet: 0, serial: 4)
        house.service.connected(connection, try caller(house, made.token))
        func revoke(_ number: Int64, _ caller: Caller) -> RefusalCode? {
            house.code { try house.call { house.service.revokeToken(number, of: caller, answer: $0) } }
        }
        #expect(revoke(made.view.id, ada) == .notFound)
        let own = try #require(try sessions(house, ben).first { $0.isCurrent })
        #expect(revoke(own.id, ben) == .notFound)
        #expect(revoke(made.view.id, ben) == nil)
        #expect(try house.endOf(connection) == .sessionEnded)
        #expect(house.code { _ = try caller(house, made.token) } == .notLoggedIn)
        #expect(try house.stored(.sessionDetail, of: ben).count == 1)
    }

    @Test("A token ends at its date, and then its live connections do")
    func expires() throws {
        let house = try House()
        let (_, ben) = try house.twoPeople()
        let end = Timestamp(milliseconds: house.clock.now.rawValue + 600_000)
        let made = try make(house, ben, TokenForm(name: "short", expiresAt: end))
        #expect(made.view.expiresAt == end.rawValue)
        let connection = ConnectionID(outlet: 0, serial: 4)
        house.service.connected(connection, try caller(house, made.token))
        house.clock.advance(seconds: 600)
        #expect(house.code { _ = try caller(house, made.token) } == .notLoggedIn)
        house.service.tick()
        #expect(try house.endOf(connection) == .sessionEnded)
        #expect(house.code { _ = try make(house, ben, TokenForm(name: "past", expiresAt: end)) } == .badRequest)
    }

    @Test("An account has as many tokens as it may, and a token that an owner makes for somebody is told and audited")
    func bounds() throws {
        let house = try House { $0.tokensPerAccount = 2 }
        let (ada, ben) = try house.twoPeople()
        _ = try make(house, ben, TokenForm(name: "one"))
        _ = try house.call { house.service.makeToken(for: ben.account, by: ada, answer: $0) }
        #expect(house.code { _ = try make(house, ben, TokenForm(name: "three")) } == .tooMany)
        #expect(try house.audited().map(\.act) == ["token_made"])
        #expect(try house.audited().first?.subjectName == "ben")
        #expect(try house.news(of: ben).map(\.topic) == ["sessions"])
    }

    @Test("The last use of a session is written every few minutes at most, on the tick")
    func lastUse() throws {
        let house = try House()
        let session = try house.register("ada", code: house.code)
        let ada = try house.caller(session)
        let start = house.clock.now.rawValue
        func used() throws -> SessionView? {
            house.service.tick()
            return try sessions(house, ada).first
        }
        #expect(try used()?.usedAt == start)
        house.clock.advance(seconds: 299)
        _ = try caller(house, session.token, from: "198.51.100.7")
        #expect(try used()?.usedAt == start)
        house.clock.advance(seconds: 1)
        _ = try caller(house, session.token, from: "198.51.100.7")
        // Until it is committed.
        var view = try used()
        for _ in 0..<1_000 where view?.usedAt == start { view = try used() }
        #expect(view?.usedAt == start + 300_000)
        #expect(view?.address == "198.51.100.7")
    }

    @Test("A browser's log-in ends after so many days without use; a program's does not")
    func browsers() throws {
        let house = try House { $0.sessionDays = 30 }
        _ = try house.register("ada", code: house.code)
        func logIn(_ lasts: SessionKind) throws -> LoggedIn {
            try house.call {
                house.service.logIn(
                    "ada", password: "password", client: "", lasts: lasts, address: "a", answer: $0)
            }
        }
        let (browser, program) = (try logIn(.browser), try logIn(.client))
        house.clock.advance(seconds: 29 * 86_400)
        _ = try caller(house, browser.token)
        house.service.tick()
        // Behind the tick's commit.
        _ = try make(house, try caller(house, program.token), TokenForm(name: "x"))
        house.clock.advance(seconds: 29 * 86_400)
        _ = try caller(house, browser.token)
        house.service.tick()
        _ = try make(house, try caller(house, program.token), TokenForm(name: "y"))
        house.clock.advance(seconds: 30 * 86_400)
        #expect(house.code { _ = try caller(house, browser.token) } == .notLoggedIn)
        _ = try caller(house, program.token)
        house.service.tick()
        _ = try make(house, try caller(house, program.token), TokenForm(name: "z"))
        #expect(try sessions(house, caller(house, program.token)).allSatisfy { $0.kind != "browser" })
    }
}
