import ChatDomain
import ChatWire
import Foundation
import Testing

@testable import ChatService

@Suite("Profiles")
struct ProfileTests {
    @Test("What one says of oneself is seen by others, and one's devices are told")
    func seen() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let own = try house.change(ben) { change in
            change.name = "Ben B."
            change.about = "Likes tea.\nAnd cake."
            change.pronouns = "he/him"
            change.timeZone = "Europe/Berlin"
            change.status = StatusView(text: "at lunch", emoji: "🍜")
        }
        #expect(own.account.name == "Ben B.")
        #expect(own.profile.about == "Likes tea.\nAnd cake.")
        let view = try house.profile(ben, for: ada)
        #expect(view.account.name == "Ben B.")
        #expect(view.account.status == StatusView(text: "at lunch", emoji: "🍜"))
        #expect([view.about, view.pronouns, view.timeZone] == ["Likes tea.\nAnd cake.", "he/him", "Europe/Berlin"])
        #expect(try house.news(of: ben).map(\.topic) == ["profile"])
        // The same again is no news.
        _ = try house.change(ben) { $0.pronouns = "he/him" }
        #expect(try house.news(of: ben).count == 1)
        let bare = try house.change(ben) { change in
            change.about = " "
            change.pronouns = ""
            change.timeZone = ""
            change.status = StatusView(text: "", emoji: "")
        }
        #expect(bare.profile.status == nil)
        #expect(bare.profile.about + bare.profile.pronouns + bare.profile.timeZone == "")
    }

    @Test("What is too long, or cannot be, is refused, and nothing is changed")
    func refused() throws {
        let house = try House()
        let (_, ben) = try house.twoPeople()
        func code(_ fill: (inout ProfileChange) -> Void) -> RefusalCode? {
            house.code { _ = try house.change(ben, fill) }
        }
        #expect(code { $0.name = "" } == .nameInvalid)
        #expect(code { $0.about = String(repeating: "x", count: 1_001) } == .nameInvalid)
        #expect(code { $0.about = "a\u{202E}b" } == .textInvalid)
        #expect(code { $0.pronouns = "a\nb" } == .nameInvalid)
        #expect(code { $0.pronouns = String(repeating: " ", count: 1_000_000) } == .nameInvalid)
        #expect(code { $0.timeZone = "Mars/Olympus" } == .textInvalid)
        #expect(code { $0.timeZone = "../../etc/passwd" } == .textInvalid)
        #expect(code { $0.status = StatusView(text: "x", emoji: "two words") } == .textInvalid)
        #expect(code { $0.status = StatusView(text: String(repeating: "x", count: 101), emoji: "") } == .nameInvalid)
        #expect(
            code { $0.status = StatusView(text: "x", emoji: "", until: house.clock.now.rawValue) } == .badRequest)
        #expect(try house.news(of: ben).isEmpty)
    }

    @Test("A status goes by itself when its time is over, and one's devices are told once")
    func statusEnds() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let until = house.clock.now.rawValue + 60_000
        _ = try house.change(ben) { $0.status = StatusView(text: "away", emoji: "", until: until) }
        #expect(try house.profile(ben, for: ada).account.status?.until == until)
        house.clock.advance(seconds: 60)
        #expect(try house.profile(ben, for: ada).account.status == nil)
        house.service.tick()
        house.service.tick()
        // Stands in line behind what the tick did.
        _ = try house.change(ben) { $0.pronouns = "he" }
        #expect(try house.news(of: ben).count == 3)
    }

    private static func isAbout(_ person: Caller, _ message: OutletMessage) -> Bool {
        if case .toReaders(person.account, _) = message { true } else { false }
    }

    /// Whether the room was told that he is there, and how often.
    private func told(_ house: House, of person: Caller) -> [Bool] {
        house.outlet.messages.with { messages in
            messages.compactMap { message in
                guard case .toReaders(let from, let news) = message, from == person.account else { return nil }
                return String(decoding: news.json, as: UTF8.self).contains(#""online":true"#)
            }
        }
    }

    private func isOnline(_ person: Caller, for caller: Caller, in house: House) throws -> [Bool?] {
        let page = try house.call {
            house.service.members(of: .first, after: nil, limit: 100, for: caller, answer: $0)
        }
        return [
            try house.profile(person, for: caller).account.online,
            try house.people(for: caller).first { $0.id == person.account.rawValue }?.online,
            page.members.first { $0.id == person.account.rawValue }?.online,
        ]
    }

    @Test(
        "Who is invisible, or hides, is offline to all others, and his coming and going is not told",
        arguments: [true, false])
    func invisible(byChoice: Bool) throws {
        let house = try House { $0.offlineDelay = 0 }
        let (ada, ben) = try house.twoPeople()
        _ = try house.change(ben) { if byChoice { $0.presence = .invisible } else { $0.hidesPresence = true } }
        house.subscribe(ada, on: ConnectionID(outlet: 0, serial: 1))
        let connection = ConnectionID(outlet: 0, serial: 2)
        house.service.connected(connection, ben)
        #expect(try isOnline(ben, for: ada, in: house) == [false, false, false])
        house.subscribe(ada, on: ConnectionID(outlet: 0, serial: 3))
        let lists = try house.outlet.messages.wait { messages in
            let starts = messages.compactMap { message -> SubscriptionStart? in
                if case .attached(let start) = message { start } else { nil }
            }
            return starts.count == 2 ? starts : nil
        }
        for start in lists { #expect(start.online?.contains(ben.account) == false) }
        house.service.disconnected(connection, ben, saidGoodbye: true)
        house.service.connected(connection, ben)
        #expect(try isOnline(ben, for: ada, in: house) == [false, false, false])
        #expect(told(house, of: ben).isEmpty)
        // Showing himself is a coming, hiding again a going like any other.
        _ = try house.change(ben) { if byChoice { $0.presence = .away } else { $0.hidesPresence = false } }
        #expect(try isOnline(ben, for: ada, in: house) == [true, true, true])
        _ = try house.change(ben) { if byChoice { $0.presence = .invisible } else { $0.hidesPresence = true } }
        _ = try house.outlet.messages.wait { $0.count { Self.isAbout(ben, $0) } == 2 ? true : nil }
        #expect(told(house, of: ben) == [true, false])
    }

    @Test("Being away is told with one's presence, and being invisible to nobody but oneself")
    func away() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.service.connected(ConnectionID(outlet: 0, serial: 2), ben)
        _ = try house.change(ben) { $0.presence = .away }
        #expect(try house.profile(ben, for: ada).account.presence == "away")
        let own = try house.change(ben) { $0.presence = .invisible }
        #expect(own.profile.presence == "invisible")
        #expect(try house.profile(ben, for: ada).account.presence == nil)
    }

    @Test("Who is invisible is not seen writing either")
    func typing() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.subscribe(ada, on: ConnectionID(outlet: 0, serial: 1))
        for (caller, isTold) in [(ben, false), (ada, true)] {
            if !isTold { _ = try house.change(caller) { $0.presence = .invisible } }
            house.service.typing(ConnectionID(outlet: 0, serial: 2), caller, .first)
        }
        let first = try house.outlet.first { message -> AccountID? in
            if case .toReaders(let from, _) = message { from } else { nil }
        }
        #expect(first == ada.account)
    }

    @Test("A new name is in events that are encoded later, and in lists")
    func newName() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let post = try house.post("before", by: ben, key: .make())
        let before = SequenceNumber(post.sequence.rawValue - 1)
        // It is answered before it is in the tail; with the next one answered, it is.
        _ = try house.post("again", by: ben, key: .make())
        // What readers who fell behind are given, until it is encoded anew.
        let segments = house.service.tail.segments(in: .first, after: before, bytes: 1_000_000)
        #expect(segments?.first?.first == post.sequence)
        _ = try house.change(ben) { $0.name = "Benedict" }
        #expect(house.service.tail.segments(in: .first, after: before, bytes: 1_000_000) == nil)
        let page = try house.call {
            house.service.history(
                of: .first, HistoryRange(anchor: .latest, limit: 10), for: ada, answer: $0)
        }
        #expect(page.authors.last?.displayName == "Benedict")
    }

    @Test("Guests see the profiles of people in their rooms alone; removed people have none")
    func guests() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        _ = try house.add("gast@example.org", .password("password"), .guest, by: ada)
        let guest = try house.caller(house.logIn("gast"))
        #expect(house.code { _ = try house.profile(ben, for: guest) } == .personUnknown)
        #expect(try house.profile(guest, for: ben).account.username == "gast")
        #expect(try house.profile(guest, for: guest).account.username == "gast")
        _ = try house.remove(ben, by: ada)
        #expect(house.code { _ = try house.profile(ben, for: ada) } == .personUnknown)
    }

    private static let gif = Array(
        Data(base64Encoded: "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7") ?? Data())

    @Test("A picture is made small and kept; another one has another tag, and it can be taken away")
    func picture() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        func picture() throws -> StoredPicture {
            try house.call { house.service.picture(of: ben.account, for: ada, answer: $0) }
        }
        #expect(house.code { _ = try picture() } == .notFound)
        let first = try house.call { house.service.setPicture(Self.gif, of: ben, answer: $0) }
        let shown = try picture()
        #expect(shown.mediaType == "image/webp")
        #expect(shown.tag == first.account.picture)
        #expect(shown.bytes.starts(with: Array("RIFF".utf8)))
        let second = try house.call { house.service.setPicture(Self.gif, of: ben, answer: $0) }
        #expect(second.account.picture != first.account.picture)
        #expect(try house.profile(ben, for: ada).account.picture == second.account.picture)
        let bad = house.code { _ = try house.call { house.service.setPicture([1, 2, 3], of: ben, answer: $0) } }
        #expect(bad == .pictureInvalid)
        let none = try house.call { house.service.removePicture(of: ben, answer: $0) }
        #expect(none.account.picture == nil)
        #expect(house.code { _ = try picture() } == .notFound)
    }

    @Test("People are found by part of a name in any case, page by page, without those who are gone")
    func pages() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        for number in 1...5 { _ = try house.register("pupil\(number)") }
        _ = try house.change(ben) { $0.name = "Éloïse Straße" }
        func page(_ text: String?, after: Int64? = nil, _ limit: Int = 10) throws -> PeoplePage {
            let range = PeopleRange(text: text, after: after.map(AccountID.init(rawValue:)), limit: limit)
            return try house.call { house.service.people(range, for: ada, answer: $0) }
        }
        var page = try page(nil, 3)
        var names = page.people.map(\.username)
        while let next = page.next {
            page = try self.people(house, ada, after: next, limit: 3)
            names += page.people.map(\.username)
        }
        #expect(names == ["ada", "ben", "pupil1", "pupil2", "pupil3", "pupil4", "pupil5"])
        #expect(try self.found("PUPIL", house, ada).count == 5)
        #expect(try self.found("éloïse STRASSE", house, ada) == ["ben"])
        #expect(try self.found("nobody", house, ada) == [])
        _ = try house.remove(ben, by: ada)
        #expect(try self.found("ben", house, ada) == [])
    }

    private func people(_ house: House, _ caller: Caller, after: AccountID?, limit: Int) throws -> PeoplePage {
        try house.call { house.service.people(PeopleRange(after: after, limit: limit), for: caller, answer: $0) }
    }

    private func found(_ text: String, _ house: House, _ caller: Caller) throws -> [String] {
        try house.call { house.service.people(PeopleRange(text: text, limit: 10), for: caller, answer: $0) }
            .people.map(\.username)
    }

    @Test("Names of time zones are read from the database's text form")
    func zones() {
        let text =
            "# version\nR d 1916 o - Jun 14 23s 1 S\nZ Europe/Berlin 0:53:28 - LMT 1893\n1 c CE%sT\nL Europe/Berlin Arctic/Longyearbyen\n"
        #expect(TimeZoneNames.names(in: text.utf8) == ["Europe/Berlin", "Arctic/Longyearbyen"])
        for bad in ["", "/etc", "Europe//Berlin", "Europe/Berlin/", "a b", String(repeating: "a", count: 65)] {
            #expect(!TimeZoneNames.isName(bad))
        }
    }
}
