import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("Direct and group conversations")
struct ConversationTests {
    @Test("Two people have one conversation, whoever begins, however often, and at once")
    func onePerPair() throws {
        let town = try Town()
        let first = try town.direct(town.ben, town.cleo)
        #expect(first.values?.kind == .direct)
        #expect(first.handle == "dm 2 3")
        #expect((first.title, first.person?.username) == ("cleo", "cleo"))
        let hers = try town.direct(town.cleo, town.ben)
        #expect((hers.id, hers.title) == (first.id, "ben"))
        #expect(try town.news(town.cleo).map(\.room) == [first.id])
        #expect(try town.news(town.cleo).map(\.what) == [.added])
        let found = Locked<[Int64]>([])
        for caller in [town.ben, town.dan, town.ben, town.dan] {
            let other = caller.account == town.ben.account ? town.dan : town.ben
            town.service.openDirect(with: other.account, by: caller) { result in
                found.with { $0.append((try? result.get().id) ?? 0) }
            }
        }
        let ids = try found.wait { $0.count == 4 ? $0 : nil }
        #expect(Set(ids).count == 1 && !ids.contains(0))
        #expect(town.code { _ = try town.direct(town.ben, town.ben) } == .badRequest)
    }

    @Test("A conversation of two is for good and for two: nobody leaves it, comes in, or runs it")
    func forTwo() throws {
        let town = try Town()
        let room = RoomID(rawValue: try town.direct(town.ben, town.cleo).id)
        _ = try town.house.post("psst", by: town.cleo, to: room)
        #expect(try town.log(room, town.ben).map(\.kind) == [.created, .message])
        #expect(try town.view(room, town.ben).may == ["post", "mention_all", "pin", "take_part"])
        #expect(town.code { try town.leave(room, town.ben) } == .notAllowed)
        #expect(town.code { try town.invite(town.dan, to: room, by: town.ben) } == .notAllowed)
        #expect(town.code { _ = try town.link(to: room, by: town.ben) } == .notAllowed)
        #expect(town.code { try town.kick(town.cleo, from: room, by: town.ben) } == .notAllowed)
        #expect(town.code { try town.ban(town.cleo, from: room, by: town.ben) } == .notAllowed)
        #expect(town.code { try town.set(town.dan, in: room, by: town.ben) } == .notAllowed)
        #expect(
            town.code { try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .owner)) } == .notAllowed)
        #expect(town.code { try town.change(room, by: town.ben) { $0.title = "x" } } == .notAllowed)
        #expect(town.code { try town.change(room, by: town.ben) { $0.isArchived = true } } == .notAllowed)
        #expect(town.code { try town.delete(room, by: town.ben) } == .notAllowed)
        for stranger in [town.dan, town.ada] {
            #expect(town.code { _ = try town.view(room, stranger) } == .roomUnknown)
            #expect(town.code { try town.join(room, stranger) } == .roomUnknown)
            #expect(try town.rooms(stranger) == ["everyone"])
        }
    }

    @Test("Who is blocked begins no conversation and writes in none, with the same words for every reason")
    func blocked() throws {
        let town = try Town()
        let room = RoomID(rawValue: try town.direct(town.ben, town.cleo).id)
        try town.block(town.ben, by: town.cleo)
        try town.block(town.ben, by: town.dan)
        let begun = town.refusal { _ = try town.direct(town.ben, town.dan) }
        let written = town.refusal { _ = try town.house.post("hello", by: town.ben, to: room) }
        #expect(begun?.code == .notAllowed)
        #expect(begun?.message == "This person takes no direct messages from you.")
        #expect(begun == written)
        #expect(town.refusal { _ = try town.group(town.ben, [town.dan, town.ada]) } == begun)
        #expect(town.code { _ = try town.house.post("hello", by: town.cleo, to: room) } == .notAllowed)
        town.house.send(["hello"], by: town.ben, on: ConnectionID(outlet: 0, serial: 1), to: room)
        let live = try town.house.outlet.first { message -> Refusal? in
            if case .refused(_, _, let refusal, _) = message { refusal } else { nil }
        }
        #expect(live == begun)
        // They still read what was said, and meet elsewhere.
        #expect(try town.log(room, town.ben).count == 1)
        _ = try town.house.post("hello", by: town.ben)
    }

    @Test("A group is of a few people, who are in it at once, and read all of it")
    func group() throws {
        let town = try Town { $0.groupMembers = 3 }
        #expect(
            town.refusal { _ = try town.group(town.ben, [town.cleo, town.dan, town.ada]) }?.limit?.name
                == "group_members")
        #expect(town.code { _ = try town.group(town.ben, [town.ben]) } == .badRequest)
        let view = try town.group(town.ben, [town.cleo, town.cleo])
        let room = RoomID(rawValue: view.id)
        #expect((view.handle, view.title, view.role) == ("group \(view.id)", "cleo", "owner"))
        #expect(view.values?.kind == .group)
        #expect(try town.view(room, town.cleo).title == "ben")
        let log = try town.log(room, town.cleo)
        #expect(log.map(\.kind) == [.created, .joined])
        #expect(log.last?.body(PersonBody.self)?.by == town.ben.account.rawValue)
        #expect(try town.rooms(town.dan) == ["everyone"])
        // Any of them puts somebody in, and says what it is called.
        try town.set(town.dan, in: room, by: town.cleo)
        #expect(try town.news(town.dan).map(\.what) == [.added])
        #expect(try town.view(room, town.dan).title == "ben, cleo")
        #expect(try town.change(room, by: town.dan) { $0.title = "Us" }.title == "Us")
        #expect(town.refusal { try town.set(town.ada, in: room, by: town.ben) }?.limit?.name == "group_members")
        let link = try town.link(to: room, by: town.ben)
        #expect(town.code { try town.join(by: link, town.ada) } == .tooMany)
        #expect(town.code { try town.change(room, by: town.ben) { $0.isListed = true } } == .badRequest)
        #expect(town.code { try town.change(room, by: town.ben) { $0.handle = "us" } } == .badRequest)
        #expect(town.code { try town.change(room, by: town.cleo) { $0.slowModeSeconds = 3 } } == .notAllowed)
        #expect(town.code { try town.kick(town.dan, from: room, by: town.cleo) } == .notAllowed)
        try town.kick(town.dan, from: room, by: town.ben)
        // When its owner leaves, who came first is the next.
        try town.leave(room, town.ben)
        #expect(try town.view(room, town.cleo).role == "owner")
        #expect(try town.log(room, town.cleo).suffix(2).map(\.kind) == [.roleChanged, .left])
    }

    @Test("Conversations of two do not count as rooms that one made; groups do")
    func counting() throws {
        let town = try Town { $0.roomsPerAccount = 1 }
        _ = try town.direct(town.ben, town.cleo)
        _ = try town.direct(town.ben, town.dan)
        let room = try town.room("garden", by: town.ben)
        #expect(town.code { _ = try town.group(town.ben, [town.cleo]) } == .tooManyRooms)
        try town.delete(room, by: town.ben)
        _ = try town.group(town.ben, [town.cleo])
    }
}
