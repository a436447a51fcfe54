import ChatDomain
import SQLite
import SearchIndex
import Testing
import UnicodeText

/// The same messages in a plain array, searched with nothing clever.
private struct Oracle {
    private(set) var messages: [IndexedMessage] = []
    /// Of each text that was ever said.
    private var folded: [[UInt8]: [UInt8]] = [:]

    mutating func apply(_ change: IndexChange) {
        switch change {
        case .put(let message):
            messages.append(message)
            folded[Array(message.content.text.utf8)] = SearchFold.folded(message.content.text)
        case .replace(let room, let sequence, let content):
            folded[Array(content.text.utf8)] = SearchFold.folded(content.text)
            for index in messages.indices where messages[index].room == room && messages[index].sequence == sequence {
                messages[index].content = content
            }
        case .erase(let room, let sequence): messages.removeAll { $0.room == room && $0.sequence == sequence }
        case .eraseRoom(let room, let place): messages.removeAll { $0.room == room && $0.sequence <= place }
        }
    }

    func arrivals(_ query: SearchQuery, _ scope: SearchScope) -> [Int64] {
        let needles = query.texts.map { text in
            String(decoding: SearchFold.folded(text), as: UTF8.self).split(separator: " ").joined(separator: " ")
        }
        return messages.filter { message in
            guard let floor = scope.rooms[message.room], message.sequence > floor else { return false }
            if let authors = scope.authors, !authors.contains(message.author) { return false }
            if let since = query.since, message.at < since { return false }
            if let until = query.until, !(message.at < until) { return false }
            guard message.content.traits.isSuperset(of: query.traits) else { return false }
            for who in scope.mentions where !message.content.mentionsAll && !message.content.mentions.contains(who) {
                return false
            }
            guard let folded = folded[Array(message.content.text.utf8)] else { return false }
            return needles.allSatisfy { needle in contains(folded, Array(needle.utf8)) }
        }.map(\.arrival).sorted(by: >)
    }

    private func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
        guard text.count >= needle.count else { return false }
        return (0...(text.count - needle.count)).contains { text[$0..<($0 + needle.count)].elementsEqual(needle) }
    }
}

/// Few letters of many writings, so that pieces meet often.
private struct Corpus {
    var random: SeededRandom
    private static let letters = Array("aabbeéßıIİ éc  о Ёё世界中国かがカｶﾞ한하국نَﻻשׁक्षุมี👍🏽\u{301}\u{200D}.:/\"'-\n\0")
        .map(String.init)

    mutating func text(_ length: ClosedRange<Int>) -> String {
        (0..<Int.random(in: length, using: &random)).map { _ in
            Self.letters.randomElement(using: &random) ?? ""
        }.joined()
    }

    mutating func content() -> IndexedContent {
        IndexedContent(
            text: text(0...30),
            traits: MessageTraits(
                rawValue: UInt8.random(in: 0...7, using: &random)
                    & UInt8.random(in: 0...7, using: &random)),
            mentions: (0..<Int.random(in: 0...2, using: &random)).map { _ in one() },
            mentionsAll: Int.random(in: 0..<10, using: &random) == 0)
    }

    mutating func one() -> AccountID { person(Int64.random(in: 1...4, using: &random)) }

    mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }

    mutating func query() -> (SearchQuery, SearchScope) {
        var query = SearchQuery()
        for _ in 0..<Int.random(in: 0...2, using: &random) { query.texts.append(text(1...4)) }
        if chance(4) { query.traits = MessageTraits(rawValue: UInt8.random(in: 0...7, using: &random)) }
        if chance(4) { query.since = Timestamp(milliseconds: Int64.random(in: 0...400, using: &random)) }
        if chance(4) { query.until = Timestamp(milliseconds: Int64.random(in: 0...400, using: &random)) }
        var rooms: [RoomID: SequenceNumber] = [:]
        for number in 1...5 where chance(2) {
            rooms[room(Int64(number))] = chance(2) ? .zero : SequenceNumber(Int64.random(in: 0...300, using: &random))
        }
        var scope = SearchScope(rooms: rooms)
        if chance(4) { scope.authors = [one(), one()] }
        if chance(4) { scope.mentions = [one()] }
        return (query, scope)
    }
}

@Suite("The index answers what reading every message would")
struct OracleTests {
    @Test("Whatever is put, edited and erased in whatever order, also when opened again", arguments: 1...6)
    func histories(seed: Int) throws {
        var corpus = Corpus(random: SeededRandom(seed: UInt64(seed)))
        let scratch = try Scratch()
        var limits = tiny
        limits.segment = 8 << (seed % 3)
        // A page that ends early must go on where it ended.
        limits.examined = seed.isMultiple(of: 2) ? 7 : 1_000
        var oracle = Oracle()
        var arrival: Int64 = 0
        for _ in 0..<3 {
            let index = try scratch.open(limits)
            #expect(index.origin == (arrival == 0 ? .missing : .found))
            let writer = try index.makeWriter()
            #expect(writer.progress == arrival)
            let reader = try index.makeReader()
            for _ in 0..<25 {
                var changes: [IndexChange] = []
                for _ in 0..<Int.random(in: 0...6, using: &corpus.random) {
                    arrival += Int64.random(in: 1...3, using: &corpus.random)
                    changes.append(change(&corpus, oracle, arrival))
                    oracle.apply(changes[changes.count - 1])
                }
                try writer.apply(changes, upTo: arrival)
                if corpus.chance(6) {
                    #expect(try writer.finishErasures() == .finished)
                    #expect(!writer.hasErasures)
                }
                for _ in 0..<6 {
                    let (query, scope) = corpus.query()
                    #expect(try reader.arrivals(query, scope) == oracle.arrivals(query, scope), "\(query) \(scope)")
                }
            }
        }
        #expect(!oracle.messages.isEmpty)
    }

    private func change(_ corpus: inout Corpus, _ oracle: Oracle, _ arrival: Int64) -> IndexChange {
        let old = oracle.messages.randomElement(using: &corpus.random)
        switch Int.random(in: 0..<20, using: &corpus.random) {
        case 0...2:
            if let old { return .replace(old.room, old.sequence, corpus.content()) }
        case 3...4:
            if let old { return .erase(old.room, old.sequence) }
        case 5:
            if let old, corpus.chance(3) { return .eraseRoom(old.room, through: old.sequence) }
        default: break
        }
        return .put(
            IndexedMessage(
                arrival: arrival, room: room(Int64.random(in: 1...5, using: &corpus.random)),
                sequence: SequenceNumber(arrival), at: Timestamp(milliseconds: arrival), author: corpus.one(),
                content: corpus.content()))
    }
}
