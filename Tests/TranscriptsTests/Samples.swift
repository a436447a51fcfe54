import ChatDomain
import Transcripts

/// People and events for the tests.
enum Samples {
    static let room = TranscriptRoom(id: 7, handle: "lobby", title: "The Lobby")
    static let ada = TranscriptPerson(id: 1, handle: "ada", name: "Ada")
    static let ben = TranscriptPerson(id: 2, handle: "ben", name: "Ben B.")
    /// 2026-11-20 10:15:03.250 UTC
    static let moment = Timestamp(milliseconds: 1_795_169_703_250)

    static func event(
        _ action: TranscriptEvent.Action, by: TranscriptPerson = ada, _ sequence: Int64 = 1, at: Timestamp = moment
    ) -> TranscriptEvent {
        TranscriptEvent(sequence: sequence, at: at, by: by, action: action)
    }

    static func written(
        _ format: TranscriptFormat, _ events: [TranscriptEvent], room: TranscriptRoom = room,
        clock: TranscriptClock = .utc
    ) -> [UInt8] {
        var out: [UInt8] = []
        var writer = TranscriptWriter(format, room: room, clock: clock)
        writer.begin(&out)
        for event in events { writer.add(event, to: &out) }
        writer.end(&out)
        return out
    }

    static func text(_ format: TranscriptFormat, _ events: [TranscriptEvent], clock: TranscriptClock = .utc) -> String {
        String(decoding: written(format, events, clock: clock), as: UTF8.self)
    }

    /// One of every kind, with the wildest texts.
    static func events(_ random: inout Seeded) -> [TranscriptEvent] {
        func person() -> TranscriptPerson {
            TranscriptPerson(id: number(), handle: random.text(upTo: 9), name: random.text(upTo: 9))
        }
        func number() -> Int64 { Int64.random(in: .min ... .max, using: &random) }
        func text() -> String { random.text(upTo: 40) }
        let file = TranscriptFile(
            name: text(), mediaType: random.below(2) == 0 ? nil : text(), size: random.below(2) == 0 ? nil : number(),
            address: random.below(2) == 0 ? nil : text())
        let message = TranscriptEvent.Message(
            text(), editedAt: Timestamp(milliseconds: number()), thread: number(), files: [file, file])
        let actions: [TranscriptEvent.Action] = [
            .created, .joined, .left, .message(.init(text())), .message(.init(nil)), .message(message),
            .edited(message: number(), text: text()), .edited(message: 1, text: nil), .deleted(message: number()),
            .reacted(message: 1, emoji: text()), .unreacted(message: 1, emoji: "👍"), .pinned(message: number()),
            .unpinned(message: 1), .invited(person()), .removed(person()), .banned(person()), .unbanned(person()),
            .role(person(), role: text()), .changed(property: text(), value: text()),
            .other(kind: "message", message: nil, text: text()), .other(kind: text(), message: number(), text: ""),
        ]
        return actions.map {
            TranscriptEvent(sequence: number(), at: Timestamp(milliseconds: number()), by: person(), action: $0)
        }
    }
}
