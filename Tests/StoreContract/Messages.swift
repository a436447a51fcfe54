import ChatDomain
import ChatStore

extension StoreContract {
    static let messages = [
        Clause("Ordinals count a log's messages, and go on after reopening and after a unit that was refused") {
            subject in
            _ = try subject.commit(
                append(red, draft("made", kind: .created), draft("1"), draft("joined", kind: .joined)))
            let refused = append(red, draft("x"), draft("y"), changes: [.removeMember(member(1, 1))])
            _ = try subject.commit(refused, append(red, draft("2"), draft("!", kind: .reacted, about: 2)))
            try subject.reopen()
            _ = try subject.commit(append(red, draft("3")), append(blue, draft("1")))
            let reader = try subject.reader
            try expect(
                reader.events(in: red, after: .zero, limit: 9).map(\.ordinal), [0, 1, 1, 2, 2, 3], "of the events")
            try expect(
                reader.directory().heads, [red: LogHead(sequence: place(6), messages: 3), blue: head(1)], "of the heads"
            )
            let places = [Int64.min, 0, 1, 2, 5, 6, 7, .max]
            try expect(
                places.map { try reader.ordinal(in: red, at: place($0)) }, [0, 0, 0, 1, 2, 3, 3, 3], "at places")
            try expect(reader.ordinal(in: green, at: place(5)), 0, "of a log without events")
        },
        Clause("An event is found at its place alone") { subject in
            _ = try subject.commit(append(red, draft("a")), append(blue, draft("b"), draft("c")))
            let reader = try subject.reader
            try expect(reader.event(in: blue, at: place(2))?.body, Array("c".utf8), "the second")
            for number in [Int64.min, 0, 3, .max] {
                try expect(reader.event(in: blue, at: place(number)), nil, "\(number)")
            }
            try expect(reader.event(in: red, at: place(2)), nil, "in another log")
        },
        Clause("Lines leave out what is about messages; messages are messages alone, a thread its answers") { subject in
            let kinds = EventKind.allCases
            for kind in kinds { _ = try subject.commit(append(red, draft(kind.name, kind: kind, about: 4))) }
            _ = try subject.commit(append(red, draft("answer", about: 4)), append(blue, draft("elsewhere", about: 4)))
            let reader = try subject.reader
            let thread = LineSelection.thread(place(4))
            let lines = kinds.filter(\.isLine).map(\.name) + ["answer"]
            func texts(_ events: [Event]) -> [String] { events.map { String(decoding: $0.body, as: UTF8.self) } }
            func after(_ number: Int64, _ selection: LineSelection, _ limit: Int, _ bytes: Int = .max) throws
                -> [String]
            {
                texts(try reader.lines(selection, in: red, after: place(number), limit: limit, bytes: bytes))
            }
            func before(_ number: Int64, _ selection: LineSelection, _ limit: Int, _ bytes: Int = .max) throws
                -> [String]
            {
                texts(try reader.lines(selection, in: red, before: place(number), limit: limit, bytes: bytes))
            }
            try expect(after(0, .all, .max), lines, "all, forward")
            try expect(before(.max, .all, .max), lines, "all, backward")
            try expect(after(4, .all, 1), ["changed"], "the first after those that are none")
            try expect(before(13, .all, 2), ["left", "message"], "the last before them")
            try expect(after(0, .messages, .max), ["message", "answer"], "messages, forward")
            try expect(before(.max, .messages, 1), ["answer"], "the last message")
            try expect(before(4, .messages, 9), [], "none before the first")
            try expect(after(0, .messages, 9, 0), ["message"], "at least one message")
            try expect(after(0, thread, 9), ["message", "answer"], "the thread")
            try expect(before(.max, thread, 1), ["answer"], "the thread's end")
            try expect(after(4, thread, 9), ["answer"], "the rest of the thread")
            try expect(after(0, .thread(place(5)), 9), [], "no thread")
            try expect(after(0, .all, 9, 13), ["created", "joined"], "what fits into bytes")
            try expect(before(.max, thread, 9, 12), ["answer"], "what fits of the thread")
            try expect(after(0, thread, 9, 0), ["message"], "at least one")
            for limit in [0, -1, .min] {
                try expect(
                    after(0, .all, limit) + before(9, .all, limit) + after(0, thread, limit)
                        + before(9, .messages, limit), [], "limit \(limit)")
            }
        },
        Clause("What is about messages comes in the order of the log, and nothing about persons of that number") {
            subject in
            _ = try subject.commit(
                append(
                    red, draft("1"), draft("2"), draft("3"), draft("a", kind: .reacted, about: 2),
                    draft("b", kind: .edited, about: 1), draft("c", kind: .removed, about: 2),
                    draft("d", kind: .closed, about: 2), draft("e", about: 2), draft("f", kind: .edited, about: 3)),
                append(blue, draft("g", kind: .edited, about: 2)))
            func about(_ numbers: Int64...) throws -> [String] {
                try subject.reader.events(in: red, about: numbers.map(place)).map {
                    String(decoding: $0.body, as: UTF8.self)
                }
            }
            try expect(about(2, 1), ["a", "b", "d"], "about two")
            try expect(about(2, 2), ["a", "d"], "about one, asked for twice")
            try expect(about(), [], "about none")
            try expect(about(9, 0, .max), [], "about what is not there")
        },
        Clause("A thread is as long as it has answers, and what has none is no thread") { subject in
            _ = try subject.commit(
                append(
                    red, draft("1"), draft("2"), draft("a", about: 1), draft("b", kind: .edited, about: 2),
                    draft("c", about: 1)), append(blue, draft("d", about: 1)))
            let wanted = [ThreadSize(root: place(1), messages: 2, last: place(5))]
            try expect(subject.reader.threads(in: red, of: [2, 1, 3, 0].map(place)), wanted, "threads")
            try expect(subject.reader.threads(in: red, of: []), [], "of none")
        },
        Clause("A moment has a place: the first event at it or after it") { subject in
            for time in [10, 20, 20, 20, 30] as [Int64] { _ = try subject.commit(append(red, draft("x", at: time))) }
            let reader = try subject.reader
            try expect(
                [.min, 10, 11, 20].map { try reader.place(in: red, at: $0) }, [1, 1, 2, 2], "before and among them")
            try expect(
                [21, 30, 31, .max].map { try reader.place(in: red, at: $0) }, [5, 5, nil, nil], "at the end")
            try expect(reader.place(in: blue, at: 0), nil, "in a log without events")
            // The clock was set back: an answer there is, and the event before it is older than the moment.
            for time in [5, 6, 7, 40] as [Int64] { _ = try subject.commit(append(red, draft("x", at: time))) }
            for time in 0...41 as ClosedRange<Int64> {
                let moment = Timestamp(milliseconds: time)
                guard let place = try reader.place(in: red, at: moment) else {
                    try expect(time, 41, "no place")
                    continue
                }
                let around = try reader.events(in: red, before: place.next, limit: 2)
                try expect(around.last.map { $0.at >= moment }, true, "the event at the place of \(time)")
                if around.count == 2 { try expect(around[0].at < moment, true, "the one before it, of \(time)") }
            }
        },
        Clause("Events of all logs come in the order of arrival, from where one left off, within limits") { subject in
            try expect(subject.reader.lastArrival(), 0, "the newest of none")
            _ = try subject.commit(append(blue, draft("a")), append(red, draft("b"), draft("c")))
            _ = try subject.commit(append(blue, draft("d")))
            let reader = try subject.reader
            let all = try reader.arrivals(after: .min, limit: .max, bytes: .max)
            try expect(reader.lastArrival(), all.last?.number, "the newest")
            try expect(all.map { String(decoding: $0.event.body, as: UTF8.self) }, ["a", "b", "c", "d"], "all")
            try expect(all.map(\.event.sequence), [1, 1, 2, 2].map(place), "their numbers")
            for (index, arrival) in all.enumerated() {
                try expect(
                    reader.arrivals(after: arrival.number, limit: 2, bytes: .max)
                        == Array(all.dropFirst(index + 1).prefix(2)),
                    true, "after the one at \(index)")
            }
            try expect(reader.arrivals(after: 0, limit: 9, bytes: 2).count, 2, "what fits")
            try expect(reader.arrivals(after: 0, limit: 9, bytes: 0).count, 1, "at least one")
            try expect(reader.arrivals(after: .max, limit: 9, bytes: 9), [], "after the end")
            for limit in [0, -1, .min] {
                try expect(reader.arrivals(after: 0, limit: limit, bytes: 9), [], "limit \(limit)")
            }
            try subject.reopen()
            try expect(subject.reader.arrivals(after: .min, limit: .max, bytes: .max) == all, true, "after reopening")
        },
    ]
}
