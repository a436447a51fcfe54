import ChatDomain
import ChatStore

extension StoreContract {
    static let units = [
        Clause("A unit over two logs happens in both or in neither") { subject in
            let both = CommitUnit(appends: [
                LogAppend(log: red, events: [draft("a"), draft("b")]), LogAppend(log: blue, events: [draft("c")]),
            ])
            try expect(subject.commit(both), [committed(1, 1)], "both")
            var misplaced = both
            misplaced.appends[1].expected = place(7)
            try expect(subject.commit(misplaced), [.conflict(.position(blue, head: place(1)))], "neither")
            try expect(subject.reader.texts(in: red), ["a", "b"], "the red log")
            try expect(subject.commit(both), [committed(3, 2)], "the numbers after it")
        },
        Clause("A log may be appended to twice in one unit") { subject in
            let unit = CommitUnit(appends: [
                LogAppend(log: red, expected: .zero, events: [draft("a"), draft("b")]),
                LogAppend(log: red, expected: place(2), events: [draft("c")]),
            ])
            try expect(subject.commit(unit), [committed(1, 3)], "outcome")
            var misplaced = unit
            misplaced.appends[0].expected = nil
            try expect(subject.commit(misplaced), [.conflict(.position(red, head: place(3)))], "the second misplaced")
            try expect(subject.reader.texts(in: red), ["a", "b", "c"], "the log")
        },
        Clause("One unit's conflict fails no other, and leaves no hole") { subject in
            let conflicting = append(
                red, draft("x", key: key(1)), draft("y"),
                changes: [.addRoom(room(7)), .set(key: "k", value: "v"), .removeMember(member(7, 9))])
            try expect(
                subject.commit(append(red, draft("a")), conflicting, append(red, draft("b"))),
                [committed(1), .conflict(.member), committed(2)], "outcomes")
            try expect(subject.reader.texts(in: red), ["a", "b"], "the log")
            let directory = try subject.reader.directory()
            try expect(directory.rooms, [], "rooms")
            try expect(directory.settings, [:], "settings")
            try expect(directory.heads, [red: head(2)], "heads")
        },
        Clause("An expected position holds or conflicts, and names the head") { subject in
            _ = try subject.commit(append(red, draft("a")))
            for wrong in [place(0), place(2), place(.max), place(.min)] {
                try expect(
                    subject.commit(append(red, draft("x"), expected: wrong)),
                    [.conflict(.position(red, head: place(1)))], "\(wrong)")
            }
            try expect(
                subject.commit(
                    append(red, draft("b"), expected: place(1)), append(red, draft("x"), expected: place(1)),
                    append(red, draft("c"), expected: place(2))),
                [committed(2), .conflict(.position(red, head: place(2))), committed(3)], "in one commit")
            try expect(
                subject.commit(append(blue, draft("x"), expected: place(3))),
                [.conflict(.position(blue, head: .zero))], "a log without events")
        },
        Clause("A term below the highest is fenced, in its own log alone, also after reopening") { subject in
            try expect(
                subject.commit(append(red, draft("a"), term: 5), append(red, draft("x"), term: 4)),
                [committed(1), .fenced(term: 5)], "in one commit")
            try subject.reopen()
            try expect(
                subject.commit(
                    append(red, draft("x", key: key(1)), expected: place(9), term: 4), append(red, draft("b"), term: 5),
                    append(blue, draft("c"), term: 4), append(red, draft("d"), term: 6),
                    append(red, draft("x"), term: 5)),
                [.fenced(term: 5), committed(2), committed(1), committed(3), .fenced(term: 6)], "after reopening")
            try expect(subject.reader.texts(in: red), ["a", "b", "d"], "the log")
        },
        Clause("A unit that was refused raises no term") { subject in
            let refused = append(red, draft("x"), term: 9, changes: [.removeMember(member(1, 1))])
            try expect(subject.commit(refused), [.conflict(.member)], "the refused")
            try expect(subject.commit(append(red, draft("a"), term: 1)), [committed(1)], "a lower term")
        },
    ]
}
