import ChatDomain
import ChatStore
import ChatWire
import MemoryStore
import Testing

@testable import ChatService

@Suite("From a send to the loops")
struct DeliveryTests {
    private let here = ConnectionID(outlet: 0, serial: 1)

    private func attachment(_ house: House, _ id: ConnectionID? = nil) throws -> SubscriptionStart {
        let wanted = id ?? here
        return try house.outlet.first { message in
            if case .attached(let attachment) = message, attachment.connection == wanted { attachment } else { nil }
        }
    }

    @Test("Promise 2: what is sent is delivered in order, without a gap, each once, after the subscription's head")
    func inOrder() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.subscribe(ada, on: here)
        let head = try attachment(house).head
        for batch in 0..<50 {
            house.send((0..<20).map { "\(batch) \($0)" }, by: batch % 2 == 0 ? ada : ben, on: here)
        }
        house.send(["the end"], by: ada, on: here)
        let events = try house.outlet.delivered { $0.text.contains("the end") }
        #expect(events.map(\.sequence.rawValue) == Array(head.rawValue + 1...head.rawValue + 1_001))
        #expect(events.filter { $0.author == ada.account }.count == 501)
        let texts = events.filter { $0.author == ben.account }.map(\.text)
        let expected = (0..<50).filter { $0 % 2 == 1 }
            .flatMap { batch in (0..<20).map { "{\"text\":\"\(batch) \($0)\"}" } }
        #expect(texts == expected)
    }

    @Test("Who is new is called by name from the first event on")
    func newcomer() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        house.subscribe(ada, on: here)
        _ = try attachment(house)
        for number in 0..<20 {
            let session = try house.register("cleo\(number)")
            let name = try house.outlet.first { message -> String? in
                guard case .segment(let segment) = message, let kept = segment.frames(as: KeptEvents.self) else {
                    return nil
                }
                return zip(kept.events, kept.authors).first { $0.0.author.rawValue == session.account.id }?.1
                    .displayName
            }
            #expect(name == "cleo\(number)")
        }
    }

    @Test("Promise 3: a retry gets the first result, through either door, and is not delivered again")
    func retry() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.subscribe(ben, on: here)
        _ = try attachment(house)
        let key = SendKey.make()
        let first = try house.post("once", by: ada, key: key)
        #expect(!first.duplicate)
        house.clock.advance(seconds: 60)
        let second = try house.post("once", by: ada, key: key)
        #expect(second.duplicate)
        #expect(second.sequence == first.sequence)
        #expect(second.at == first.at)
        house.service.send([
            SendRequest(
                connection: here, id: 5, account: ada.account, room: .first, key: key, body: House.body("once"))
        ])
        let ack = try house.outlet.first { message -> (SequenceNumber, Bool)? in
            if case .ack(_, 5, _, let sequence, _, let duplicate) = message { (sequence, duplicate) } else { nil }
        }
        #expect(ack.0 == first.sequence)
        #expect(ack.1)
        // The same key of somebody else is another key.
        #expect(try house.post("mine", by: ben, key: key).duplicate == false)
        let events = try house.outlet.delivered { $0.text.contains("mine") }
        #expect(events.count == 2)
    }

    @Test("Promise 5: leaving ends the shared segment, and nothing sent later is accepted from who left")
    func leaving() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        house.subscribe(ada, on: here)
        _ = try attachment(house)
        // All of it lies in the service's line before the first is settled.
        let left = Locked(false)
        house.service.leave(.first, caller: ben) { _ in left.set(true) }
        house.send(["too late"], by: ben, on: here)
        house.send(["after"], by: ada, on: here)
        _ = try house.outlet.delivered { $0.text.contains("after") }
        let refused = try house.outlet.first { message -> Refusal? in
            if case .refused(_, _, let refusal, true) = message { refusal } else { nil }
        }
        #expect(refused.code == .notAMember)
        let segments = house.outlet.messages.with { messages in
            messages.compactMap { message -> Segment? in
                if case .segment(let segment) = message { segment } else { nil }
            }
        }
        let narrowing = segments.filter { $0.narrows == ben.account }
        #expect(narrowing.count == 1)
        #expect(narrowing.first?.frames(as: KeptEvents.self)?.events.last?.kind == .left)
        #expect(try left.wait { $0 ? true : nil })
    }

    @Test("Promise 4: a subscription continues from its cursor, or says why not and gives a snapshot")
    func cursors() throws {
        let house = try House { $0.resumeEvents = 10 }
        let (ada, _) = try house.twoPeople()
        for number in 0..<20 { _ = try house.post("\(number)", by: ada) }
        let head = 23 as Int64
        let epoch = house.service.epoch.text
        func start(_ serial: UInt64, after: Int64?, epoch: String?) throws -> SubscriptionStart {
            let connection = ConnectionID(outlet: 0, serial: serial)
            house.subscribe(ada, on: connection, after: after, epoch: epoch)
            return try attachment(house, connection)
        }
        let whole = try start(10, after: head - 10, epoch: epoch)
        #expect(whole.gap == nil)
        #expect(whole.cursor.rawValue == head - 10)
        #expect(whole.head.rawValue == head)
        #expect(try start(11, after: head, epoch: epoch).gap == nil)
        for (serial, after, epoch, reason) in [
            (12 as UInt64, nil as Int64?, nil as String?, LiveAnswer.GapReason.noCursor),
            (13, head, nil, .epoch), (14, head, "0123456789abcdef0123456789abcdef", .epoch),
            (15, head + 1, epoch, .future), (16, head - 11, epoch, .tooFar),
        ] {
            let start = try start(serial, after: after, epoch: epoch)
            #expect(start.gap?.reason == reason)
            #expect(start.gap?.snapshot.head == head)
            #expect(start.cursor.rawValue == head)
            #expect(start.gap?.snapshot.members?.count == 2)
        }
    }

    @Test(
        "Promise 8: after a commit that failed the senders are told so, and retries settle it",
        arguments: [true, false])
    func failedCommit(kept: Bool) throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        house.subscribe(ada, on: here)
        let head = try attachment(house).head
        house.store.failNextCommit(kept ? .allKept : .nothingKept)
        let key = SendKey.make()
        var refused: Refusal?
        do {
            _ = try house.post("precious", by: ada, key: key)
        } catch {
            refused = error as? Refusal
        }
        #expect(refused?.code == .outcomeUnknown)
        #expect(refused?.code.mayRetry == true)
        // Requests that arrive before the store was read again are told the same: nothing of them was tried.
        var answer: Posted?
        while answer == nil {
            do {
                answer = try house.post("precious", by: ada, key: key)
            } catch let refusal as Refusal where refusal.code == .outcomeUnknown {
                continue
            }
        }
        #expect(answer?.duplicate == kept)
        #expect(answer?.sequence == head.next)
        let page = try house.call {
            house.service.history(of: .first, HistoryRange(anchor: .latest, limit: 50), for: ada, answer: $0)
        }
        #expect(page.events.filter { $0.text.contains("precious") }.count == 1)
        if kept {
            // Readers learn that the log went on without them.
            let moved = try house.outlet.first { message -> SequenceNumber? in
                if case .headMoved(.first, let head) = message { head } else { nil }
            }
            #expect(moved == head.next)
        }
    }

    @Test("Promise 5: a leaving that was kept by a commit that failed cuts the stream before anything later is read")
    func leavingKeptByFailedCommit() throws {
        let house = try House()
        let (_, ben) = try house.twoPeople()
        house.subscribe(ben, on: here)
        _ = try attachment(house)
        house.store.failNextCommit(.allKept)
        house.service.leave(.first, caller: ben) { _ in }
        // True for the cut, false for the news that the log is longer.
        let first = try house.outlet.first { message -> Bool? in
            switch message {
            case .cut(.first, let account): account == ben.account
            case .headMoved: false
            default: nil
            }
        }
        #expect(first)
    }

    @Test("Promise 7: requests beyond the rate are refused by name, and welcome again later")
    func rate() throws {
        let house = try House { limits in
            limits.accountRequestsPerSecond = 2
            limits.accountRequestBurst = 5
        }
        let (ada, _) = try house.twoPeople()
        house.subscribe(ada, on: here)
        _ = try attachment(house)
        house.send((0..<5).map { "\($0)" }, by: ada, on: here)
        let refused = try house.outlet.first { message -> Refusal? in
            if case .refused(_, let id, let refusal, true) = message, id == 4 { refusal } else { nil }
        }
        #expect(refused.code == .rateLimited)
        #expect(refused.limit == Refusal.Limit(name: "account_requests_per_second", value: 2))
        #expect(refused.retryAfter == 1)
        house.clock.advance(seconds: 1)
        #expect(try house.post("again", by: ada).duplicate == false)
    }

    @Test("Comings and goings are told at once, except for a line that broke; large rooms are not told")
    func presence() throws {
        let house = try House { limits in
            limits.offlineDelay = 30
            limits.presenceMembers = 2
        }
        let (ada, ben) = try house.twoPeople()
        house.subscribe(ada, on: here)
        _ = try attachment(house)
        func told() -> [Bool] {
            house.outlet.messages.with { messages in
                messages.compactMap { message in
                    guard case .toReaders(ben.account, let news) = message else { return nil }
                    return String(decoding: news.json, as: UTF8.self).contains("\"online\":true")
                }
            }
        }
        /// What was told once everything asked for until now has reached the loop.
        var markers = 0
        func settled() throws -> [Bool] {
            markers += 1
            let marker = "marker \(markers)."
            _ = try house.post(marker, by: ada)
            _ = try house.outlet.delivered { $0.text.contains(marker) }
            return told()
        }
        let first = ConnectionID(outlet: 0, serial: 20)
        let second = ConnectionID(outlet: 0, serial: 21)
        house.service.connected(first, ben)
        house.service.connected(second, ben)
        #expect(try settled() == [true])
        house.service.disconnected(first, ben, saidGoodbye: true)
        #expect(try settled() == [true])
        house.service.disconnected(second, ben, saidGoodbye: false)
        #expect(try settled() == [true])
        house.clock.advance(seconds: 29)
        house.service.tick()
        #expect(try settled() == [true])
        house.clock.advance(seconds: 1)
        house.service.tick()
        #expect(try settled() == [true, false])
        house.service.connected(first, ben)
        house.service.disconnected(first, ben, saidGoodbye: true)
        #expect(try settled() == [true, false, true, false])
        _ = try house.register("cleo")
        house.service.connected(first, ben)
        #expect(try settled() == [true, false, true, false])
    }

    @Test("Stopping finishes and answers what was accepted, and refuses what comes after")
    func stopping() throws {
        let house = try House()
        let (ada, _) = try house.twoPeople()
        house.send((0..<500).map { "\($0)" }, by: ada, on: here)
        house.service.stop()
        let acks = house.outlet.messages.with { messages in
            messages.filter { if case .ack = $0 { true } else { false } }.count
        }
        #expect(acks == 500)
    }
}
