import ChatDomain
import ChatWire
import Testing

@testable import ChatService

@Suite("Settings of a room")
struct RoomSettingsTests {
    @Test("A change is one event with what changed, and what it was; no change is none")
    func changing() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo]) { $0.topic = "beans" }
        #expect(town.code { try town.change(room, by: town.cleo) { $0.topic = "peas" } } == .notAllowed)
        #expect(town.code { try town.change(room, by: town.dan) { $0.topic = "peas" } } == .notAMember)
        let view = try town.change(room, by: town.ben) {
            $0.title = "The Garden"
            $0.topic = " peas "
            $0.summary = "Two\nlines"
            $0.mayPin = .moderator
        }
        #expect((view.title, view.values?.topic, view.values?.summary) == ("The Garden", "peas", "Two\nlines"))
        #expect(view.values?.mayPin == .moderator)
        try town.change(room, by: town.ben) { $0.topic = "peas" }
        let events = try town.log(room, town.cleo).filter { $0.kind == .changed }
        #expect(events.count == 1)
        let body = try #require(events.first?.body(ChangedBody.self))
        #expect(body.names == ["title", "topic", "description", "may_pin"])
        #expect((body.was.title, body.was.topic, body.was.summary) == ("garden", "beans", ""))
        #expect(body.now.handle == nil)
        #expect(
            try town.audited().filter { $0.act == "room_changed" }.map(\.detail) == [
                "title, topic, description, may_pin"
            ])
    }

    @Test("A handle is unique; the one before is free at once")
    func handles() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben)
        _ = try town.room("pond", by: town.ben)
        #expect(town.code { try town.change(room, by: town.ben) { $0.handle = "POND" } } == .roomNameTaken)
        #expect(town.code { try town.change(room, by: town.ben) { $0.handle = "a b" } } == .nameInvalid)
        #expect(try town.change(room, by: town.ben) { $0.handle = "Orchard" }.handle == "orchard")
        _ = try town.room("garden", by: town.cleo)
    }

    @Test("Texts are bounded, and of the kind that they are for")
    func bounds() throws {
        let town = try Town {
            $0.roomTopicLength = 5
            $0.roomDescriptionLength = 6
        }
        let room = try town.room("garden", by: town.ben)
        #expect(
            town.refusal { try town.change(room, by: town.ben) { $0.topic = "123456" } }?.limit?.name
                == "room_topic_length")
        #expect(town.code { try town.change(room, by: town.ben) { $0.topic = "a\nb" } } == .nameInvalid)
        #expect(
            town.refusal { try town.change(room, by: town.ben) { $0.summary = "1234567" } }?.limit?.name
                == "room_description_length")
        #expect(town.code { try town.change(room, by: town.ben) { $0.summary = "a\u{202E}b" } } == .textInvalid)
        #expect(town.code { try town.change(room, by: town.ben) { $0.title = " " } } == .nameInvalid)
        #expect(town.code { try town.change(room, by: town.ben) { $0.slowModeSeconds = -1 } } == .badRequest)
        #expect(town.code { try town.change(room, by: town.ben) { $0.retentionDays = 36_501 } } == .badRequest)
        try town.change(room, by: town.ben) { $0.topic = "12345" }
        #expect(try town.change(room, by: town.ben) { $0.topic = "" }.values?.topic == "")
    }

    @Test("Moderators change how a room is used; owners alone archive it, and say how long texts are kept")
    func ownersAlone() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        try town.set(town.cleo, in: room, by: town.ben, MemberChange(role: .moderator))
        try town.change(room, by: town.cleo) { $0.slowModeSeconds = 5 }
        #expect(town.code { try town.change(room, by: town.cleo) { $0.retentionDays = 5 } } == .notAllowed)
        #expect(town.code { try town.change(room, by: town.cleo) { $0.isArchived = true } } == .notAllowed)
        #expect(town.code { try town.delete(room, by: town.cleo) } == .notAllowed)
    }

    @Test("An archived room is there to be read, until an owner brings it back")
    func archive() throws {
        let town = try Town()
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        _ = try town.house.post("before", by: town.cleo, to: room)
        #expect(try town.change(room, by: town.ben) { $0.isArchived = true }.values?.isArchived == true)
        #expect(town.code { _ = try town.house.post("after", by: town.cleo, to: room) } == .roomArchived)
        #expect(town.code { try town.change(room, by: town.ben) { $0.topic = "x" } } == .roomArchived)
        #expect(town.code { try town.invite(town.dan, to: room, by: town.ben) } == .roomArchived)
        #expect(try town.log(room, town.cleo).contains { $0.kind == .message })
        #expect(try town.view(room, town.ben).may == ["own"])
        try town.change(room, by: town.ben) { $0.isArchived = false }
        _ = try town.house.post("after", by: town.cleo, to: room)
    }

    @Test("In a room for announcements only moderators write")
    func announcements() throws {
        let town = try Town()
        let room = try town.room("news", by: town.ben, with: [town.cleo]) { $0.mayPost = .moderator }
        #expect(town.code { _ = try town.house.post("me too", by: town.cleo, to: room) } == .notAllowed)
        #expect(try town.view(room, town.cleo).may?.contains("post") == false)
        _ = try town.house.post("hear", by: town.ben, to: room)
        try town.change(room, by: town.ben) { $0.mayInvite = .owner }
        #expect(town.code { try town.invite(town.dan, to: room, by: town.cleo) } == .notAllowed)
        #expect(town.code { _ = try town.link(to: room, by: town.cleo) } == .notAllowed)
    }

    @Test("In slow mode a member waits, by any door, and a retry is still found; moderators do not wait")
    func slowMode() throws {
        let town = try Town()
        let room = try town.room("slow", by: town.ben, with: [town.cleo, town.dan]) { $0.slowModeSeconds = 30 }
        let key = SendKey.make()
        let first = try town.house.post("one", by: town.cleo, to: room, key: key)
        let refused = town.refusal { _ = try town.house.post("two", by: town.cleo, to: room) }
        #expect(refused?.code == .slowMode)
        #expect(refused?.retryAfter == 30)
        let again = try town.house.post("one", by: town.cleo, to: room, key: key)
        #expect(again.duplicate)
        #expect(again.sequence == first.sequence)
        let connection = ConnectionID(outlet: 0, serial: 1)
        town.house.send(["three"], by: town.cleo, on: connection, to: room)
        let live = try town.house.outlet.first { message -> Refusal? in
            if case .refused(_, _, let refusal, _) = message { refusal } else { nil }
        }
        #expect(live.code == .slowMode)
        // Each has a time of his own.
        _ = try town.house.post("four", by: town.dan, to: room)
        for text in ["five", "six"] { _ = try town.house.post(text, by: town.ben, to: room) }
        town.house.clock.advance(seconds: 29)
        #expect(town.refusal { _ = try town.house.post("seven", by: town.cleo, to: room) }?.retryAfter == 1)
        town.house.clock.advance(seconds: 1)
        _ = try town.house.post("eight", by: town.cleo, to: room)
        try town.change(room, by: town.ben) { $0.slowModeSeconds = 0 }
        _ = try town.house.post("nine", by: town.cleo, to: room)
    }

    @Test("Who joins a room with history since joining reads nothing from before, and no cursor leads there")
    func history() throws {
        let town = try Town()
        let room = try town.room("fresh", by: town.ben) { $0.history = .sinceJoining }
        _ = try town.house.post("secret", by: town.ben, to: room)
        try town.join(room, town.cleo)
        _ = try town.house.post("hello", by: town.ben, to: room)
        #expect(try town.log(room, town.cleo).map(\.kind) == [.joined, .message])
        #expect(try town.log(room, town.ben).map(\.kind) == [.created, .message, .joined, .message])
        town.house.subscribe(
            town.cleo, on: ConnectionID(outlet: 0, serial: 9), to: room, after: 1, epoch: town.service.epoch.text)
        let start = try town.house.outlet.first { message -> SubscriptionStart? in
            if case .attached(let start) = message { start } else { nil }
        }
        #expect(start.gap?.reason == .floor)
        try town.change(room, by: town.ben) { $0.history = .everything }
        #expect(try town.log(room, town.cleo).count == 5)
    }
}
