import ChatDomain
import SearchIndex
import Testing

@Suite("Reading what somebody searches for")
struct QueryTests {
    // 2026-02-01 00:30 UTC.
    private let now = Timestamp(milliseconds: 1_769_905_800_000)
    private let day: Int64 = 86_400_000
    // 2026-01-31 00:00 UTC.
    private let january31: Int64 = 1_769_817_600_000

    private func parse(_ text: String, secondsFromUTC: Int = 0) throws -> SearchQuery {
        try SearchQuery.parse(text, now: now, secondsFromUTC: secondsFromUTC)
    }

    @Test(
        "Words, phrases and pieces of URLs are texts that must occur",
        arguments: [
            ("one two", ["one", "two"]), ("\"one two\" three", ["one two", "three"]), ("\"open end", ["open end"]),
            ("„so“ “or so”", ["so", "or so"]), ("a\"b c\"", ["a\"b", "c\""]),
            ("https://example.com/?a=b", ["https://example.com/?a=b"]), ("foo:bar 10:30", ["foo:bar", "10:30"]),
            ("\"from:ada\"", ["from:ada"]), ("x \"\" \" \" \u{301}", ["x"]),
            ("NEAR(a b) AND OR* ^c -d", ["NEAR(a", "b)", "AND", "OR*", "^c", "-d"]),
            ("a\0b", ["a", "b"]), ("  東京\u{3000}大阪 ", ["東京", "大阪"]),
        ] as [(String, [String])])
    func texts(text: String, texts: [String]) throws {
        #expect(try parse(text).texts == texts)
    }

    @Test("Filters are told by their names, in any case, with or without their sign, quoted or not")
    func filters() throws {
        var expected = SearchQuery()
        expected.texts = ["hello"]
        expected.from = ["ada", "Grace H"]
        expected.rooms = ["general"]
        expected.mentions = [SearchQuery.me, "ben"]
        expected.traits = [.link, .image]
        #expect(
            try parse("From:@ada from:\"Grace H\" in:#general mentions:me mentions:@ben has:link has:IMAGE hello")
                == expected)
    }

    @Test("Dates are whole days of the one who searches")
    func dates() throws {
        let on = try parse("on:2026-01-31")
        #expect(on.since?.rawValue == january31)
        #expect(on.until?.rawValue == january31 + day)
        let before = try parse("before:2026-01-31")
        #expect(before.since == nil)
        #expect(before.until?.rawValue == january31)
        let after = try parse("after:2026-01-31")
        #expect(after.since?.rawValue == january31 + day)
        #expect(after.until == nil)
        // An hour ahead of UTC days begin an hour earlier; behind it, today is still January.
        #expect(try parse("on:2026-01-31", secondsFromUTC: 3_600).since?.rawValue == january31 - 3_600_000)
        #expect(try parse("on:today").since?.rawValue == january31 + day)
        #expect(try parse("on:today", secondsFromUTC: -3_600).since?.rawValue == january31 + 3_600_000)
        #expect(try parse("on:yesterday").since?.rawValue == january31)
        #expect(try parse("on:1970-01-01").since?.rawValue == 0)
        #expect(try parse("on:2024-02-29").since?.rawValue == 1_709_164_800_000)
        #expect(try parse("on:0000-01-01").since?.rawValue == -62_167_219_200_000)
        #expect(try parse("on:9999-12-31").until?.rawValue == 253_402_300_800_000)
        let between = try parse("after:2026-01-01 before:2026-01-31 after:2025-01-01")
        #expect(between.since?.rawValue == january31 - 29 * day)
        #expect(between.until?.rawValue == january31)
    }

    @Test(
        "What cannot be searched for is refused in a sentence",
        arguments: [
            ("", SearchQueryError.nothing), (" \u{301}\u{200D} \"\" ", .nothing), ("from:", .emptyFilter("from")),
            ("in:#", .emptyFilter("in")), ("from:\"\"", .emptyFilter("from")), ("before: x", .emptyFilter("before")),
            ("has:cheese", .unknownTrait("cheese")), ("on:2026-02-30", .badDate(filter: "on", value: "2026-02-30")),
            ("after:2026-13-01", .badDate(filter: "after", value: "2026-13-01")),
            ("before:2026-1", .badDate(filter: "before", value: "2026-1")),
            ("before:٢٠٢٦-01-01", .badDate(filter: "before", value: "٢٠٢٦-01-01")),
        ])
    func refused(text: String, error: SearchQueryError) {
        #expect(throws: error) { try parse(text) }
        #expect(error.description.hasSuffix("."))
    }

    @Test("What is too much is refused, at the limit it is not, and ten megabytes take no work")
    func limits() throws {
        #expect(throws: SearchQueryError.tooLong(maximumBytes: 2_048)) {
            try parse(String(repeating: "é", count: 1_025))
        }
        #expect(try parse(String(repeating: "é", count: 1_024)).texts.count == 1)
        #expect(throws: SearchQueryError.tooLong(maximumBytes: 2_048)) {
            try parse(String(repeating: "\"a from: ", count: 1_000_000))
        }
        #expect(throws: SearchQueryError.tooManyParts(maximum: 32)) { try parse(String(repeating: "a ", count: 33)) }
        #expect(try parse(String(repeating: "a ", count: 32)).texts.count == 32)
    }

    @Test("Whatever is typed, it is read or refused, and what is read finds messages or none", arguments: 1...4)
    func anything(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let scratch = try Scratch()
        let index = try scratch.open(tiny)
        let writer = try index.makeWriter()
        let pieces = [
            "\"", "'", "from:", "in:", "has:", "on:", "*", "(", ")", "^", "-", "+", "{", "NEAR", " AND ", " OR ", "NOT",
            "\0", "%", "_", ";", "--", "\u{301}", "\u{200D}", "東京", "é", "ß", "👍🏽", " ", "\n", "a", "b", "2026-01-31",
            "\u{FFFF}", "\u{10FFFF}", "link", "\\", ":", "col:", "لا", "한", "\u{FDFA}",
        ]
        func anything(_ length: Int) -> String {
            if Bool.random(using: &random) {
                return (0..<length).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            }
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            return String(decoding: bytes, as: UTF8.self)
        }
        var all: [String] = []
        for arrival in Int64(1)...60 {
            all.append(anything(40))
            try writer.apply([said(all[all.count - 1], arrival)], upTo: arrival)
        }
        let reader = try index.makeReader()
        for number in 0..<400 {
            let text = number.isMultiple(of: 100) ? anything(20_000) : anything(Int.random(in: 0...12, using: &random))
            // Unread, any text is a text to find; found or not, nothing fails.
            let page = try reader.search(words(text), in: everywhere(1), limit: 100)
            for hit in page.hits { #expect(!hit.matches.isEmpty || text.unicodeScalars.count < 100) }
            do throws(SearchQueryError) {
                let query = try SearchQuery.parse(text, now: now, maximumBytes: 1 << 20, maximumParts: 1 << 20)
                _ = try? reader.search(query, in: everywhere(1), limit: 3)
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        // Each is found by itself, and every mark is a range of its bytes.
        for (place, text) in all.enumerated() {
            let hits = try reader.search(words(text), in: everywhere(1), limit: 100).hits
            #expect(hits.contains { $0.arrival == Int64(place + 1) })
            for hit in hits {
                for match in hit.matches {
                    #expect(String(validating: Array(hit.text.utf8)[match], as: UTF8.self) != nil)
                }
            }
        }
    }
}
