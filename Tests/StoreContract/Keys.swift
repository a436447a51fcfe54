import ChatDomain
import ChatStore

extension StoreContract {
    static let keys = [
        Clause("A key that was there changes nothing and answers with what it had led to") { subject in
            _ = try subject.commit(append(red, draft("a")), append(red, draft("b", key: key(1), at: 77)))
            let repeated = append(red, draft("other words", key: key(1), at: 99))
            try expect(
                subject.commit(repeated), [.duplicate(first: place(2), at: Timestamp(milliseconds: 77))], "again")
            try expect(subject.commit(append(red, draft("c"))), [committed(3)], "the number after it")
            try expect(subject.reader.texts(in: red), ["a", "b", "c"], "the log")
        },
        Clause("A key repeated in one commit is a duplicate of the first") { subject in
            let unit = append(red, draft("a", key: key(1), at: 5))
            try expect(
                subject.commit(unit, unit, append(red, draft("b"))),
                [committed(1), .duplicate(first: place(1), at: Timestamp(milliseconds: 5)), committed(2)], "outcomes")
            try expect(subject.reader.texts(in: red), ["a", "b"], "the log")
        },
        Clause("Among very many messages in one commit, each key counts once, wherever it is repeated") { subject in
            // So many that a store which takes several at once does so, and has a rest.
            _ = try subject.commit(append(blue, draft("before", key: key(40), at: 3)))
            for repeated in [0, 1, 15, 16, 17, 50, 99] {
                var units: [CommitUnit] = []
                var expected: [CommitOutcome] = []
                var sequences: [LogID: Int64] = try subject.reader.directory().heads.mapValues(\.sequence.rawValue)
                for number in 0..<100 as Range<Int64> {
                    let log = number / 20 % 2 == 0 ? red : blue
                    let known = number == Int64(repeated)
                    let name = known ? key(40) : key(UInt64(1_000 * Int64(repeated + 1) + number))
                    units.append(append(known ? blue : log, draft("\(repeated) \(number)", key: name, at: 5)))
                    if known {
                        expected.append(.duplicate(first: place(1), at: Timestamp(milliseconds: 3)))
                    } else {
                        sequences[log, default: 0] += 1
                        expected.append(committed(sequences[log] ?? 0))
                    }
                }
                units.append(units[98])
                let last: CommitOutcome =
                    if case .committed(let first) = expected[98] {
                        .duplicate(first: first[0], at: Timestamp(milliseconds: 5))
                    } else {
                        expected[98]
                    }
                expected.append(last)
                try expect(subject.commit(units), expected, "outcomes with number \(repeated) repeated")
                for (log, sequence) in sequences {
                    let read = try subject.reader.events(in: log, after: .zero, limit: .max, bytes: .max)
                    try expect(read.map(\.sequence.rawValue), Array(1...sequence), "the numbers of \(log)")
                }
            }
        },
        Clause("A key is known after reopening") { subject in
            let unit = append(red, draft("a", key: key(1), at: 5))
            _ = try subject.commit(unit)
            try subject.reopen()
            try expect(
                subject.commit(unit), [.duplicate(first: place(1), at: Timestamp(milliseconds: 5))], "the repetition")
        },
        Clause("The same key of another author, or in another log, is another key") { subject in
            try expect(
                subject.commit(
                    append(red, draft("a", by: ada, key: key(1))), append(red, draft("b", by: ben, key: key(1))),
                    append(blue, draft("c", by: ada, key: key(1)))),
                [committed(1), committed(2), committed(1)], "outcomes")
        },
        Clause("Keys that differ in one bit are different") { subject in
            guard let first = key(1) else { return }
            let near = [
                SendKey(high: first.high ^ 1, low: first.low), SendKey(high: first.high ^ 1 << 63, low: first.low),
                SendKey(high: first.high, low: first.low ^ 1), SendKey(high: first.high, low: first.low ^ 1 << 61),
            ]
            for (index, other) in ([first] + near).enumerated() {
                try expect(
                    subject.commit(append(red, draft("a", key: other))), [committed(Int64(index) + 1)], "key \(index)")
            }
        },
        Clause("A duplicate among several events undoes the whole unit, wherever its key stands") { subject in
            _ = try subject.commit(append(red, draft("a", key: key(1), at: 5)))
            let late = append(red, draft("b"), draft("c", key: key(1)))
            let elsewhere = CommitUnit(
                appends: [
                    LogAppend(log: blue, events: [draft("d")]), LogAppend(log: red, events: [draft("e", key: key(1))]),
                ], changes: [.set(key: "k", value: "v")])
            let duplicate = CommitOutcome.duplicate(first: place(1), at: Timestamp(milliseconds: 5))
            try expect(subject.commit(late, elsewhere), [duplicate, duplicate], "outcomes")
            try expect(subject.reader.texts(in: red), ["a"], "the red log")
            try expect(subject.reader.directory().heads, [red: head(1)], "heads")
            try expect(subject.reader.directory().settings, [:], "settings")
        },
        Clause("A retry is a duplicate even if its expected position has passed") { subject in
            let unit = append(red, draft("a", key: key(1), at: 5), expected: .zero)
            _ = try subject.commit(unit, append(red, draft("b")))
            try expect(
                subject.commit(unit), [.duplicate(first: place(1), at: Timestamp(milliseconds: 5))], "the retry")
        },
        Clause("The key of a unit that was refused is free") { subject in
            let refused = append(red, draft("a", key: key(1)), expected: place(9))
            let undone = append(red, draft("a", key: key(1)), changes: [.removeMember(member(1, 1))])
            try expect(
                subject.commit(refused, undone),
                [.conflict(.position(red, head: .zero)), .conflict(.member)], "the refused")
            try expect(subject.commit(append(red, draft("a", key: key(1)))), [committed(1)], "the key again")
        },
        Clause("A unit with two keys is refused before anything is done") { subject in
            let good = append(red, draft("a"))
            let bad = append(red, draft("b", key: key(1)), draft("c", key: key(2)))
            var refused = false
            do { _ = try subject.commit(good, bad) } catch StoreError.misuse { refused = true }
            try expect(refused, true, "misuse is thrown")
            try expect(subject.reader.texts(in: red), [], "the log")
            try expect(subject.commit(good), [committed(1)], "the writer afterwards")
        },
    ]
}
