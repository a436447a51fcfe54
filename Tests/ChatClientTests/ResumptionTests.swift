import Foundation
import Testing

@testable import ChatClient
@testable import ChatWire

/// Drives a session against a scripted server over a wire that drops, doubles and delays.
private struct Rig {
    var server = ScriptedServer()
    var session = LiveSession()
    var now: Duration = .zero
    var wire: [ServerMessage] = []
    var isOpen = false
    /// What the person was shown of the room since it last started anew.
    var shown: [EventView] = []
    var restarts = 0
    var backlog: [LiveSession.Action] = []

    mutating func perform() {
        while true {
            backlog += session.takeActions()
            guard !backlog.isEmpty else { return }
            switch backlog.removeFirst() {
            case .connect:
                session.opened(now: now)
                isOpen = true
                wire = [server.welcome()]
            case .transmit(let bytes):
                guard let request = try? JSONDecoder().decode(SentRequest.self, from: Data(bytes)), isOpen else {
                    break
                }
                if request.op == "subscribe" {
                    wire += server.answer(id: request.id, after: request.after, epoch: request.epoch)
                }
            case .close:
                isOpen = false
                wire = []
            case .loadHistory(let room, let request, let before, let limit):
                session.historyLoaded(room: room, request: request, events: server.page(before: before, limit: limit))
            case .tell(.event(let event, _)): shown.append(event)
            case .tell(.restarted(_, _, let history)):
                shown = history
                restarts += 1
            case .tell, .ping, .settle: break
            }
        }
    }

    mutating func deliverOne() {
        guard !wire.isEmpty else { return }
        session.received(wire.removeFirst(), now: now)
        perform()
    }

    mutating func sleepUntilDeadline() {
        if let deadline = session.deadline { now = max(now, deadline) }
        session.wake(now: now)
        perform()
    }
}

@Suite("Resumption")
struct ResumptionTests {
    @Test(
        "Snapshot plus events equals a fresh snapshot, over random histories with dropped, doubled and delayed frames")
    func randomHistories() throws {
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var rig = Rig()
            rig.server.happen("created", by: 7)
            rig.session.follow(room: 1, now: .zero)
            rig.session.start(now: .zero)
            rig.perform()
            for step in 0..<200 {
                rig.now += .milliseconds(10)
                switch Int.random(in: 0..<20, using: &random) {
                case 0..<7:
                    let account = Int64.random(in: 1...5, using: &random)
                    let kind = ["message", "message", "joined", "left"].randomElement(using: &random) ?? "message"
                    let before = rig.server.log.count
                    rig.server.happen(kind, by: account, text: "text \(step)")
                    if rig.isOpen, rig.server.log.count > before, let event = rig.server.log.last {
                        rig.wire.append(.event(event))
                    }
                case 7..<14: rig.deliverOne()
                case 14: if !rig.wire.isEmpty { rig.wire.removeFirst() }
                case 15: if let first = rig.wire.randomElement(using: &random) { rig.wire.append(first) }
                case 16: rig.wire.shuffle(using: &random)
                case 17:
                    rig.isOpen = false
                    rig.wire = []
                    rig.session.lost(.broken("cut"), now: rig.now)
                    rig.perform()
                case 18: rig.sleepUntilDeadline()
                default:
                    guard Int.random(in: 0..<10, using: &random) == 0 else { break }
                    // The store was restored from an older copy, under a new epoch.
                    let kept = Int.random(in: 1...rig.server.log.count, using: &random)
                    var restored = ScriptedServer()
                    restored.epoch = String(format: "%032x", step)
                    for event in rig.server.log.prefix(kept) {
                        restored.happen(event.kind, by: event.by.id, text: event.body.text)
                    }
                    rig.server = restored
                    rig.isOpen = false
                    rig.wire = []
                    rig.session.lost(.closed(code: 1012, reason: ""), now: rig.now)
                    rig.perform()
                }
                // At no time is anything shown twice, out of order or with a hole.
                for (one, next) in zip(rig.shown, rig.shown.dropFirst()) { #expect(next.seq == one.seq + 1) }
            }
            // The wire behaves from here on. One more event shows whether the last frame of all was lost.
            rig.isOpen = false
            rig.wire = []
            rig.session.lost(.broken("cut"), now: rig.now)
            rig.perform()
            rig.sleepUntilDeadline()
            while !rig.wire.isEmpty { rig.deliverOne() }

            let replica = try #require(rig.session.replica(of: 1))
            var fresh = RoomReplica(room: 1)
            fresh.restart(from: rig.server.snapshot, epoch: rig.server.epoch)
            #expect(replica.cursor == fresh.cursor, "seed \(seed)")
            #expect(replica.members == fresh.members, "seed \(seed)")
            #expect(replica.memberCount == fresh.memberCount, "seed \(seed)")
            #expect(replica.isCaughtUp)
            #expect(rig.shown == rig.server.log.suffix(rig.shown.count), "seed \(seed)")
            #expect(rig.shown.count >= min(50, rig.server.log.count))
            let texts = rig.shown.filter { $0.kind == "message" }
            #expect(replica.messages == Array(texts.suffix(replica.messages.count)), "seed \(seed)")
        }
    }

