import ChatDomain
import Testing

@testable import ChatClient
@testable import ChatWire

@Suite("Markers, and that one writes")
struct ReadingAndTypingTests {
    private func live() -> LiveSession {
        var session = LiveSession(jitter: { $0 })
        session.start(now: .zero)
        session.opened(now: .zero)
        session.received(ScriptedServer().welcome(), now: .zero)
        _ = session.takeActions()
        return session
    }

    private func sent(_ session: inout LiveSession) -> [String] {
        session.takeActions().compactMap { action in
            if case .transmit(let text) = action { String(decoding: text, as: UTF8.self) } else { nil }
        }
    }

    @Test("Markers are told at once, then at most once a second, and only as far as the last says")
    func coalesced() {
        var session = live()
        session.read(room: 1, through: 5, now: .seconds(1))
        #expect(sent(&session) == [#"{"op":"read","room":1,"seq":5}"#])
        for seq in Int64(6)...9 { session.read(room: 1, through: seq, now: .seconds(1)) }
        session.read(room: 2, through: 3, now: .seconds(1))
        #expect(sent(&session).isEmpty)
        #expect(session.deadline == .seconds(2))
        session.wake(now: .seconds(2))
        #expect(sent(&session) == [#"{"op":"read","room":1,"seq":9}"#, #"{"op":"read","room":2,"seq":3}"#])
        // What was read before is no news.
        session.read(room: 1, through: 7, now: .seconds(4))
        #expect(sent(&session).isEmpty)
    }

    @Test("A marker that the server has not confirmed is told again on the next connection")
    func again() {
        var session = live()
        session.read(room: 1, through: 5, now: .seconds(1))
        session.read(room: 2, through: 6, now: .seconds(3))
        session.received(.marker(MarkerView(room: 1, sequence: 5, version: 1)), now: .seconds(3))
        _ = session.takeActions()
        session.lost(.broken("gone"), now: .seconds(4))
        session.wake(now: .seconds(60))
        session.opened(now: .seconds(60))
        session.received(ScriptedServer().welcome(), now: .seconds(60))
        #expect(sent(&session) == [#"{"op":"read","room":2,"seq":6}"#])
    }

    @Test("That one writes is told at most every three seconds for each room, and not without a connection")
    func typing() {
        var session = live()
        for tenth in 0..<59 { session.typing(room: 1, now: .milliseconds(tenth * 100)) }
        #expect(sent(&session) == [#"{"op":"typing","room":1}"#, #"{"op":"typing","room":1}"#])
        session.typing(room: 2, now: .seconds(5))
        #expect(sent(&session).count == 1)
        session.lost(.broken("gone"), now: .seconds(6))
        _ = session.takeActions()
        session.typing(room: 3, now: .seconds(6))
        #expect(session.takeActions().isEmpty)
    }

    @Test("One's personal log starts without a page of lines; what it tells comes at once")
    func personal() throws {
        var session = live()
        session.follow(room: -7, now: .zero)
        let request = try #require(sent(&session).first)
        #expect(request.contains(#""room":-7"#))
        let room = RoomView(id: -7, handle: "", title: "")
        let snapshot = RoomSnapshot(room: room, head: 3, memberCount: 1, members: nil)
        session.received(.gap(id: 1, room: -7, reason: "no_cursor", snapshot: snapshot), now: .zero)
        let news = EventView(
            room: -7, seq: 4, at: 1, kind: "told", by: .init(id: 9, name: "Ben"), body: EventView.Body())
        session.received(.event(news), now: .zero)
        let actions = session.takeActions()
        #expect(actions.contains(.tell(.event(news, live: false))))
        #expect(!actions.contains { if case .loadHistory = $0 { true } else { false } })
    }

    @Test("A refusal of what has no number is not told, but that something could not be read is")
    func unnumbered() {
        var session = live()
        session.received(.error(id: nil, RefusalView(code: "muted", message: "no")), now: .zero)
        #expect(session.takeActions().isEmpty)
        session.received(.error(id: nil, RefusalView(code: "bad_request", message: "no")), now: .zero)
        #expect(session.takeActions() == [.tell(.problem("no"))])
    }

    @Test("Queries are written so that nothing in a value ends it")
    func query() {
        var query = Query()
        query.set("q", "a b&c=d/é 👍")
        query.set("limit", 5)
        #expect(query.text == "?q=a%20b%26c%3Dd%2F%C3%A9%20%F0%9F%91%8D&limit=5")
    }

    @Test("The outbox keeps what a message answers, and in which thread it is")
    func outbox() throws {
        let key = try #require(SendKey("019ab3c4-5a00-7000-8000-0123456789ab"))
        let message = OutgoingMessage(key: key, room: 1, text: "yes", thread: 3, replyTo: 4)
        #expect(OutboxRecord(line: OutboxRecord.add(message).line) == .add(message))
    }

    @Test("Who is put out of a room is no member any more; who was none does not count")
    func replica() {
        var replica = RoomReplica(room: 1)
        let people = [7, 9].map { AccountView(id: $0, username: "u\($0)", name: "U") }
        replica.restart(
            from: RoomSnapshot(
                room: RoomView(id: 1, handle: "den", title: "Den"), head: 1, memberCount: 2, members: people),
            epoch: "e")
        func event(_ kind: String, _ seq: Int64, _ person: Int64) -> EventView {
            EventView(
                room: 1, seq: seq, at: 0, kind: kind, subject: person, by: .init(id: 7, name: "Ada"),
                body: EventView.Body())
        }
        #expect(replica.apply(event("banned", 2, 8)) == .applied && replica.memberCount == 2)
        #expect(replica.apply(event("removed", 3, 9)) == .applied && replica.memberCount == 1)
        #expect(replica.members?[9] == nil)
    }
}
