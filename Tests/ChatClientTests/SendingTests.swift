import ChatDomain
import Foundation
import Testing

@testable import ChatClient
@testable import ChatWire

/// A session whose pauses are as long as they may be.
private func liveSession() -> LiveSession {
    var session = LiveSession(jitter: { $0 })
    session.start(now: .zero)
    session.opened(now: .zero)
    session.received(ScriptedServer().welcome(), now: .zero)
    _ = session.takeActions()
    return session
}

private func message(_ number: UInt64, room: Int64 = 1) throws -> OutgoingMessage {
    let key = try #require(SendKey(high: 0x0190_0000_0000_7000 | number, low: 0x8000_0000_0000_0000))
    return OutgoingMessage(key: key, room: room, text: "text \(number)")
}

private func told(_ actions: [LiveSession.Action]) -> [ClientEvent] {
    actions.compactMap { if case .tell(let event) = $0 { event } else { nil } }
}

@Suite("Sending")
struct SendingTests {
    @Test("The messages of a room go one after the other; other rooms do not wait for them")
    func oneAtATime() throws {
        var session = liveSession()
        let (first, second, other) = (try message(1), try message(2), try message(3, room: 2))
        for message in [first, second, other] { session.send(message, now: .zero) }
        let sent = requests(session.takeActions())
        #expect(sent.map(\.text) == ["text 1", "text 3"])
        session.received(.ack(id: sent[0].id, room: 1, seq: 8, at: 5, duplicate: false), now: .zero)
        let actions = session.takeActions()
        #expect(requests(actions).map(\.text) == ["text 2"])
        #expect(actions.contains(.settle(first)))
        #expect(told(actions) == [.acknowledged(first, seq: 8, at: 5, duplicate: false)])
        #expect(session.unsettled.count == 2)
    }

    @Test(
        "What may succeed later is sent again with the same key, after the pause that the server asks for",
        arguments: ["outcome_unknown", "overloaded", "rate_limited", "shutting_down"])
    func retries(code: String) throws {
        var session = liveSession()
        let message = try message(1)
        session.send(message, now: .zero)
        let first = try #require(requests(session.takeActions()).last)
        session.received(
            .error(id: first.id, RefusalView(code: code, message: "later", retryAfter: 7)), now: .seconds(1))
        #expect(requests(session.takeActions()).isEmpty)
        session.wake(now: .seconds(7))
        #expect(requests(session.takeActions()).isEmpty)
        #expect(session.deadline == .seconds(8))
        session.wake(now: .seconds(8))
        let second = try #require(requests(session.takeActions()).last)
        #expect(second.key == first.key && second.text == first.text)
    }

    @Test("A refusal that lasts takes the message out, tells why, and lets the next one go")
    func refused() throws {
        var session = liveSession()
        let (first, second) = (try message(1), try message(2))
        session.send(first, now: .zero)
        session.send(second, now: .zero)
        let sent = try #require(requests(session.takeActions()).last)
        let refusal = RefusalView(code: "too_large", message: "A message may have at most 16384 bytes.")
        session.received(.error(id: sent.id, refusal), now: .zero)
        let actions = session.takeActions()
        #expect(actions.contains(.settle(first)))
        #expect(told(actions) == [.refused(first, refusal)])
        #expect(requests(actions).map(\.text) == ["text 2"])
    }

    @Test("After a lost connection the message goes again, with its key, and before those behind it")
    func lostConnection() throws {
        var session = liveSession()
        session.send(try message(1), now: .zero)
        session.send(try message(2), now: .zero)
        let first = try #require(requests(session.takeActions()).last)
        session.lost(.broken("cut"), now: .seconds(1))
        // The answer of the old connection must not count on the new one.
        session.wake(now: .seconds(2))
        session.opened(now: .seconds(2))
        session.received(ScriptedServer().welcome(), now: .seconds(2))
        let again = requests(session.takeActions())
        #expect(again.map(\.key) == [first.key])
        session.received(.ack(id: first.id, room: 1, seq: 1, at: 1, duplicate: false), now: .seconds(2))
        #expect(session.unsettled.count == 2)
        session.received(.ack(id: again[0].id, room: 1, seq: 1, at: 1, duplicate: true), now: .seconds(2))
        #expect(session.unsettled.count == 1)
    }

