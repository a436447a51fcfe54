import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("Putting out of a room, and keeping out")
struct RemovalTests {
    @Test("Who is put out is told, reads nothing more, and may come again")
    func kick() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.dan])
        #expect(town.code { try town.kick(town.dan, from: room, by: town.cleo) } == .notAllowed)
        #expect(town.code { try town.kick(town.dan, from: room, by: town.ada) } == .notAMember)
        #expect(town.code { try town.kick(town.ben, from: room, by: town.ben) } == .notAllowed)
        #expect(town.code { try town.kick(town.ada, from: room, by: town.ben) } == .personUnknown)
        try town.kick(town.cleo, from: room, by: town.ben)
        #expect(town.code { _ = try town.log(room, town.cleo) } == .notAMember)
        #expect(town.code { _ = try town.house.post("but", by: town.cleo, to: room) } == .notAMember)
        #expect(try town.news(town.cleo).map(\.what) == [.removed])
        #expect(try town.audited().map(\.act) == ["member_removed"])
        let event = try #require(try town.log(room, town.ben).last)
        #expect((event.kind, event.author, event.putOut) == (.removed, town.ben.account, town.cleo.account))
        #expect(event.body(PersonBody.self)?.name == "cleo")
        try town.join(room, town.cleo)
    }

    @Test("A moderator who is put out comes back as a member; nobody puts out his equals or betters")
    func ranks() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.dan, town.ada])
        for person in [town.cleo, town.dan] {
            try town.set(person, in: room, by: town.ben, MemberChange(role: .moderator))
        }
        #expect(town.code { try town.kick(town.dan, from: room, by: town.cleo) } == .notAllowed)
        #expect(town.code { try town.ban(town.ben, from: room, by: town.cleo) } == .notAllowed)
        #expect(town.code { try town.kick(town.ada, from: room, by: town.ben) } == .notAllowed)
        try town.kick(town.cleo, from: room, by: town.ben)
        try town.join(room, town.cleo)
        #expect(try town.view(room, town.cleo).role == "member")
    }

    @Test("Who is kept out comes in by no way: joining, invitation, link, or being put in")
    func ban() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.ada])
        let link = try town.link(to: room, by: town.ben)
        try town.invite(town.dan, to: room, by: town.ben)
        #expect(town.code { try town.ban(town.dan, from: room, by: town.cleo) } == .notAllowed)
        try town.ban(town.cleo, from: room, by: town.ben, reason: "Too loud.")
        try town.ban(town.dan, from: room, by: town.ben)
        for person in [town.cleo, town.dan] {
            #expect(town.refusal { try town.join(room, person) }?.code == .banned)
            #expect(town.code { try town.join(by: link, person) } == .banned)
            #expect(town.code { try town.invite(person, to: room, by: town.ben) } == .banned)
            #expect(town.code { try town.set(person, in: room, by: town.ada) } == .banned)
            #expect(try town.view(room, person).may == [])
        }
        #expect(town.refusal { try town.join(room, town.cleo) }?.message.contains("Too loud.") == true)
        #expect(try town.news(town.cleo).map(\.text) == ["Too loud."])
        #expect(try town.news(town.dan).map(\.what) == [.invited, .removed])
        let events = try town.log(room, town.ben).filter { $0.kind == .banned }
        #expect(events.map(\.putOut) == [town.cleo.account, town.dan.account])
        #expect(events.first?.body(PersonBody.self)?.reason == "Too loud.")
        #expect(try town.audited().map(\.reason).contains("Too loud."))

        func bans(_ caller: Caller, after: Caller? = nil, limit: Int = 10) throws -> BanPage {
            try town.house.call {
                town.service.bans(from: room, after: after?.account, limit: limit, for: caller, answer: $0)
            }
        }
        let page = try bans(town.ben, limit: 1)
        #expect(page.bans.map(\.person.username) == ["cleo"])
        #expect(try bans(town.ben, after: town.cleo).bans.map(\.person.username) == ["dan"])
        #expect(page.next == town.cleo.account)
        try town.unban(town.cleo, from: room, by: town.ben)
        try town.unban(town.cleo, from: room, by: town.ben)
        try town.join(room, town.cleo)
        #expect(town.code { _ = try bans(town.cleo) } == .notAllowed)
        #expect(town.code { try town.unban(town.dan, from: room, by: town.cleo) } == .notAllowed)
        #expect(try town.log(room, town.ben).filter { $0.kind == .unbanned }.count == 1)
    }

    @Test("A ban for a time ends by itself; banning again changes its time; there are not too many")
    func banForATime() throws {
        let town = try Town { $0.roomBans = 1 }
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        try town.ban(town.cleo, from: room, by: town.ben, seconds: 60)
        #expect(town.refusal { try town.join(room, town.cleo) }?.retryAfter == 60)
        #expect(town.refusal { try town.ban(town.dan, from: room, by: town.ben) }?.limit?.name == "room_bans")
        try town.ban(town.cleo, from: room, by: town.ben, seconds: 120)
        town.house.clock.advance(seconds: 61)
        #expect(town.code { try town.join(room, town.cleo) } == .banned)
        town.house.clock.advance(seconds: 60)
        try town.join(room, town.cleo)
        // What ran out makes room.
        try town.ban(town.dan, from: room, by: town.ben)
        #expect(town.code { try town.ban(town.cleo, from: room, by: town.ben, seconds: -1) } == .badRequest)
    }

    @Test("Promise 5: what one sends and asks for behind one's removal is refused, whoever was faster")
    func inTurn() throws {
        let town = try Town()
        for round in 0..<20 {
            let room = try town.room("garden\(round)", by: town.ben, with: [town.cleo])
            let connection = ConnectionID(outlet: 0, serial: UInt64(round))
            let done = Locked<Int>(0)
            town.house.subscribe(town.ben, on: ConnectionID(outlet: 0, serial: 1_000), to: room)
            town.house.send(["before"], by: town.cleo, on: connection, to: room)
            town.service.removeMember(town.cleo.account, of: room, by: town.ben) { _ in done.with { $0 += 1 } }
            town.house.send(["after"], by: town.cleo, on: connection, to: room)
            town.house.send(["hers"], by: town.ben, on: connection, to: room)
            town.house.subscribe(town.cleo, on: connection, to: room)
            _ = try done.wait { $0 == 1 ? true : nil }
            let refused = try town.house.outlet.first { message -> Refusal? in
                if case .notAttached(connection, _, _, let refusal) = message { refusal } else { nil }
            }
            #expect(refused.code == .notAMember)
            let log = try town.log(room, town.ben)
            let texts = log.filter { $0.kind == .message }.map(\.text)
            #expect(texts.contains { $0.contains("before") } && !texts.contains { $0.contains("after") })
            let removal = try #require(log.firstIndex { $0.kind == .removed })
            #expect(log[removal...].allSatisfy { $0.author != town.cleo.account })
        }
        // The very event ends the buffer that is shared.
        let cut = try town.house.outlet.first { message -> AccountID? in
            if case .segment(let segment) = message, segment.narrows == town.cleo.account {
                segment.narrows
            } else {
                nil
            }
        }
        #expect(cut == town.cleo.account)
    }
}
