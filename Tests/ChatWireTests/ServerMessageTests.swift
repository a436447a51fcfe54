import ChatDomain
import Foundation
import Testing

@testable import ChatWire

/// What the server writes, the client reads.
@Suite("Messages of the server")
struct ServerMessageTests {
    private func read(_ bytes: [UInt8]) throws -> ServerMessage {
        try bytes.withUnsafeBytes { try ServerMessage.decode($0) }
    }

    private let hostile = "A\"d\\a\n\u{0}\u{1B}\u{2028}😀</script>"

    @Test("Markers, receipts, who writes and notices are read as they are written")
    func reading() throws {
        func read(_ frame: [UInt8]) throws -> ServerMessage {
            try frame.withUnsafeBytes { try ServerMessage.decode($0) }
        }
        let ben = AccountView(id: 9, username: "ben", name: "Ben")
        var marker = MarkerView(room: 1, sequence: 42, version: 7)
        #expect(try read(LiveAnswer.marker(marker)) == .marker(marker))
        (marker.unread, marker.mentions) = (3, 1)
        #expect(try read(LiveAnswer.marker(marker)) == .marker(marker))
        let room = RoomID(rawValue: 1)
        let receipt = LiveAnswer.receipt(room: room, account: AccountID(rawValue: 9), sequence: SequenceNumber(42))
        #expect(try read(receipt) == .receipt(room: 1, ReceiptView(account: 9, sequence: 42)))
        let typing = LiveAnswer.typing(room: room, account: ben, for: 6_000)
        #expect(try read(typing) == .typing(room: 1, account: ben, milliseconds: 6_000))
        let notify = LiveAnswer.notify(room: room, sequence: SequenceNumber(42), by: ben, reason: "mention")
        #expect(try read(notify) == .notify(room: 1, seq: 42, by: ben, reason: "mention"))
    }

    @Test("An event comes back, whatever its author is called")
    func event() throws {
        let body = try MessageBody.make(text: Array("say \"hi\"\n\t\\".utf8), limit: 100)
        for kind in EventKind.allCases {
            let event = Event(
                log: LogID(rawValue: 1), sequence: SequenceNumber(42), at: Timestamp(milliseconds: 1_795_161_303_123),
                author: AccountID(rawValue: (1 << 53) - 1), kind: kind, ordinal: 7, body: body)
            var live: [UInt8] = []
            EventJSON.append(event, author: hostile, live: true, to: &live)
            let view = EventView(
                room: 1, seq: 42, at: 1_795_161_303_123, kind: kind.name,
                by: EventView.Author(id: (1 << 53) - 1, name: hostile),
                body: EventView.Body(text: "say \"hi\"\n\t\\"))
            #expect(try read(live) == .event(view))
            var plain: [UInt8] = []
            EventJSON.append(event, author: hostile, live: false, to: &plain)
            #expect(try JSONDecoder().decode(EventView.self, from: Data(plain)) == view)
            #expect(EventKind(name: kind.name) == kind)
        }
        #expect(EventKind(name: "dance") == nil)
    }

    @Test("An acknowledgement comes back, first and repeated", arguments: [false, true])
    func ack(duplicate: Bool) throws {
        var bytes: [UInt8] = []
        AckJSON.append(
            id: 2, room: RoomID(rawValue: 3), sequence: SequenceNumber(4), at: Timestamp(milliseconds: 5),
            duplicate: duplicate, to: &bytes)
        #expect(try read(bytes) == .ack(id: 2, room: 3, seq: 4, at: 5, duplicate: duplicate))
    }

    @Test("The rare messages come back")
    func rare() throws {
        let epoch = Epoch(high: 1, low: .max)
        let account = AccountView(id: 7, username: "ada", name: hostile, role: "owner", mail: "a@b.c", online: true)
        let room = RoomView(id: 1, handle: "lobby", title: hostile, members: 2, joined: true, head: 3)
        let snapshot = RoomSnapshot(room: room, head: 42, memberCount: 2, members: [account])
        let large = RoomSnapshot(room: room, head: 0, memberCount: 100_000, members: nil)
        let roomID = RoomID(rawValue: 1)
        #expect(
            try read(LiveAnswer.welcome(epoch: epoch, account: account, messageBytes: 16384))
                == .welcome(epoch: epoch.text, account: account, messageBytes: 16384))
        #expect(try read(LiveAnswer.done(id: 3)) == .done(id: 3))
        for (reason, name): (LiveAnswer.GapReason, String) in [
            (.noCursor, "no_cursor"), (.epoch, "epoch"), (.future, "future"), (.tooFar, "too_far"),
        ] {
            for state in [snapshot, large] {
                #expect(
                    try read(LiveAnswer.gap(id: 1, room: roomID, reason: reason, snapshot: state))
                        == .gap(id: 1, room: 1, reason: name, snapshot: state))
            }
        }
        for online in [nil, [], [AccountID(rawValue: 7), AccountID(rawValue: 9)]] as [[AccountID]?] {
            #expect(
                try read(LiveAnswer.caughtUp(id: 1, room: roomID, sequence: SequenceNumber(42), online: online))
                    == .caughtUp(id: 1, room: 1, seq: 42, online: online?.map(\.rawValue)))
        }
        #expect(
            try read(LiveAnswer.presence(room: roomID, account: account, online: false))
                == .presence(room: 1, account: account, online: false))
    }

    @Test("A refusal comes back through every door", arguments: RefusalCode.allCases)
    func refusal(code: RefusalCode) throws {
        let limit = Refusal.Limit(name: "message_bytes", value: 16384)
        for refusal in [Refusal(code, hostile), Refusal(code, "b", limit: limit, retryAfter: 3)] {
            let view = RefusalView(
                code: code.rawValue, message: refusal.message,
                limit: refusal.limit.map { RefusalView.Limit(name: $0.name, value: $0.value) },
                retryAfter: refusal.retryAfter)
            #expect(try read(LiveAnswer.error(id: 2, refusal)) == .error(id: 2, view))
            #expect(try read(LiveAnswer.error(id: nil, refusal)) == .error(id: nil, view))
            #expect(
                try read(LiveAnswer.ended(room: RoomID(rawValue: 1), refusal: refusal))
                    == .ended(room: 1, code: code.rawValue, message: refusal.message))
            let body = try JSONDecoder().decode([String: RefusalView].self, from: Data(refusal.json))
            #expect(body == ["error": view])
        }
    }

    @Test("What a client does not know yet is no fault")
    func unknown() throws {
        #expect(try read(Array("{\"op\":\"dance\",\"id\":\"x\"}".utf8)) == .unknown(op: "dance"))
        #expect(try read(Array("{\"op\":\"done\",\"id\":1,\"new\":{\"a\":[]}}".utf8)) == .done(id: 1))
    }

    @Test(
        "What is no message is thrown out",
        arguments: ["", "{}", "[]", "{\"op\":7}", "{\"op\":\"done\"}", "{\"op\":\"event\",\"room\":1}"])
    func malformed(text: String) {
        #expect(throws: (any Error).self) { try read(Array(text.utf8)) }
    }

    @Test("Numbers are written as they are")
    func numbers() {
        for number in [0, 1, -1, 9, 10, 100, -12345, .max, .min] as [Int64] {
            var out: [UInt8] = []
            JSONText.append(number, to: &out)
            #expect(String(decoding: out, as: UTF8.self) == String(number))
        }
    }
}
