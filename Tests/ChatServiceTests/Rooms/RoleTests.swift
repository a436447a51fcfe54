import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("Roles in a room")
struct RoleTests {
    @Test("Who makes a room owns it; a view tells one's role and what one may")
    func maker() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.ada])
        let (his, hers, owners) = (
            try town.view(room, town.ben), try town.view(room, town.cleo), try town.view(room, town.ada)
        )
        #expect(his.role == "owner")
        #expect(his.may == ["post", "invite", "mention_all", "pin", "take_part", "change", "moderate", "own"])
        #expect(hers.role == "member")
        #expect(hers.may == ["post", "invite", "mention_all", "pin", "take_part"])
        #expect(owners.role == "owner", "the server's owner runs every channel that he is in")
        #expect(try town.view(room, town.dan).role == nil)
        #expect(try town.view(room, town.dan).may == ["join"])
        let everyone = try town.view(.first, town.ada)
        #expect(everyone.role == "owner")
    }

    @Test("Owners make moderators and owners; nobody else does; the last owner stays one")
    func roles() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.dan])
        #expect(
            town.code { try town.set(town.dan, in: room, by: town.cleo, MemberChange(role: .moderator)) } == .notAllowed
        )
        #expect(try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .moderator)).roomRole == "moderator")
        #expect(
            town.code { try town.set(town.dan, in: room, by: town.cleo, MemberChange(role: .moderator)) } == .notAllowed
        )
        #expect(town.code { try town.set(town.ben, in: room, by: town.ben, MemberChange(role: .member)) } == .lastOwner)
        try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .owner))
        try town.set(town.ben, in: room, by: town.cleo, MemberChange(role: .member))
        #expect(try town.view(room, town.ben).role == "member")
        #expect(
            town.code { try town.set(town.ada, in: room, by: town.cleo, MemberChange(role: .owner)) } == .personUnknown)

        let events = try town.log(room, town.cleo).filter { $0.kind == .roleChanged }
        #expect(events.map(\.subject) == [town.cleo, town.cleo, town.ben].map(\.account.rawValue))
        let first = try #require(events.first?.body(PersonBody.self))
        #expect((first.username, first.role, first.was) == ("cleo", "moderator", "member"))
        #expect(try town.audited().filter { $0.act == "room_role_set" }.count == 3)
        #expect(try town.news(town.cleo).contains { $0.what == .changed && $0.topic == "membership" })
        // The same again is no event.
        try town.set(town.cleo, in: room, by: town.cleo, MemberChange(role: .owner))
        #expect(try town.log(room, town.cleo).filter { $0.kind == .roleChanged }.count == 3)
    }

    @Test("An owner hands over in one step, and stays as a moderator")
    func handOver() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        func handOver(to person: Caller, by caller: Caller) throws {
            _ = try town.house.call { town.service.handOver(room, to: person.account, by: caller, answer: $0) }
        }
        #expect(town.code { try handOver(to: town.ben, by: town.cleo) } == .notAllowed)
        #expect(town.code { try handOver(to: town.dan, by: town.ben) } == .personUnknown)
        #expect(town.code { try handOver(to: town.ben, by: town.ben) } == .personUnknown)
        try handOver(to: town.cleo, by: town.ben)
        #expect(try town.view(room, town.ben).role == "moderator")
        #expect(try town.view(room, town.cleo).role == "owner")
    }

    @Test("Where speakers write, moderators say which members do; who is more than a speaker, owners say alone")
    func speakers() throws {
        let town = try Town()
        let room = try town.room("hall", by: town.ben, with: [town.cleo, town.dan, town.ada]) { $0.mayPost = .speaker }
        let refused = town.refusal { _ = try town.house.post("hello", by: town.dan, to: room) }
        #expect(refused?.code == .notAllowed)
        #expect(refused?.message == "Only a speaker of hall may do this.")
        func make(_ role: RoomRole, _ person: Caller, by caller: Caller) -> RefusalCode? {
            town.code { try town.set(person, in: room, by: caller, MemberChange(role: role)) }
        }
        #expect(make(.speaker, town.dan, by: town.cleo) == .notAllowed)
        #expect(make(.moderator, town.cleo, by: town.ben) == nil)
        #expect(make(.speaker, town.dan, by: town.cleo) == nil)
        #expect(try town.view(room, town.dan).role == "speaker")
        _ = try town.house.post("hello", by: town.dan, to: room)
        #expect(!(try town.view(room, town.dan).may ?? []).contains("moderate"))
        #expect(make(.speaker, town.cleo, by: town.dan) == .notAllowed)
        #expect(make(.moderator, town.dan, by: town.cleo) == .notAllowed)
        #expect(make(.speaker, town.ben, by: town.cleo) == .notAllowed, "an owner stays one")
        #expect(make(.member, town.cleo, by: town.cleo) == .notAllowed, "stepping down is an owner's to say")
        #expect(make(.speaker, town.ada, by: town.cleo) == .notAllowed, "the server's owner is above him")
        #expect(make(.speaker, town.ada, by: town.ben) == nil)
        #expect(make(.member, town.dan, by: town.cleo) == nil)
        #expect(town.code { _ = try town.house.post("hello", by: town.dan, to: room) } == .notAllowed)
        let changes = try town.log(room, town.ben).filter { $0.subject == town.dan.account.rawValue }
            .compactMap { $0.body(PersonBody.self) }
        #expect(changes.map(\.role) == ["speaker", "member"])
        #expect(changes.map(\.was) == ["member", "speaker"])
        // A room for announcements stays one.
        try town.set(town.dan, in: room, by: town.ben, MemberChange(role: .speaker))
        try town.change(room, by: town.ben) { $0.mayPost = .moderator }
        #expect(town.code { _ = try town.house.post("hello", by: town.dan, to: room) } == .notAllowed)
    }

    @Test("Who is muted cannot write until the time is over, also not after leaving and coming again")
    func muting() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.dan])
        try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .moderator))
        let until = town.house.clock.now.rawValue + 60_000
        let mute = MemberChange(mutedUntil: until)
        #expect(town.code { try town.set(town.cleo, in: room, by: town.dan, mute) } == .notAllowed)
        #expect(town.code { try town.set(town.ben, in: room, by: town.cleo, mute) } == .notAllowed)
        #expect(town.code { try town.set(town.cleo, in: room, by: town.cleo, mute) } == .notAllowed)
        #expect(
            town.code { try town.set(town.dan, in: room, by: town.cleo, MemberChange(mutedUntil: 5)) } == .badRequest)
        #expect(try town.set(town.dan, in: room, by: town.cleo, mute).mutedUntil == until)
        let refused = town.refusal { _ = try town.house.post("hello", by: town.dan, to: room) }
        #expect(refused?.code == .muted)
        #expect(refused?.retryAfter ?? 0 >= 60)
        #expect(try town.view(room, town.dan).mutedUntil == until)
        #expect(try town.view(room, town.dan).may == [])
        try town.leave(room, town.dan)
        try town.join(room, town.dan)
        #expect(town.code { _ = try town.house.post("hello", by: town.dan, to: room) } == .muted)
        town.house.clock.advance(seconds: 61)
        _ = try town.house.post("hello", by: town.dan, to: room)
        #expect(try town.view(room, town.dan).mutedUntil == nil)
        // Before its time, by hand.
        try town.set(town.dan, in: room, by: town.cleo, MemberChange(mutedUntil: until + 600_000))
        try town.set(town.dan, in: room, by: town.cleo, MemberChange(mutedUntil: 0))
        _ = try town.house.post("again", by: town.dan, to: room)
        let bodies = try town.log(room, town.ben).filter {
            $0.kind == .roleChanged && $0.subject == town.dan.account.rawValue
        }
        #expect(bodies.compactMap { $0.body(PersonBody.self)?.mutedUntil } == [until, until + 600_000, 0])
        #expect(
            try town.audited().map(\.act).filter { $0.hasPrefix("member_") } == [
                "member_muted", "member_muted", "member_unmuted",
            ])
    }

    @Test("The list of members tells their roles")
    func memberList() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.ada])
        let page = try town.house.call {
            town.service.members(of: room, after: nil, limit: 10, for: town.cleo, answer: $0)
        }
        #expect(page.members.map(\.roomRole) == ["owner", "owner", "member"])
        #expect(page.members.map(\.username) == ["ada", "ben", "cleo"])
    }
}
