import Testing

@testable import roost

@Suite("Freed memory")
struct ReturnPaceTests {
    private static let mebibyte: Int64 = 1 << 20

    @Test("goes back when the process has grown since the last time and is at rest, and not before")
    func grown() {
        var pace = ReturnPace()
        var time = 0.0
        /// Five seconds later.
        func look(_ mebibytes: Int64, busy seconds: Double) -> Bool {
            time += seconds
            return pace.isDue(resident: mebibytes * Self.mebibyte, processorSeconds: time)
        }
        #expect(!look(50, busy: 0))
        #expect(!look(52, busy: 0))
        #expect(!look(400, busy: 4))
        #expect(look(400, busy: 0.1))
        pace.returned(resident: 60 * Self.mebibyte)
        #expect(!look(61, busy: 0))
        #expect(look(70, busy: 0))
    }

    @Test("is measured from the least that there was: what was given back by itself makes room to grow again")
    func shrunk() {
        var pace = ReturnPace()
        let sizes = [100, 40, 60].map { $0 * Self.mebibyte }
        let due = sizes.map { pace.isDue(resident: $0, processorSeconds: 0) }
        #expect(due == [false, false, true])
    }
}
