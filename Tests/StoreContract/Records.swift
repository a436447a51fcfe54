import ChatDomain
import ChatStore

extension StoreContract {
    static let records = [
        Clause("A record is put, replaced by one of any length, and removed, also after reopening") { subject in
            let key = record(.draft, 1, 2, 3).key
            let lengths = [0, 1, 28, 29, 60, 4092, 4093, 70_000, 2, 0, 300]
            for length in lengths {
                let value = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
                let put = CommitUnit(changes: [.put(Record(key: key, value: value))])
                try expect(subject.commit(put), [committed()], "putting \(length) bytes")
                try expect(subject.reader.record(key)?.value == value, true, "\(length) bytes")
                try subject.reopen()
                try expect(subject.reader.record(key)?.value == value, true, "\(length) bytes after reopening")
            }
            let remove = CommitUnit(changes: [.removeRecord(key)])
            try expect(subject.commit(remove, remove), [committed(), committed()], "removing twice")
            try expect(subject.reader.record(key), nil, "the removed")
        },
        Clause("Each part of a key tells records apart, whatever its number") { subject in
            let numbers = [Int64.min, -1, 0, 1, .max]
            var all: [Record] = []
            for owner in numbers {
                for item in numbers {
                    for part in numbers {
                        for collection in [RecordCollection.pin, .saved] {
                            all.append(record(collection, owner, item, part, "\(collection) \(owner) \(item) \(part)"))
                        }
                    }
                }
            }
            _ = try subject.commit(CommitUnit(changes: all.map { .put($0) }))
            for record in all { try expect(subject.reader.record(record.key), record, "\(record.key)") }
            for owner in numbers {
                let own = all.filter { $0.key.collection == .pin && $0.key.owner == owner }
                let reader = try subject.reader
                try expect(reader.records(.pin, owner: owner, after: nil, limit: .max), own, "of \(owner)")
                for (index, record) in own.enumerated() {
                    try expect(
                        reader.records(.pin, owner: owner, after: record.key, limit: 2),
                        Array(own.dropFirst(index + 1).prefix(2)),
                        "after \(record.key)")
                }
                for other in all where other.key.collection != .pin || other.key.owner != owner {
                    let rest = own.filter { $0.key > other.key }
                    try expect(
                        reader.records(.pin, owner: owner, after: other.key, limit: 200), rest, "after \(other.key)")
                }
                for limit in [0, -1, .min] {
                    try expect(reader.records(.pin, owner: owner, after: nil, limit: limit), [], "limit \(limit)")
                }
            }
        },
        Clause("An owner's records of a collection go together, and nobody else's") { subject in
            let gone = [record(.saved, 1), record(.saved, 1, 5), record(.saved, 1, -5, 7)]
            let kept = [record(.saved, 2), record(.draft, 1), record(.saved, -1)]
            _ = try subject.commit(CommitUnit(changes: (gone + kept).map { .put($0) }))
            let remove = CommitUnit(changes: [.removeRecords(.saved, owner: 1)])
            try expect(subject.commit(remove, remove), [committed(), committed()], "removing twice")
            for record in gone { try expect(subject.reader.record(record.key), nil, "\(record.key)") }
            for record in kept { try expect(subject.reader.record(record.key), record, "\(record.key)") }
        },
        Clause("The directory has the records of resident collections, in the order of their keys") { subject in
            let all = RecordCollection.allCases.flatMap { collection in
                [
                    record(collection, 2), record(collection, -1, 4, 1, "other"), record(collection, -1, 4),
                    record(collection, 2, -9),
                ]
            }
            _ = try subject.commit(CommitUnit(changes: all.map { .put($0) }))
            let wanted = all.filter { $0.key.collection.isResident }.sorted { $0.key < $1.key }
            try expect(subject.reader.directory().records, wanted, "at once")
            try subject.reopen()
            try expect(subject.reader.directory().records, wanted, "after reopening")
        },
        Clause("A room is put in the place of the one of its id, but for who made it and when") { subject in
            _ = try subject.commit(CommitUnit(changes: [.addRoom(room(1, "hall")), .addRoom(room(2, "den"))]))
            var changed = room(2, "lair", at: 999)
            (changed.title, changed.joinedByAll) = ("Höhle", true)
            try expect(subject.commit(CommitUnit(changes: [.updateRoom(changed)])), [committed()], "changed")
            let wanted = [room(1, "hall"), made(changed, as: room(2))]
            try expect(subject.reader.directory().rooms, wanted, "at once")
            try subject.reopen()
            try expect(subject.reader.directory().rooms, wanted, "after reopening")
            let conflicts: [(Room, CommitConflict)] = [(room(3, "attic"), .room), (room(2, "hall"), .roomHandle)]
            for (room, conflict) in conflicts {
                let unit = append(red, draft("x"), changes: [.updateRoom(room)])
                try expect(subject.commit(unit), [.conflict(conflict)], "\(room)")
            }
            try expect(subject.reader.directory().rooms, wanted, "after conflicts")
            let again = CommitUnit(changes: [.updateRoom(changed), .addRoom(room(3, "den"))])
            try expect(subject.commit(again), [committed()], "its own name, and the one that it gave up")
        },
    ]
}
