import ChatDomain
import Foundation
import Testing

@testable import ChatWire

@Suite("Rooms on the wire")
struct RoomViewTests {
    /// With nothing as it is in a new channel.
    private static let settings: RoomSettings = {
        var settings = RoomSettings(kind: .group)
        settings.admitsGuests = true
        settings.history = .sinceJoining
        (settings.topic, settings.summary) = ("beans", "All that grows.")
        (settings.mayPost, settings.mayInvite) = (.speaker, .moderator)
        (settings.mayMentionAll, settings.mayPin) = (.owner, .speaker)
        (settings.slowModeSeconds, settings.retentionDays, settings.isArchived) = (5, 7, true)
        return settings
    }()

    @Test("What is written of a room is what is read, every setting of it")
    func roundTrip() throws {
        var room = RoomView(id: 7, handle: "garden", title: "The \"Garden\"", members: 2, joined: true, head: 9)
        room.values = RoomValues(Self.settings)
        (room.role, room.may, room.mutedUntil, room.isInvited) = ("speaker", ["post"], 4, true)
        room.person = AccountView(id: 2, username: "ben", name: "Ben")
        room.deletedAt = 5
        #expect(try JSONDecoder().decode(RoomView.self, from: Data(room.json)) == room)
        #expect(try JSONDecoder().decode(RoomView.self, from: JSONEncoder().encode(room)) == room)
    }

    @Test("A change names each setting that it changed, and nothing else")
    func changes() throws {
        let (old, new) = (RoomValues(RoomSettings()), RoomValues(Self.settings))
        let all = try #require(ChangedBody(from: old, to: new))
        #expect(Set(all.names).count == all.names.count)
        // The kind of a room never changes.
        let named = Set(Mirror(reflecting: new).children.filter { "\($0.value)" != "nil" }.compactMap(\.label))
        #expect(all.names.count == named.subtracting(["kind"]).count)
        let read = try JSONDecoder().decode(ChangedBody.self, from: JSONEncoder().encode(all))
        #expect(read == all)
        #expect(ChangedBody(from: new, to: new) == nil)
    }
}
