import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

/// Whether a message notifies somebody, and why.
@Suite("Notifications")
struct NotificationTests {
    private func why(_ house: House, _ caller: Caller, _ post: Posted) throws -> NotificationReason {
        try house.call {
            house.service.explainNotification(of: post.sequence, in: post.room, for: caller, answer: $0)
        }
    }

    private func set(
        _ house: House, _ caller: Caller, room: RoomID? = .first, level: NotificationLevel? = nil,
        mutedFor seconds: Int64? = nil, quiet: QuietHours? = nil
    ) throws {
        let until = seconds.map { Timestamp(milliseconds: house.clock.now.rawValue + $0 * 1_000) }
        _ = try house.call {
            house.service.setNotification(
                of: caller, in: room, level: level, mutedUntil: until, quiet: quiet, answer: $0)
        }
    }

    @Test("In a channel a message notifies nobody, unless one wants all of them")
    func levels() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        #expect(try why(house, ben, house.post("one", by: ada)) == .levelMentions)
        try set(house, ben, level: .all)
        #expect(try why(house, ben, house.post("two", by: ada)) == .levelAll)
        #expect(try why(house, ben, house.post("three", by: ben)) == .ownMessage)
        try set(house, ben, level: NotificationLevel.none)
        #expect(try why(house, ben, house.post("four", by: ada)) == .levelNone)
        // What a room does not say, the general setting does.
        try set(house, ben, level: nil)
        try set(house, ben, room: nil, level: .all)
        #expect(try why(house, ben, house.post("five", by: ada)) == .levelAll)
    }

    @Test("Who wants all is told on his connections, once for a message")
    func told() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        try set(house, ben, level: .all)
        let connection = ConnectionID(outlet: 0, serial: 7)
        house.service.connected(connection, ben)
        let post = try house.post("one", by: ada)
        let frames = try house.outlet.messages.wait { messages in
            let found = messages.compactMap { message -> String? in
                guard case .toOne(connection, let news) = message else { return nil }
                return String(decoding: news.json, as: UTF8.self)
            }.filter { $0.contains("\"op\":\"notify\"") }
            return found.isEmpty ? nil : found
        }
        #expect(frames.count == 1)
        #expect(frames[0].contains("\"seq\":\(post.sequence.rawValue)") && frames[0].contains("level_all"))
    }

    @Test("What was decided stays so, whatever is set afterwards")
    func decisionsStay() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        try set(house, ben, level: .all)
        house.service.connected(ConnectionID(outlet: 0, serial: 7), ben)
        let post = try house.post("one", by: ada)
        try set(house, ben, level: NotificationLevel.none)
        #expect(try why(house, ben, post) == .levelAll)
    }

    @Test("A muted room and quiet hours keep still, for as long as they last")
    func quiet() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        try set(house, ben, level: .all, mutedFor: 60)
        #expect(try why(house, ben, house.post("one", by: ada)) == .roomMuted)
        house.clock.advance(seconds: 61)
        #expect(try why(house, ben, house.post("two", by: ada)) == .levelAll)
        // The clock stands at 08:01 UTC: nine in Vienna in winter.
        try set(house, ben, room: nil, quiet: QuietHours(from: 9 * 60, to: 10 * 60, zone: "Europe/Vienna"))
        #expect(try why(house, ben, house.post("three", by: ada)) == .quietHours)
        try set(house, ben, room: nil, quiet: QuietHours(from: 22 * 60, to: 9 * 60, zone: "Europe/Vienna"))
        #expect(try why(house, ben, house.post("four", by: ada)) == .levelAll)
        #expect(throws: Refusal.self) {
            try set(house, ben, room: nil, quiet: QuietHours(from: 0, to: 1, zone: "Nowhere/City"))
        }
    }

    @Test("Nobody learns anything of messages that he cannot read")
    func refusals() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let room = try house.call { house.service.createRoom(handle: "cabal", title: nil, by: ada, answer: $0) }
        let post = try house.post("psst", by: ada, to: RoomID(rawValue: room.id))
        #expect(throws: Refusal.self) { try why(house, ben, post) }
        #expect(throws: Refusal.self) { try set(house, ben, room: post.room, level: .all) }
    }
}
