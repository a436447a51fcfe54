import ChatDomain
import Testing
import Transcripts

@Suite("Transcripts of JSON lines")
struct TranscriptJSONTests {
    @Test("A line is one object with its kind and its time")
    func lines() {
        let file = TranscriptFile(name: "a.pdf", size: 9)
        let text = Samples.text(
            .jsonLines,
            [
                Samples.event(.message(.init("a\n\"b\"", thread: 4, files: [file])), 5),
                Samples.event(.message(.init(nil)), 6),
                Samples.event(.reacted(message: 5, emoji: "👍"), by: Samples.ben, 7),
            ])
        #expect(
            text == #"""
                {"transcript":1,"room":{"id":7,"handle":"lobby","title":"The Lobby"}}
                {"seq":5,"at":1795169703250,"time":"2026-11-20T10:15:03.250Z","by":{"id":1,"handle":"ada","name":"Ada"},"kind":"message","text":"a\n\"b\"","thread":4,"files":[{"name":"a.pdf","size":9}]}
                {"seq":6,"at":1795169703250,"time":"2026-11-20T10:15:03.250Z","by":{"id":1,"handle":"ada","name":"Ada"},"kind":"message","erased":true}
                {"seq":7,"at":1795169703250,"time":"2026-11-20T10:15:03.250Z","by":{"id":2,"handle":"ben","name":"Ben B."},"kind":"reacted","message":5,"emoji":"👍"}

                """#)
    }

    @Test("What was written is read back to the letter", arguments: 0..<20)
    func roundTrip(seed: Int) {
        var random = Seeded(UInt64(seed))
        let events = Samples.events(&random)
        let room = TranscriptRoom(id: .min, handle: random.text(upTo: 20), title: random.text(upTo: 20))
        let reader = TranscriptReader(Samples.written(.jsonLines, events, room: room))
        #expect(reader.faults == [])
        #expect(reader.room == room)
        #expect(reader.events == events)
        // Equal strings may differ in their bytes.
        #expect(
            Samples.written(.jsonLines, reader.events, room: room) == Samples.written(.jsonLines, events, room: room))
    }

    @Test("A bad line is told with its number, and the rest goes in")
    func faults() {
        let head = #"{"transcript":1,"room":{"id":7,"handle":"lobby","title":"L"}}"#
        let by = #""by":{"id":1,"handle":"a","name":"A"}"#
        let lines = [
            head, "", #"{"seq":1,"at":1,\#(by),"kind":"joined"}"#, "nonsense",
            #"{"seq":2,"at":1,\#(by),"kind":"message"}"#,
            #"{"seq":3,"at":1,\#(by),"kind":"danced"}"#, #"{"seq":4,"at":"x",\#(by),"kind":"joined"}"#,
            #"{"seq":5,"at":1,"by":{"id":1},"kind":"joined"}"#, "[]",
            #"{"seq":6,"at":1,\#(by),"kind":"left","new":[1]}"# + "\r", "\"\u{0}",
        ]
        let reader = TranscriptReader(Array(lines.joined(separator: "\n").utf8) + [0xFF])
        #expect(reader.events.map(\.sequence) == [1, 6])
        #expect(reader.faults.map(\.line) == [4, 5, 6, 7, 8, 9, 11])
        #expect(
            reader.faults.map(\.reason) == [
                "It is not JSON.", "The member \"text\" is missing.", "The kind \"danced\" is not known.",
                "The member \"at\" has another form.", "The member \"by.handle\" is missing.",
                "It is not of the expected form.",
                "The line is not UTF-8.",
            ])
    }

    @Test("What is no transcript is not read")
    func others() {
        #expect(TranscriptReader([]).faults.map(\.line) == [1])
        #expect(TranscriptReader(Array("{}\n{}\n".utf8)).faultCount == 1)
        #expect(TranscriptReader(Array("\n\n[1]".utf8)).faults.map(\.line) == [3])
        let next = TranscriptReader(Array(#"{"transcript":2,"room":{"id":7,"handle":"l","title":"L"}}"#.utf8))
        #expect(next.room == nil && next.faults.first?.reason == "This is a transcript of version 2; only 1 is known.")
    }

    @Test("Lines, events and faults are bounded")
    func bounds() {
        var limits = TranscriptReader.Limits()
        (limits.lineBytes, limits.events, limits.faults) = (200, 3, 2)
        let events = (1...5).map { Samples.event(.joined, Int64($0)) }
        let bytes = Samples.written(.jsonLines, events)
        let reader = TranscriptReader(bytes, limits: limits)
        #expect(reader.events.count == 3)
        #expect(reader.faults.map(\.line) == [5])
        let long = Samples.written(.jsonLines, [Samples.event(.message(.init(String(repeating: "x", count: 200))))])
        #expect(TranscriptReader(long, limits: limits).faults.map(\.reason) == ["The line is longer than 200 bytes."])
        let bad = Samples.written(.jsonLines, []) + Array("x\nx\nx\n".utf8)
        #expect(TranscriptReader(bad, limits: limits).faults.count == 2)
        #expect(TranscriptReader(bad, limits: limits).faultCount == 3)
        let deep = Samples.written(.jsonLines, []) + Array(repeating: UInt8(ascii: "["), count: 100_000)
        #expect(TranscriptReader(deep).faultCount == 1)
    }

    @Test("Any bytes are read or told", arguments: 0..<20)
    func anything(seed: Int) {
        var random = Seeded(UInt64(seed))
        let good = Samples.written(.jsonLines, Samples.events(&random))
        for _ in 0..<20 {
            var bytes = good
            for _ in 0...random.below(6) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
            let reader = TranscriptReader(bytes)
            let lines = bytes.split(separator: 0x0A).filter { !$0.allSatisfy { [0x20, 0x0D, 0x09].contains($0) } }
            #expect(reader.events.count + reader.faultCount == (reader.room == nil ? 1 : lines.count - 1))
        }
    }

    @Test("A history has messages as they are in the end")
    func history() {
        let moment = Timestamp(milliseconds: 9)
        let events = [
            Samples.event(.created, 1), Samples.event(.joined, by: Samples.ben, 2),
            Samples.event(.message(.init("a")), 3),
            Samples.event(.message(.init("b", thread: 3)), by: Samples.ben, 4),
            Samples.event(.edited(message: 3, text: "A"), 5, at: moment),
            Samples.event(.reacted(message: 3, emoji: "👍"), 6),
            Samples.event(.reacted(message: 3, emoji: "👍"), by: Samples.ben, 7),
            Samples.event(.unreacted(message: 3, emoji: "👍"), 8), Samples.event(.deleted(message: 4), 9),
            Samples.event(.edited(message: 4, text: "again"), 10), Samples.event(.removed(Samples.ben), 11),
            Samples.event(.edited(message: 99, text: "x"), 12),
            Samples.event(.changed(property: "topic", value: "Tea"), 13),
        ]
        let history = ImportedHistory(TranscriptReader(Samples.written(.jsonLines, events)), file: "a.jsonl")
        #expect(history.users.map(\.handle) == ["ada", "ben"])
        #expect(
            history.rooms == [
                ImportedRoom(key: "7", handle: "lobby", title: "The Lobby", topic: "Tea", kind: .closed, members: ["1"])
            ])
        let messages = history.messages.filter { $0.kind == .message }
        #expect(messages.map(\.text) == ["A", nil])
        #expect(messages[0].editedAt == moment)
        #expect(messages[0].reactions == [ImportedReaction(emoji: "👍", by: [.user("2")])])
        #expect(messages[1].thread == "3")
        #expect(history.messages.map(\.kind) == [.joined, .message, .message])
    }
}