    @Test("A message over which the server closes twice is not sent a third time")
    func poison() throws {
        var session = liveSession()
        let poison = try message(1)
        session.send(poison, now: .zero)
        session.lost(.closed(code: 1009, reason: "too big"), now: .zero)
        #expect(session.unsettled.count == 1)
        session.wake(now: .seconds(1))
        session.opened(now: .seconds(1))
        session.received(ScriptedServer().welcome(), now: .seconds(1))
        session.lost(.closed(code: 1009, reason: "too big"), now: .seconds(1))
        #expect(session.unsettled.count == 0)
        #expect(session.takeActions().contains(.settle(poison)))
    }

    @Test("No acknowledgement in time, and no sign of life in time, give the connection up")
    func silence() throws {
        var session = liveSession()
        session.send(try message(1), now: .zero)
        _ = session.takeActions()
        session.heard(now: .seconds(29))
        session.wake(now: .seconds(30))
        #expect(session.takeActions().first == .close(code: 1000))
        #expect(!session.isLive && session.unsettled.count == 1)

        var quiet = liveSession()
        #expect(quiet.deadline == .seconds(60))
        quiet.wake(now: .seconds(60))
        #expect(quiet.takeActions() == [.ping])
        quiet.heard(now: .seconds(61))
        #expect(quiet.deadline == .seconds(121))
        quiet.wake(now: .seconds(121))
        quiet.wake(now: .seconds(151))
        #expect(quiet.takeActions().contains(.close(code: 1000)))
    }

    @Test("A session that has ended is not come back to, and its messages stay")
    func loggedOut() throws {
        var session = liveSession()
        session.send(try message(1), now: .zero)
        _ = session.takeActions()
        session.lost(.closed(code: 4001, reason: ""), now: .zero)
        #expect(told(session.takeActions()) == [.disconnected(.closed(code: 4001, reason: ""), retry: nil)])
        #expect(session.deadline == nil)
        #expect(session.unsettled.count == 1)
    }
}

@Suite("Coming back")
struct ComingBackTests {
    @Test("Pauses double up to the longest, and are short again after a connection that lasted")
    func pauses() {
        var session = LiveSession(jitter: { $0 })
        session.start(now: .zero)
        var now: Duration = .zero
        var pauses: [Duration] = []
        for _ in 0..<8 {
            session.lost(.unreachable("refused"), now: now)
            for case .tell(.disconnected(_, let retry?)) in session.takeActions() { pauses.append(retry) }
            now = session.deadline ?? now
            session.wake(now: now)
        }
        #expect(pauses == [0.5, 1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        session.opened(now: now)
        session.received(ScriptedServer().welcome(), now: now)
        session.lost(.broken(""), now: now + .seconds(1))
        #expect(session.deadline == now + .seconds(31))
        session.wake(now: now + .seconds(31))
        session.opened(now: now + .seconds(31))
        session.received(ScriptedServer().welcome(), now: now + .seconds(31))
        session.lost(.broken(""), now: now + .seconds(60))
        #expect(session.deadline == now + .seconds(60.5))
    }

    @Test("The jitter is drawn from all of the range, and no pause is too short")
    func jitter() {
        var backoff = Backoff(jitter: { _ in .zero })
        #expect(backoff.next() == .milliseconds(50))
        let drawn = (0..<200).map { _ in Backoff.uniform(.seconds(1)) }
        #expect(drawn.allSatisfy { $0 >= .zero && $0 <= .seconds(1) })
        #expect(Set(drawn).count > 100)
    }

    @Test(
        "The close codes and answers say who may come back",
        arguments: [
            (ConnectionLoss.closed(code: 1001, reason: ""), true), (.closed(code: 1011, reason: ""), true),
            (.closed(code: 1012, reason: ""), true), (.closed(code: 1013, reason: ""), true),
            (.closed(code: 4008, reason: ""), true), (.closed(code: 4009, reason: ""), true),
            (.closed(code: 4001, reason: ""), false), (.refused(status: 401, nil), false),
            (.refused(status: 404, nil), false), (.refused(status: 503, nil), true), (.broken(""), true),
        ])
    func verdicts(loss: ConnectionLoss, comesBack: Bool) {
        var session = LiveSession()
        session.start(now: .zero)
        session.lost(loss, now: .zero)
        #expect((session.deadline != nil) == comesBack)
    }

    @Test("A server that asks for a longer pause gets it")
    func askedPause() {
        var session = LiveSession()
        session.start(now: .zero)
        session.lost(
            .refused(status: 503, RefusalView(code: "overloaded", message: "", retryAfter: 12)), now: .zero)
        #expect(session.deadline == .seconds(12))
    }
}
