import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("History, markers and activity by time")
struct MomentTests {
    /// A room of Ben's and Cleo's; event 2 is Cleo's joining, then one message every ten seconds.
    private func talk(_ town: Town, _ texts: [String] = ["one", "two", "three", "four"]) throws -> (RoomID, [Timestamp])
    {
        let room = try town.room("garden", by: town.ben, with: [town.cleo])
        var times: [Timestamp] = []
        for text in texts {
            town.house.clock.advance(seconds: 10)
            times.append(town.house.clock.now)
            _ = try town.house.post(text, by: town.ben, to: room)
        }
        return (room, times)
    }

    private func texts(
        _ town: Town, _ room: RoomID, _ anchor: HistoryRange.Anchor, limit: Int = 2, of caller: Caller? = nil
    ) throws -> [String] {
        let caller = caller ?? town.cleo
        let range = HistoryRange(anchor: anchor, limit: limit)
        let events = try town.house.call { town.service.history(of: room, range, for: caller, answer: $0) }.events
        let lines = try town.house.call {
            town.service.lines(of: room, range, for: caller, answer: $0)
        }.lines
        #expect(lines.map(\.event.sequence) == events.map(\.sequence), "nothing was edited here")
        return events.map { MessageContent(body: $0.body)?.text ?? "\($0.kind)" }
    }

    @Test("Before a moment come the last events that are older, after it the first ones that are newer")
    func history() throws {
        let town = try Town()
        let (room, times) = try talk(town)
        #expect(try texts(town, room, .beforeMoment(times[2])) == ["one", "two"])
        #expect(try texts(town, room, .beforeMoment(times[2].next)) == ["two", "three"])
        #expect(try texts(town, room, .afterMoment(times[1])) == ["three", "four"])
        #expect(try texts(town, room, .afterMoment(times[0]), limit: 1) == ["two"])
        #expect(try texts(town, room, .beforeMoment(Timestamp(milliseconds: .max))) == ["three", "four"])
        #expect(try texts(town, room, .afterMoment(Timestamp(milliseconds: .max))) == [])
        #expect(try texts(town, room, .afterMoment(times[3])) == [])
        #expect(try texts(town, room, .beforeMoment(Timestamp(milliseconds: .min))) == [])
        #expect(try texts(town, room, .afterMoment(Timestamp(milliseconds: .min)), limit: 3).last == "one")
    }

    @Test("Of a room where many come and go, as many messages are read as are asked for")
    func messagesOnly() throws {
        let town = try Town()
        let (room, times) = try talk(town)
        for _ in 0..<3 {
            try town.join(room, town.dan)
            try town.leave(room, town.dan)
        }
        func texts(_ selection: LineSelection, _ anchor: HistoryRange.Anchor) throws -> [String] {
            try town.house.call {
                town.service.lines(
                    selection, of: room, HistoryRange(anchor: anchor, limit: 2), for: town.cleo, answer: $0)
            }.lines.map { MessageContent(body: $0.event.body)?.text ?? "\($0.event.kind)" }
        }
        #expect(try texts(.all, .latest) == ["joined", "left"])
        #expect(try texts(.messages, .latest) == ["three", "four"])
        #expect(try texts(.messages, .beforeMoment(times[3])) == ["two", "three"])
        #expect(try texts(.messages, .afterMoment(times[0])) == ["two", "three"])
        #expect(try texts(.messages, .afterMoment(times[3])) == [])
    }

    @Test("What was before one's time is not shown, by whatever moment one asks")
    func floor() throws {
        let town = try Town()
        let (room, times) = try talk(town)
        try town.change(room, by: town.ben) { $0.history = .sinceJoining }
        town.house.clock.advance(seconds: 10)
        try town.join(room, town.dan)
        #expect(try texts(town, room, .beforeMoment(times[2]), of: town.dan) == [])
        #expect(try texts(town, room, .afterMoment(times[2]), limit: 9, of: town.dan) == ["joined"])
    }

