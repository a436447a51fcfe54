import ChatDomain
import ChatStore

extension StoreContract {
    static let notices = [
        Clause("A notice is of the first event of its unit's first append") { subject in
            _ = try subject.commit(append(red, draft("a")), append(blue, draft("a")))
            let unit = CommitUnit(
                appends: [
                    LogAppend(log: red, events: [draft("b"), draft("c")]), LogAppend(log: blue, events: [draft("d")]),
                ],
                changes: [.notice(.mention, [.account(ada), .everyone]), .notice(.reply, [.account(ben)])])
            try expect(subject.commit(unit), [committed(2, 2)], "outcome")
            for (addressee, reason) in [
                (NoticeAddressee.account(ada), NoticeReason.mention), (.everyone, .mention), (.account(ben), .reply),
            ] {
                let found = try subject.reader.notices(for: addressee, before: nil, limit: 9)
                try expect(found.count, 1, "for \(addressee)")
                let wanted = Notice(
                    number: found[0].number, addressee: addressee, log: red, sequence: place(2), reason: reason)
                try expect(found[0], wanted, "for \(addressee)")
            }
        },
        Clause("Noting one twice is no conflict, and the first reason stays") { subject in
            let twice = append(
                red, draft("a"),
                changes: [.notice(.reply, [.account(ada), .account(ada)]), .notice(.mention, [.account(ada)])])
            try expect(subject.commit(twice), [committed(1)], "outcome")
            try expect(
                subject.reader.notices(for: .account(ada), before: nil, limit: 9).map(\.reason), [.reply], "reasons")
        },
        Clause("A duplicate notes nothing, and a notice of no event is misuse and commits nothing") { subject in
            let unit = append(red, draft("a", key: key(1)), changes: [.notice(.mention, [.everyone])])
            _ = try subject.commit(unit, unit)
            try expect(subject.reader.notices(for: .everyone, before: nil, limit: 9).count, 1, "notices")
            for appends in [
                [], [LogAppend(log: red, events: [])],
                [.init(log: red, events: []), .init(log: blue, events: [draft("x")])],
            ] {
                var isRefused = false
                let bad = CommitUnit(appends: appends, changes: [.notice(.mention, [.everyone])])
                do { _ = try subject.commit(append(red, draft("b")), bad) } catch StoreError.misuse { isRefused = true }
                try expect(isRefused, true, "misuse is thrown")
            }
            try expect(subject.reader.texts(in: red), ["a"], "the log")
        },
        Clause("Notices are listed newest first over all logs, page by page, and their numbers never come again") {
            subject in
            for number in 1...5 as ClosedRange<Int64> {
                let log = number % 2 == 0 ? blue : red
                _ = try subject.commit(
                    append(log, draft("\(number)"), changes: [.notice(.mention, [.account(ada)])]),
                    append(log, draft("x"), changes: [.notice(.mention, [.everyone])]))
            }
            func page(_ number: Int64?, _ limit: Int) throws -> [Notice] {
                try subject.reader.notices(for: .account(ada), before: number, limit: limit)
            }
            let all = try page(nil, .max)
            try expect(all.map(\.log), [red, blue, red, blue, red], "logs")
            try expect(all.map(\.sequence), [5, 3, 3, 1, 1].map(place), "places")
            try expect(zip(all, all.dropFirst()).allSatisfy { $0.number > $1.number }, true, "falling numbers")
            try expect(page(nil, 2) + page(all[1].number, 9), all, "in two pages")
            for limit in [0, -1, .min] { try expect(page(nil, limit), [], "limit \(limit)") }
            _ = try subject.commit(
                CommitUnit(changes: [.erase(red, message: place(5)), .erase(red, message: place(6))]))
            try subject.reopen()
            _ = try subject.commit(append(red, draft("new"), changes: [.notice(.mention, [.account(ada)])]))
            let newest = try page(nil, 1)[0]
            try expect(newest.number > all[0].number, true, "the number after erasing")
        },
        Clause("Who is concerned is counted by message, in one log, from a place, and erased ones are not") { subject in
            for addressees in [[.account(ada)], [.account(ada), .everyone], [.everyone], [.account(ben)]]
                as [[NoticeAddressee]]
            {
                _ = try subject.commit(
                    append(red, draft("x"), changes: [.notice(.mention, addressees)]),
                    append(blue, draft("x"), changes: [.notice(.mention, [.account(ada)])]))
            }
            func count(_ addressees: [NoticeAddressee], _ number: Int64 = 0) throws -> Int {
                try subject.reader.noticeCount(
                    for: addressees, in: red, after: place(number), except: [])
            }
            try expect([count([.account(ada)]), count([.everyone]), count([])], [2, 2, 0], "of one")
            func first(_ number: Int64, _ addressees: NoticeAddressee...) throws -> NoticeAddressee? {
                let notice = try subject.reader.notice(for: addressees, in: red, at: place(number))
                return notice?.addressee
            }
            let (one, other) = (NoticeAddressee.account(ada), NoticeAddressee.account(ben))
            try expect([first(2, one, .everyone), first(2, .everyone, one)], [one, .everyone], "the first of two")
            try expect([first(1, .everyone, one), first(3, one, .everyone)], [one, .everyone], "the one that has any")
            try expect(
                [first(4, one, .everyone), first(9, other), first(4), first(4, other)], [nil, nil, nil, other],
                "or none")
            let found = try subject.reader.notice(for: [other], in: red, at: place(4))
            try expect(found, subject.reader.notices(for: other, before: nil, limit: 1).first, "the notice itself")
            try expect(count([.account(ada), .everyone]), 3, "of one or all")
            try expect([1, 2, 3, 4].map { try count([.account(ada), .everyone], $0) }, [2, 1, 0, 0], "from places")
            _ = try subject.commit(
                append(red, draft("y", kind: .edited, about: 1), changes: [.notice(.mention, [.everyone])]))
            try expect(count([.everyone]), 3, "with one of an edit")
            _ = try subject.commit(CommitUnit(changes: [.erase(red, message: place(1))]))
            try expect([count([.everyone]), count([.account(ada)])], [2, 1], "after one was erased with its edit")
            _ = try subject.commit(CommitUnit(changes: [.eraseAll(red, through: place(2))]))
            try expect(
                [count([.everyone]), count([.account(ada)]), count([.account(ben)])], [1, 0, 1], "after more were")
        },
    ]
}
