import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("Ways into a room")
struct RoomEntryTests {
    private func invitations(_ town: Town, _ caller: Caller) throws -> [InvitationView] {
        try town.house.call { town.service.invitations(of: caller, answer: $0) }
    }

    @Test("A room for the invited is seen by all, joined by the invited; a hidden one is seen by those alone")
    func inviteOnly() throws {
        let town = try Town()
        let room = try town.room("club", by: town.ben) { $0.entry = .invited }
        let hidden = try town.room("cellar", by: town.ben) { $0.isListed = false }
        #expect(try town.rooms(town.cleo) == ["everyone", "club"])
        #expect(try town.view(room, town.cleo).may == [])
        #expect(town.code { try town.join(room, town.cleo) } == .notAllowed)
        #expect(town.code { try town.join(hidden, town.cleo) } == .roomUnknown)
        #expect(town.code { _ = try town.log(hidden, town.cleo) } == .roomUnknown)
        #expect(town.code { _ = try town.house.post("x", by: town.cleo, to: hidden) } == .roomUnknown)
        #expect(town.code { _ = try town.view(hidden, town.ada) } == .roomUnknown, "not even the server's owner")

        try town.invite(town.cleo, to: hidden, by: town.ben)
        try town.invite(town.cleo, to: hidden, by: town.ben)
        #expect(try town.rooms(town.cleo) == ["everyone", "club", "cellar"])
        let asked = try invitations(town, town.cleo)
        #expect(asked.map(\.room?.handle) == ["cellar"])
        #expect(asked.first?.by?.username == "ben")
        #expect(try town.view(hidden, town.cleo).isInvited == true)
        #expect(try town.news(town.cleo).map(\.what) == [.invited])
        #expect(try town.join(hidden, town.cleo).joined == true)
        #expect(try invitations(town, town.cleo).isEmpty)
        let log = try town.log(hidden, town.cleo)
        #expect(log.map(\.kind) == [.created, .invited, .joined])
        #expect(log[1].subject == town.cleo.account.rawValue)
        #expect(log[1].body(PersonBody.self)?.username == "cleo")
        try town.leave(hidden, town.cleo)
        #expect(town.code { try town.join(hidden, town.cleo) } == .roomUnknown, "the invitation is used up")
    }

    @Test("An invitation is declined by who has it, and taken back by who made it or a moderator")
    func endOfInvitation() throws {
        let town = try Town()
        let room = try town.room("club", by: town.ben, with: [town.dan]) { $0.entry = .invited }
        func uninvite(_ caller: Caller) throws {
            try town.house.call { town.service.uninvite(town.cleo.account, from: room, by: caller, answer: $0) }
        }
        try town.invite(town.cleo, to: room, by: town.dan)
        try town.house.call { town.service.decline(room, by: town.cleo, answer: $0) }
        try town.house.call { town.service.decline(room, by: town.cleo, answer: $0) }
        #expect(town.code { try town.join(room, town.cleo) } == .notAllowed)
        try town.invite(town.cleo, to: room, by: town.ben)
        #expect(town.code { try uninvite(town.dan) } == .notAllowed)
        try uninvite(town.ben)
        try town.invite(town.cleo, to: room, by: town.dan)
        try uninvite(town.ben)
        try uninvite(town.ben)
        #expect(town.code { try town.join(room, town.cleo) } == .notAllowed)
        let kinds = try town.log(room, town.ben).map(\.kind)
        #expect(Array(kinds.suffix(6)) == [.invited, .declined, .invited, .uninvited, .invited, .uninvited])
        #expect(try town.log(room, town.ben).first { $0.kind == .declined }?.subject == town.dan.account.rawValue)
        #expect(try town.news(town.cleo).map(\.what) == [.invited, .invited, .uninvited, .invited, .uninvited])
    }

