import ChatDomain
import Foundation
import SQLite
import SearchIndex
import Testing

@Suite("Erasing")
struct ErasingTests {
    private static let secret = "Zebrafink im Quellwald"

    /// Every piece of a text whose list would tell of it is in no table any more.
    private func tokens(_ scratch: Scratch) throws -> Set<Int64> {
        let database = try SQLiteConnection(path: scratch.path, access: .readOnly)
        var tokens = Set<Int64>()
        let segments = try SQLiteStatement("SELECT number FROM segments", on: database)
        while try segments.step() {
            let lists = try SQLiteStatement(
                "SELECT token FROM lists_\(segments.integer(at: 0) ?? 0)", on: database)
            while try lists.step() { tokens.insert(lists.integer(at: 0) ?? 0) }
        }
        return tokens
    }

    @Test(
        "No byte of an erased or edited text is left in any file, wherever it was",
        arguments: ["erase", "edit", "room"])
    func bytes(how: String) throws {
        let scratch = try Scratch()
        let index = try scratch.open(tiny)
        let writer = try index.makeWriter()
        // Long ones too, which SQLite spreads over pages of their own.
        let long = String(repeating: "Kormoran ", count: 2_000)
        func fill(_ arrivals: ClosedRange<Int64>, secrets: Bool) throws {
            for arrival in arrivals {
                let text = secrets && arrival.isMultiple(of: 5) ? "\(Self.secret) \(arrival)" : "plain words \(arrival)"
                let isLong = secrets && arrival == 35
                try writer.apply(
                    [said(isLong ? long : text, arrival, in: secrets && arrival.isMultiple(of: 5) ? 2 : 1)],
                    upTo: arrival)
            }
        }
        try fill(1...30, secrets: false)
        let before = try tokens(scratch)
        try fill(31...101, secrets: true)
        #expect(try scratch.holds(Self.secret.utf8))
        #expect(try scratch.holds("Kormoran".utf8))
        let secrets = stride(from: Int64(35), through: 100, by: 5)
        switch how {
        case "erase": try writer.apply(secrets.map { .erase(room(2), SequenceNumber($0)) }, upTo: 102)
        case "edit":
            try writer.apply(
                secrets.map { .replace(room(2), SequenceNumber($0), IndexedContent(text: "plain words 1")) }, upTo: 102)
        default: try writer.apply([.eraseRoom(room(2), through: SequenceNumber(100))], upTo: 102)
        }
        // At once it is not found; its bytes go when told.
        let reader = try index.makeReader()
        #expect(try reader.arrivals(words("zebra"), everywhere(1, 2)) == [])
        #expect(writer.hasErasures)
        #expect(try writer.finishErasures() == .finished)
        for word in ["Zebrafink", "zebra", "Quellwald", "Kormoran", "kormoran"] {
            #expect(try !scratch.holds(word.utf8))
        }
        #expect(scratch.size("search.db-wal") < 20_000)
        // What is left of lists is what plain messages have: no piece of the secrets alone.
        let alone = try tokens(scratch).subtracting(before)
        #expect(try reader.arrivals(words("plain"), everywhere(1)).count == (101 - 14))
        let fresh = try Scratch()
        let other = try fresh.open(tiny).makeWriter()
        for arrival in Int64(1)...101 where how == "edit" || arrival < 35 || !arrival.isMultiple(of: 5) {
            let isEdited = arrival > 30 && arrival.isMultiple(of: 5)
            try other.apply(
                [said(isEdited ? "plain words 1" : "plain words \(arrival)", arrival, in: isEdited ? 2 : 1)],
                upTo: arrival)
        }
        #expect(alone.subtracting(try tokens(fresh)) == [])
    }

