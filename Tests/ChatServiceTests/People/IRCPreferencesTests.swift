import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("What one sets for IRC")
struct IRCPreferencesTests {
    private func set(_ house: House, _ change: IRCPreferencesChange, of caller: Caller) throws -> IRCPreferences {
        try house.call { house.service.setIRCPreferences(change, of: caller, answer: $0) }
    }

    @Test("What is set stays, each by itself; what is out of range is refused")
    func preferences() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let before = try house.call { house.service.ircPreferences(of: ada, answer: $0) }
        #expect(!before.showsReactions && before.historyLines == 20 && !before.isBot)
        _ = try set(house, IRCPreferencesChange(historyLines: 0), of: ada)
        let after = try set(house, IRCPreferencesChange(showsReactions: true), of: ada)
        #expect(after.showsReactions && after.historyLines == 0 && !after.isBot)
        for lines in [-1, 201] {
            #expect(
                house.code { _ = try set(house, IRCPreferencesChange(historyLines: lines), of: ada) } == .badRequest)
        }
        #expect(try house.call { house.service.ircPreferences(of: ada, answer: $0) } == after)
        #expect(try house.call { house.service.ircPreferences(of: ben, answer: $0) } == before)
    }

    @Test("That one is a bot others see, in lists and in the profile, until it is taken back")
    func bot() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        func isBot() throws -> [Bool?] {
            [
                try house.profile(ben, for: ada).account.bot,
                try house.people(for: ada).first { $0.username == "ben" }?.bot,
                try house.call { house.service.ownAccount(of: ben, answer: $0) }.account.bot,
            ]
        }
        #expect(try isBot() == [nil, nil, nil])
        _ = try set(house, IRCPreferencesChange(isBot: true), of: ben)
        #expect(try isBot() == [true, true, true])
        #expect(house.service.names.names(of: [ada.account, ben.account]).map(\.isBot) == [false, true])
        #expect(try house.profile(ada, for: ben).account.bot == nil)
        _ = try set(house, IRCPreferencesChange(isBot: false), of: ben)
        #expect(try isBot() == [nil, nil, nil])
    }

    @Test(
        "A homepage is an address of the web",
        arguments: [
            ("https://example.org/~ada?x=1#y", nil), (" http://example.org ", nil), ("HTTPS://example.org", nil),
            ("https://münchen.example/ä", nil), ("", nil), ("ftp://example.org", .textInvalid),
            ("javascript:alert(1)", .textInvalid), ("https://", .textInvalid), ("https:///path", .textInvalid),
            ("https://ada:secret@example.org", .textInvalid), ("https://example.org/a b", .textInvalid),
            ("https://example.org/\"><script>", .textInvalid), ("https://example.org/\u{202E}", .textInvalid),
            ("https://:80/", .textInvalid), ("https://example.org/" + String(repeating: "a", count: 181), .tooLarge),
        ] as [(String, RefusalCode?)])
    func homepage(text: String, code: RefusalCode?) throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        #expect(house.code { _ = try house.change(ada) { $0.homepage = text } } == code)
        let kept = code == nil ? text.filter { $0 != " " } : ""
        #expect(try house.profile(ada, for: ben).homepage == kept)
        #expect(try house.call { house.service.ownAccount(of: ada, answer: $0) }.profile.homepage == kept)
    }
}
