import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("A room with all its members")
struct RosterTests {
    private func roster(_ town: Town, _ room: RoomID, _ caller: Caller) throws -> Roster {
        try town.house.call { town.service.roster(of: room, for: caller, answer: $0) }
    }

    private func change(_ town: Town, _ caller: Caller, _ adjust: (inout ProfileChange) -> Void) throws {
        var change = ProfileChange()
        adjust(&change)
        _ = try town.house.call { town.service.changeProfile(change, of: caller, answer: $0) }
    }

    @Test("It tells what the room is, and of each member his own role, whether he is staff, and until when he is muted")
    func members() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.ada]) { $0.topic = "beans" }
        let until = town.house.clock.now.rawValue + 60_000
        try town.set(town.cleo, in: room, by: town.ben, MemberChange(mutedUntil: until))
        let roster = try roster(town, room, town.cleo)
        #expect(roster.room.handle == "garden")
        #expect(roster.room.role == "member")
        #expect(roster.settings.topic == "beans")
        #expect(roster.head == SequenceNumber(4), "made, two came, one was muted")
        #expect(roster.createdAt == town.house.clock.now)
        #expect(roster.members.map(\.username) == ["ada", "ben", "cleo"])
        #expect(roster.members.map(\.displayName) == ["ada", "ben", "cleo"])
        // Ada owns the server; in the room she was made nothing.
        #expect(roster.members.map(\.role) == [.member, .owner, .member])
        #expect(roster.members.map(\.isStaff) == [true, false, false])
        #expect(roster.members.map(\.mutedUntil?.rawValue) == [nil, nil, until])
        town.house.clock.advance(seconds: 61)
        #expect(try self.roster(town, room, town.ben).members.allSatisfy { $0.mutedUntil == nil })
    }

    @Test("It tells who set the topic, and when; another change, or the same topic again, is none of the topic")
    func topic() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo]) { $0.topic = "beans" }
        try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .moderator))
        func set() throws -> [Int64?] {
            let settings = try roster(town, room, town.cleo).settings
            return [settings.topicSetBy, settings.topicSetAt]
        }
        let made = town.house.clock.now.rawValue
        town.house.clock.advance(seconds: 60)
        try town.change(room, by: town.cleo) { ($0.topic, $0.summary) = ("beans", "All that grows.") }
        #expect(try set() == [town.ben.account.rawValue, made])
        try town.change(room, by: town.cleo) { $0.topic = "peas" }
        #expect(try set() == [town.cleo.account.rawValue, made + 60_000])
        let other = try town.room("attic", by: town.ben)
        #expect(try roster(town, other, town.ben).settings.topicSetBy == nil)
    }

    @Test("Who is there, away or hidden is told as far as he lets it be seen")
    func presence() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo, town.dan])
        for (place, caller) in [town.ben, town.cleo, town.dan].enumerated() {
            town.service.connected(ConnectionID(outlet: 0, serial: UInt64(place)), caller)
        }
        try change(town, town.ben) { ($0.presence, $0.status) = (.away, StatusView(text: "At lunch", emoji: "")) }
        try change(town, town.cleo) { $0.presence = .invisible }
        try change(town, town.dan) { ($0.presence, $0.hidesPresence) = (.dnd, true) }
        let members = try roster(town, room, town.ben).members
        #expect(members.map(\.isOnline) == [true, false, false])
        #expect(members.map(\.presence) == [.away, .online, .online])
        #expect(members.map(\.statusText) == ["At lunch", "", ""])
    }

    @Test("It is for members; conversations have one, and logs that are no rooms have none")
    func refused() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben)
        let hidden = try town.room("cellar", by: town.ben) { $0.isListed = false }
        #expect(town.code { _ = try roster(town, room, town.cleo) } == .notAMember)
        #expect(town.code { _ = try roster(town, hidden, town.cleo) } == .roomUnknown)
        #expect(town.code { _ = try roster(town, RoomID(.audit), town.ada) } == .roomUnknown)
        #expect(town.code { _ = try roster(town, RoomID(.personal(town.ben.account)), town.ben) } == .roomUnknown)
        let direct = RoomID(rawValue: try town.direct(town.ben, town.cleo).id)
        #expect(try roster(town, direct, town.cleo).members.map(\.username) == ["ben", "cleo"])
        #expect(try roster(town, direct, town.cleo).room.person?.username == "ben")
    }
}
