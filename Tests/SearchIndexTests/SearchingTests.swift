import ChatDomain
import SearchIndex
import Testing

@Suite("Searching")
struct SearchingTests {
    private func index(_ scratch: Scratch, _ changes: [IndexChange], _ limits: SearchIndex.Limits = tiny) throws
        -> IndexReader
    {
        let index = try scratch.open(limits)
        let writer = try index.makeWriter()
        for (place, change) in changes.enumerated() { try writer.apply([change], upTo: Int64(place + 1)) }
        return try index.makeReader()
    }

    @Test("What stands in a room that is not in the scope, or not after its floor, is never found")
    func scope() throws {
        let scratch = try Scratch()
        let reader = try index(scratch, (1...40).map { said("secret plan \($0)", $0, in: $0 % 4) })
        for order in [SearchOrder.newest, .ranked] {
            var scope = SearchScope(rooms: [room(1): .zero, room(2): SequenceNumber(30)], order: order)
            let found = try reader.arrivals(words("secret"), scope, page: 100)
            let readable = (Int64(1)...40).filter { $0 % 4 == 1 || ($0 % 4 == 2 && $0 > 30) }
            #expect(found.sorted() == readable)
            scope.rooms = [room(7): .zero]
            #expect(try reader.arrivals(words("secret"), scope) == [])
            scope.rooms = [:]
            #expect(try reader.arrivals(words("secret"), scope) == [])
        }
        var nobody = everywhere(1, 2, 3)
        nobody.authors = []
        #expect(try reader.arrivals(words("secret"), nobody) == [])
    }

    @Test("Pages follow one another, also while messages are written")
    func pages() throws {
        let scratch = try Scratch()
        let index = try scratch.open(tiny)
        let writer = try index.makeWriter()
        try writer.apply((1...50).map { said("word \($0)", $0) }, upTo: 50)
        let reader = try index.makeReader()
        for order in [SearchOrder.newest, .ranked] {
            var scope = everywhere(1)
            scope.order = order
            var found: [Int64] = []
            var cursor: SearchCursor?
            var next = writer.progress
            let before = next
            repeat {
                let page = try reader.search(words("word"), in: scope, after: cursor, limit: 7)
                #expect(page.hits.count <= 7)
                found += page.hits.map(\.arrival)
                // As it would come back from a URL.
                cursor = try page.next.map { try #require(SearchCursor(text: $0.text)) }
                next += 1
                try writer.apply([said("word \(next)", next)], upTo: next)
            } while cursor != nil
            #expect(found.sorted() == Array(1...before))
            if order == .newest { #expect(found == found.sorted(by: >)) }
        }
        for text in ["", "1", "1.", "a.0", "1.-1", "1.2.3", String(repeating: "1", count: 100)] {
            #expect(SearchCursor(text: text) == nil)
        }
    }

    @Test("Ranked, whole words come before parts, and often before once")
    func ranked() throws {
        let scratch = try Scratch()
        let reader = try index(
            scratch,
            [
                said("plan plan plan", 1), said("the plan", 2), said("replanted", 3), said("planes", 4), said("no", 5),
            ])
        var scope = everywhere(1)
        #expect(try reader.arrivals(words("plan"), scope) == [4, 3, 2, 1])
        scope.order = .ranked
        #expect(try reader.arrivals(words("plan"), scope) == [1, 2, 4, 3])
    }

    @Test("Who wrote it, who is mentioned, what it has and when it was said narrow a search")
    func filters() throws {
        let scratch = try Scratch()
        let reader = try index(
            scratch,
            [
                said("a b", 1, by: 1, at: 100, traits: [.link, .image]), said("a", 2, by: 2, at: 200, mentions: [7]),
                said("a", 3, by: 3, at: 300, traits: .link, mentionsAll: true),
                said("a", 4, by: 1, at: 400, mentions: [7, 8]), said("b", 5, by: 2, at: 500, traits: .file),
            ] + (6...20).map { said("c", $0, by: 9, at: 900) })
        var query = words("a")
        var scope = everywhere(1)
        scope.authors = [person(1), person(3)]
        #expect(try reader.arrivals(query, scope) == [4, 3, 1])
        scope.authors = nil
        scope.mentions = [person(7)]
        #expect(try reader.arrivals(query, scope) == [4, 3, 2])
        scope.mentions = [person(7), person(8)]
        #expect(try reader.arrivals(SearchQuery(), scope) == [4, 3])
        scope.mentions = []
        query = SearchQuery()
        query.traits = .link
        #expect(try reader.arrivals(query, scope) == [3, 1])
        query.traits = [.link, .image]
        #expect(try reader.arrivals(query, scope) == [1])
        query = SearchQuery()
        query.since = Timestamp(milliseconds: 200)
        query.until = Timestamp(milliseconds: 500)
        #expect(try reader.arrivals(query, scope) == [4, 3, 2])
    }

    @Test("An edited message is found by its new text at its old place")
    func edited() throws {
        let scratch = try Scratch()
        let reader = try index(
            scratch,
            (1...30).map { said("word \($0)", $0) } + [
                .replace(room(1), SequenceNumber(4), IndexedContent(text: "other word")),
                .replace(room(1), SequenceNumber(30), IndexedContent(text: "other words")),
            ])
        #expect(try reader.arrivals(words("other")) == [30, 4])
        #expect(try reader.arrivals(words("word")) == Array((1...30).reversed()))
        #expect(try reader.arrivals(words("word 4")) == [])
    }

    @Test("A long text that is sought takes no longer than the texts that are read")
    func long() throws {
        let scratch = try Scratch()
        let text = String(repeating: "a", count: 12_000)
        let reader = try index(scratch, (1...8).map { said(text, $0) })
        #expect(try reader.arrivals(words(String(repeating: "a", count: 8_000) + "b")) == [])
        #expect(try reader.arrivals(words(String(repeating: "a", count: 8_000))).count == 8)
        let page = try reader.search(words("a"), in: everywhere(1), limit: 1)
        #expect(page.hits.first?.matches == [0..<100])
    }
}
