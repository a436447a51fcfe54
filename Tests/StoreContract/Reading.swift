import ChatDomain
import ChatStore

extension StoreContract {
    static let reading = [
        Clause("Ranges end where they should, in both directions") { subject in
            // The other logs' events lie between.
            for number in 1...10 {
                _ = try subject.commit(
                    append(blue, draft("blue\(number)")), append(red, draft("\(number)")),
                    append(green, draft("green\(number)")))
            }
            let reader = try subject.reader
            func after(_ number: Int64, _ limit: Int) throws -> [Int64] {
                try reader.events(in: red, after: place(number), limit: limit).map(\.sequence.rawValue)
            }
            func before(_ number: Int64, _ limit: Int) throws -> [Int64] {
                try reader.events(in: red, before: place(number), limit: limit).map(\.sequence.rawValue)
            }
            try expect(after(0, 3), [1, 2, 3], "the first three")
            try expect(after(8, 5), [9, 10], "the last two")
            try expect(after(9, 1), [10], "the last")
            try expect(after(10, 5), [], "after the head")
            try expect(after(.max, 5), [], "far after the head")
            try expect(after(-5, 2), [1, 2], "after what is before all")
            try expect(after(.min, .max).count, 10, "everything")
            try expect(before(11, 3), [8, 9, 10], "the last three")
            try expect(before(.max, 2), [9, 10], "before what is after all")
            try expect(before(3, 5), [1, 2], "the first two")
            try expect(before(1, 5), [], "before the first")
            try expect(before(0, 5), [], "before zero")
            try expect(before(.min, 5), [], "far before zero")
            for limit in [0, -1, .min] {
                try expect(after(0, limit), [], "after, limit \(limit)")
                try expect(before(11, limit), [], "before, limit \(limit)")
            }
            try expect(reader.events(in: LogID(rawValue: 99), after: .zero, limit: 5), [], "a log without events")
        },
        Clause("A range stops before its bodies take more bytes than asked for, but gives at least one") { subject in
            for _ in 1...9 { _ = try subject.commit(append(red, draft("0123456789"))) }
            let reader = try subject.reader
            func after(_ number: Int64, _ bytes: Int) throws -> [Int64] {
                try reader.events(in: red, after: place(number), limit: 9, bytes: bytes).map(\.sequence.rawValue)
            }
            func before(_ number: Int64, _ bytes: Int) throws -> [Int64] {
                try reader.events(in: red, before: place(number), limit: 9, bytes: bytes).map(\.sequence.rawValue)
            }
            try expect(after(2, 30), [3, 4, 5], "three that fit exactly")
            try expect(after(2, 29), [3, 4], "two that fit")
            try expect(after(2, 0), [3], "one that does not fit")
            try expect(after(9, 0), [], "none after the head")
            try expect(before(9, 30), [6, 7, 8], "the last three that fit exactly")
            try expect(before(9, 29), [7, 8], "the last two that fit")
            try expect(before(9, 0), [8], "the last one")
        },
        Clause("A reader sees what was committed after it was made") { subject in
            let reader = try subject.reader
            try expect(reader.texts(in: red), [], "before")
            try expect(reader.directory(), StoredDirectory(), "the directory before")
            _ = try subject.commit(append(red, draft("a"), changes: [.set(key: "k", value: "v")]))
            try expect(reader.texts(in: red), ["a"], "after")
            try expect(reader.directory().settings, ["k": "v"], "the directory after")
        },
        Clause("Every reader sees all of a commit or nothing of it") { subject in
            _ = try subject.commit(append(red, draft("0")), append(blue, draft("0")))
            let (first, second) = (try subject.reader, try subject.store.makeReader())
            for number in 1...20 {
                _ = try subject.commit(append(red, draft("\(number)")), append(blue, draft("\(number)")))
                for reader in [first, second] {
                    let heads = try reader.directory().heads
                    try expect(heads, [red: head(Int64(number) + 1), blue: head(Int64(number) + 1)], "heads")
                    try expect(reader.texts(in: red).last, "\(number)", "the last event")
                }
            }
        },
    ]
}