    @Test("Invitations are refused to strangers, by strangers, and from whom one has blocked; there are not too many")
    func refusedInvitations() throws {
        let town = try Town { $0.roomInvitations = 1 }
        let room = try town.room("club", by: town.ben)
        #expect(town.code { try town.invite(town.dan, to: room, by: town.cleo) } == .notAMember)
        try town.block(town.ben, by: town.cleo)
        #expect(town.code { try town.invite(town.cleo, to: room, by: town.ben) } == .notAllowed)
        try town.invite(town.dan, to: room, by: town.ben)
        #expect(town.refusal { try town.invite(town.ada, to: room, by: town.ben) }?.limit?.name == "room_invitations")
        let nobody = AccountID(rawValue: 99)
        #expect(
            town.code { try town.house.call { town.service.invite(nobody, to: room, by: town.ben, answer: $0) } }
                == .personUnknown)
    }

    @Test("A guest sees the rooms that he was put in or invited to, and knows who is there")
    func guests() throws {
        let town = try Town()
        let guest = try town.guest()
        let (room, other) = (try town.room("club", by: town.ben), try town.room("open", by: town.ben))
        #expect(try town.rooms(guest) == [])
        #expect(town.code { try town.join(room, guest) } == .roomUnknown)
        #expect(town.code { _ = try town.room("mine", by: guest) } == .notAllowed)
        #expect(town.code { _ = try town.direct(guest, town.ben) } == .personUnknown)
        // Only who manages people puts somebody in without asking.
        #expect(town.code { try town.set(guest, in: room, by: town.ben) } == .notAllowed)
        try town.join(room, town.ada)
        try town.set(guest, in: room, by: town.ada)
        #expect(try town.rooms(guest) == ["club"])
        #expect(try town.news(guest).map(\.what) == [.added])
        let event = try #require(try town.log(room, guest).last)
        #expect((event.kind, event.author) == (.joined, guest.account))
        #expect(event.body(PersonBody.self)?.by == town.ada.account.rawValue)
        #expect(try town.direct(guest, town.ben).person?.username == "ben")
        #expect(town.code { _ = try town.direct(guest, town.cleo) } == .personUnknown)
        #expect(town.code { try town.invite(town.cleo, to: room, by: guest) } == .personUnknown)
        #expect(town.code { _ = try town.group(guest, [town.ben]) } == .notAllowed)
        let link = try town.link(to: other, by: town.ben)
        try town.join(by: link, guest)
        #expect(try town.rooms(guest).contains("open"))
    }

    @Test("A link lets in whoever has it, also where one must be invited, until it is used up, over or revoked")
    func links() throws {
        let town = try Town()
        let room = try town.room("club", by: town.ben, with: [town.dan]) {
            $0.entry = .invited
            $0.isListed = false
        }
        func list(_ caller: Caller) throws -> [RoomLinkView] {
            try town.house.call { town.service.links(to: room, for: caller, answer: $0) }
        }
        func revoke(_ link: MadeRoomLink, by caller: Caller) throws {
            try town.house.call { town.service.revokeLink(link.link.id, to: room, by: caller, answer: $0) }
        }
        let once = try town.link(to: room, by: town.dan, uses: 1)
        #expect(try town.join(by: once, town.dan).joined == true, "who is in uses nothing up")
        #expect(try list(town.dan).map(\.used) == [0])
        #expect(try town.join(by: once, town.cleo).joined == true)
        #expect(try list(town.ben).isEmpty)
        #expect(try town.log(room, town.cleo).last?.body(PersonBody.self)?.via == "link")
        #expect(town.code { try town.join(by: once, town.ada) } == .linkInvalid)

        let short = try town.link(to: room, by: town.ben, seconds: 60)
        #expect(try list(town.dan).isEmpty, "others' links are for moderators")
        #expect(town.code { try revoke(short, by: town.dan) } == .notAllowed)
        town.house.clock.advance(seconds: 60)
        #expect(town.code { try town.join(by: short, town.ada) } == .linkInvalid)

        let revoked = try town.link(to: room, by: town.dan)
        try revoke(revoked, by: town.ben)
        #expect(town.code { try town.join(by: revoked, town.ada) } == .linkInvalid)
        #expect(town.code { _ = try town.link(to: room, by: town.ada) } == .roomUnknown)
        #expect(try town.audited().map(\.act).filter { $0.hasPrefix("link") }.count == 4)
        // Nothing that opens the room is in the store.
        let bytes = try town.house.store.makeReader().records(.inviteLink, owner: room.rawValue, after: nil, limit: 10)
            .map { String(decoding: $0.value, as: UTF8.self) }
        #expect(bytes.allSatisfy { !$0.contains(once.token.text) })
    }

    @Test("A room has only so many links; those that are over make room")
    func linkLimit() throws {
        let town = try Town { $0.roomLinks = 2 }
        let room = try town.room("club", by: town.ben)
        for _ in 0..<2 { _ = try town.link(to: room, by: town.ben, seconds: 60) }
        #expect(town.refusal { _ = try town.link(to: room, by: town.ben) }?.limit?.name == "room_links")
        town.house.clock.advance(seconds: 61)
        _ = try town.link(to: room, by: town.ben)
        #expect(town.code { _ = try town.link(to: room, by: town.ben, seconds: -1) } == .badRequest)
    }

    @Test("Rooms are listed in pages, one's own alone, or by what is in them")
    func listing() throws {
        let town = try Town()
        _ = try town.room("garden", by: town.ben) { $0.topic = "Äpfel" }
        _ = try town.room("pond", by: town.ben, with: [town.cleo]) { $0.title = "The GARDEN pond" }
        #expect(try town.rooms(town.cleo) { $0.text = "Garden" } == ["garden", "pond"])
        #expect(try town.rooms(town.cleo) { $0.text = "äPFEL" } == ["garden"])
        #expect(try town.rooms(town.cleo) { $0.mineOnly = true } == ["everyone", "pond"])
        #expect(try town.rooms(town.cleo) { $0.limit = 2 } == ["everyone", "garden"])
        #expect(try town.rooms(town.cleo) { $0.after = RoomID(rawValue: 2) } == ["pond"])
    }
}
