import ChatDomain
import ChatStore

extension StoreContract {
    static let appending = [
        Clause("Events of a log are numbered 1, 2, 3, … in the order of the units, each log by itself") { subject in
            try expect(
                subject.commit(append(red, draft("a")), append(blue, draft("b")), append(red, draft("c"), draft("d"))),
                [committed(1), committed(1), committed(2)], "in one commit")
            try expect(
                subject.commit(append(blue, draft("e")), append(red, draft("f"))), [committed(2), committed(4)],
                "in the next")
            try expect(subject.reader.texts(in: red), ["a", "c", "d", "f"], "the red log")
            try expect(subject.reader.texts(in: blue), ["b", "e"], "the blue log")
            let numbers = try subject.reader.events(in: red, after: .zero, limit: 10).map(\.sequence)
            try expect(numbers, (1...4).map(place), "its numbers")
        },
        Clause("An event comes back as it was given") { subject in
            var bodies = [[], Array("{\"text\":\"北京 👩‍👩‍👧 e\u{301} \u{0} \\u0000\"}".utf8), [0xFF, 0xFE, 0x00, 0x80]]
            bodies.append([UInt8](repeating: 0x41, count: 1 << 20))
            let authors: [Int64] = [1, .max, .min, 0]
            let times: [Int64] = [0, .max, .min, -1]
            let kinds = EventKind.allCases
            let subjects: [Int64?] = [nil, .max, .min, 0]
            for (index, body) in bodies.enumerated() {
                let draft = EventDraft(
                    author: AccountID(rawValue: authors[index]), kind: kinds[index % kinds.count],
                    subject: subjects[index],
                    at: Timestamp(milliseconds: times[index]), key: key(UInt64(index)), body: body)
                _ = try subject.commit(append(red, draft))
                let found = try subject.reader.events(in: red, after: place(Int64(index)), limit: 1)
                let wanted = Event(
                    log: red, sequence: place(Int64(index) + 1), at: draft.at, author: draft.author, kind: draft.kind,
                    subject: draft.subject, ordinal: index < 3 ? 0 : 1, body: body)
                try expect(found == [wanted], true, "event \(index)")
            }
        },
        Clause("No units is no commit, and a unit of nothing is committed") { subject in
            try expect(subject.commit(), [], "no units")
            try expect(subject.commit(CommitUnit()), [committed()], "an empty unit")
            try expect(subject.commit(append(red)), [committed(1)], "an append of no events")
            try expect(subject.commit(append(red, draft("a"))), [committed(1)], "what follows it")
        },
        Clause("A log of any number is a log") { subject in
            for number in [Int64.min, -1, 0, .max] {
                let log = LogID(rawValue: number)
                try expect(subject.commit(append(log, draft("\(number)"))), [committed(1)], "log \(number)")
            }
            try expect(subject.reader.directory().heads.count, 4, "logs with a head")
            try expect(subject.reader.texts(in: LogID(rawValue: .min)), ["\(Int64.min)"], "the lowest log")
        },
        Clause("Numbers go on where they were after reopening, and after another writer") { subject in
            _ = try subject.commit(append(red, draft("a"), draft("b")))
            try subject.reopen()
            try expect(subject.commit(append(red, draft("c"))), [committed(3)], "after reopening")
            subject.endWriter()
            try expect(subject.commit(append(red, draft("d"))), [committed(4)], "by another writer")
            try expect(subject.reader.texts(in: red), ["a", "b", "c", "d"], "the log")
        },
        Clause("The epoch stays the same over reopening") { subject in
            let epoch = subject.store.epoch
            try subject.reopen()
            try expect(subject.store.epoch, epoch, "the epoch")
        },
    ]
}
