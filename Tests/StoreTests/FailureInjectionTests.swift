import ChatDomain
import ChatStore
import MemoryStore
import Testing

@Suite("A store in memory that is made to fail")
struct FailureInjectionTests {
    @Test("The next commit alone fails, and leaves nothing or everything", arguments: [false, true])
    func failure(isKept: Bool) throws {
        let store = MemoryStore()
        let writer = store.makeWriter()
        let red = LogID(rawValue: 1)
        let draft = EventDraft(
            author: AccountID(rawValue: 1), kind: .message, at: Timestamp(milliseconds: 1), body: [1])
        let unit = CommitUnit(appends: [LogAppend(log: red, events: [draft])])
        _ = try writer.commit([unit])
        store.failNextCommit(isKept ? .allKept : .nothingKept, error: .io("planned"))
        #expect(throws: StoreError.io("planned")) { _ = try writer.commit([unit]) }
        let head = SequenceNumber(isKept ? 2 : 1)
        #expect(try store.makeReader().directory().heads[red]?.sequence == head)
        #expect(try writer.commit([unit]) == [.committed(first: [head.next])])
    }
}