    @Test("A reader at work since before holds up the end, which is told and comes later")
    func held() throws {
        let scratch = try Scratch()
        var limits = tiny
        limits.patience = 1
        let index = try scratch.open(limits)
        let writer = try index.makeWriter()
        try writer.apply((1...20).map { said("\(Self.secret) \($0)", $0) }, upTo: 20)
        let slow = try SQLiteConnection(path: scratch.path, access: .readOnly)
        try slow.beginDeferred()
        _ = try slow.integer("SELECT count(*) FROM texts")
        try writer.apply([.eraseRoom(room(1), through: SequenceNumber(20))], upTo: 21)
        #expect(try writer.finishErasures() == .held)
        #expect(writer.hasErasures)
        slow.rollback()
        #expect(try writer.finishErasures() == .finished)
        #expect(try !scratch.holds("Zebrafink".utf8))
    }

    @Test("What was not finished is remembered by the file, and may be done in parts")
    func parts() throws {
        let scratch = try Scratch()
        do {
            let writer = try scratch.open(tiny).makeWriter()
            // A backfill, which makes whole segments.
            try writer.apply((1...64).map { said("\(Self.secret) \($0)", $0) }, upTo: 64)
            try writer.apply(
                [1, 17, 33].map { .erase(room(1), SequenceNumber($0)) }, upTo: 65)
        }
        let writer = try scratch.open(tiny).makeWriter()
        #expect(writer.hasErasures)
        #expect(try writer.finishErasures(segments: 1) == .unfinished(segments: 2))
        #expect(try writer.finishErasures(segments: 1) == .unfinished(segments: 1))
        #expect(try writer.finishErasures(segments: 1) == .finished)
        #expect(try scratch.open(tiny).makeReader().arrivals(words("zebra")).count == 61)
        #expect(!writer.hasErasures)
    }

    @Test("Thousands of texts erased in random order leave nothing, and those that stay are whole")
    func many() throws {
        var random = SeededRandom(seed: 7)
        let scratch = try Scratch()
        var limits = SearchIndex.Limits()
        limits.segment = 1_024
        let index = try scratch.open(limits)
        let writer = try index.makeWriter()
        func text(_ arrival: Int64) -> String {
            var ofItsOwn = SeededRandom(seed: UInt64(arrival))
            let mark = String(ofItsOwn.next(), radix: 36)
            return "\(mark) " + String(repeating: "x", count: Int(arrival % 300))
        }
        let all = Array(Int64(1)...4_000)
        for start in stride(from: 0, to: all.count, by: 200) {
            let batch = all[start..<(start + 200)]
            try writer.apply(batch.map { said(text($0), $0, in: $0 % 7) }, upTo: batch.last ?? 0)
        }
        let gone = Set(all.shuffled(using: &random).prefix(2_000))
        let rest = Array(gone)
        for start in stride(from: 0, to: rest.count, by: 100) {
            try writer.apply(
                rest[start..<(start + 100)].enumerated().map { place, arrival in
                    place.isMultiple(of: 3)
                        ? .replace(room(arrival % 7), SequenceNumber(arrival), IndexedContent(text: "edited"))
                        : .erase(room(arrival % 7), SequenceNumber(arrival))
                }, upTo: 4_000)
        }
        #expect(try writer.finishErasures() == .finished)
        var bytes = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.folder) {
            bytes += try Data(contentsOf: URL(filePath: scratch.folder + "/" + name))
        }
        var marks = Set<Data>()
        for arrival in gone { marks.insert(Data(text(arrival).utf8.prefix(10))) }
        // Every ten bytes of the files, against all marks at once.
        let found = bytes.withUnsafeBytes { bytes in
            var found = 0
            for start in 0..<max(0, bytes.count - 10) where bytes[start] >= 0x30 && bytes[start] <= 0x7A {
                if marks.contains(Data(bytes[start..<(start + 10)])) { found += 1 }
            }
            return found
        }
        #expect(found == 0)
        let reader = try index.makeReader()
        for arrival in all.filter({ !gone.contains($0) }).prefix(50) {
            let mark = String(text(arrival).prefix(10))
            #expect(try reader.arrivals(words(mark), everywhere(arrival % 7)).contains(arrival))
        }
    }
}
