import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("Editing and deleting")
struct MessageChangeTests {
    @Test("An edit takes the place of the text; every version can be read; the event comes to everybody")
    func edit() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("helo", by: ada)
        for text in ["hello", "hello!"] { try house.edit(number, text, by: ada) }
        let now = try house.now(number, for: ben)
        #expect(now.body == House.body("hello!"))
        #expect(now.edits == 2)
        #expect(now.editedAt == house.clock.now.rawValue)
        let versions = try house.call { house.service.versions(of: number, in: .first, for: ben, answer: $0) }
        #expect(versions.events.map { MessageContent(body: $0.body)?.text } == ["helo", "hello", "hello!"])
        #expect(versions.authors.map(\.displayName) == ["ada", "ada", "ada"])
        let last = try #require(try house.events(for: ben).last)
        #expect(last.kind == .edited)
        #expect(last.subject == number.rawValue)
        #expect(last.author == ada.account)
    }

    @Test("The same text again is no edit")
    func sameText() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        let number = try house.say("hello", by: ada)
        try house.edit(number, "hello", by: ada)
        #expect(try house.now(number, for: ada).edits == 0)
        #expect(try house.events(for: ada).last?.kind == .message)
    }

    @Test("Only the author edits; not what is deleted or forwarded, not muted, not in an archived room, not elsewhere")
    func whoEdits() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("hello", by: ben)
        #expect(house.refusal { try house.edit(number, "bye", by: ada) } == .notAllowed)
        let forwarded = try house.say("", by: ben, source: NewMessage.Source(room: .first, message: number))
        #expect(house.refusal { try house.edit(forwarded, "bye", by: ben) } == .notAllowed)
        #expect(house.refusal { try house.edit(SequenceNumber(1), "bye", by: ada) } == .messageUnknown)
        #expect(house.refusal { try house.edit(SequenceNumber(99), "bye", by: ada) } == .messageUnknown)
        #expect(
            house.refusal { try house.edit(number, "bye", by: ben, in: RoomID(rawValue: 9)) } == .roomUnknown)
        try house.set(ben) { $0.mutedUntil = house.clock.now.rawValue + 1_000 }
        #expect(house.refusal { try house.edit(number, "bye", by: ben) } == .muted)
        house.clock.advance(seconds: 1)
        try house.edit(number, "bye", by: ben)
        try house.set { $0.isArchived = true }
        #expect(house.refusal { try house.edit(number, "again", by: ben) } == .roomArchived)
        try house.set { _ in }
        try house.delete(number, by: ben)
        #expect(house.refusal { try house.edit(number, "again", by: ben) } == .messageGone)
        try house.call { house.service.leave(.first, caller: ben, answer: $0) }
        #expect(house.refusal { try house.edit(forwarded, "x", by: ben) } == .notAMember)
    }

    @Test("After the time for it, a message is edited no more; without a limit, always")
    func editTime() throws {
        let house = try House { $0.messageEditSeconds = 60 }
        let (ada, _) = try house.twoPeople()
        let number = try house.say("a", by: ada)
        house.clock.advance(seconds: 60)
        try house.edit(number, "b", by: ada)
        house.clock.advance(seconds: 1)
        #expect(house.refusal { try house.edit(number, "c", by: ada) } == .notAllowed)

        let free = try House()
        let (eve, _) = try free.twoPeople()
        let old = try free.say("a", by: eve)
        free.clock.advance(seconds: 1_000_000_000)
        try free.edit(old, "b", by: eve)
    }

    @Test("Deleting takes the text and its versions, keeps the place, and is no error when done again")
    func delete() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("the secret", by: ada)
        try house.edit(number, "the other secret", by: ada)
        try house.pin(number, by: ben)
        try house.save(number, by: ben)
        let answer = try house.say("what?", by: ben, replyTo: number)
        for _ in 0..<2 { try house.delete(number, by: ada) }
        let events = try house.events(for: ben)
        #expect(events.map(\.sequence.rawValue) == Array(1...Int64(events.count)))
        #expect(events.count { $0.kind == .deleted } == 1)
        for event in events where event.sequence == number || event.kind == .edited { #expect(event.body.isEmpty) }
        let now = try house.now(number, for: ben)
        #expect(now.deletion == MessageNow.Deletion(by: ada.account.rawValue, at: house.clock.now.rawValue))
        #expect(now.body == nil && now.edits == 0 && !now.isPinned)
        #expect(try house.pins(for: ben).isEmpty)
        let saved = try house.call { house.service.saved(of: ben, before: nil, limit: 10, answer: $0) }
        #expect(saved.items.first?.line?.event.body.isEmpty == true)
        #expect(try house.lines(for: ben).quotes.first { $0.message == number.rawValue }?.excerpt == nil)
        #expect(try house.content(answer, for: ben)?.replyTo == number.rawValue)
        #expect(
            house.refusal {
                _ = try house.call { house.service.versions(of: number, in: .first, for: ben, answer: $0) }
            } == .messageGone)
        // Nothing more can be done with it.
        #expect(house.refusal { try house.react("👍", to: number, by: ben) } == .messageGone)
        #expect(house.refusal { try house.pin(number, by: ben) } == .messageGone)
        #expect(house.refusal { try house.save(SequenceNumber(999), by: ben) } == .messageUnknown)
    }

    @Test("A moderator deletes what others wrote, which the audit log keeps with the reason; a member does not")
    func moderate() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let cleo = try house.third()
        let (hers, his) = (try house.say("x", by: ada), try house.say("y", by: ben))
        #expect(house.refusal { try house.delete(hers, by: ben) } == .notAllowed)
        try house.set(cleo) { $0.role = .moderator }
        try house.delete(his, by: cleo, reason: "unkind")
        let audit = try house.call {
            house.service.history(
                of: RoomID(.audit), HistoryRange(anchor: .latest, limit: 10), for: ada, answer: $0)
        }.events
        let entry = try #require(audit.last.flatMap { JSONCoding.decode(AuditBody.self, from: $0.body) })
        #expect(entry.act == "message_deleted")
        #expect(entry.message == his.rawValue)
        #expect(entry.reason == "unkind")
        #expect(audit.last?.subject == ben.account.rawValue)
        // One's own needs no entry.
        try house.delete(hers, by: ada)
        let after = try house.call {
            house.service.history(
                of: RoomID(.audit), HistoryRange(anchor: .latest, limit: 10), for: ada, answer: $0)
        }.events
        #expect(after.count == audit.count)
    }

    @Test("Those who react, edit and delete at once leave nothing doubled and nothing half done")
    func atOnce() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let number = try house.say("hello", by: ada)
        let done = Locked<Int>(0)
        for round in 0..<50 {
            for caller in [ada, ben] {
                house.service.react(to: number, in: .first, with: "👍", isOn: true, by: caller) { _ in
                    done.with { $0 += 1 }
                }
            }
            house.service.edit(number, in: .first, body: House.body("\(round)"), by: ada) { _ in
                done.with { $0 += 1 }
            }
            if round == 25 {
                house.service.delete(number, in: .first, reason: nil, by: ada) { _ in done.with { $0 += 1 } }
            }
        }
        try done.wait { $0 == 151 ? () : nil }
        let events = try house.events(for: ada).filter { $0.subject == number.rawValue }
        #expect(events.count { $0.kind == .reacted } == 2)
        #expect(events.count { $0.kind == .deleted } == 1)
        #expect(events.last?.kind == .deleted)
        #expect(events.allSatisfy { $0.kind != .edited || $0.body.isEmpty })
    }
}