    @Test("A gap starts the room anew: first the page of history, then what came meanwhile")
    func historyComesFirst() throws {
        var session = LiveSession()
        var server = ScriptedServer()
        for place in 0..<5 { server.happen("message", by: 9, text: "m\(place)") }
        session.follow(room: 1, now: .zero)
        session.start(now: .zero)
        session.opened(now: .zero)
        session.received(server.welcome(), now: .zero)
        let subscribe = try #require(requests(session.takeActions()).last)
        for message in server.answer(id: subscribe.id, after: nil, epoch: nil) { session.received(message, now: .zero) }
        server.happen("message", by: 9, text: "m5")
        session.received(.event(try #require(server.log.last)), now: .zero)
        let actions = session.takeActions()
        guard case .loadHistory(1, let request, 6, let limit)? = actions.first else {
            Issue.record("no history was asked for: \(actions)")
            return
        }
        #expect(actions.count == 1)
        // The page was read a moment later than the snapshot, and has the new event as well.
        session.historyLoaded(room: 1, request: request, events: server.page(before: 7, limit: limit))
        let told = session.takeActions()
        #expect(
            told == [
                .tell(
                    .restarted(
                        snapshot: RoomSnapshot(
                            room: RoomView(id: 1, handle: "lobby", title: "Lobby"), head: 5, memberCount: 0, members: []
                        ),
                        reason: "no_cursor", history: Array(server.log.prefix(5)))),
                .tell(.caughtUp(room: 1)), .tell(.event(server.log[5], live: true)),
            ])
    }

    @Test("After a lost connection only what was missed is asked for and told")
    func resumes() throws {
        var session = LiveSession()
        var server = ScriptedServer()
        server.happen("message", by: 9, text: "seen")
        session.follow(room: 1, now: .zero)
        session.start(now: .zero)
        session.opened(now: .zero)
        session.received(server.welcome(), now: .zero)
        let first = try #require(requests(session.takeActions()).last)
        #expect(first.after == nil && first.epoch == nil)
        for message in server.answer(id: first.id, after: nil, epoch: nil) { session.received(message, now: .zero) }
        guard case .loadHistory(_, let request, _, _)? = session.takeActions().first else { return }
        session.historyLoaded(room: 1, request: request, events: server.log)

        session.lost(.broken("cut"), now: .seconds(1))
        server.happen("message", by: 9, text: "missed")
        session.wake(now: .seconds(60))
        session.opened(now: .seconds(60))
        session.received(server.welcome(), now: .seconds(60))
        let second = try #require(requests(session.takeActions()).last)
        #expect(second.after == 1 && second.epoch == server.epoch)
        for message in server.answer(id: second.id, after: second.after, epoch: second.epoch) {
            session.received(message, now: .seconds(60))
        }
        #expect(session.takeActions() == [.tell(.event(server.log[1], live: false)), .tell(.caughtUp(room: 1))])
    }

    @Test("Frames of a room that is not followed any more show nothing")
    func unfollowed() throws {
        var server = ScriptedServer()
        server.happen("message", by: 9, text: "hello")
        var session = LiveSession()
        session.start(now: .zero)
        session.opened(now: .zero)
        session.received(server.welcome(), now: .zero)
        _ = session.takeActions()
        session.received(.event(try #require(server.log.last)), now: .zero)
        session.received(.ended(room: 1, code: "room_gone", message: "gone"), now: .zero)
        session.received(.gap(id: 99, room: 1, reason: "no_cursor", snapshot: server.snapshot), now: .zero)
        #expect(session.takeActions() == [])
    }
}

func requests(_ actions: [LiveSession.Action]) -> [SentRequest] {
    actions.compactMap { action in
        guard case .transmit(let bytes) = action else { return nil }
        return try? JSONDecoder().decode(SentRequest.self, from: Data(bytes))
    }
}