    @Test("A marker is moved to the last event that is not newer than a moment, never back, and tells its time")
    func markers() throws {
        let town = try Town()
        let (room, times) = try talk(town)
        func mark(_ moment: Timestamp, _ caller: Caller) throws -> MarkedMoment {
            let answer = Locked<Result<MarkedMoment, Refusal>?>(nil)
            town.service.mark(room, through: moment, by: caller) { answer.set($0) }
            // It is stored at the first tick after the place was read, which happens on another thread.
            while answer.with({ $0 == nil }) {
                town.service.tick()
                _ = try marked(caller)
            }
            return try answer.wait { $0 }.get()
        }
        func marked(_ caller: Caller) throws -> MarkedMoment {
            try town.house.call { town.service.markedMoment(in: room, for: caller, answer: $0) }
        }
        #expect(try marked(town.cleo) == MarkedMoment(sequence: .zero, at: nil))
        let between = Timestamp(milliseconds: times[1].rawValue + 5_000)
        #expect(try mark(between, town.cleo) == MarkedMoment(sequence: SequenceNumber(4), at: times[1]))
        #expect(try mark(times[2], town.cleo) == MarkedMoment(sequence: SequenceNumber(5), at: times[2]))
        #expect(try mark(times[0], town.cleo).at == times[2], "not back")
        #expect(try marked(town.cleo).at == times[2])
        #expect(try mark(Timestamp(milliseconds: .max), town.cleo).at == times[3])
        #expect(try mark(Timestamp(milliseconds: .min), town.cleo).at == times[3])
        #expect(town.code { _ = try marked(town.dan) } == .notAMember)
        #expect(town.code { _ = try mark(times[0], town.dan) } == .notAMember)
    }

    @Test("The time of an event is for who may read it")
    func times() throws {
        let town = try Town()
        let (room, times) = try talk(town)
        func time(_ sequence: Int64, _ caller: Caller) throws -> Timestamp {
            try town.house.call {
                town.service.time(of: SequenceNumber(sequence), in: room, for: caller, answer: $0)
            }
        }
        #expect(try time(4, town.cleo) == times[1])
        for sequence in [0, -1, 7, .max] as [Int64] {
            #expect(town.code { _ = try time(sequence, town.cleo) } == .messageUnknown)
        }
        #expect(town.code { _ = try time(4, town.dan) } == .notAMember)
        try town.change(room, by: town.ben) { $0.history = .sinceJoining }
        try town.join(room, town.dan)
        #expect(town.code { _ = try time(4, town.dan) } == .messageUnknown)
    }

    @Test("One's rooms come by their latest message in a time, however many have come and gone since")
    func activity() throws {
        let town = try Town()
        let (garden, times) = try talk(town)
        let attic = try town.room("attic", by: town.cleo)
        let cellar = try town.room("cellar", by: town.cleo, with: [town.ben])
        town.house.clock.advance(seconds: 10)
        _ = try town.house.post("psst", by: town.ben, to: cellar)
        let last = town.house.clock.now
        for _ in 0..<3 {
            town.house.clock.advance(seconds: 10)
            try town.join(garden, town.dan)
            try town.leave(garden, town.dan)
        }
        func activity(
            _ from: Int64, _ to: Int64, limit: Int = 10, of caller: Caller? = nil
        ) throws -> [RoomActivity] {
            try town.house.call {
                town.service.activity(
                    of: caller ?? town.cleo, from: Timestamp(milliseconds: from), to: Timestamp(milliseconds: to),
                    limit: limit, answer: $0)
            }
        }
        let inCellar = RoomActivity(room: cellar, lastMessage: SequenceNumber(3), lastMessageAt: last)
        func inGarden(_ place: Int) -> RoomActivity {
            RoomActivity(room: garden, lastMessage: SequenceNumber(Int64(3 + place)), lastMessageAt: times[place])
        }
        #expect(try activity(.min, .max) == [inCellar, inGarden(3)], "nothing was said in the attic")
        #expect(try activity(.min, .max, limit: 1) == [inCellar])
        #expect(try activity(.min, .max, limit: -1) == [])
        #expect(try activity(.min, last.rawValue) == [inGarden(3)])
        #expect(try activity(times[0].rawValue, times[2].rawValue) == [inGarden(1)], "both ends are left out")
        #expect(try activity(times[3].rawValue, last.rawValue) == [])
        #expect(try activity(times[3].rawValue, .max, of: town.ben) == [inCellar])
        #expect(try activity(.min, .max, of: town.dan) == [])
        // Not what was said before one's time.
        try town.change(garden, by: town.ben) { $0.history = .sinceJoining }
        try town.join(garden, town.dan)
        #expect(try activity(.min, .max, of: town.dan) == [])
        _ = attic
    }
}
