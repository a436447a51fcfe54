import ChatWire
import Foundation
import Testing

@testable import Console

@Suite("Events as lines")
struct EventLinesTests {
    init() { setenv("TZ", "UTC", 1) }

    private static func event(_ json: String) throws -> EventView {
        try JSONDecoder().decode(EventView.self, from: Data(json.utf8))
    }

    private static func make(
        _ kind: String, _ body: String, subject: Int64? = nil, seq: Int64 = 50, now: String? = nil
    ) throws -> EventView {
        let about = subject.map { "\"subject\":\($0)," } ?? ""
        let now = now.map { ",\"now\":\($0)" } ?? ""
        return try event(
            """
            {"room":1,"seq":\(seq),"at":1795161780000,"kind":"\(kind)",\(about)"by":{"id":9,"name":"Ada"},\
            "body":\(body)\(now)}
            """)
    }

    private func transcript() throws -> TextTranscript {
        var transcript = TextTranscript(columns: nil, styled: false)
        let room = RoomView(id: 1, handle: "den", title: "Den")
        _ = transcript.lines(.opened(RoomSnapshot(room: room, head: 0, memberCount: 1, members: nil)))
        let poll = #"{"text":"Lunch?","poll":{"options":["Pizza","Soup"]}}"#
        _ = transcript.lines(.event(try Self.make("message", #"{"text":"good morning"}"#, seq: 42)))
        _ = transcript.lines(.event(try Self.make("message", poll, seq: 43)))
        return transcript
    }

    @Test(
        "Each kind of event says what happened, and to which message or person",
        arguments: [
            ("edited", #"{"text":"good evening"}"#, 42, "Ada edited #42: good evening"),
            ("deleted", "{}", 42, "Ada deleted #42 (Ada: good morning)"),
            ("reacted", #"{"emoji":"👍"}"#, 42, "Ada put 👍 on #42 (Ada: good morning)"),
            ("unreacted", #"{"emoji":"👍"}"#, 42, "Ada took 👍 from #42 (Ada: good morning)"),
            ("pinned", "{}", 41, "Ada pinned #41"), ("unpinned", "{}", 41, "Ada unpinned #41"),
            ("voted", #"{"options":[1]}"#, 43, "Ada voted in #43: Soup"),
            ("closed", "{}", 43, "Ada closed the poll #43 (Ada: Lunch?). /show #43"),
            (
                "role_changed", #"{"username":"ben","name":"Ben","role":"moderator","was":"member"}"#, 7,
                "Ada made Ben a moderator of this room"
            ),
            ("role_changed", #"{"username":"ben","name":"Ben","muted_until":0}"#, 7, "Ada lets Ben speak again"),
            ("removed", #"{"username":"ben","name":"Ben","reason":"rude"}"#, 7, "← Ada put Ben out of the room: rude"),
            ("banned", #"{"username":"ben","name":"Ben"}"#, 7, "← Ada banned Ben"),
            ("unbanned", #"{"username":"ben","name":"Ben"}"#, 7, "Ada lets Ben in again"),
            ("invited", #"{"username":"ben","name":"Ben"}"#, 7, "Ada invited Ben"),
            ("uninvited", #"{"username":"ben","name":"Ben"}"#, 7, "Ada took the invitation of Ben back"),
            (
                "changed", #"{"topic":"Cakes","slow_mode":30,"was":{"topic":"","slow_mode":0}}"#, nil,
                "Ada changed the room: topic “Cakes”, slow mode 30 s"
            ),
            ("changed", #"{"archived":true,"was":{"archived":false}}"#, nil, "Ada changed the room: archived"),
            ("joined", #"{"username":"ada","name":"Ada","via":"link"}"#, nil, "→ Ada joined the room by a link"),
            ("danced", "{}", nil, "(Ada: something that this program does not know)"),
            ("edited", "[1]", 42, "(Ada: something that this program does not know)"),
        ] as [(String, String, Int64?, String)])
    func kinds(kind: String, body: String, subject: Int64?, line: String) throws {
        var transcript = try transcript()
        #expect(transcript.lines(.event(try Self.make(kind, body, subject: subject))) == ["08:03 " + line])
    }

    @Test("A message has its number; an answer says whom it answers, a poll its answers")
    func messages() throws {
        var transcript = try transcript()
        let answer = try Self.make("message", #"{"text":"yes","reply_to":42}"#)
        #expect(transcript.lines(.event(answer)) == ["08:03 #50 Ada → Ada #42  yes"])
        let inThread = try Self.make("message", #"{"text":"more"}"#, subject: 42, seq: 51)
        #expect(transcript.lines(.event(inThread)) == ["08:03 #51 Ada in thread #42  more"])
        let poll = try Self.make(
            "message", #"{"text":"Tea?","poll":{"options":["Yes","No"],"multiple":true}}"#, seq: 52)
        #expect(
            transcript.lines(.event(poll)) == [
                "08:03 #52 Ada  Tea?", "      1  Yes", "      2  No", "      /vote #52 N, several answers",
            ])
    }

    @Test("A line of the past has its last text, its reactions and its votes")
    func lines() throws {
        var transcript = try transcript()
        let now = #"{"body":{"text":"new"},"edits":1,"reactions":[{"emoji":"👍","count":2,"by":[1,2]}],"pinned":true}"#
        let edited = try Self.make("message", #"{"text":"old"}"#, seq: 30, now: now)
        #expect(transcript.lines(.history([edited])) == ["08:03 #30 Ada  new (edited)", "      👍 2  pinned"])
        let gone = try Self.make(
            "message", #"{"erased":true}"#, seq: 31, now: #"{"deleted":{"by":9,"at":1}}"#)
        #expect(transcript.lines(.history([gone])) == ["08:03 #31 Ada  (deleted)"])
        let votes = #"{"poll":{"options":[{"count":1},{"count":0}],"voters":1,"mine":[0],"closed":true}}"#
        let poll = try Self.make("message", #"{"text":"Q","poll":{"options":["A","B"]}}"#, seq: 32, now: votes)
        #expect(
            transcript.lines(.history([poll])) == [
                "08:03 #32 Ada  Q", "      1  A  1  ✓", "      2  B  0", "      1 vote, closed",
            ])
    }

    @Test("What others wrote into events cannot act on the terminal")
    func safe() throws {
        var transcript = try transcript()
        for body in [#"{"text":"\u001b[2J"}"#, #"{"emoji":"\u001b[2J"}"#, #"{"topic":"\u001b[2J","was":{"topic":""}}"#]
        {
            for kind in ["message", "edited", "reacted", "changed"] {
                let event = try Self.make(kind, body, subject: kind == "changed" ? nil : 42)
                #expect(!transcript.lines(.event(event)).joined().contains("\u{1B}"))
            }
        }
    }

    @Test("Messages are named from the end, without deleted ones; one's own last is known")
    func memory() throws {
        var memory = RoomMemory()
        memory.restart(room: 1)
        for seq in [Int64(5), 3, 8, 4] { memory.take(try Self.make("message", "{\"text\":\"text \(seq)\"}", seq: seq)) }
        #expect(memory.numbers == [8, 5, 4, 3])
        #expect(memory.number(.last(1)) == 8 && memory.number(.last(3)) == 4 && memory.number(.last(9)) == nil)
        memory.take(try Self.make("edited", #"{"text":"other"}"#, subject: 8, seq: 9))
        #expect(memory.last(of: 9)?.text == "other" && memory.last(of: 10) == nil)
        memory.take(try Self.make("deleted", "{}", subject: 8, seq: 10))
        #expect(memory.number(.last(1)) == 5 && memory.number(.number(8)) == 8)
    }
}
