import ChatDomain
import ChatStore

extension StoreContract {
    static let directory = [
        Clause("The directory lists what was added, in the order of ids, also after reopening") { subject in
            _ = try subject.commit(
                CommitUnit(changes: [
                    .addAccount(account(2)), .addAccount(account(1)), .addRoom(room(9)), .addRoom(room(-3)),
                    .addMember(member(9, 2)), .addMember(member(9, 1)), .addMember(member(-3, 2)),
                    .addSession(session(200, of: 1)), .addSession(session(3, of: 2)),
                    .set(key: "name", value: "Zuhause 🏡"), .set(key: "", value: ""),
                ]))
            var wanted = StoredDirectory()
            wanted.accounts = [account(1), account(2)]
            wanted.rooms = [room(-3), room(9)]
            wanted.members = [member(-3, 2), member(9, 1), member(9, 2)]
            wanted.sessions = [session(3, of: 2), session(200, of: 1)]
            wanted.settings = ["name": "Zuhause 🏡", "": ""]
            try expect(subject.reader.directory(), wanted, "at once")
            try subject.reopen()
            try expect(subject.reader.directory(), wanted, "after reopening")
        },
        Clause("What must be unique conflicts, and says with what") { subject in
            _ = try subject.commit(
                CommitUnit(changes: [
                    .addAccount(account(1, "ada")), .addRoom(room(1, "hall")), .addMember(member(1, 1)),
                    .addSession(session(1, of: 1)),
                ]))
            let conflicts: [(StateChange, CommitConflict)] = [
                (.addAccount(account(1, "other")), .account),
                (.addAccount(account(2, "ada", mail: "b@example.org")), .username),
                (.addAccount(account(2, "ben", mail: "ADA@example.ORG")), .mail),
                (.addRoom(room(1, "other")), .room), (.addRoom(room(2, "hall")), .roomHandle),
                (.addMember(member(1, 1)), .member), (.removeMember(member(1, 2)), .member),
                (.addSession(session(1, of: 2)), .session),
            ]
            let before = try subject.reader.directory()
            for (change, conflict) in conflicts {
                let unit = append(red, draft("x"), changes: [change])
                try expect(subject.commit(unit), [.conflict(conflict)], "\(change)")
            }
            try expect(subject.reader.directory(), before, "the directory")
        },
        Clause("Names are compared byte by byte") { subject in
            let names = ["\u{E9}", "e\u{301}", "a", "A"]
            for (index, name) in names.enumerated() {
                let id = Int64(index) + 1
                let unit = CommitUnit(changes: [
                    .addAccount(account(id, name, mail: "\(id)@example.org")), .addRoom(room(id, name)),
                ])
                try expect(subject.commit(unit), [committed()], "name \(id)")
            }
        },
        Clause("Changes of a unit are applied in order, each seeing those before it") { subject in
            try expect(
                subject.commit(
                    CommitUnit(changes: [
                        .addMember(member(1, 1)), .removeMember(member(1, 1)), .addMember(member(1, 1)),
                        .set(key: "k", value: "first"), .set(key: "k", value: "second"),
                        .addSession(session(1, of: 1)), .removeSession(digest: session(1, of: 1).digest),
                    ]), CommitUnit(changes: [.removeMember(member(1, 1)), .removeMember(member(1, 1))])),
                [committed(), .conflict(.member)], "outcomes")
            let directory = try subject.reader.directory()
            try expect(directory.members, [member(1, 1)], "members")
            try expect(directory.settings, ["k": "second"], "settings")
            try expect(directory.sessions, [], "sessions")
        },
        Clause("Removing a session that is not there is no conflict") { subject in
            try expect(
                subject.commit(CommitUnit(changes: [.removeSession(digest: [1, 2, 3])])), [committed()], "outcome")
        },
        Clause("An account is put in the place of the one of its id, but for the time when it was made") { subject in
            _ = try subject.commit(
                CommitUnit(changes: [.addAccount(account(1, "ada")), .addAccount(account(2, "ben"))]))
            var changed = account(2, "bea", mail: "bea@example.org", at: 999)
            (changed.displayName, changed.role, changed.state) = ("Bea", .admin, .deactivated)
            changed.passwordHash = ""
            try expect(subject.commit(CommitUnit(changes: [.updateAccount(changed)])), [committed()], "changed")
            let wanted = [account(1, "ada"), made(changed, at: account(2).createdAt)]
            try expect(subject.reader.directory().accounts, wanted, "at once")
            try subject.reopen()
            try expect(subject.reader.directory().accounts, wanted, "after reopening")
            // What it gave up is free, and its own is no conflict with itself.
            try expect(
                subject.commit(CommitUnit(changes: [.updateAccount(changed), .addAccount(account(3, "ben"))])),
                [committed()], "the names that it gave up")
        },
        Clause("A changed account conflicts when there is none of its id, and over the names of others") { subject in
            _ = try subject.commit(
                CommitUnit(changes: [.addAccount(account(1, "ada")), .addAccount(account(2, "ben"))]))
            let before = try subject.reader.directory()
            let conflicts: [(Account, CommitConflict)] = [
                (account(3, "eve"), .account), (account(2, "ada", mail: "b@example.org"), .username),
                (account(2, "ben", mail: "ADA@example.ORG"), .mail),
            ]
            for (account, conflict) in conflicts {
                let unit = append(red, draft("x"), changes: [.updateAccount(account)])
                try expect(subject.commit(unit), [.conflict(conflict)], "\(account)")
            }
            try expect(subject.reader.directory(), before, "the directory")
        },
        Clause("All sessions of an account are removed, or all but one, and nobody else's") { subject in
            let (kept, other) = (session(2, of: 1), session(9, of: 2))
            _ = try subject.commit(
                CommitUnit(changes: [.addSession(session(1, of: 1)), .addSession(kept), .addSession(other)]))
            let others = CommitUnit(changes: [.removeSessions(of: ada, except: kept.digest)])
            try expect(subject.commit(others), [committed()], "all but one")
            try expect(subject.reader.directory().sessions, [kept, other], "all but one")
            let foreign = CommitUnit(changes: [.removeSessions(of: ada, except: other.digest)])
            try expect(subject.commit(foreign), [committed()], "but one that is another's")
            try expect(subject.reader.directory().sessions, [other], "but one that is another's")
            try expect(
                subject.commit(CommitUnit(changes: [.removeSessions(of: ben, except: nil)])), [committed()], "all")
            try expect(subject.reader.directory().sessions, [], "all")
        },
        Clause("A room, its first events and its members come into being together") { subject in
            let made = append(
                LogID(rawValue: 5), draft("made", key: key(1), at: 5, kind: .created), expected: .zero,
                changes: [.addRoom(room(5)), .addMember(member(5, 1))])
            try expect(
                subject.commit(made, made),
                [committed(1), .duplicate(first: place(1), at: Timestamp(milliseconds: 5))], "twice")
            try expect(subject.reader.directory().members, [member(5, 1, since: 1)], "members")
        },
        Clause("A membership begins with its unit's first event in the room, unless it says where") { subject in
            _ = try subject.commit(append(LogID(rawValue: 5), draft("a")), append(LogID(rawValue: 6), draft("a")))
            let unit = CommitUnit(
                appends: [
                    LogAppend(log: LogID(rawValue: 6), events: [draft("b")]),
                    LogAppend(log: LogID(rawValue: 5), events: [draft("b"), draft("c")]),
                    LogAppend(log: LogID(rawValue: 5), events: [draft("d")]),
                ],
                changes: [
                    .addMember(member(5, 1)), .addMember(member(5, 2, since: 9)), .addMember(member(6, 1)),
                    .addMember(member(7, 1)),
                ])
            try expect(subject.commit(unit), [committed(2, 2, 4)], "outcome")
            let wanted = [
                member(5, 1, since: 2), member(5, 2, since: 9), member(6, 1, since: 2), member(7, 1, since: 0),
            ]
            try subject.reopen()
            try expect(subject.reader.directory().members, wanted, "members")
            let changes = [StateChange.addMember(member(5, 2, since: 3)), .removeMember(member(5, 1, since: 8))]
            try expect(
                subject.commit(changes.map { CommitUnit(changes: [$0]) }), [.conflict(.member), committed()],
                "room and account alone tell memberships apart")
            try expect(subject.reader.directory().members, Array(wanted.dropFirst()), "members afterwards")
        },
    ]
}
