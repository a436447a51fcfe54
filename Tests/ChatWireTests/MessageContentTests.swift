import ChatDomain
import ChatWire
import Foundation
import Testing

@Suite("What a message holds besides its text")
struct MessageContentTests {
    private func full() -> MessageContent {
        var content = MessageContent(text: "What \"now\"?")
        content.replyTo = 4
        content.mentions = [7, 9]
        (content.mentionsAll, content.mentionsHere) = (true, true)
        content.forwarded = MessageContent.Forwarded(
            room: 2, roomTitle: "A \\ B", message: 3, by: 7, byName: "Ada \"A\"", at: 1_795_161_303_123)
        content.poll = MessageContent.Poll(
            options: ["tea", "\"coffee\""], isMultiple: true, isAnonymous: true, closesAt: 5)
        return content
    }

    @Test("It has one spelling, which is read back as it was")
    func spelling() throws {
        let content = full()
        let body = content.extend(try MessageBody.make(text: Array(content.text.utf8), limit: 100))
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"text":"What \"now\"?","reply_to":4,"mentions":[7,9],"mentions_all":true,"mentions_here":true,"#
                + #""forwarded":{"room":2,"room_title":"A \\ B","message":3,"by":7,"by_name":"Ada \"A\"","at":1795161303123},"#
                + #""poll":{"options":["tea","\"coffee\""],"multiple":true,"anonymous":true,"closes_at":5}}"#)
        #expect(MessageContent(body: body) == content)
    }

    @Test("A text alone stays what it was; a part alone is written alone")
    func parts() throws {
        let text = Array(#"{"text":"a"}"#.utf8)
        #expect(MessageContent(text: "b").extend(text) == text)
        var reply = MessageContent(text: "a")
        reply.replyTo = 1
        #expect(reply.extend(text) == Array(#"{"text":"a","reply_to":1}"#.utf8))
        var poll = MessageContent(text: "a")
        poll.poll = MessageContent.Poll(options: ["b", "c"])
        #expect(poll.extend(text) == Array(#"{"text":"a","poll":{"options":["b","c"]}}"#.utf8))
        for content in [reply, poll] { #expect(MessageContent(body: content.extend(text)) == content) }
    }

    @Test(
        "A text is read as it was written, whatever stands in it",
        arguments: ["a", "two\nlines", "a \"quoted\" word", #"a \ at the end\"#, "\"", "Straße 北京 👍", "\",\"poll\":\""])
    func texts(_ text: String) throws {
        let body = try MessageBody.make(text: Array(text.utf8), limit: 100)
        #expect(MessageContent(body: body) == MessageContent(text: text))
    }

    @Test("A body that no Roost wrote has no content")
    func foreign() {
        #expect(MessageContent(body: Array("{\"text\":\"a\nb\"}".utf8)) == nil)
        #expect(MessageContent(body: Array("{\"text\":\"a".utf8)) == nil)
        #expect(MessageContent(body: Array("{\"text\":\"\"".utf8)) == nil)
        #expect(MessageContent(body: Array("{\"text\":\"".utf8) + [0xFF] + Array("\"}".utf8)) == nil)
    }

    @Test("An erased body has no content")
    func erased() {
        #expect(MessageContent(body: []) == nil)
        #expect(MessageContent(body: Array("{}".utf8)) == nil)
    }

    @Test("A line is its event with what became of it; what is usual is not written")
    func line() throws {
        let event = Event(
            log: LogID(rawValue: 1), sequence: SequenceNumber(2), at: Timestamp(milliseconds: 3),
            author: AccountID(rawValue: 4), kind: .message, ordinal: 1, body: Array(#"{"text":"a"}"#.utf8))
        var plain: [UInt8] = []
        EventJSON.append(event, author: "Ada", live: false, to: &plain)
        #expect(LineView(event: event, author: "Ada").json == plain)
        let start = String(decoding: plain.dropLast(), as: UTF8.self)
        func json(_ now: MessageNow) -> String {
            String(decoding: LineView(event: event, author: "Ada", now: now).json, as: UTF8.self)
        }
        #expect(json(MessageNow()) == start + #","now":{}}"#)
        var now = MessageNow()
        now.body = Array(#"{"text":"b"}"#.utf8)
        (now.edits, now.editedAt, now.isPinned) = (1, 5, true)
        now.deletion = MessageNow.Deletion(by: 6, at: 7)
        now.reactions = [MessageNow.Reaction(emoji: "👍", count: 2, by: [4, 6], isMine: true)]
        now.results = MessageNow.Results(counts: [1, 0], by: [[4], []], voters: 1, mine: [0], isClosed: true)
        now.thread = MessageNow.Thread(messages: 8, last: 9)
        #expect(
            json(now) == start + #","now":{"body":{"text":"b"},"edits":1,"edited_at":5,"deleted":{"by":6,"at":7},"#
                + #""reactions":[{"emoji":"👍","count":2,"by":[4,6],"mine":true}],"pinned":true,"#
                + #""poll":{"options":[{"count":1,"by":[4]},{"count":0,"by":[]}],"voters":1,"mine":[0],"closed":true},"#
                + #""thread":{"messages":8,"last":9}}}"#)
        let quote = QuoteView(message: 2, author: 4, authorName: "Ada", excerpt: nil)
        #expect(String(decoding: quote.json, as: UTF8.self) == #"{"seq":2,"by":{"id":4,"name":"Ada"},"deleted":true}"#)
    }
}
