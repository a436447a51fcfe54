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
        Clause("A room, its first events and its members come into being together") { subject in
            let made = append(
                LogID(rawValue: 5), draft("made", key: key(1), at: 5, kind: .created), expected: .zero,
                changes: [.addRoom(room(5)), .addMember(member(5, 1))])
            try expect(
                subject.commit(made, made),
                [committed(1), .duplicate(first: place(1), at: Timestamp(milliseconds: 5))], "twice")
            try expect(subject.reader.directory().members, [member(5, 1)], "members")
        },
    ]
}
