import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("Rooms that let guests in")
struct GuestRoomTests {
    @Test("A guest finds and joins the room as others do, as long as it lets guests in; who is in stays")
    func entry() throws {
        let town = try Town()
        let guest = try town.guest()
        let room = try town.room("hall", by: town.ben)
        #expect(try town.rooms(guest) == [])
        #expect(town.code { try town.join(room, guest) } == .roomUnknown)
        #expect(try town.change(room, by: town.ben) { $0.admitsGuests = true }.values?.admitsGuests == true)
        #expect(try town.rooms(guest) == ["hall"])
        #expect(try town.view(room, guest).may == ["join"])
        #expect(try town.join(room, guest).joined == true)
        _ = try town.house.post("hello", by: guest, to: room)

        let late = try town.guest("late")
        try town.change(room, by: town.ben) { $0.admitsGuests = false }
        #expect(town.code { try town.join(room, late) } == .roomUnknown)
        #expect(try town.view(room, guest).joined == true)
        let change = try town.log(room, town.ben).last?.body(ChangedBody.self)
        #expect(change?.now.admitsGuests == false && change?.was.admitsGuests == true)
        #expect(change?.names == ["guests"])
    }

    @Test("It lets them in no further than others: not where it is not listed, or one must be invited, or is kept out")
    func noFurther() throws {
        let town = try Town()
        let guest = try town.guest()
        let hidden = try town.room("cellar", by: town.ben) { ($0.admitsGuests, $0.isListed) = (true, false) }
        let club = try town.room("club", by: town.ben) { ($0.admitsGuests, $0.entry) = (true, .invited) }
        let hall = try town.room("hall", by: town.ben) { $0.admitsGuests = true }
        #expect(try town.rooms(guest) == ["club", "hall"])
        #expect(town.code { try town.join(hidden, guest) } == .roomUnknown)
        #expect(town.code { try town.join(club, guest) } == .notAllowed)
        try town.join(hall, guest)
        try town.ban(guest, from: hall, by: town.ben)
        #expect(town.code { try town.join(hall, guest) } == .banned)
    }

    @Test("Moderators switch it, in channels alone")
    func setting() throws {
        let town = try Town()
        let room = try town.room("hall", by: town.ben, with: [town.cleo])
        #expect(town.code { try town.change(room, by: town.cleo) { $0.admitsGuests = true } } == .notAllowed)
        try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .moderator))
        try town.change(room, by: town.cleo) { $0.admitsGuests = true }
        let group = RoomID(rawValue: try town.group(town.ben, [town.cleo]).id)
        #expect(town.code { try town.change(group, by: town.ben) { $0.admitsGuests = true } } == .badRequest)
    }

    @Test("A new guest is in the first room only where it lets guests in")
    func firstRoom() throws {
        let town = try Town()
        #expect(try town.rooms(town.guest("early")) == [])
        try town.change(.first, by: town.ada) { $0.admitsGuests = true }
        let guest = try town.guest("late")
        #expect(try town.rooms(guest) { $0.mineOnly = true } == ["everyone"])
    }
}
