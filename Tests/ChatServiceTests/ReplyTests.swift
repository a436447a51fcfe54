import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("Answers, threads, mentions, forwarding")
struct ReplyTests {
    @Test("An answer names its message; the page has what is shown of it; its author is told")
    func reply() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let first = try house.say("**Tea** or coffee?", by: ada)
        let answer = try house.say("tea", by: ben, replyTo: first)
        let page = try house.lines(limit: 1, for: ada)
        #expect(page.lines.map(\.event.sequence) == [answer])
        #expect(page.lines.first?.event.body == Array("{\"text\":\"tea\",\"reply_to\":\(first.rawValue)}".utf8))
        #expect(
            page.quotes == [
                QuoteView(
                    message: first.rawValue, author: ada.account.rawValue, authorName: "ada",
                    excerpt: "Tea or coffee?")
            ])
        #expect(try house.notices(ada).map(\.0) == [answer])
        #expect(try house.notices(ada).first?.1 == .reply)
        // The quote follows an edit; who answers himself is not told.
        try house.edit(first, "Milk?", by: ada)
        try house.say("or tea", by: ada, replyTo: first)
        #expect(try house.lines(for: ben).quotes.map(\.excerpt) == ["Milk?"])
        #expect(try house.notices(ada).count == 1)
    }

    @Test("Only a message that one may read can be answered")
    func replyRefused() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        for number in [1, 99, 0, -3] as [Int64] {
            let place = SequenceNumber(number)
            #expect(house.refusal { try house.say("x", by: ada, replyTo: place) } == .messageUnknown)
            #expect(house.refusal { try house.say("x", by: ada, thread: place) } == .messageUnknown)
        }
        let old = try house.say("before his time", by: ada)
        try house.set { $0.history = .sinceJoining }
        let cleo = try house.third()
        #expect(house.refusal { try house.say("x", by: cleo, replyTo: old) } == .messageUnknown)
        #expect(house.refusal { try house.react("👍", to: old, by: cleo) } == .messageUnknown)
        #expect(house.refusal { try house.save(old, by: cleo) } == .messageUnknown)
        #expect(house.refusal { _ = try house.line(old, for: cleo) } == .messageUnknown)
        // What an answer quotes from before it is not shown to him.
        try house.say("an answer", by: ada, replyTo: old)
        #expect(try house.lines(for: cleo).quotes.isEmpty)
        try house.pin(old, by: ada)
        #expect(try house.pins(for: cleo).isEmpty)
    }

    @Test("A thread has one root, also for who answers within it, and keeps it when the root is deleted")
    func thread() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let root = try house.say("root", by: ada)
        let first = try house.say("one", by: ben, thread: root)
        let second = try house.say("two", by: ada, thread: first)
        let third = try house.say("three", by: ben, replyTo: second)
        try house.delete(root, by: ada)
        let fourth = try house.say("four", by: ben, thread: root)
        let replies = [first, second, third, fourth]
        for number in replies {
            #expect(try house.line(number, for: ada).event.subject == root.rawValue)
        }
        #expect(try house.lines(thread: root, for: ada).lines.map(\.event.sequence) == replies)
        #expect(
            try house.now(root, for: ada).thread == MessageNow.Thread(messages: 4, last: fourth.rawValue))
        let later = try house.lines(.after(second), thread: root, for: ada)
        #expect(later.lines.map(\.event.sequence) == [third, fourth])
    }

    @Test("What one account sends keeps its order, whether or not something has to be looked up for it")
    func order() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        let first = try house.say("first", by: ada)
        let connection = ConnectionID(outlet: 0, serial: 1)
        house.service.send(
            (0..<40).map { place in
                SendRequest(
                    connection: connection, id: place, account: ada.account, room: .first, key: .make(),
                    body: House.body("\(place)"), replyTo: place.isMultiple(of: 3) ? first : nil)
            })
        try house.outlet.messages.wait { messages in
            messages.count { if case .ack = $0 { true } else { false } } == 40 ? () : nil
        }
        let texts = try house.events(for: ada).filter { $0.sequence > first }
            .compactMap { MessageContent(body: $0.body)?.text }
        #expect(texts == (0..<40).map { "\($0)" })
    }

    @Test("A send with a fault is refused to its connection, and frees its place")
    func liveRefusal() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        house.service.send([
            SendRequest(
                connection: ConnectionID(outlet: 0, serial: 1), id: 7, account: ada.account, room: .first,
                key: .make(), body: House.body("x"), replyTo: SequenceNumber(99))
        ])
        let refused = try house.outlet.first { message -> (Int64?, Refusal, Bool)? in
            if case .refused(_, let id, let refusal, let send) = message { (id, refusal, send) } else { nil }
        }
        #expect(refused.0 == 7)
        #expect(refused.1.code == .messageUnknown)
        #expect(refused.2)
    }

    @Test("Names of members call them, outside of code and addresses, each once; others are plain text")
    func mentions() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let made = try house.call { house.service.createRoom(handle: "garden", title: nil, by: ada, answer: $0) }
        let garden = RoomID(rawValue: made.id)
        let number = try house.say("@Ben, `@ben` ben@example.org @ben @nobody", by: ada)
        #expect(try house.content(number, for: ben)?.mentions == [ben.account.rawValue])
        #expect(try house.notices(ben).map(\.0) == [number])
        // Not a member there; nobody calls himself to himself.
        let elsewhere = try house.say("@ben @ada", by: ada, to: garden)
        #expect(try house.content(elsewhere, in: garden, for: ada)?.mentions == [ada.account.rawValue])
        #expect(try house.notices(ben).count == 1)
        #expect(try house.notices(ada).isEmpty)
        // An edit changes who is called, and tells nobody.
        try house.edit(number, "never mind", by: ada)
        #expect(try house.content(number, for: ben)?.mentions == [])
        let later = try house.say("x", by: ada)
        try house.edit(later, "@ben", by: ada)
        #expect(try house.content(later, for: ben)?.mentions == [ben.account.rawValue])
        #expect(try house.notices(ben).count == 1)
    }

    @Test("Who is blocked calls nobody who blocks him, be it by name or by an answer")
    func blocked() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        try house.change(Block(at: 1).put(owner: ben.account.rawValue, item: ada.account.rawValue))
        let his = try house.say("hello", by: ben)
        try house.say("@ben", by: ada)
        try house.say("you", by: ada, replyTo: his)
        #expect(try house.notices(ben).isEmpty)
    }

    @Test("@all calls everybody and @here those who are there, from who may; else they are words")
    func everybody() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let cleo = try house.third()
        house.service.connected(ConnectionID(outlet: 0, serial: 1), cleo)
        let all = try house.say("@all", by: ben)
        let here = try house.say("@here", by: ben)
        #expect(try house.line(all, for: ada).event.body == Array("{\"text\":\"@all\",\"mentions_all\":true}".utf8))
        #expect(try house.content(here, for: ada)?.mentionsHere == true)
        let everyone = try house.store.makeReader().notices(for: .everyone, before: nil, limit: 10)
        #expect(everyone.map(\.sequence) == [all])
        #expect(try house.notices(cleo).map(\.0) == [here])
        #expect(try house.notices(ada).isEmpty)

        try house.set { $0.mayMentionAll = .moderator }
        for text in ["@all", "@here"] {
            let plain = try house.say(text, by: ben)
            #expect(try house.line(plain, for: ada).event.body == House.body(text))
        }
        #expect(try house.store.makeReader().notices(for: .everyone, before: nil, limit: 10).count == 1)
    }

    @Test("A forwarded text says where it comes from, and names the room only if everybody may know of it")
    func forward() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let made = try house.call { house.service.createRoom(handle: "garden", title: "Garden", by: ada, answer: $0) }
        let garden = RoomID(rawValue: made.id)
        let source = try house.say("@ben first", by: ada, to: garden)
        try house.edit(source, "@ben second", by: ada, in: garden)
        let from = NewMessage.Source(room: garden, message: source)
        let copy = try house.say("", by: ada, source: from)
        let content = try #require(try house.content(copy, for: ben))
        #expect(content.text == "@ben second")
        #expect(content.mentions.isEmpty)
        #expect(content.forwarded?.room == garden.rawValue)
        #expect(content.forwarded?.roomTitle == "Garden")
        #expect(content.forwarded?.byName == "ada")
        // Whose eyes it is not for cannot take it away.
        #expect(house.refusal { try house.say("", by: ben, source: from) } == .notAMember)
        // Again from there: the first source stays.
        let again = try house.say("", by: ben, source: NewMessage.Source(room: .first, message: copy))
        #expect(try house.content(again, for: ben)?.forwarded == content.forwarded)

        try house.set(garden) { $0.isListed = false }
        let quiet = try house.say("", by: ada, source: from)
        #expect(try house.content(quiet, for: ben)?.forwarded?.roomTitle == nil)
        try house.delete(source, by: ada, in: garden)
        #expect(house.refusal { try house.say("", by: ada, source: from) } == .messageGone)
        #expect(
            house.refusal {
                try house.say("", by: ada, source: NewMessage.Source(room: garden, message: SequenceNumber(1)))
            } == .messageUnknown)
    }

    @Test("A text that is deleted while somebody forwards it does not outlive its deletion")
    func forwardAndDelete() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        for _ in 0..<20 {
            let source = try house.say("the secret", by: ada)
            let (asked, done) = (
                NewMessage(key: .make(), body: [], source: NewMessage.Source(room: .first, message: source)),
                Locked<[RefusalCode?]>([])
            )
            // The deletion is asked for first: what is forwarded after it would have the text again.
            house.service.delete(source, in: .first, reason: nil, by: ada) { _ in
                done.with { $0.append(nil) }
            }
            house.service.post(to: .first, asked, by: ben) { result in
                done.with { found in
                    if case .failure(let refusal) = result { found.append(refusal.code) } else { found.append(nil) }
                }
            }
            let results = try done.wait { $0.count == 2 ? $0 : nil }
            #expect(results.contains(.messageGone))
        }
        #expect(try house.events(for: ben).allSatisfy { $0.kind != .message || $0.body.isEmpty })
    }

    @Test("Nobody writes to a log that is no room")
    func noRoom() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        for room in [RoomID(.audit), RoomID(.personal(ada.account))] {
            #expect(house.refusal { try house.say("x", by: ada, to: room) } == .roomUnknown)
        }
    }

    @Test("History is read by its lines, and by a day")
    func lines() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let first = try house.say("one", by: ada)
        try house.react("👍", to: first, by: ben)
        try house.react("🎉", to: first, by: ben)
        house.clock.advance(seconds: 86_400)
        let day = house.clock.now
        let second = try house.say("two", by: ada)
        try house.edit(second, "2", by: ada)
        house.clock.advance(seconds: 86_400)
        let third = try house.say("three", by: ada)
        #expect(try house.lines(limit: 3, for: ben).lines.map(\.event.sequence) == [first, second, third])
        #expect(try house.lines(.moment(day), limit: 2, for: ben).lines.map(\.event.sequence) == [first, second])
        house.clock.advance(seconds: 1)
        #expect(
            try house.lines(.moment(house.clock.now), limit: 2, for: ben).lines.map(\.event.sequence) == [third])
        let page = try house.lines(for: ben)
        #expect(page.lines.filter { $0.event.kind != .message }.allSatisfy { $0.now == nil })
        #expect(page.lines.map(\.event.kind).contains(.joined))
    }
}
