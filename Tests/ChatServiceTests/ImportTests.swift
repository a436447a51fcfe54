import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

@Suite("Taking in histories")
struct ImportTests {
    private let form = ImportForm(
        source: "slack:C1", handle: "old", title: "Old", topic: "", at: Timestamp(milliseconds: 1_000))

    private func message(_ text: String?, by author: Caller, at: Int64) -> ImportedEvent {
        ImportedEvent(
            at: Timestamp(milliseconds: at), author: author.account, what: .message(text: text, thread: nil, reply: nil)
        )
    }

    @Test("A batch that comes twice is taken once, and the same source has one room")
    func twice() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let begun: ImportProgress = try house.call { house.service.beginImport(form, by: ada, answer: $0) }
        #expect(begun.head == SequenceNumber(1) && begun.mark.isEmpty)
        let batch = [message("one", by: ben, at: 2_000), message(nil, by: ada, at: 1_500)]
        func send() throws -> ImportProgress {
            try house.call {
                house.service.takeImport(
                    batch, into: begun.room, after: SequenceNumber(1), mark: "m", by: ada, answer: $0)
            }
        }
        #expect(try send().head == SequenceNumber(3))
        #expect(try send().head == SequenceNumber(3))
        let again: ImportProgress = try house.call { house.service.beginImport(form, by: ada, answer: $0) }
        #expect(
            again
                == ImportProgress(
                    room: begun.room, handle: "old", head: SequenceNumber(3), mark: "m", isFinished: false))
        let events = try house.store.makeReader().events(in: begun.room.log, after: .zero, limit: 10)
        #expect(events.map(\.at.rawValue) == [1_000, 2_000, 2_000], "times rise")
        #expect(events.map(\.author) == [ada.account, ben.account, ada.account])
        #expect(events[2].body.isEmpty)
    }

    @Test("Until it is finished nobody finds the room; then nothing is unread in it, and no more goes in")
    func hidden() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        let begun: ImportProgress = try house.call { house.service.beginImport(form, by: ada, answer: $0) }
        let room = begun.room
        _ =
            try house.call {
                house.service.takeImport(
                    [message("one @ben", by: ada, at: 2_000)], into: room, after: SequenceNumber(1), mark: "", by: ada,
                    answer: $0)
            } as ImportProgress
        #expect(throws: Refusal.self) {
            _ = try house.call { house.service.join(room, caller: ben, answer: $0) } as RoomView
        }
        #expect(throws: Refusal.self) { try house.post("hello", by: ada, to: room) }
        let end: ImportProgress = try house.call {
            house.service.finishImport(of: room, members: [ben.account], isOpen: false, by: ada, answer: $0)
        }
        #expect(end.isFinished && end.head == SequenceNumber(4))
        _ = try house.post("hello", by: ben, to: room)
        let more: ImportProgress = try house.call {
            house.service.takeImport(
                [message("two", by: ada, at: 3_000)], into: room, after: SequenceNumber(5), mark: "", by: ada,
                answer: $0)
        }
        #expect(more.head == SequenceNumber(5))
        let unread = try house.call { house.service.unread(for: ada, answer: $0) } as [UnreadView]
        #expect(unread.first { $0.room == room.rawValue }?.unread == 1)
    }

    @Test("Only owners take histories in, by people who are here, about messages that are")
    func refused() throws {
        let house = try House()
        let (ada, ben) = try house.twoPeople()
        #expect(throws: Refusal.self) {
            _ = try house.call { house.service.beginImport(form, by: ben, answer: $0) } as ImportProgress
        }
        let begun: ImportProgress = try house.call { house.service.beginImport(form, by: ada, answer: $0) }
        func code(_ event: ImportedEvent) -> RefusalCode? {
            do {
                _ =
                    try house.call {
                        house.service.takeImport(
                            [event], into: begun.room, after: SequenceNumber(1), mark: "", by: ada, answer: $0)
                    } as ImportProgress
                return nil
            } catch {
                return (error as? Refusal)?.code
            }
        }
        let at = Timestamp(milliseconds: 1_000)
        #expect(
            code(ImportedEvent(at: at, author: AccountID(rawValue: 99), what: .joined)) == .personUnknown)
        #expect(code(ImportedEvent(at: at, author: ada.account, what: .deleted(SequenceNumber(2)))) == .messageUnknown)
        #expect(code(message(" ", by: ada, at: 1)) == .textInvalid)
        #expect(
            code(ImportedEvent(at: at, author: ada.account, what: .reacted(SequenceNumber(1), emoji: ":x:")))
                == .textInvalid)
    }
}
