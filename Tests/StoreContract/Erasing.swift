import ChatDomain
import ChatStore

extension StoreContract {
    static let erasing = [
        Clause("Erasing empties a message and its edits, and nothing else of any event") { subject in
            _ = try subject.commit(
                append(
                    red, draft("1"), draft("2", key: key(1), at: 5), draft("a", kind: .edited, about: 2),
                    draft("b", kind: .reacted, about: 2), draft("c", about: 2), draft("d", kind: .edited, about: 1),
                    draft("e", kind: .edited, about: 2)),
                append(blue, draft("1"), draft("2"), draft("x", kind: .edited, about: 2)))
            let before = try subject.reader.events(in: red, after: .zero, limit: 9)
            let erase = CommitUnit(changes: [.erase(red, message: place(2))])
            try expect(subject.commit(erase), [committed()], "erasing")
            let wanted = before.map { [2, 3, 7].contains($0.sequence.rawValue) ? $0.withoutBody : $0 }
            try expect(subject.reader.events(in: red, after: .zero, limit: 9), wanted, "the log")
            try expect(subject.reader.texts(in: blue), ["1", "2", "x"], "another log")
            try expect(subject.commit(erase), [committed()], "erasing again")
            try subject.reopen()
            try expect(subject.reader.events(in: red, after: .zero, limit: 9), wanted, "after reopening")
            try expect(subject.reader.event(in: red, at: place(2)), wanted[1], "the event alone")
            try expect(
                subject.reader.events(in: red, about: [place(2)]).map(\.body.count), [0, 1, 0], "what is about it")
            try expect(
                subject.reader.arrivals(after: 0, limit: 2, bytes: 9).map(\.event.body.count), [1, 0], "arrivals")
            try expect(
                subject.commit(append(red, draft("again", key: key(1)))),
                [.duplicate(first: place(2), at: Timestamp(milliseconds: 5))], "its key")
        },
        Clause("Only messages are erased one by one, and what is not there is no conflict") { subject in
            _ = try subject.commit(
                append(
                    red, draft("a", kind: .created), draft("b", kind: .edited, about: 1),
                    changes: [.notice(.mention, [.everyone])]))
            for number in [Int64.min, 0, 2, 3, .max] {
                try expect(
                    subject.commit(CommitUnit(changes: [.erase(red, message: place(number))])), [committed()],
                    "\(number)")
            }
            try expect(subject.reader.texts(in: red), ["a", "b"], "the log")
            _ = try subject.commit(
                CommitUnit(changes: [.erase(red, message: place(1)), .erase(green, message: place(1))]))
            try expect(subject.reader.texts(in: red), ["a", ""], "the edit of what is no message")
            try expect(
                subject.reader.notices(for: .everyone, before: nil, limit: 9).map(\.sequence), [place(1)], "the notice")
        },
        Clause("Everything up to a place is erased, in portions or at once, and nothing after it") { subject in
            let kinds: [EventKind] = [.created, .message, .edited, .message, .joined, .message, .message]
            let about: [Int64?] = [nil, nil, 2, nil, nil, 2, nil]
            for (kind, about) in zip(kinds, about) {
                _ = try subject.commit(append(red, draft("x", kind: kind, about: about)), append(blue, draft("x")))
            }
            func eraseAll(_ number: Int64) throws -> [Int] {
                let unit = CommitUnit(changes: [.eraseAll(red, through: place(number))])
                try expect(subject.commit(unit), [committed()], "erasing through \(number)")
                return try subject.reader.events(in: red, after: .zero, limit: 99).map(\.body.count)
            }
            try expect(eraseAll(0), [1, 1, 1, 1, 1, 1, 1], "nothing")
            try expect(eraseAll(.min), [1, 1, 1, 1, 1, 1, 1], "far before the first")
            try expect(eraseAll(2), [0, 0, 1, 1, 1, 1, 1], "two")
            try expect(eraseAll(1), [0, 0, 1, 1, 1, 1, 1], "fewer than before")
            try expect(eraseAll(5), [0, 0, 0, 0, 0, 1, 1], "more")
            try expect(eraseAll(.max), [0, 0, 0, 0, 0, 0, 0], "all there are")
            _ = try subject.commit(append(red, draft("later")))
            try subject.reopen()
            try expect(subject.reader.texts(in: red).last, "later", "what came later")
            try expect(eraseAll(8).last, 0, "what came later, erased")
            try expect(subject.reader.texts(in: blue), .init(repeating: "x", count: 7), "another log")
            try expect(
                subject.commit(CommitUnit(changes: [.eraseAll(green, through: place(5))])), [committed()],
                "a log without events")
            try expect(subject.commit(append(green, draft("first"))), [committed(1)], "its first event")
            try expect(subject.reader.texts(in: green), ["first"], "its text")
        },
        Clause("A unit that is refused erases nothing, and one that is not erases what it brings") { subject in
            _ = try subject.commit(append(red, draft("a")))
            let changes: [StateChange] = [
                .erase(red, message: place(1)), .eraseAll(red, through: place(9)), .put(record(.draft, 1)),
                .notice(.mention, [.everyone]), .removeMember(member(1, 1)),
            ]
            try expect(subject.commit(append(red, draft("b"), changes: changes)), [.conflict(.member)], "refused")
            try expect(subject.reader.texts(in: red), ["a"], "the log")
            try expect(subject.reader.record(record(.draft, 1).key), nil, "the record")
            try expect(subject.reader.notices(for: .everyone, before: nil, limit: 9), [], "the notice")
            _ = try subject.commit(append(red, draft("c"), changes: [.erase(red, message: place(2))]))
            try expect(subject.reader.texts(in: red), ["a", ""], "erased in its own unit")
        },
        Clause("Messages that are erased or by some authors are counted from a place, up to a limit") { subject in
            _ = try subject.commit(
                append(
                    red, draft("1", by: ada), draft("2", by: ben), draft("3", by: ada),
                    draft("j", by: ada, kind: .joined),
                    draft("5", by: ben), draft("6", by: ben),
                    changes: [.erase(red, message: place(3)), .erase(red, message: place(5))]),
                append(blue, draft("x", by: ada)))
            func count(_ number: Int64, _ authors: Set<AccountID> = [], limit: Int = .max) throws -> Int {
                try subject.reader.discounted(in: red, after: place(number), authors: authors, limit: limit)
            }
            try expect([count(0), count(3), count(5), count(.max), count(.min)], [2, 1, 0, 0, 2], "erased")
            try expect([count(0, [ada]), count(1, [ada]), count(4, [ada])], [3, 2, 1], "or by one")
            try expect([count(0, [ada, ben]), count(0, [ben])], [5, 4], "or by others")
            try expect(
                [1, 3, 0, -1, .min].map { try count(0, [ada, ben], limit: $0) }, [1, 3, 0, 0, 0], "within limits")
            try expect(count(0, limit: 1), 1, "erased, within a limit")
        },
        Clause("What was erased is finished when nobody reads") { subject in
            try expect(subject.store.finishErasing(), true, "in an empty store")
            _ = try subject.commit(append(red, draft("a")), CommitUnit(changes: [.erase(red, message: place(1))]))
            try expect(subject.store.finishErasing(), true, "after erasing")
            try expect(subject.commit(append(red, draft("b"))), [committed(2)], "the writer afterwards")
        },
    ]
}
